/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Common parts of the envelopes of a package; private to core
 * (wire.md 1).
 */
#ifndef OCXL_CORE_ENVELOPE_H
#define OCXL_CORE_ENVELOPE_H

#include "device-state.h"
#include <linux/ndctl.h>

/** ocxlpmem_package_check() - check the header of a package; 0 or -EINVAL */
int ocxlpmem_package_check(const struct nd_cmd_pkg *package);

/**
 * ocxlpmem_package_run() - serve the command of a package
 * @device: the caller holds the card's lock
 * @caller: the sender
 * @package: checked; receives nd_fw_size
 * @input: package->nd_size_in bytes
 * @response: package->nd_size_out bytes
 *
 * Return: 0 or the errno of the ioctl.
 */
int ocxlpmem_package_run(struct ocxlpmem_device *device, const struct ocxlpmem_caller *caller,
			 struct nd_cmd_pkg *package, const u8 *input, u8 *response);

#endif /* OCXL_CORE_ENVELOPE_H */
