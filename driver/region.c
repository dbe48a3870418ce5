// SPDX-License-Identifier: GPL-2.0-only
/*
 * DIMM and region of one window: made, claimed, resized, made anew, unmade.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/ndctl.h>
#include "ocxlpmem.h"

/* while somebody uses what is to go: looks every so often, says so every so often */
#define BUSY_PAUSE_MS 100
#define REMINDER_MS   10000

/* ioctls end at once when the card goes, unless one waits for its caller's memory */
#define IOCTLS_PAUSE_MS 1

#define LABEL_COMMANDS \
	(BIT(ND_CMD_GET_CONFIG_SIZE) | BIT(ND_CMD_GET_CONFIG_DATA) | BIT(ND_CMD_SET_CONFIG_DATA))

int ocxlpmem_dimm_create(struct ocxlpmem *pmem)
{
	unsigned long commands = LABEL_COMMANDS;

	if (pmem->controller)
		commands |= BIT(ND_CMD_CALL) | BIT(ND_CMD_VENDOR);
	pmem->dimm = __nvdimm_create(pmem->bus, pmem, ocxlpmem_dimm_groups,
				     BIT(NDD_LABELING) | BIT(NDD_REGISTER_SYNC), commands, 0, NULL,
				     pmem->dimm_id,
				     pmem->controller ? &ocxlpmem_security_ops : NULL, NULL);
	if (!pmem->dimm)
		return -ENOMEM;
	ocxlpmem_events_attach(pmem);
	return 0;
}

static void delete_dimm(struct ocxlpmem *pmem)
{
	ocxlpmem_events_detach(pmem);
	nvdimm_delete(pmem->dimm);
	pmem->dimm = NULL;
}

/* true each time that the time has come; the next one is set then */
static bool is_reminder_due(unsigned long *due)
{
	if (time_before(jiffies, *due))
		return false;
	*due = jiffies + msecs_to_jiffies(REMINDER_MS);
	return true;
}

/*
 * libnvdimm waits for the end of ioctls with a lock that an ioctl takes on its way in: one
 * that comes while the bus goes waits for ever, and the bus too. So the DIMM goes first, no
 * ioctl finds it any more, and those on their way hold a reference to it until they end.
 */
void ocxlpmem_dimm_destroy(struct ocxlpmem *pmem)
{
	struct device *dimm = get_device(kobj_to_dev(nvdimm_kobj(pmem->dimm)));
	unsigned long due = jiffies + msecs_to_jiffies(REMINDER_MS);

	delete_dimm(pmem);
	while (kref_read(&dimm->kobj.kref) > 1) {
		if (is_reminder_due(&due))
			dev_notice(pmem->dev, "waits until nobody refers to its DIMM\n");
		fsleep(IOCTLS_PAUSE_MS * 1000);
	}
	put_device(dimm);
}

static void attach_dimm(struct ocxlpmem *pmem)
{
	struct device *dimm = kobj_to_dev(nvdimm_kobj(pmem->dimm));

	/* it was refused while its labels could not be read */
	if (!dimm->driver && device_attach(dimm) < 0)
		dev_warn(pmem->dev, "%s could not be attached\n", dev_name(dimm));
}

static void set_region(struct ocxlpmem *pmem, struct nd_region *region)
{
	spin_lock(&pmem->bound_lock);
	pmem->region = region;
	spin_unlock(&pmem->bound_lock);
}

/*
 * Without the region's lock: a callback of libnvdimm asks. A region that is being enabled
 * has its driver from the start of that on. What remains: somebody with root's rights who
 * enables it while the card is being asked.
 */
bool ocxlpmem_region_is_bound(void *context)
{
	struct ocxlpmem *pmem = context;
	bool bound;

	spin_lock(&pmem->bound_lock);
	bound = pmem->region && READ_ONCE(nd_region_dev(pmem->region)->driver);
	spin_unlock(&pmem->bound_lock);
	return bound;
}

int ocxlpmem_region_create(struct ocxlpmem *pmem)
{
	struct resource range = {
		.start = pmem->window.start + OCXL_LABEL_AREA_SIZE,
		.end = pmem->window.start + (pmem->window.size - 1),
		.flags = IORESOURCE_MEM,
	};
	struct nd_mapping_desc mapping = {
		.nvdimm = pmem->dimm,
		/* a window that moved keeps its namespaces; real cards have the host's address */
		.start = pmem->window.has_card ? range.start : OCXL_LABEL_AREA_SIZE,
		.size = pmem->window.size - OCXL_LABEL_AREA_SIZE,
	};
	struct nd_region_desc region = {
		.res = &range,
		.mapping = &mapping,
		.num_mappings = 1,
		.nd_set = &pmem->set,
		.provider_data = pmem,
		.numa_node = pmem->node,
		.target_node = pmem->node,
		.flags = BIT(ND_REGION_PAGEMAP),
	};
	struct nd_region *made;

	/* an erase ended with no memory for a new one */
	if (!pmem->dimm)
		return -ENODEV;
	attach_dimm(pmem);
	made = nvdimm_pmem_region_create(pmem->bus, &region);
	set_region(pmem, made);
	return made ? 0 : -ENOMEM;
}

