/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interface between the driver and the modules of its front ends. A front end is a module for one
 * kind of controller: real cards (ocxlpmem-opencapi), or emulated ones (ocxlpmem-emulated). The
 * driver asks it for the controller of each window.
 *
 * The driver looks for a front end by the name of its symbol (front-ends.c), and a front end calls
 * the driver through struct ocxlpmem_controller_host. So neither is linked to the other.
 */
#ifndef OCXLPMEM_FRONT_END_H
#define OCXLPMEM_FRONT_END_H

#include "../nvdimm/controller.h"
#include "window-plan.h"

struct dentry;
struct module;

/**
 * struct ocxlpmem_front_end - where the controllers of windows come from
 * @owner: module that cannot be unloaded while a window has one of its controllers
 * @find: the controller of the card that a window names; NULL if there is no such card. With a
 *	host, the window gets the controller, whose @host this operation sets; with NULL, the
 *	driver only wants to know if there is a card. Set by front ends for real cards
 * @create: a controller for a window that names no card, the same one for the same address; NULL if
 *	there is no memory. Set by front ends that create controllers, instead of @find
 * @add_files: create files in the debugfs directory of the controller. The driver removes them
 *	before it stops using the controller. NULL: no files
 * @release: the window no longer uses its controller: clear the @host of one of @find. Or NULL
 */
struct ocxlpmem_front_end {
	struct module *owner;
	struct ocxlpmem_controller *(*find)(const struct ocxlpmem_window *window,
					    const struct ocxlpmem_controller_host *host);
	struct ocxlpmem_controller *(*create)(const struct ocxlpmem_window *window);
	void (*add_files)(struct ocxlpmem_controller *controller, struct dentry *directory);
	void (*release)(struct ocxlpmem_controller *controller);
};

/*
 * The front ends, which their modules export. The driver looks them up by these names.
 */
extern const struct ocxlpmem_front_end ocxlpmem_emulated_controllers;
extern const struct ocxlpmem_front_end ocxlpmem_opencapi_controllers;

#endif /* OCXLPMEM_FRONT_END_H */
