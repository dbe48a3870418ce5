// SPDX-License-Identifier: GPL-2.0-only
/*
 * Overwrite: the near-storage secure erase of the card, behind the security operations of
 * libnvdimm.
 *
 * libnvdimm asks whether the erase has ended at once, then after 10 seconds, then at growing
 * intervals, and ignores a failure. So the driver polls the card itself, and reports the result in
 * the kernel log and in the sysfs file "flags".
 */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <asm/cacheflush.h>
#include "internal.h"

/*
 * Caches of the processors over the memory of a card. A card that erases its memory may not tell
 * the processors about it: a dirty line that is written back later undoes a part of the erase, and
 * a line that stays in a cache brings labels back.
 */

/* bytes that are mapped at once */
#define FLUSH_CHUNK (64ULL << 20)

#if IS_ENABLED(CONFIG_X86)

void ocxlpmem_flush_lines(void *start, size_t size)
{
	clflush_cache_range(start, size);
}

#elif IS_ENABLED(CONFIG_PPC64)

void ocxlpmem_flush_lines(void *start, size_t size)
{
	flush_dcache_range((unsigned long)start, (unsigned long)start + size);
}

#else
#error "no instruction that flushes a cache line is known for this processor"
#endif

static int flush_range_of(const struct ocxlpmem *pmem)
{
	u64 start = pmem->memory.start;
	u64 end = start + pmem->memory.size;
	size_t size;
	void *memory;

	for (; start < end; start += size) {
		if (READ_ONCE(pmem->card_gone))
			return -ENODEV;
		size = min(end - start, FLUSH_CHUNK);
		memory = memremap(start, size, MEMREMAP_WB);
		if (!memory)
			return -ENOMEM;
		ocxlpmem_flush_lines(memory, size);
		memunmap(memory);
		cond_resched();
	}
	return READ_ONCE(pmem->card_gone) ? -ENODEV : 0;
}

/* a function of its own, so that a test can trace it */
noinline int ocxlpmem_flush_caches(struct ocxlpmem *pmem)
{
	int rc = flush_range_of(pmem);

	if (rc)
		dev_err(pmem->dev, "cannot flush the caches of the processors: %d\n", rc);
	return rc;
}

#define FIRST_POLL_MS	5
#define LONGEST_POLL_MS 1000
/* how long query_overwrite() waits: long enough for small cards, short for the bus it locks */
#define QUERY_WAIT_MS	1000
/* delay before the DIMM is registered anew, so that waiting processes can read its last state */
#define RENEW_DELAY_MS	300

bool ocxlpmem_erase_is_running(struct ocxlpmem *pmem)
{
	return READ_ONCE(pmem->erase.running) || READ_ONCE(pmem->erase_flushing);
}

/* the erase of an emulated card goes through the caches */
static int flush_caches_of_card(struct ocxlpmem *pmem)
{
	return pmem->device.setup.emulated ? 0 : ocxlpmem_flush_caches(pmem);
}

static void report_erase(struct ocxlpmem *pmem, int rc, const struct ocxlpmem_erase_result *result)
{
	/* the driver was unbound, while the card goes on erasing */
	if (READ_ONCE(pmem->disconnected))
		return;
	if (rc)
		dev_err(pmem->dev, "erase failed: the card does not respond: %d\n", rc);
	else if (result->status == OCXLPMEM_STATUS_OK && !READ_ONCE(pmem->device.erase_failed))
		dev_info(pmem->dev, "erased: %llu of %llu pages, %llu of %llu defective ones\n",
			 result->pages_erased, result->pages, result->defective_erased,
			 result->defective);
	else
		dev_err(pmem->dev,
			"erase failed with status 0x%02x: %llu of %llu pages, %llu of %llu defective ones\n",
			result->status, result->pages_erased, result->pages,
			result->defective_erased, result->defective);
}

static void count_as_failed(struct ocxlpmem *pmem)
{
	ocxlpmem_lock_device(pmem);
	WRITE_ONCE(pmem->device.erase_failed, true);
	if (!READ_ONCE(pmem->disconnected))
		ocxlpmem_device_update_events(&pmem->device);
	ocxlpmem_unlock_device(pmem);
}

static void end_erase(struct ocxlpmem *pmem, int rc, const struct ocxlpmem_erase_result *result)
{
	/* stale lines may bring erased data back; without the card there may be no memory */
	if (!rc && flush_caches_of_card(pmem))
		count_as_failed(pmem);
	WRITE_ONCE(pmem->erase_flushing, false);
	report_erase(pmem, rc, result);
	wake_up_all(&pmem->erase_done);
}

