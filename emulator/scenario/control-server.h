/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The control socket: scenario lines and questions while COMMAND runs.
 *
 * One connection is one batch: a client writes its lines, shuts its side down for
 * writing, and reads the reply: what was asked for, then "ok" or "error line N: ...".
 * A line "counters" answers one line a card, the ioctls that were caught so far;
 * every other line is a scenario line. Each connection starts with all cards selected.
 * "stage NAME", alone, stands for the lines that the scenario files have for this stage.
 */
#ifndef OCXL_EMULATOR_CONTROL_SERVER_H
#define OCXL_EMULATOR_CONTROL_SERVER_H

#include "cards/emulated-card.h"

/**
 * ocxl_control_open() - make the socket
 * @path: where, or NULL for none
 *
 * Replaces a socket that nobody listens on. Prints what is wrong. Return: 0 or -errno.
 */
int ocxl_control_open(const char *path);

/** ocxl_control_start() - serve it from now on. Return: 0 or -errno */
int ocxl_control_start(struct ocxl_cards *cards);

/** ocxl_control_leave() - in a child: the socket is not for us */
void ocxl_control_leave(void);

/** ocxl_control_close() - remove the socket's file, if it is still ours */
void ocxl_control_close(void);

/**
 * ocxl_control_send() - the other side: send lines, print the reply
 * @path: of the socket
 * @lines: ends with NULL; "-" stands for the lines of standard input
 *
 * Return: the status to exit with.
 */
int ocxl_control_send(const char *path, char **lines);

#endif /* OCXL_EMULATOR_CONTROL_SERVER_H */
