// SPDX-License-Identifier: LGPL-2.1-or-later
/* Functions of the public header that read properties of a DIMM and send no command. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-dimm.h"

NDCTL_EXPORT bool ndctl_dimm_is_ocxl(struct ndctl_dimm *dimm)
{
	return dimm && dimm->ops == ocxl_dimm_ops;
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_serial(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm) || !dimm->unique_id)
		return 0;
	return strtoull(dimm->unique_id, NULL, 10);
}

NDCTL_EXPORT bool ndctl_dimm_ocxl_has_old_driver(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) && ocxl_dimm_has_old_driver(dimm);
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_cmd_mask(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) ? ocxl_dimm_get_commands(dimm) : 0;
}

NDCTL_EXPORT const char *ndctl_dimm_ocxl_get_envelope(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm))
		return NULL;
	return dimm->cmd_mask & (1UL << ND_CMD_CALL) ? "call" : "vendor";
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm, char version[9])
{
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc;

	memset(version, 0, 9);
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, "ocxlpmem/fw_version", text);
	if (rc == 0)
		memcpy(version, text, strnlen(text, 8));
	return rc;
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_flags(struct ndctl_dimm *dimm, unsigned int *flags)
{
	*flags = 0;
	return ndctl_dimm_is_ocxl(dimm) ? ocxl_dimm_read_flags(dimm, flags) : -ENODEV;
}
