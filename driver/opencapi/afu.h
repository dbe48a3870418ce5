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

/**
 * ocxlpmem_afu_close() - the reverse of ocxlpmem_afu_open()
 * @card: nobody accesses its registers
 *
 * If the card does not let go of the context, the context stays until the link is reset, with a line
 * in the kernel log.
 */
void ocxlpmem_afu_close(struct ocxlpmem_opencapi *card);

/**
 * ocxlpmem_afu_stop() - the machine stops: end the use of the AFU at once
 * @card: accesses to its registers fail from now on. ocxlpmem_afu_close() does not follow
 * @is_last: the card loses its power; tell it
 */
void ocxlpmem_afu_stop(struct ocxlpmem_opencapi *card, bool is_last);

/** ocxlpmem_afu_read64() - read64 of struct ocxlpmem_transport, for a card */
int ocxlpmem_afu_read64(void *card, u32 offset, u64 *value);

/** ocxlpmem_afu_write64() - write64 of struct ocxlpmem_transport, for a card. Any context */
int ocxlpmem_afu_write64(void *card, u32 offset, u64 value);

#endif /* OCXLPMEM_AFU_H */
