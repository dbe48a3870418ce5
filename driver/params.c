// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters. The kernel serialises reads and writes of all of them, and writes
 * those of the command line before the module's init runs.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include "ocxlpmem.h"

bool ocxlpmem_param_emulate;
module_param_named(emulate, ocxlpmem_param_emulate, bool, 0444);
MODULE_PARM_DESC(emulate, "give every window an emulated controller (default: no)");

char *ocxlpmem_param_envelope = "auto";
module_param_named(envelope, ocxlpmem_param_envelope, charp, 0444);
MODULE_PARM_DESC(envelope, "ioctl that user space is told to use: auto, call, vendor");

/* what the command line says, until init */
static char *map_on_load;
static bool loaded;

static int set_map(const char *text, const struct kernel_param *param)
{
	if (loaded)
		return ocxlpmem_windows_write(OCXL_WINDOW_MAP, text);
	kfree(map_on_load);
	map_on_load = kstrdup(text, GFP_KERNEL);
	return map_on_load ? 0 : -ENOMEM;
}

/* the kernel calls it last of all, whether init ran, failed or was never reached */
static void free_map(void *unused)
{
	kfree(map_on_load);
	map_on_load = NULL;
}

static int get_map(char *buffer, const struct kernel_param *param)
{
	return ocxlpmem_windows_read(buffer, PAGE_SIZE);
}

/* on load both are ignored: there is nothing to add to, nothing to remove */
static int set_add(const char *text, const struct kernel_param *param)
{
	return loaded ? ocxlpmem_windows_write(OCXL_WINDOW_ADD, text) : 0;
}

static int set_remove(const char *text, const struct kernel_param *param)
{
	return loaded ? ocxlpmem_windows_write(OCXL_WINDOW_REMOVE, text) : 0;
}

static int get_nothing(char *buffer, const struct kernel_param *param)
{
	buffer[0] = '\0';
	return 0;
}

static const struct kernel_param_ops map_ops = {
	.set = set_map,
	.get = get_map,
	.free = free_map,
};
static const struct kernel_param_ops add_ops = { .set = set_add, .get = get_nothing };
static const struct kernel_param_ops remove_ops = { .set = set_remove, .get = get_nothing };

module_param_cb(map, &map_ops, NULL, 0644);
MODULE_PARM_DESC(map, "windows nn@ss[/DDDD:BB:DD.F],...: these and no others");
module_param_cb(add, &add_ops, NULL, 0644);
MODULE_PARM_DESC(add, "windows to create or expand; ignored on load");
module_param_cb(remove, &remove_ops, NULL, 0644);
MODULE_PARM_DESC(remove, "windows to remove; ignored on load");

int ocxlpmem_params_apply(void)
{
	int rc = 0;

	kernel_param_lock(THIS_MODULE);
	loaded = true;
	if (map_on_load)
		rc = ocxlpmem_windows_write(OCXL_WINDOW_MAP, map_on_load);
	free_map(NULL);
	kernel_param_unlock(THIS_MODULE);
	/* from a module's init it means that the module is there: modprobe would report success */
	return rc == -EEXIST ? -EBUSY : rc;
}
