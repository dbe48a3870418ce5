/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The control socket: changes cards while COMMAND runs.
 *
 * A client connects, sends lines, closes its side for writing, and reads the reply: the results of
 * queries, then "ok" or "error REASON". The queries are:
 *	counters	one line per card, with its ioctls
 *	waiting		one line per card, with the held request that its driver waits for; then the
 *			number of calls that wait until a virtual time
 *	first-contact	for each card its name, then the lines of ocxlpmem_first_contact_write()
 * Other lines are those of a scenario, with all cards selected at first, and those about virtual
 * time, which take effect after them. "stage NAME" stands alone.
 */
#ifndef OCXL_EMULATOR_CONTROL_SOCKET_H
#define OCXL_EMULATOR_CONTROL_SOCKET_H

#include "cards/emulated-card.h"

/* how long one side waits for the other, which may be slow on a busy machine */
#define OCXL_CONTROL_SECONDS 60

/**
 * ocxl_control_open() - create the socket
 * @path: name of the socket, or NULL to do nothing
 *
 * Replaces a socket that no process listens on. Prints an error message.
 *
 * Return: 0 or -errno.
 */
int ocxl_control_open(const char *path);

/**
 * ocxl_control_path() - get the name of the socket
 *
 * Return: the absolute path, or the name that ocxl_control_open() got if it has no absolute path;
 * NULL without a socket.
 */
const char *ocxl_control_path(void);

/**
 * ocxl_control_serve() - start the thread that accepts clients
 * @cards: all cards
 *
 * Return: 0 or -errno.
 */
int ocxl_control_serve(struct ocxl_emulated_cards *cards);

/**
 * ocxl_control_close_in_child() - close the socket in a child process, keep its name
 */
void ocxl_control_close_in_child(void);

/**
 * ocxl_control_remove() - remove the name of the socket, unless it belongs to another file now
 */
void ocxl_control_remove(void);

/**
 * ocxl_control_send() - the client: send lines, print the reply
 * @path: name of the socket
 * @lines: ends with NULL; "-" stands for the lines of standard input
 *
 * Return: the status to exit with.
 */
int ocxl_control_send(const char *path, char **lines);

#endif /* OCXL_EMULATOR_CONTROL_SOCKET_H */
