// SPDX-License-Identifier: GPL-2.0-only
/*
 * The modules with front ends, ocxlpmem-opencapi and ocxlpmem-emulated, and the controllers that
 * windows get of them.
 *
 * They are not linked to ocxlpmem, so that it can load them while it initialises, for its
 * parameters "map" and "emulate": a module that is linked to ocxlpmem would wait for the end of
 * that. So this file looks up a front end by the name of its symbol, whenever a window needs a
 * controller.
 */
#include <linux/kmod.h>
#include <linux/module.h>
#include "windows.h"

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
	if (origin->release)
		origin->release(controller);
	put_front_end(origin);
}

void ocxlpmem_front_ends_load_opencapi(void)
{
	const struct ocxlpmem_front_end *front_end = get_front_end(true);

	if (front_end)
		put_front_end(front_end);
	else
		request_module("ocxlpmem-opencapi");
}

bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_front_end *front_end = get_front_end(true);
	bool exists;

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

/*
 * The controller of a window that has none: so the driver need not distinguish. Its memory is
 * always available.
 */

static int read_nothing(void *context, u32 offset, u64 *value)
{
	switch (offset) {
	case OCXL_REG_CHI:
		*value = OCXL_CHI_CRDY | OCXL_CHI_MA;
		return 0;
	case OCXL_REG_CHIE:
		/* after a restart, they would be 0 */
		*value = OCXL_CHI_ALL;
		return 0;
	default:
		*value = 0;
		return 0;
	}
}

static int write_nothing(void *context, u32 offset, u64 value)
{
	return 0;
}

static u64 address_as_serial(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct ocxlpmem_no_controller, controller)->start;
}

static const struct ocxlpmem_controller_ops no_operations = {
	.no_commands = true,
	.serial = address_as_serial,
};

void ocxlpmem_no_controller_init(struct ocxlpmem_no_controller *none, u64 start)
{
	*none = (struct ocxlpmem_no_controller) {
		.controller = {
			.ops = &no_operations,
			.registers = { .read64 = read_nothing, .write64 = write_nothing },
		},
		.start = start,
	};
}
