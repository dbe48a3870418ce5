// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenCAPI persistent memory, and other memory without a driver, as NVDIMMs: start, end and
 * parameters of the module. The kernel serialises reads and writes of all parameters, except while
 * this module executes a write, and sets those of the command line before the init function runs.
 */
#include <linux/capability.h>
#include <linux/kernel.h>
#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include "../version.h"
#include "windows.h"

static bool emulate;
module_param(emulate, bool, 0444);
MODULE_PARM_DESC(emulate,
		 "load ocxlpmem-emulated, which gives windows emulated controllers (default: no)");

/* "map" of the command line, until init */
static char *map_on_load;
/* init has begun to create windows */
static bool loaded;

/*
 * A window makes physical memory accessible, like /dev/mem, so it needs the same capability. A
 * write may wait for an ioctl. Meanwhile others can read and write parameters.
 */
static int write_windows(enum ocxlpmem_window_operation operation, const char *text)
{
	int rc;

	if (!capable(CAP_SYS_RAWIO)) {
		pr_err_ratelimited("map, add and remove need CAP_SYS_RAWIO\n");
		return -EPERM;
	}
	kernel_param_unlock(THIS_MODULE);
	/* a card is named; before the locks, because it takes long */
	if (strchr(text, ':'))
		request_module("ocxlpmem-opencapi");
	rc = ocxlpmem_windows_write(operation, text);
	kernel_param_lock(THIS_MODULE);
	return rc;
}

/* given several times, as in modprobe.d and on a command line: all of these windows */
static int append_map(const char *text)
{
	char *joined = map_on_load ? kasprintf(GFP_KERNEL, "%s,%s", map_on_load, text)
				   : kstrdup(text, GFP_KERNEL);

	if (!joined)
		return -ENOMEM;
	kfree(map_on_load);
	map_on_load = joined;
	return 0;
}

static int set_map(const char *text, const struct kernel_param *param)
{
	if (loaded)
		return write_windows(OCXL_WINDOW_MAP, text);
	return *text ? append_map(text) : 0;
}

/* the kernel calls this when it frees the module, even if init failed or was not called */
static void free_map(void *unused)
{
	kfree(map_on_load);
	map_on_load = NULL;
}

static int get_map(char *buffer, const struct kernel_param *param)
{
	return ocxlpmem_windows_read(buffer, PAGE_SIZE);
}

/* on load, add and remove are ignored */
static int set_add(const char *text, const struct kernel_param *param)
{
	return loaded ? write_windows(OCXL_WINDOW_ADD, text) : 0;
}

static int set_remove(const char *text, const struct kernel_param *param)
{
	return loaded ? write_windows(OCXL_WINDOW_REMOVE, text) : 0;
}

static int get_empty(char *buffer, const struct kernel_param *param)
{
	buffer[0] = '\0';
	return 0;
}

static const struct kernel_param_ops map_ops = {
	.set = set_map,
	.get = get_map,
	.free = free_map,
};
static const struct kernel_param_ops add_ops = { .set = set_add, .get = get_empty };
static const struct kernel_param_ops remove_ops = { .set = set_remove, .get = get_empty };

/*
 * A parameter that names hardware: the kernel refuses to set it while it is locked down. There is
 * no macro for such a parameter with callbacks.
 */
#define HARDWARE_PARAMETER(name, ops, mode) \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, NULL, mode, -1, KERNEL_PARAM_FL_HWPARAM)

/* /proc/iomem hides physical addresses from other users, too */
HARDWARE_PARAMETER(map, &map_ops, 0600);
MODULE_PARM_DESC(map, "exactly these windows: SIZE@START[/DDDD:BB:DD.F|/unlabeled],...");
HARDWARE_PARAMETER(add, &add_ops, 0644);
MODULE_PARM_DESC(add, "create or expand these windows; ignored on load");
HARDWARE_PARAMETER(remove, &remove_ops, 0644);
MODULE_PARM_DESC(remove, "remove these windows; ignored on load");

/* the windows that "map" named on load; those of cards follow */
static int create_windows(void)
{
	int rc;

	kernel_param_lock(THIS_MODULE);
	loaded = true;
	rc = ocxlpmem_front_ends_init(emulate);
	if (!rc && map_on_load) {
		rc = write_windows(OCXL_WINDOW_MAP, map_on_load);
		if (rc)
			ocxlpmem_front_ends_exit();
	}
	free_map(NULL);
	kernel_param_unlock(THIS_MODULE);
	if (!rc)
		ocxlpmem_cards_begin();
	/* modprobe takes EEXIST for a module that is loaded already, and reports success */
	return rc == -EEXIST ? -EBUSY : rc;
}

static int __init ocxlpmem_init(void)
{
	int rc;

	ocxlpmem_debugfs_init();
	ocxlpmem_machine_checks_init();
	rc = ocxlpmem_windows_init();
	if (rc)
		goto out;
	rc = create_windows();
	if (!rc)
		return 0;
	ocxlpmem_windows_exit();
out:
	ocxlpmem_machine_checks_exit();
	ocxlpmem_debugfs_exit();
	return rc;
}

static void __exit ocxlpmem_exit(void)
{
	ocxlpmem_front_ends_exit();
	ocxlpmem_windows_exit();
	ocxlpmem_machine_checks_exit();
	ocxlpmem_debugfs_exit();
}

module_init(ocxlpmem_init);
module_exit(ocxlpmem_exit);

MODULE_DESCRIPTION("OpenCAPI persistent memory");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");
