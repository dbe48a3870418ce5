// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenCAPI persistent memory, and other memory without a driver, as NVDIMMs: start and end of the
 * module.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include "../version.h"
#include "bad-memory.h"
#include "debugfs.h"
#include "envelope-choice.h"
#include "front-ends.h"
#include "params.h"
#include "window-leaving.h"
#include "windows.h"

static int __init ocxlpmem_init(void)
{
	int rc = ocxlpmem_envelope_init(ocxlpmem_param_envelope);

	if (rc) {
		pr_err("envelope: '%s' is not one of auto, call, vendor\n",
		       ocxlpmem_param_envelope);
		return rc;
	}
	ocxlpmem_debugfs_init();
	ocxlpmem_bad_memory_init();
	rc = ocxlpmem_front_ends_init(ocxlpmem_param_emulate);
	if (rc)
		goto out;
	rc = ocxlpmem_windows_leaving_init();
	if (rc)
		goto front_ends;
	rc = ocxlpmem_windows_init();
	if (rc)
		goto leaving;
	rc = ocxlpmem_params_apply();
	if (!rc)
		return 0;
	ocxlpmem_windows_exit();
leaving:
	ocxlpmem_windows_leaving_exit();
front_ends:
	ocxlpmem_front_ends_exit();
out:
	ocxlpmem_bad_memory_exit();
	ocxlpmem_debugfs_exit();
	return rc;
}

static void __exit ocxlpmem_exit(void)
{
	/* before the front ends: a write to a parameter can still create windows until this returns */
	ocxlpmem_windows_exit();
	ocxlpmem_windows_leaving_exit();
	ocxlpmem_front_ends_exit();
	ocxlpmem_bad_memory_exit();
	ocxlpmem_debugfs_exit();
}

module_init(ocxlpmem_init);
module_exit(ocxlpmem_exit);

MODULE_DESCRIPTION("OpenCAPI persistent memory");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");
