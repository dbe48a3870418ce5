/* SPDX-License-Identifier: GPL-2.0-only */
/* Caches of the processors over the memory of a card. */
#ifndef OCXLPMEM_CACHE_FLUSH_H
#define OCXLPMEM_CACHE_FLUSH_H

#include "pmem.h"

/**
 * ocxlpmem_flush_caches() - write back and invalidate all cache lines of the memory
 * @pmem: nobody uses its region
 *
 * Return: 0 or -ENOMEM.
 */
int ocxlpmem_flush_caches(struct ocxlpmem *pmem);

/** ocxlpmem_flush_lines() - write back and invalidate the cache lines of mapped memory */
void ocxlpmem_flush_lines(void *start, size_t size);

#endif /* OCXLPMEM_CACHE_FLUSH_H */
