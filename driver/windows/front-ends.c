// SPDX-License-Identifier: GPL-2.0-only
/*
 * The search for the modules with front ends: ocxlpmem-opencapi and ocxlpmem-emulated.
 *
 * They are not linked to ocxlpmem, so that each module can be loaded first, and ocxlpmem can load
 * them while it initialises, for its parameters "map" and "emulate": a module that is linked to
 * ocxlpmem would have to wait for the end of that. So this file looks up a front end by the name of
 * its symbol: when ocxlpmem is loaded, and whenever the front end's module is loaded later.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include "../nvdimm/controller-host.h"
#include "controllers.h"
#include "front-ends.h"
#include "window-leaving.h"
#include "window-take-over.h"
#include "windows.h"

/**
 * struct front_end_module - the module of a front end
 * @module: its name
 * @symbol: name of the front end that it exports
 * @registered: the front end, or NULL
 */
struct front_end_module {
	const char *module;
	const char *symbol;
	const struct ocxlpmem_front_end *registered;
};

static struct front_end_module emulated = {
	.module = "ocxlpmem_emulated",
	.symbol = "ocxlpmem_emulated_controllers",
};

static struct front_end_module opencapi = {
	.module = "ocxlpmem_opencapi",
	.symbol = "ocxlpmem_opencapi_controllers",
};

static const struct ocxlpmem_controller_host controller_host = {
	.owner = THIS_MODULE,
	.interrupt = ocxlpmem_controller_interrupt,
	.update = ocxlpmem_controller_update,
	.remove = ocxlpmem_windows_remove_controller,
};

/* __symbol_get() keeps the module from being unloaded meanwhile; afterwards its windows do */
static void register_front_end(struct front_end_module *module)
{
	const struct ocxlpmem_front_end *front_end = __symbol_get(module->symbol);

	if (!front_end)
		return;
	if (!ocxlpmem_controllers_add(front_end, &controller_host)) {
		module->registered = front_end;
		if (front_end->create)
			ocxlpmem_windows_take_over();
	}
	/* as __symbol_put(), which only kernels with CONFIG_MODULE_UNLOAD declare */
	module_put(front_end->owner);
}

/* MODULE_STATE_GOING comes only if no window has a controller of the module */
static void notice_front_end(struct front_end_module *front_end, const struct module *module,
			     unsigned long state)
{
	if (strcmp(module->name, front_end->module))
		return;
	if (state == MODULE_STATE_LIVE) {
		register_front_end(front_end);
	} else if (state == MODULE_STATE_GOING && front_end->registered) {
		ocxlpmem_controllers_remove(front_end->registered);
		front_end->registered = NULL;
	}
}

static int notice_module(struct notifier_block *block, unsigned long state, void *data)
{
	notice_front_end(&emulated, data, state);
	notice_front_end(&opencapi, data, state);
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = { .notifier_call = notice_module };

int ocxlpmem_front_ends_init(bool request_emulated)
{
	int rc = register_module_notifier(&module_notifier);

	if (rc)
		return rc;
	if (request_emulated)
		request_module("ocxlpmem-emulated");
	register_front_end(&emulated);
	register_front_end(&opencapi);
	if (request_emulated && !emulated.registered)
		pr_notice(
			"emulate=1: windows have no controller until ocxlpmem-emulated is loaded\n");
	return 0;
}

void ocxlpmem_front_ends_exit(void)
{
	unregister_module_notifier(&module_notifier);
}
