// SPDX-License-Identifier: GPL-2.0-only
/* The ioctl that user space should use; the driver serves both. */
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/types.h>
#include <nvdimm/ocxlpmem.h>
#include "envelope-choice.h"

/*
 * A libnvdimm that lets family 6 through in ND_CMD_CALL exports the highest family that it knows.
 * No released libnvdimm does either.
 */
extern const unsigned int nvdimm_family_max;

static bool envelope_is_call;

static bool libnvdimm_passes_call(void)
{
	const unsigned int *highest = symbol_get(nvdimm_family_max);
	bool passes;

	if (!highest)
		return false;
	passes = *highest >= NVDIMM_FAMILY_OCXL;
	symbol_put(nvdimm_family_max);
	return passes;
}

int ocxlpmem_envelope_init(const char *wanted)
{
	if (!strcmp(wanted, "auto"))
		envelope_is_call = libnvdimm_passes_call();
	else if (!strcmp(wanted, "call"))
		envelope_is_call = true;
	else if (strcmp(wanted, "vendor"))
		return -EINVAL;
	return 0;
}

const char *ocxlpmem_envelope_name(void)
{
	return envelope_is_call ? "call" : "vendor";
}
