// SPDX-License-Identifier: GPL-2.0-only
/*
 * Near-storage secure erase (controller.md 4.9).
 */
#include "device.h"

#define NS_PER_HOUR	 (3600ULL * 1000 * 1000 * 1000)
#define ERASE_TIMEOUT_NS (24 * NS_PER_HOUR)

/* controller.md 4.9: words of the response block */
#define PAGES_ERASED	 0x20
#define PAGES		 0x28
#define DEFECTIVE_ERASED 0x30
#define DEFECTIVE	 0x38

static int check_erase_ready(struct ocxlpmem_device *device, const struct ocxlpmem_erase *erase,
			     u8 *status)
{
	int rc = ocxlpmem_device_refresh_health(device);

	if (rc)
		return rc;
	*status = OCXLPMEM_STATUS_OK;
	if (device->health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS))
		*status = OCXLPMEM_STATUS_FATAL;
	else if (!(device->health & OCXL_CHI_CRDY))
		*status = OCXLPMEM_STATUS_NOT_READY;
	/* MA tells of an erase by an earlier driver; no source says that NSCRW can be read */
	else if (erase->running || !(device->health & OCXL_CHI_MA))
		*status = OCXLPMEM_STATUS_BLOCKED;
	return 0;
}

static int find_erase_blocks(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			     u32 *request, u8 *status)
{
	u64 blocks;
	int rc = ocxlpmem_read_register(device->transport, OCXL_REG_NSCMA_BLOCKS, &blocks);

	if (rc)
		return rc;
	*request = OCXL_BLOCKS_REQUEST(blocks);
	erase->response_block = OCXL_BLOCKS_RESPONSE(blocks);
	if (!ocxlpmem_is_mmio_range(*request, OCXL_BLOCK_SIZE) ||
	    !ocxlpmem_is_mmio_range(erase->response_block, OCXL_BLOCK_SIZE) ||
	    (*request < erase->response_block + OCXL_BLOCK_SIZE &&
	     erase->response_block < *request + OCXL_BLOCK_SIZE))
		*status = OCXLPMEM_STATUS_BAD_RESPONSE;
	return 0;
}

static int send_erase_request(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			      u32 request)
{
	u32 word;
	int rc;

	erase->last_id++;
	if (erase->last_id == 0)
		erase->last_id = 1;
	/* NSCRA of an earlier request must not count as the response to this one */
	rc = ocxlpmem_write_register(device->transport, OCXL_REG_CHIC, OCXL_CHI_NSCRA);
	for (word = OCXL_BLOCK_SIZE / 8; word-- > 1 && !rc;)
		rc = ocxlpmem_write_register(device->transport, request + word * 8, 0);
	if (!rc)
		rc = ocxlpmem_write_register(device->transport, request,
					     OCXL_REQUEST_WORD0(OCXL_OPCODE_SECURE_ERASE,
								erase->last_id));
	if (!rc)
		rc = ocxlpmem_write_register(device->transport, OCXL_REG_HCI, OCXL_HCI_NSCRW);
	return rc;
}

int ocxlpmem_erase_start(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase, u8 *status)
{
	u32 request = 0;
	int rc;

	rc = check_erase_ready(device, erase, status);
	if (!rc && *status == OCXLPMEM_STATUS_OK)
		rc = find_erase_blocks(device, erase, &request, status);
	if (rc || *status != OCXLPMEM_STATUS_OK)
		return rc;
	rc = send_erase_request(device, erase, request);
	if (rc)
		return rc;
	erase->running = true;
	erase->restarts = device->restarts;
	erase->since_ns = ocxlpmem_now_ns(device->transport);
	device->erasing = true;
	device->erase_failed = false;
	/* ignored: the erase runs, and ocxlpmem_erase_poll() reports a card that is gone */
	ocxlpmem_device_refresh_health(device);
	return 0;
}

static int read_erase_result(struct ocxlpmem_device *device, const struct ocxlpmem_erase *erase,
			     struct ocxlpmem_erase_result *result)
{
	u32 block = erase->response_block;
	u64 response;
	int rc = ocxlpmem_read_register(device->transport, block, &response);

	if (!rc)
		rc = ocxlpmem_read_register(device->transport, block + PAGES_ERASED,
					    &result->pages_erased);
	if (!rc)
		rc = ocxlpmem_read_register(device->transport, block + PAGES, &result->pages);
	if (!rc)
		rc = ocxlpmem_read_register(device->transport, block + DEFECTIVE_ERASED,
					    &result->defective_erased);
	if (!rc)
		rc = ocxlpmem_read_register(device->transport, block + DEFECTIVE,
					    &result->defective);
	if (rc)
		return rc;
	result->status = OCXL_WORD0_LOW(response);
	if (OCXL_WORD0_ID(response) != erase->last_id)
		result->status = OCXLPMEM_STATUS_BAD_RESPONSE;
	return ocxlpmem_write_register(device->transport, OCXL_REG_CHIC, OCXL_CHI_NSCRA);
}

/*
 * No source says that NSCRA is clear while an erase runs. So an answer with another id is none as
 * long as the memory is not available, which it is after the erase (controller.md 8).
 */
static int check_erase_answer(struct ocxlpmem_device *device, const struct ocxlpmem_erase *erase,
			      bool *answered)
{
	u64 response = 0;
	int rc;

	*answered = device->health & OCXL_CHI_NSCRA;
	if (!*answered || (device->health & OCXL_CHI_MA))
		return 0;
	rc = ocxlpmem_read_register(device->transport, erase->response_block, &response);
	*answered = OCXL_WORD0_ID(response) == erase->last_id;
	return rc;
}

/*
 * A controller that failed does not erase, and one that restarted answers no earlier requests. But
 * no source says that only a restart clears CRDY: the erase has ended when the memory is available.
 */
static bool has_lost_erase(const struct ocxlpmem_device *device, const struct ocxlpmem_erase *erase)
{
	if (device->health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS))
		return true;
	return erase->restarts != device->restarts && (device->health & OCXL_CHI_MA);
}

static int poll_running_erase(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			      struct ocxlpmem_erase_result *result)
{
	int rc = ocxlpmem_device_refresh_health(device);
	bool answered;

	memset(result, 0, sizeof(*result));
	if (!rc)
		rc = check_erase_answer(device, erase, &answered);
	if (rc)
		return rc;
	result->status = OCXLPMEM_STATUS_TIMEOUT;
	if (has_lost_erase(device, erase))
		result->status = OCXLPMEM_STATUS_FAILED;
	if (!answered && ocxlpmem_now_ns(device->transport) - erase->since_ns < ERASE_TIMEOUT_NS &&
	    result->status == OCXLPMEM_STATUS_TIMEOUT)
		return -EBUSY;
	if (answered)
		rc = read_erase_result(device, erase, result);
	if (rc)
		return rc;
	erase->running = false;
	device->erasing = false;
	device->erase_failed = result->status != OCXLPMEM_STATUS_OK;
	return ocxlpmem_device_refresh_health(device);
}

int ocxlpmem_erase_poll(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			struct ocxlpmem_erase_result *result)
{
	int rc = poll_running_erase(device, erase, result);

	/* if the card is gone, the state of its memory is unknown */
	if (rc && rc != -EBUSY) {
		erase->running = false;
		device->erasing = false;
		device->erase_failed = true;
	}
	return rc;
}
