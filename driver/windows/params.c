// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters. The kernel serialises reads and writes of all of them, and sets those of the
 * command line before the init function of the module runs.
 */
#include <linux/capability.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include "params.h"
#include "window-write.h"

bool ocxlpmem_param_emulate;
module_param_named(emulate, ocxlpmem_param_emulate, bool, 0444);
MODULE_PARM_DESC(emulate,
		 "load ocxlpmem-emulated, which gives windows emulated controllers (default: no)");

char *ocxlpmem_param_envelope = "auto";
module_param_named(envelope, ocxlpmem_param_envelope, charp, 0444);
MODULE_PARM_DESC(envelope, "ioctl that user space should use: auto, call, vendor");

/* "map" of the command line, until init */
static char *map_on_load;
/* init has begun to create windows */
static bool loaded;

/* a window makes physical memory accessible, like /dev/mem, so it needs the same capability */
static int write_windows(enum ocxlpmem_window_operation operation, const char *text)
{
	return capable(CAP_SYS_RAWIO) ? ocxlpmem_windows_write(operation, text) : -EPERM;
}

static int set_map(const char *text, const struct kernel_param *param)
{
	if (loaded)
		return write_windows(OCXL_WINDOW_MAP, text);
	kfree(map_on_load);
	map_on_load = kstrdup(text, GFP_KERNEL);
	return map_on_load ? 0 : -ENOMEM;
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
 * A parameter that names hardware: the kernel refuses to set it while it is locked down. There is no
 * macro for such a parameter with callbacks.
 */
#define HARDWARE_PARAMETER(name, ops) \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, NULL, 0644, -1, KERNEL_PARAM_FL_HWPARAM)

HARDWARE_PARAMETER(map, &map_ops);
MODULE_PARM_DESC(map, "exactly these windows: SIZE@START[/DDDD:BB:DD.F],...");
HARDWARE_PARAMETER(add, &add_ops);
MODULE_PARM_DESC(add, "create or expand these windows; ignored on load");
HARDWARE_PARAMETER(remove, &remove_ops);
MODULE_PARM_DESC(remove, "remove these windows; ignored on load");

int ocxlpmem_params_apply(void)
{
	int rc = 0;

	kernel_param_lock(THIS_MODULE);
	loaded = true;
	if (map_on_load)
		rc = write_windows(OCXL_WINDOW_MAP, map_on_load);
	free_map(NULL);
	kernel_param_unlock(THIS_MODULE);
	/* modprobe takes EEXIST for a module that is loaded already, and reports success */
	return rc == -EEXIST ? -EBUSY : rc;
}
