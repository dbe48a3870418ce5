/* SPDX-License-Identifier: GPL-2.0-only */
/* Erase of a card through the security operations of libnvdimm. */
#ifndef OCXLPMEM_SECURITY_H
#define OCXLPMEM_SECURITY_H

#include "pmem.h"

extern const struct nvdimm_security_ops ocxlpmem_security_ops;

/** ocxlpmem_security_init() - initialise the work */
void ocxlpmem_security_init(struct ocxlpmem *pmem);

/** ocxlpmem_security_stop() - stop checking whether an erase has ended */
void ocxlpmem_security_stop(struct ocxlpmem *pmem);

/** ocxlpmem_erase_is_running() - does an erase run */
bool ocxlpmem_erase_is_running(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_SECURITY_H */
