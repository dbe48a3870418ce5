/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OpenCAPI DIMMs: functions that libndctl.c calls, and properties for the sources of the library.
 */
#ifndef OCXL_DIMM_H
#define OCXL_DIMM_H

#include <stdbool.h>
#include "ocxl-sysfs.h"

struct ndctl_dimm;
struct ndctl_dimm_ops;

/* operations that ndctl's own verbs call; every OpenCAPI DIMM has these */
extern struct ndctl_dimm_ops *const ocxl_dimm_ops;

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
 * ocxl_refresh_flags() - set the flags of a DIMM from the sysfs file "flags" (wire.md 5)
 * @dimm: any DIMM, whose flags do not change if the file cannot be read
 *
 * Return: true if @dimm is an OpenCAPI DIMM; otherwise nothing has been done.
 */
bool ocxl_refresh_flags(struct ndctl_dimm *dimm);

#endif /* OCXL_DIMM_H */
