/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * COMMAND: the first process of its world starts it, waits for it, and takes
 * everything with it when it ends.
 */
#ifndef OCXL_EMULATOR_RUN_COMMAND_H
#define OCXL_EMULATOR_RUN_COMMAND_H

#include <signal.h>
#include <sys/resource.h>
#include "process/namespaces.h"

/**
 * struct ocxl_origin - what the launcher changes for itself and COMMAND gets back
 * @mask: signals that were blocked
 * @interrupt: what SIGINT did
 * @quit: what SIGQUIT did
 * @files: RLIMIT_NOFILE
 * @joined: an outer emulator catches the calls already
 */
struct ocxl_origin {
	sigset_t mask;
	struct sigaction interrupt;
	struct sigaction quit;
	struct rlimit files;
	bool joined;
};

/**
 * struct ocxl_report - what the new world tells the launcher
 * @step: what failed, "" when nothing did; then a descriptor comes along
 * @error: -errno of it
 */
struct ocxl_report {
	char step[64];
	int error;
};

/**
 * ocxl_command_init() - be the first process of the new world; never returns
 * @world: from ocxl_world_enter()
 * @cards: what to show
 * @arguments: COMMAND
 * @origin: to give back
 *
 * Sends struct ocxl_report with the descriptor of /sys, then with the meeting place for
 * inner emulators, then (unless @origin->joined) with the listener, then an int: the wait status of COMMAND.
 */
void ocxl_command_init(const struct ocxl_world *world, const struct ocxl_cards *cards,
		       char **arguments, const struct ocxl_origin *origin)
	__attribute__((noreturn));

/**
 * ocxl_report_receive() - in the launcher: the next report
 * @socket: of the world
 * @report: filled
 *
 * Return: the descriptor that came along, or -errno: the report's own, or -EPIPE
 * when the other side is gone.
 */
int ocxl_report_receive(int socket, struct ocxl_report *report);

/**
 * ocxl_command_end_children() - kill and reap every child and what becomes one then
 */
void ocxl_command_end_children(void);

#endif /* OCXL_EMULATOR_RUN_COMMAND_H */
