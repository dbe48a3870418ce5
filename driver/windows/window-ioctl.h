/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctls of the DIMMs of windows. */
#ifndef OCXLPMEM_WINDOW_IOCTL_H
#define OCXLPMEM_WINDOW_IOCTL_H

#include "../nvdimm/pmem.h"

/**
 * ocxlpmem_window_setup_init() - set up the DIMM of a window
 * @setup: filled
 * @has_controller: the window has one
 * @cookie: of its interleave set; 0: the serial number of its card
 */
void ocxlpmem_window_setup_init(struct ocxlpmem_setup *setup, bool has_controller, u64 cookie);

#endif /* OCXLPMEM_WINDOW_IOCTL_H */
