/* SPDX-License-Identifier: GPL-2.0-only */
/* The connection of the bound driver to the controller of a card. */
#ifndef OCXLPMEM_CONNECTION_H
#define OCXLPMEM_CONNECTION_H

#include "pmem.h"

/**
 * ocxlpmem_connection_open() - start to use the controller
 * @pmem: has its controller
 *
 * Return: 0, or the error of the card. ocxlpmem_connection_close() has to follow in both cases.
 */
int ocxlpmem_connection_open(struct ocxlpmem *pmem);

/** ocxlpmem_connection_close() - disable the interrupts of the card, and stop to use it */
void ocxlpmem_connection_close(struct ocxlpmem *pmem);

/** ocxlpmem_connection_stop_interrupts() - stop listening to a controller */
void ocxlpmem_connection_stop_interrupts(struct ocxlpmem_controller *controller);

#endif /* OCXLPMEM_CONNECTION_H */
