/* SPDX-License-Identifier: GPL-2.0-only */
/* The claim of the memory among the resources of the kernel. */
#ifndef OCXLPMEM_MEMORY_CLAIM_H
#define OCXLPMEM_MEMORY_CLAIM_H

#include "pmem.h"

/**
 * ocxlpmem_memory_claim() - claim the memory
 * @pmem: not claimed
 *
 * Other drivers cannot claim it then. Drivers of libnvdimm can, because the claim is not busy.
 *
 * Return: 0, or -EBUSY if another driver uses a part of it.
 */
int ocxlpmem_memory_claim(struct ocxlpmem *pmem);

/** ocxlpmem_memory_resize() - change the size of the claim; 0 or -EBUSY */
int ocxlpmem_memory_resize(struct ocxlpmem *pmem, u64 size);

/** ocxlpmem_memory_release() - the reverse of ocxlpmem_memory_claim() */
void ocxlpmem_memory_release(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_MEMORY_CLAIM_H */