static void delete_region(struct ocxlpmem *pmem)
{
	struct nd_region *region = pmem->region;

	/* who asks whether it is bound does not find it any more */
	set_region(pmem, NULL);
	nvdimm_region_delete(region);
}

static int claim_region(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	/*
	 * Its only use here is that it waits for libnvdimm's asynchronous work, without
	 * which a region may not be there yet that is to be deleted.
	 */
	nvdimm_bus_check_dimm_count(pmem->bus, 1);
	if (!pmem->region)
		return 0;
	return ocxlpmem_claims_acquire(pmem->region, pmem->window.start + OCXL_LABEL_AREA_SIZE,
				       pmem->window.size - OCXL_LABEL_AREA_SIZE, claims);
}

int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims,
			  struct mutex *windows)
{
	int rc;

	mutex_lock_nest_lock(&pmem->region_lock, windows);
	rc = claim_region(pmem, claims);
	if (!rc && pmem->controller && ocxlpmem_erase_is_running(pmem)) {
		ocxlpmem_claims_release(claims);
		strscpy(claims->why, "an erase runs", sizeof(claims->why));
		rc = -EBUSY;
	}
	if (rc)
		mutex_unlock(&pmem->region_lock);
	return rc;
}

void ocxlpmem_region_unclaim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims)
{
	ocxlpmem_claims_release(claims);
	mutex_unlock(&pmem->region_lock);
}

void ocxlpmem_region_close(struct ocxlpmem *pmem)
{
	pmem->ending = true;
	/*
	 * There is no way back from here, so a command under way may end: libnvdimm holds the
	 * lock of the bus for it, which deleting the region needs. Not before: until nobody uses
	 * the region the window stays as it is, commands included.
	 */
	WRITE_ONCE(pmem->going, true);
	if (pmem->region)
		delete_region(pmem);
}

static void set_size(struct ocxlpmem *pmem, u64 size)
{
	pmem->window.size = size;
	if (!pmem->controller)
		return;
	ocxlpmem_lock_device(pmem);
	pmem->device.setup.capacity = size - OCXL_LABEL_AREA_SIZE;
	if (pmem->controller->emulated)
		ocxlpmem_card_resize(pmem->controller->emulated, size - OCXL_LABEL_AREA_SIZE);
	ocxlpmem_unlock_device(pmem);
}

int ocxlpmem_region_resize(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims, u64 size)
{
	u64 old = pmem->window.size;
	bool had_region = pmem->region;
	int rc = 0;

	if (had_region)
		delete_region(pmem);
	ocxlpmem_claims_release(claims);
	set_size(pmem, size);
	if (had_region)
		rc = ocxlpmem_region_create(pmem);
	if (!rc)
		return 0;
	set_size(pmem, old);
	if (ocxlpmem_region_create(pmem))
		dev_err(pmem->dev, "its region could not be made again\n");
	return rc;
}

static void renew_parts(struct ocxlpmem *pmem)
{
	delete_dimm(pmem);
	if (ocxlpmem_dimm_create(pmem)) {
		dev_err(pmem->dev, "its DIMM could not be made again after an erase\n");
		return;
	}
	if (ocxlpmem_region_create(pmem))
		dev_err(pmem->dev, "its region could not be made again after an erase\n");
}

/*
 * Runs twice: when an erase begins the region goes, so that nobody enables it before
 * the DIMM is a new one; when it is over DIMM and region are made anew.
 */
static void renew(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, renew.work);
	struct ocxlpmem_claims claims;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	if (pmem->ending)
		goto out;
	if (claim_region(pmem, &claims)) {
		queue_delayed_work(system_unbound_wq, &pmem->renew,
				   msecs_to_jiffies(BUSY_PAUSE_MS));
		goto out;
	}
	if (pmem->region)
		delete_region(pmem);
	ocxlpmem_claims_release(&claims);
	if (pmem->renew_all) {
		renew_parts(pmem);
		pmem->renew_all = false;
		pmem->renewing = false;
	}
out:
	mutex_unlock(&pmem->region_lock);
}

/* deleting a region under a mapped file is an oops, so this waits, even when it is killed */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem)
{
	struct ocxlpmem_claims claims;
	unsigned long due = jiffies;

	ocxlpmem_claims_init(&claims);
	mutex_lock(&pmem->region_lock);
	while (claim_region(pmem, &claims)) {
		if (is_reminder_due(&due))
			dev_notice(pmem->dev, "waits until it is not in use: %s\n", claims.why);
		msleep(BUSY_PAUSE_MS);
	}
	ocxlpmem_region_close(pmem);
	ocxlpmem_region_unclaim(pmem, &claims);
}

void ocxlpmem_region_init(struct ocxlpmem *pmem)
{
	mutex_init(&pmem->region_lock);
	spin_lock_init(&pmem->bound_lock);
	INIT_DELAYED_WORK(&pmem->renew, renew);
}
