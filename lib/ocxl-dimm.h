/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OpenCAPI DIMMs, for the sources of the library. */
#ifndef OCXL_DIMM_H
#define OCXL_DIMM_H

#include <stdbool.h>
#include <stdint.h>

struct ndctl_dimm;
struct ndctl_dimm_ops;

/* operations that ndctl's own verbs call; every OpenCAPI DIMM has these */
extern struct ndctl_dimm_ops *const ocxl_dimm_ops;

/**
 * ocxl_dimm_has_command() - does the driver have a command (wire.md 4)
 * @dimm: an OpenCAPI DIMM
 * @command: OCXL_CMD_*
 */
bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command);

/**
 * ocxl_dimm_dbg() - log a debug message of libndctl about a DIMM
 * @dimm: an OpenCAPI DIMM
 * @format: text and conversions as for printf(), without a newline
 */
#define ocxl_dimm_dbg(dimm, format, ...)                                                \
	dbg(ndctl_dimm_get_ctx(dimm), "%s: " format "\n", ndctl_dimm_get_devname(dimm), \
	    ##__VA_ARGS__)

#endif /* OCXL_DIMM_H */
