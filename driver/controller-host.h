/* SPDX-License-Identifier: GPL-2.0-only */
/* What the driver offers to the controllers of front ends. */
#ifndef OCXLPMEM_CONTROLLER_HOST_H
#define OCXLPMEM_CONTROLLER_HOST_H

#include "ocxlpmem.h"

extern const struct ocxlpmem_controller_host ocxlpmem_controller_host;

/** ocxlpmem_load_timeouts() - apply the time-outs of the controller; the card's lock is held */
void ocxlpmem_load_timeouts(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_CONTROLLER_HOST_H */
