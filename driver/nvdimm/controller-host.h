/* SPDX-License-Identifier: GPL-2.0-only */
/* What the driver offers to controllers. */
#ifndef OCXLPMEM_CONTROLLER_HOST_H
#define OCXLPMEM_CONTROLLER_HOST_H

#include "pmem.h"

/** ocxlpmem_controller_interrupt() - operation interrupt of struct ocxlpmem_controller_host */
void ocxlpmem_controller_interrupt(struct ocxlpmem_controller *controller);

/** ocxlpmem_controller_update() - operation update of struct ocxlpmem_controller_host */
int ocxlpmem_controller_update(struct ocxlpmem_controller *controller, int (*change)(void *context),
			       void *context);

/** ocxlpmem_load_timeouts() - apply the time-outs of the controller */
void ocxlpmem_load_timeouts(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_CONTROLLER_HOST_H */
