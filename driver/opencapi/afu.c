// SPDX-License-Identifier: GPL-2.0-only
/*
 * The AFU (accelerator function unit) of a card: its context and its registers
 * (Documentation/protocol/controller.md 1.1 and 1.2).
 */
#include <linux/errno.h>
#include <misc/ocxl.h>
#include "afu.h"

#define AFU_INDEX 0

int ocxlpmem_afu_read64(void *context, u32 offset, u64 *value)
{
	struct ocxlpmem_opencapi *card = context;

	if (offset % 8)
		return -EINVAL;
	return ocxl_global_mmio_read64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

int ocxlpmem_afu_write64(void *context, u32 offset, u64 value)
{
	struct ocxlpmem_opencapi *card = context;

	if (offset % 8)
		return -EINVAL;
	return ocxl_global_mmio_write64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

/* the context belongs to the kernel: it has no address space of a process */
int ocxlpmem_afu_open(struct ocxlpmem_opencapi *card)
{
	int rc;

	card->afu = ocxl_function_fetch_afu(card->function, AFU_INDEX);
	if (!card->afu)
		return -ENXIO;
	rc = ocxl_context_alloc(&card->context, card->afu, NULL);
	if (rc)
		goto put;
	rc = ocxl_context_attach(card->context, 0, NULL);
	if (!rc)
		return 0;
	ocxl_context_free(card->context);
put:
	ocxl_afu_put(card->afu);
	return rc;
}

void ocxlpmem_afu_close(struct ocxlpmem_opencapi *card)
{
	ocxl_context_detach(card->context);
	ocxl_context_free(card->context);
	ocxl_afu_put(card->afu);
}
