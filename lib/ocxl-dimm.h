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

/* bytes of the longest content of a file in sysfs, with the terminating NUL */
#define OCXL_ATTRIBUTE_SIZE 256

/* the bit of a flag in the flags of a DIMM */
#define OCXL_FLAG_BIT(name) (1U << OCXL_FLAG_##name)

/**
 * ocxl_dimm_read_attribute() - read the first line of a file in sysfs
 * @dimm: an OpenCAPI DIMM
 * @dimm_base: directory of the DIMM in sysfs
 * @name: name of the file, below @dimm_base
 * @text: receives the line without its end; empty on an error
 *
 * Return: 0, the errno of open() or read().
 */
int ocxl_dimm_read_attribute(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			     char text[OCXL_ATTRIBUTE_SIZE]);

/**
 * ocxl_dimm_read_flags() - read the present state of the card from sysfs (wire.md 5)
 * @dimm: an OpenCAPI DIMM
 * @flags: receives OCXL_FLAG_BIT() of each flag; 0 on an error
 *
 * Return: 0, the errno of open() or read().
 */
int ocxl_dimm_read_flags(struct ndctl_dimm *dimm, unsigned int *flags);

/**
 * ocxl_dimm_has_old_driver() - is the driver the posted one, without cmd_mask
 * @dimm: an OpenCAPI DIMM
 */
bool ocxl_dimm_has_old_driver(struct ndctl_dimm *dimm);

/**
 * ocxl_dimm_get_commands() - commands of the driver (wire.md 4)
 * @dimm: an OpenCAPI DIMM
 *
 * Return: bit n: command n.
 */
uint64_t ocxl_dimm_get_commands(struct ndctl_dimm *dimm);

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
