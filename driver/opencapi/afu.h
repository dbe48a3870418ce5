/* SPDX-License-Identifier: GPL-2.0-only */
/* The AFU (accelerator function unit) of a card: its context and its registers. */
#ifndef OCXLPMEM_AFU_H
#define OCXLPMEM_AFU_H

#include "opencapi.h"

/**
 * ocxlpmem_afu_open() - get the AFU of a function, and attach a context to it
 * @card: with its function
 *
 * Return: 0, -ENXIO if the function has no such AFU, or the error of the ocxl core.
 */
int ocxlpmem_afu_open(struct ocxlpmem_opencapi *card);

/** ocxlpmem_afu_close() - the reverse of ocxlpmem_afu_open() */
void ocxlpmem_afu_close(struct ocxlpmem_opencapi *card);

/** ocxlpmem_afu_read64() - read64 of struct ocxlpmem_transport, for a card */
int ocxlpmem_afu_read64(void *card, u32 offset, u64 *value);

/** ocxlpmem_afu_write64() - write64 of struct ocxlpmem_transport, for a card. Any context */
int ocxlpmem_afu_write64(void *card, u32 offset, u64 value);

#endif /* OCXLPMEM_AFU_H */
