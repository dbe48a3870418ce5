/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctls of the DIMMs of windows. */
#ifndef OCXLPMEM_WINDOW_IOCTL_H
#define OCXLPMEM_WINDOW_IOCTL_H

#include "../nvdimm/pmem.h"

/**
 * struct ocxlpmem_timing - how long the commands of one kind took, for debugfs
 * @count: commands that ended without an errno
 * @last_ns: time of the last command inside of the driver, without waiting for the card's lock
 * @min_ns: shortest time
 * @max_ns: longest time
 */
struct ocxlpmem_timing {
	u64 count;
	u64 last_ns;
	u64 min_ns;
	u64 max_ns;
};

/**
 * struct ocxlpmem_window_setup - what a window decides about its DIMM
 * @setup: for ocxlpmem_bus_create()
 * @timing: by wire command; protected by the card's lock
 */
struct ocxlpmem_window_setup {
	struct ocxlpmem_setup setup;
	struct ocxlpmem_timing timing[OCXLPMEM_CMD_MAX + 1];
};

/**
 * ocxlpmem_envelope_init() - choose the ioctl that user space should use
 * @wanted: module parameter "envelope"
 *
 * Return: 0, or -EINVAL if @wanted is not one of auto, call, vendor.
 */
int ocxlpmem_envelope_init(const char *wanted);

/**
 * ocxlpmem_window_setup_init() - set up the DIMM of a window
 * @setup: filled
 * @has_controller: the window has one
 * @cookie: of its interleave set; 0: the serial number of its card
 */
void ocxlpmem_window_setup_init(struct ocxlpmem_window_setup *setup, bool has_controller,
				u64 cookie);

/**
 * ocxlpmem_window_timing() - times of a wire command
 * @pmem: DIMM of a window, locked
 * @command: its number
 */
struct ocxlpmem_timing *ocxlpmem_window_timing(const struct ocxlpmem *pmem, u64 command);

#endif /* OCXLPMEM_WINDOW_IOCTL_H */
