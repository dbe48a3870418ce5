/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What ndctl/lib/libndctl.c calls; the hook patch adds the calls. */
#ifndef OCXL_HOOK_H
#define OCXL_HOOK_H

#include <stdbool.h>

struct ndctl_dimm;

/**
 * ocxl_dimm_match() - is this DIMM one of ours
 * @dimm_base: its directory in sysfs
 *
 * The group ocxlpmem decides, not the provider: it is what the rest of the library reads.
 */
bool ocxl_dimm_match(const char *dimm_base);

/**
 * ocxl_add_dimm() - fill in a DIMM that matched
 * @dimm: zeroed by libndctl, with its bus, path and command mask; gets bus prefix, family,
 *	operations, serial number, command mask and flags. No command is sent
 * @dimm_base: its directory in sysfs
 *
 * Return: 0, -ENOMEM.
 */
int ocxl_add_dimm(struct ndctl_dimm *dimm, const char *dimm_base);

/**
 * ocxl_parse_flags() - the content of the sysfs file flags (wire.md 5)
 * @dimm: any; its flags were reset to none
 * @buf: the content
 *
 * Return: true when @dimm is one of ours and its flags are set now; else nothing was done.
 */
bool ocxl_parse_flags(struct ndctl_dimm *dimm, const char *buf);

#endif
