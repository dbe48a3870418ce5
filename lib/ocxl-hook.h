/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions that ndctl/lib/libndctl.c calls; ndctl-ocxl-hook.patch adds the calls. */
#ifndef OCXL_HOOK_H
#define OCXL_HOOK_H

#include <stdbool.h>

struct ndctl_dimm;

/**
 * ocxl_dimm_match() - is this an OpenCAPI DIMM
 * @dimm_base: directory of the DIMM in sysfs
 *
 * Return: true if the directory has the group ocxlpmem, which the library reads later. The
 * provider of the bus does not matter.
 */
bool ocxl_dimm_match(const char *dimm_base);

/**
 * ocxl_add_dimm() - fill in an OpenCAPI DIMM
 * @dimm: a new DIMM with bus, path and command mask; receives bus prefix, family, operations,
 *	serial number, command mask and flags
 * @dimm_base: directory of the DIMM in sysfs
 *
 * Sends no command.
 *
 * Return: 0; -ENOMEM; the errno of open() or read() if a file exists but cannot be read for
 * want of memory or descriptors.
 */
int ocxl_add_dimm(struct ndctl_dimm *dimm, const char *dimm_base);

/**
 * ocxl_parse_flags() - set the flags of a DIMM from the sysfs file "flags" (wire.md 5)
 * @dimm: any DIMM, whose flags are 0
 * @buf: content of the file
 *
 * Return: true if @dimm is an OpenCAPI DIMM; else its flags remain 0.
 */
bool ocxl_parse_flags(struct ndctl_dimm *dimm, const char *buf);

#endif /* OCXL_HOOK_H */
