// SPDX-License-Identifier: GPL-2.0-only
/*
 * Near-storage secure erase (Documentation/protocol/controller.md 4.9).
 */
#include "command.h"
#include "erase.h"

#define NS_PER_HOUR (3600ULL * 1000 * 1000 * 1000)
#define LIMIT_NS    (24 * NS_PER_HOUR)

/* controller.md 4.9: words of the response block */
#define PAGES_ERASED	 0x20
#define PAGES		 0x28
#define DEFECTIVE_ERASED 0x30
#define DEFECTIVE	 0x38

static u64 now(const struct ocxlpmem_device *device)
{
	return device->transport->now_ns(device->transport->context);
}

static bool is_place(u32 offset)
{
	return offset % 8 == 0 && offset >= OCXL_REG_END && offset <= ~0U - OCXL_BLOCK_SIZE;
}

static int check_ready(struct ocxlpmem_device *device, const struct ocxlpmem_erase *erase,
		       u8 *status)
{
	u64 doorbells;
	int rc = ocxlpmem_device_refresh_health(device);

	if (rc)
		return rc;
	rc = ocxlpmem_read_register(device->transport, OCXL_REG_HCI, &doorbells);
	*status = OCXL_STATUS_OK;
	if (device->health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS))
		*status = OCXL_STATUS_FATAL;
	else if (!(device->health & OCXL_CHI_CRDY))
		*status = OCXL_STATUS_NOT_READY;
	else if (erase->running || (doorbells & OCXL_HCI_NSCRW) || !(device->health & OCXL_CHI_MA))
		*status = OCXL_STATUS_BLOCKED;
	return rc;
}

static int find_blocks(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase, u32 *request,
		       u8 *status)
{
	u64 blocks;
	int rc = ocxlpmem_read_register(device->transport, OCXL_REG_NSCMA_BLOCKS, &blocks);

	if (rc)
		return rc;
	*request = OCXL_BLOCKS_REQUEST(blocks);
	erase->response_block = OCXL_BLOCKS_RESPONSE(blocks);
	if (!is_place(*request) || !is_place(erase->response_block) ||
	    (*request < erase->response_block + OCXL_BLOCK_SIZE &&
	     erase->response_block < *request + OCXL_BLOCK_SIZE))
		*status = OCXL_STATUS_BAD_RESPONSE;
	return 0;
}

static int ring(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase, u32 request)
{
	u32 word;
	int rc;

	erase->last_id++;
	if (erase->last_id == 0)
		erase->last_id = 1;
	/* what an earlier request left must not pass for the answer to this one */
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

	rc = check_ready(device, erase, status);
	if (!rc && *status == OCXL_STATUS_OK)
		rc = find_blocks(device, erase, &request, status);
	if (rc || *status != OCXL_STATUS_OK)
		return rc;
	rc = ring(device, erase, request);
	if (rc)
		return rc;
	erase->running = true;
	erase->restarts = device->restarts;
	erase->since_ns = now(device);
	device->erase_failed = false;
	/* it runs, whatever the card does from here on: polling will notice */
	ocxlpmem_device_refresh_health(device);
	return 0;
}

static int read_result(struct ocxlpmem_device *device, const struct ocxlpmem_erase *erase,
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
		result->status = OCXL_STATUS_BAD_RESPONSE;
	return ocxlpmem_write_register(device->transport, OCXL_REG_CHIC, OCXL_CHI_NSCRA);
}

static int poll_erase(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
		      struct ocxlpmem_erase_result *result)
{
	int rc = ocxlpmem_device_refresh_health(device);

	memset(result, 0, sizeof(*result));
	if (rc)
		return rc;
	/* a controller that has started anew will not answer what it was asked before */
	result->status = OCXL_STATUS_FAILED;
	if (erase->restarts == device->restarts)
		result->status = OCXL_STATUS_TIMEOUT;
	if (!(device->health & OCXL_CHI_NSCRA) && now(device) - erase->since_ns < LIMIT_NS &&
	    result->status == OCXL_STATUS_TIMEOUT)
		return -EBUSY;
	if (device->health & OCXL_CHI_NSCRA)
		rc = read_result(device, erase, result);
	if (rc)
		return rc;
	erase->running = false;
	device->erase_failed = result->status != OCXL_STATUS_OK;
	return ocxlpmem_device_refresh_health(device);
}

int ocxlpmem_erase_poll(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			struct ocxlpmem_erase_result *result)
{
	int rc = poll_erase(device, erase, result);

	/* what became of the memory of a card that is gone nobody knows */
	if (rc && rc != -EBUSY) {
		erase->running = false;
		device->erase_failed = true;
	}
	return rc;
}
