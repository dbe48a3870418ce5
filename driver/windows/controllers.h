/* SPDX-License-Identifier: GPL-2.0-only */
/* The registered front ends, and the controllers that windows get of them. */
#ifndef OCXLPMEM_CONTROLLERS_H
#define OCXLPMEM_CONTROLLERS_H

#include "front-end.h"

/**
 * ocxlpmem_controllers_add() - register a front end
 * @front_end: outlives the registration
 * @host: the functions that it may call
 *
 * Return: 0, -EEXIST if it is registered already, or -EBUSY if there is a front end of the same
 * kind.
 */
int ocxlpmem_controllers_add(const struct ocxlpmem_front_end *front_end,
			     const struct ocxlpmem_controller_host *host);

/** ocxlpmem_controllers_remove() - remove a front end; does nothing if it is not there */
void ocxlpmem_controllers_remove(const struct ocxlpmem_front_end *front_end);

/**
 * ocxlpmem_controller_get() - the controller of a window
 * @window: the window
 * @controller: receives the controller; NULL if the window names no card and there is no front end
 *	that creates controllers. Its module cannot be unloaded until ocxlpmem_controller_put()
 * @origin: receives its front end
 *
 * Return: 0, -ENODEV if the window names a card that does not exist, or -ENOMEM.
 */
int ocxlpmem_controller_get(const struct ocxlpmem_window *window,
			    struct ocxlpmem_controller **controller,
			    const struct ocxlpmem_front_end **origin);

/** ocxlpmem_controller_put() - release a controller of ocxlpmem_controller_get(); accepts NULL */
void ocxlpmem_controller_put(struct ocxlpmem_controller *controller,
			     const struct ocxlpmem_front_end *origin);

/**
 * ocxlpmem_controller_exists() - does the card exist that the window names
 * @window: names a card
 *
 * Loads the module ocxlpmem-opencapi if no front end for cards is registered.
 */
bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window);

#endif /* OCXLPMEM_CONTROLLERS_H */
