/* SPDX-License-Identifier: GPL-2.0-only */
/* The DIMM and the region of a card are registered anew after an erase. */
#ifndef OCXLPMEM_RENEW_H
#define OCXLPMEM_RENEW_H

#include "pmem.h"

/** ocxlpmem_renew_init() - initialise the work */
void ocxlpmem_renew_init(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_RENEW_H */
