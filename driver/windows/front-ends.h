/* SPDX-License-Identifier: GPL-2.0-only */
/* The modules with front ends, and the controllers that windows get of them. */
#ifndef OCXLPMEM_FRONT_ENDS_H
#define OCXLPMEM_FRONT_ENDS_H

#include "front-end.h"

/**
 * ocxlpmem_controller_get() - the controller of a window
 * @window: the window
 * @controller: receives the controller; NULL if the window names no card and ocxlpmem-emulated is not
 *	loaded. Its module cannot be unloaded until ocxlpmem_controller_put()
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
 * Loads the module ocxlpmem-opencapi if it is not loaded.
 */
bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window);

/**
 * ocxlpmem_front_ends_init() - before any window is created
 * @host: the functions that controllers may call
 * @request_emulated: load ocxlpmem-emulated; a line in the log if that fails
 */
void ocxlpmem_front_ends_init(const struct ocxlpmem_controller_host *host, bool request_emulated);

#endif /* OCXLPMEM_FRONT_ENDS_H */
