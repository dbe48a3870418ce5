/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the sources of the library need to know of a DIMM. */
#ifndef OCXL_DIMM_H
#define OCXL_DIMM_H

#include <stdbool.h>
#include <stdint.h>

struct ndctl_dimm;
struct ndctl_dimm_ops;

/* what ndctl's own verbs call; a DIMM with these is one of ours */
extern struct ndctl_dimm_ops *const ocxl_dimm_ops;

/**
 * ocxl_dimm_has_command() - does the driver have this command (wire.md 4)
 * @dimm: one of ours
 * @command: OCXL_CMD_*
 */
bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command);

#endif /* OCXL_DIMM_H */
