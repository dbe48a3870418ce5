// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module ocxlpmem-emulated: the front end for emulated controllers. A card exists as long as its
 * window, also while the driver is unbound; then its time stands still.
 *
 * The module does not use a symbol of ocxlpmem, which looks for the one that this module exports.
 */
#include <linux/module.h>
#include "../emulated/emulated.h"
#include "../version.h"
#include "front-end.h"

static struct ocxlpmem_controller *create_emulated(const struct ocxlpmem_window *window)
{
	struct ocxlpmem_emulated *emulated = ocxlpmem_emulated_create(window->start, window->size);

	return emulated ? &emulated->controller : NULL;
}

static void release_emulated(struct ocxlpmem_controller *controller)
{
	ocxlpmem_emulated_free(ocxlpmem_emulated_of(controller));
}

const struct ocxlpmem_front_end ocxlpmem_emulated_controllers = {
	.owner = THIS_MODULE,
	.create = create_emulated,
	.add_files = ocxlpmem_scenario_add_file,
	.release = release_emulated,
};
OCXL_EXPORT_SYMBOL(ocxlpmem_emulated_controllers);

MODULE_DESCRIPTION("Emulated OpenCAPI memory controllers for ocxlpmem");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");