static void erase_work(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, erase_work.work);
	struct ocxlpmem_erase_result result;
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = ocxlpmem_erase_poll(&pmem->device, &pmem->erase, &result);
	ocxlpmem_unlock_device(pmem);
	if (rc != -EBUSY) {
		end_erase(pmem, rc, &result);
		return;
	}
	pmem->erase_delay_ms = min_t(u32, pmem->erase_delay_ms * 2, LONGEST_POLL_MS);
	queue_delayed_work(system_long_wq, &pmem->erase_work,
			   msecs_to_jiffies(pmem->erase_delay_ms));
}

static unsigned long security_flags(struct nvdimm *dimm, enum nvdimm_passphrase_type type)
{
	struct ocxlpmem *pmem = nvdimm_provider_data(dimm);

	if (type == NVDIMM_MASTER)
		return 0;
	return BIT(ocxlpmem_erase_is_running(pmem) ? NVDIMM_SECURITY_OVERWRITE
						   : NVDIMM_SECURITY_DISABLED);
}

static int erase_errno(u8 status)
{
	switch (status) {
	case OCXLPMEM_STATUS_OK:
		return 0;
	case OCXLPMEM_STATUS_BLOCKED:
		return -EBUSY;
	case OCXLPMEM_STATUS_NOT_READY:
		return -EAGAIN;
	default:
		return -EIO;
	}
}

/* the DIMM of an earlier erase may be about to be registered anew */
static int start_erase(struct ocxlpmem *pmem, u8 *status)
{
	int rc;

	lockdep_assert_held(&pmem->lock);
	if (pmem->dimm_leaves)
		return -EBUSY;
	rc = ocxlpmem_erase_start(&pmem->device, &pmem->erase, status);
	if (rc || *status != OCXLPMEM_STATUS_OK)
		return rc;
	WRITE_ONCE(pmem->erase_flushing, true);
	WRITE_ONCE(pmem->erase_reported, false);
	WRITE_ONCE(pmem->renewing, OCXL_ERASE_MARKS_DIMM);
	return 0;
}

/* libnvdimm has checked that no region of the DIMM is active */
static int start_overwrite(struct nvdimm *dimm, const struct nvdimm_key_data *key)
{
	struct ocxlpmem *pmem = nvdimm_provider_data(dimm);
	u8 status = OCXLPMEM_STATUS_OK;
	int rc;

	/* kmem leaves memory that is online to the kernel */
	if (ocxlpmem_is_system_ram(pmem->memory.start, pmem->memory.size)) {
		dev_err(pmem->dev, "erase refused: the kernel uses its memory as System RAM\n");
		return -EBUSY;
	}
	/* dirty lines that are written back later would undo a part of the erase */
	rc = flush_caches_of_card(pmem);
	if (rc)
		return rc;
	ocxlpmem_lock_device(pmem);
	rc = start_erase(pmem, &status);
	ocxlpmem_unlock_device(pmem);
	if (!rc)
		rc = erase_errno(status);
	if (rc) {
		dev_err(pmem->dev, "erase refused: %d, status 0x%02x\n", rc, status);
		return rc;
	}
	pmem->erase_delay_ms = FIRST_POLL_MS;
	queue_delayed_work(system_long_wq, &pmem->erase_work, msecs_to_jiffies(FIRST_POLL_MS));
	if (OCXL_ERASE_MARKS_DIMM)
		mod_delayed_work(system_long_wq, &pmem->renew_work, 0);
	return 0;
}

static int query_overwrite(struct nvdimm *dimm)
{
	struct ocxlpmem *pmem = nvdimm_provider_data(dimm);

	if (!wait_event_timeout(pmem->erase_done, !ocxlpmem_erase_is_running(pmem),
				msecs_to_jiffies(QUERY_WAIT_MS)))
		return -EBUSY;
	if (OCXL_ERASE_MARKS_DIMM) {
		WRITE_ONCE(pmem->erase_reported, true);
		mod_delayed_work(system_long_wq, &pmem->renew_work,
				 msecs_to_jiffies(RENEW_DELAY_MS));
	}
	return READ_ONCE(pmem->device.erase_failed) ? -EIO : 0;
}

const struct nvdimm_security_ops ocxlpmem_security_ops = {
	.get_flags = security_flags,
	.overwrite = start_overwrite,
	.query_overwrite = query_overwrite,
};

void ocxlpmem_security_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->erase_work, erase_work);
	init_waitqueue_head(&pmem->erase_done);
}

void ocxlpmem_security_stop(struct ocxlpmem *pmem)
{
	cancel_delayed_work_sync(&pmem->erase_work);
}
