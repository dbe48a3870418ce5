/* SPDX-License-Identifier: GPL-2.0-only */
/* The DIMM that libnvdimm gets. */
#ifndef OCXLPMEM_DIMM_H
#define OCXLPMEM_DIMM_H

#include "pmem.h"

/** ocxlpmem_dimm_create() - register the DIMM; 0 or -ENOMEM */
int ocxlpmem_dimm_create(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_delete() - unregister the DIMM; ioctls may still refer to it */
void ocxlpmem_dimm_delete(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_is_gone() - does nobody refer to the deleted DIMM, or is there none */
bool ocxlpmem_dimm_is_gone(struct ocxlpmem *pmem);

/**
 * ocxlpmem_dimm_destroy() - unregister the DIMM, and wait for its ioctls; does nothing without one
 * @pmem: its device may be locked
 *
 * Return: 0; -ESHUTDOWN if the system ends before the ioctls.
 */
int ocxlpmem_dimm_destroy(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_attach() - let libnvdimm read the labels, which it could not read at first */
void ocxlpmem_dimm_attach(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_DIMM_H */
