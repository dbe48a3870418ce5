// SPDX-License-Identifier: GPL-2.0-only
/*
 * Overwrite: the card's near-storage secure erase behind libnvdimm's security operations.
 *
 * libnvdimm asks whether it is over at once, then after 10 seconds, then ever more rarely,
 * and throws a failure away. So the card is looked at here, and what became of it is said
 * in the kernel log and in the sysfs file "flags".
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/wait.h>
#include "compat.h"
#include "ocxlpmem.h"

#define FIRST_LOOK_MS 5
#define LAST_LOOK_MS  1000
/* libnvdimm's question waits so long: most small cards are done, its bus is not held long */
#define QUESTION_MS   1000
/* until whoever waited for the end has read it from the DIMM that goes then */
#define RENEW_MS      300

bool ocxlpmem_erase_is_running(struct ocxlpmem *pmem)
{
	return READ_ONCE(pmem->erase.running);
}

static void report(struct ocxlpmem *pmem, int rc, const struct ocxlpmem_erase_result *result)
{
	/* unbound meanwhile: nobody asks, and the card goes on */
	if (READ_ONCE(pmem->going))
		return;
	if (rc)
		dev_err(pmem->dev, "erase failed: the card does not answer any more: %d\n", rc);
	else if (result->status == OCXL_STATUS_OK)
		dev_info(pmem->dev, "erased: %llu of %llu pages, %llu of %llu defective ones\n",
			 result->pages_erased, result->pages, result->defective_erased,
			 result->defective);
	else
		dev_err(pmem->dev,
			"erase failed with status 0x%02x: %llu of %llu pages, %llu of %llu defective ones\n",
			result->status, result->pages_erased, result->pages,
			result->defective_erased, result->defective);
}

static void look(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, erasing.work);
	struct ocxlpmem_erase_result result;
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = ocxlpmem_erase_poll(&pmem->device, &pmem->erase, &result);
	ocxlpmem_unlock_device(pmem);
	if (rc != -EBUSY) {
		report(pmem, rc, &result);
		wake_up_all(&pmem->erased);
		return;
	}
	pmem->erase_delay_ms = min_t(u32, pmem->erase_delay_ms * 2, LAST_LOOK_MS);
	queue_delayed_work(system_unbound_wq, &pmem->erasing,
			   msecs_to_jiffies(pmem->erase_delay_ms));
}

static unsigned long get_flags(struct nvdimm *dimm, enum nvdimm_passphrase_type type)
{
	struct ocxlpmem *pmem = nvdimm_provider_data(dimm);

	if (type == NVDIMM_MASTER)
		return 0;
	return BIT(ocxlpmem_erase_is_running(pmem) ? NVDIMM_SECURITY_OVERWRITE
						   : NVDIMM_SECURITY_DISABLED);
}

static int errno_of(u8 status)
{
	switch (status) {
	case OCXL_STATUS_OK:
		return 0;
	case OCXL_STATUS_BLOCKED:
		return -EBUSY;
	case OCXL_STATUS_NOT_READY:
		return -EAGAIN;
	default:
		return -EIO;
	}
}

/* no region of the DIMM is active, libnvdimm has looked */
static int overwrite(struct nvdimm *dimm, const struct nvdimm_key_data *key)
{
	struct ocxlpmem *pmem = nvdimm_provider_data(dimm);
	u8 status = OCXL_STATUS_OK;
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = ocxlpmem_erase_start(&pmem->device, &pmem->erase, &status);
	ocxlpmem_unlock_device(pmem);
	if (!rc)
		rc = errno_of(status);
	if (rc) {
		dev_err(pmem->dev, "erase refused: %d, status 0x%02x\n", rc, status);
		return rc;
	}
	pmem->erase_delay_ms = FIRST_LOOK_MS;
	WRITE_ONCE(pmem->renew_all, false);
	WRITE_ONCE(pmem->renewing, OCXL_ERASE_MARKS_DIMM);
	queue_delayed_work(system_unbound_wq, &pmem->erasing, msecs_to_jiffies(FIRST_LOOK_MS));
	if (OCXL_ERASE_MARKS_DIMM)
		mod_delayed_work(system_unbound_wq, &pmem->renew, 0);
	return 0;
}

static int query_overwrite(struct nvdimm *dimm)
{
	struct ocxlpmem *pmem = nvdimm_provider_data(dimm);

	if (!wait_event_timeout(pmem->erased, !ocxlpmem_erase_is_running(pmem),
				msecs_to_jiffies(QUESTION_MS)))
		return -EBUSY;
	if (OCXL_ERASE_MARKS_DIMM) {
		WRITE_ONCE(pmem->renew_all, true);
		mod_delayed_work(system_unbound_wq, &pmem->renew, msecs_to_jiffies(RENEW_MS));
	}
	return READ_ONCE(pmem->device.erase_failed) ? -EIO : 0;
}

const struct nvdimm_security_ops ocxlpmem_security_ops = {
	.get_flags = get_flags,
	.overwrite = overwrite,
	.query_overwrite = query_overwrite,
};

void ocxlpmem_security_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->erasing, look);
	init_waitqueue_head(&pmem->erased);
}

void ocxlpmem_security_stop(struct ocxlpmem *pmem)
{
	cancel_delayed_work_sync(&pmem->erasing);
}
