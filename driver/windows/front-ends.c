// SPDX-License-Identifier: GPL-2.0-only
/*
 * The modules with front ends, ocxlpmem-opencapi and ocxlpmem-emulated, and the controllers that windows get
 * of them.
 *
 * They are not linked to ocxlpmem, so that ocxlpmem can load them while it initialises, for its parameters
 * "map" and "emulate": a module that is linked to ocxlpmem would have to wait for the end of that. So this
 * file looks up a front end by the name of its symbol, whenever a window needs a controller.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kmod.h>
#include <linux/module.h>
#include "front-ends.h"

static const struct ocxlpmem_controller_host *controller_host;

/* NULL if its module is not loaded; keeps it from being unloaded until put_front_end() */
static const struct ocxlpmem_front_end *get_front_end(bool for_card)
{
	return __symbol_get(for_card ? "ocxlpmem_opencapi_controllers"
				     : "ocxlpmem_emulated_controllers");
}

/* as __symbol_put(), which only kernels with CONFIG_MODULE_UNLOAD declare */
static void put_front_end(const struct ocxlpmem_front_end *front_end)
{
	module_put(front_end->owner);
}

int ocxlpmem_controller_get(const struct ocxlpmem_window *window,
			    struct ocxlpmem_controller **controller,
			    const struct ocxlpmem_front_end **origin)
{
	const struct ocxlpmem_front_end *front_end = get_front_end(window->has_card);

	*controller = NULL;
	if (!front_end)
		return window->has_card ? -ENODEV : 0;
	*controller = window->has_card ? front_end->find(window, controller_host)
				       : front_end->create(window);
	if (!*controller) {
		put_front_end(front_end);
		return window->has_card ? -ENODEV : -ENOMEM;
	}
	*origin = front_end;
	(*controller)->host = controller_host;
	return 0;
}

void ocxlpmem_controller_put(struct ocxlpmem_controller *controller,
			     const struct ocxlpmem_front_end *origin)
{
	if (!controller)
		return;
	origin->release(controller);
	put_front_end(origin);
}

bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_front_end *front_end = get_front_end(true);
	bool exists;

	if (!front_end) {
		request_module("ocxlpmem-opencapi");
		front_end = get_front_end(true);
	}
	if (!front_end)
		return false;
	exists = front_end->find(window, NULL);
	put_front_end(front_end);
	return exists;
}

void ocxlpmem_front_ends_init(const struct ocxlpmem_controller_host *host, bool request_emulated)
{
	const struct ocxlpmem_front_end *front_end;

	controller_host = host;
	if (!request_emulated)
		return;
	request_module("ocxlpmem-emulated");
	front_end = get_front_end(false);
	if (front_end)
		put_front_end(front_end);
	else
		pr_notice("emulate=1: without ocxlpmem-emulated, windows have no controller\n");
}
