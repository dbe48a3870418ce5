// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registration of front ends, and the search for the module of emulated controllers.
 *
 * The modules ocxlpmem and ocxlpmem-emulated are not linked to each other. Each can be loaded
 * first, and "modprobe ocxlpmem emulate=1" loads the second one while the first one initialises:
 * a module that is linked to ocxlpmem would have to wait for the end of that. So this file looks
 * up the front end of ocxlpmem-emulated by the name of its symbol: when ocxlpmem is loaded, and
 * whenever ocxlpmem-emulated is loaded later.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include "compat.h"
#include "controllers.h"
#include "front-ends.h"
#include "windows.h"

/* registered front end of ocxlpmem-emulated, or NULL */
static const struct ocxlpmem_controller_ops *emulated;

int ocxlpmem_register_controllers(const struct ocxlpmem_controller_ops *ops)
{
	int rc = ocxlpmem_controllers_add(ops);

	if (!rc && ops->create)
		ocxlpmem_windows_take_over();
	return rc;
}
OCXL_EXPORT_SYMBOL(ocxlpmem_register_controllers);

void ocxlpmem_unregister_controllers(const struct ocxlpmem_controller_ops *ops)
{
	ocxlpmem_controllers_remove(ops);
}
OCXL_EXPORT_SYMBOL(ocxlpmem_unregister_controllers);

void ocxlpmem_remove_controller(struct ocxlpmem_controller *controller)
{
	ocxlpmem_windows_remove_controller(controller);
}
OCXL_EXPORT_SYMBOL(ocxlpmem_remove_controller);

/* symbol_get() keeps the module from being unloaded meanwhile; afterwards its windows do */
static void register_emulated(void)
{
	const struct ocxlpmem_controller_ops *ops = symbol_get(ocxlpmem_emulated_controllers);

	if (!ops)
		return;
	if (!ocxlpmem_register_controllers(ops))
		emulated = ops;
	symbol_put(ocxlpmem_emulated_controllers);
}

/* MODULE_STATE_GOING comes only if no window has a controller of the module */
static int notice_module(struct notifier_block *block, unsigned long state, void *data)
{
	const struct module *module = data;

	if (strcmp(module->name, "ocxlpmem_emulated"))
		return NOTIFY_DONE;
	if (state == MODULE_STATE_LIVE) {
		register_emulated();
	} else if (state == MODULE_STATE_GOING && emulated) {
		ocxlpmem_unregister_controllers(emulated);
		emulated = NULL;
	}
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = { .notifier_call = notice_module };

int ocxlpmem_front_ends_init(bool request)
{
	int rc = register_module_notifier(&module_notifier);

	if (rc)
		return rc;
	if (request)
		request_module("ocxlpmem-emulated");
	register_emulated();
	if (request && !emulated)
		pr_notice(
			"emulate=1: windows have no controller until ocxlpmem-emulated is loaded\n");
	return 0;
}

void ocxlpmem_front_ends_exit(void)
{
	unregister_module_notifier(&module_notifier);
}
