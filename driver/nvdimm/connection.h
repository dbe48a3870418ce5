/* SPDX-License-Identifier: GPL-2.0-only */
/* The connection of the bound driver to the controller of a card. */
#ifndef OCXLPMEM_CONNECTION_H
#define OCXLPMEM_CONNECTION_H

#include <linux/mutex.h>
#include "pmem.h"

/*
 * Protects all connections: a controller can disappear while the driver is being bound to its
 * window, or unbound from it. Nobody waits for users of a window with this lock.
 */
extern struct mutex ocxlpmem_connections_lock;

/**
 * ocxlpmem_connection_open() - start to use the controller
 * @pmem: has its controller; ocxlpmem_connections_lock is held
 *
 * Return: 0, or the error of the card. ocxlpmem_connection_close() has to follow in both cases.
 */
int ocxlpmem_connection_open(struct ocxlpmem *pmem);

/**
 * ocxlpmem_connection_close() - disable the interrupts of the card, and stop to use it
 * @pmem: after ocxlpmem_connection_open(); ocxlpmem_connections_lock is held
 */
void ocxlpmem_connection_close(struct ocxlpmem *pmem);

/** ocxlpmem_connection_stop_interrupts() - stop listening to a controller; the card's lock is held */
void ocxlpmem_connection_stop_interrupts(struct ocxlpmem_controller *controller);

/**
 * ocxlpmem_connection_cut() - stop to use a controller that disappears
 * @controller: of a window, bound or not; ocxlpmem_connections_lock is held
 *
 * From then on the card of a bound window is gone. Commands in flight end.
 */
void ocxlpmem_connection_cut(struct ocxlpmem_controller *controller);

#endif /* OCXLPMEM_CONNECTION_H */
