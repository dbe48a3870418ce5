// SPDX-License-Identifier: GPL-2.0-only
/*
 * Uncorrectable memory errors. A machine check names a physical address. The driver adds it to the
 * list of bad ranges of its bus, so that libnvdimm reports an error for reads of it instead of
 * touching it again, also after the next start of a namespace.
 */
#include <linux/align.h>
#include <linux/device.h>
#include <linux/libnvdimm.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/nd.h>
#include <linux/ndctl.h>
#include <linux/notifier.h>
#include <asm/mce.h>
#include "internal.h"

static DEFINE_MUTEX(ocxlpmem_attached_lock);
static LIST_HEAD(attached_memory);

/* NULL while there is no region; the caller releases it */
static struct device *get_region_device(struct ocxlpmem *pmem)
{
	struct device *dev = NULL;

	spin_lock(&pmem->bound_lock);
	if (pmem->region)
		dev = get_device(nd_region_dev(pmem->region));
	spin_unlock(&pmem->bound_lock);
	return dev;
}

static void add_bad_range(struct ocxlpmem *pmem, u64 start, u64 size)
{
	dev_err(pmem->dev, "%s: uncorrectable memory error at 0x%llx\n", pmem->dimm_name, start);
	nvdimm_bus_add_badrange(pmem->bus, start, size);
}

/* @size is a power of two */
static bool __maybe_unused report_bad_address(u64 address, u64 size)
{
	struct device *region = NULL;
	struct ocxlpmem *pmem;
	bool found = false;

	mutex_lock(&ocxlpmem_attached_lock);
	list_for_each_entry(pmem, &attached_memory, machine_checks) {
		if (!ocxlpmem_has_range(pmem, address, 1))
			continue;
		add_bad_range(pmem, ALIGN_DOWN(address, size), size);
		region = get_region_device(pmem);
		found = true;
		break;
	}
	mutex_unlock(&ocxlpmem_attached_lock);
	if (!region)
		return found;
	/* takes the lock of the region, which may be waiting for an ioctl */
	nvdimm_region_notify(to_nd_region(region), NVDIMM_REVALIDATE_POISON);
	put_device(region);
	return found;
}

#if IS_ENABLED(CONFIG_X86_MCE)

static int handle_machine_check(struct notifier_block *block, unsigned long value, void *data)
{
	struct mce *check = data;

	if (!mce_is_memory_error(check) || mce_is_correctable(check) || !mce_usable_address(check))
		return NOTIFY_DONE;
	if (report_bad_address(check->addr, 1ULL << MCI_MISC_ADDR_LSB(check->misc)))
		check->kflags |= MCE_HANDLED_NFIT;
	return NOTIFY_DONE;
}

static struct notifier_block machine_check_block = {
	.notifier_call = handle_machine_check,
	.priority = MCE_PRIO_NFIT,
};

void ocxlpmem_machine_checks_init(void)
{
	mce_register_decode_chain(&machine_check_block);
}

void ocxlpmem_machine_checks_exit(void)
{
	mce_unregister_decode_chain(&machine_check_block);
}

#elif IS_ENABLED(CONFIG_PPC_POWERNV) || IS_ENABLED(CONFIG_PPC_PSERIES)

static int handle_machine_check(struct notifier_block *block, unsigned long value, void *data)
{
	const struct machine_check_event *check = data;
	u64 address;

	if (check->error_type != MCE_ERROR_TYPE_UE || !check->u.ue_error.physical_address_provided)
		return NOTIFY_DONE;
	/* the physical address is that of the page */
	address = check->u.ue_error.physical_address |
		  (check->u.ue_error.effective_address & ~PAGE_MASK);
	return report_bad_address(address, L1_CACHE_BYTES) ? NOTIFY_OK : NOTIFY_DONE;
}

static struct notifier_block machine_check_block = { .notifier_call = handle_machine_check };

void ocxlpmem_machine_checks_init(void)
{
	mce_register_notifier(&machine_check_block);
}

void ocxlpmem_machine_checks_exit(void)
{
	mce_unregister_notifier(&machine_check_block);
}

#else /* this kernel does not report machine checks to modules */

void ocxlpmem_machine_checks_init(void)
{
}

void ocxlpmem_machine_checks_exit(void)
{
}

#endif

void ocxlpmem_machine_checks_attach(struct ocxlpmem *pmem)
{
	mutex_lock(&ocxlpmem_attached_lock);
	list_add(&pmem->machine_checks, &attached_memory);
	mutex_unlock(&ocxlpmem_attached_lock);
}

void ocxlpmem_machine_checks_detach(struct ocxlpmem *pmem)
{
	mutex_lock(&ocxlpmem_attached_lock);
	list_del(&pmem->machine_checks);
	mutex_unlock(&ocxlpmem_attached_lock);
}
