/* SPDX-License-Identifier: GPL-2.0-only */
/* The controller of a window that has none. */
#ifndef OCXLPMEM_NO_CONTROLLER_H
#define OCXLPMEM_NO_CONTROLLER_H

#include "../nvdimm/controller.h"

/**
 * struct ocxlpmem_no_controller - a controller that is always ready, and takes no commands
 * @controller: for the driver
 * @start: physical address of the memory, which is also its serial number
 */
struct ocxlpmem_no_controller {
	struct ocxlpmem_controller controller;
	u64 start;
};

/** ocxlpmem_no_controller_init() - the controller for memory at an address */
void ocxlpmem_no_controller_init(struct ocxlpmem_no_controller *none, u64 start);

#endif /* OCXLPMEM_NO_CONTROLLER_H */
