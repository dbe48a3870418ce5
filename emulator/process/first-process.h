/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The first process in the new namespaces: it mounts the file systems, starts COMMAND, waits for
 * it, and ends all processes that COMMAND left behind.
 */
#ifndef OCXL_EMULATOR_FIRST_PROCESS_H
#define OCXL_EMULATOR_FIRST_PROCESS_H

#include <signal.h>
#include <sys/types.h>
#include "process/namespaces.h"

/**
 * struct ocxl_command - COMMAND
 * @arguments: COMMAND and its arguments, ends with NULL
 * @card_count: number of cards
 * @control_path: absolute path of the control socket, or NULL
 */
struct ocxl_command {
	char **arguments;
	unsigned int card_count;
	const char *control_path;
};

/**
 * struct ocxl_step_report - one message
 * @step: in words, the step that failed; "" after success
 * @error: 0 or -errno
 */
struct ocxl_step_report {
	char step[64];
	int error;
};

/**
 * ocxl_step_report_receive() - in the launcher: receive the next report
 * @socket: to the first process
 * @report: filled
 *
 * Return: the descriptor; -errno of the report; or -EPIPE when the other side is gone.
 */
int ocxl_step_report_receive(int socket, struct ocxl_step_report *report);

/**
 * ocxl_first_process_run() - be the first process; does not return
 * @namespaces: from ocxl_namespaces_clone()
 * @cards: all cards
 * @command: COMMAND
 *
 * Sends struct ocxl_step_report for the descriptor of the new /sys and for the listener. COMMAND
 * starts when the launcher answers with one byte. At the end, an int follows: the wait status of
 * COMMAND.
 */
void ocxl_first_process_run(const struct ocxl_namespaces *namespaces,
			    const struct ocxl_emulated_cards *cards,
			    const struct ocxl_command *command) __attribute__((noreturn));

/**
 * ocxl_children_kill() - kill and reap all children of this process, and their children in turn
 * @spared: children in this mount namespace live on; 0: none
 *
 * Needed where no process namespace ends them. The caller must be a child subreaper.
 */
void ocxl_children_kill(ino_t spared);

/* Return: the number of the mount namespace of a process; 0 if it has ended */
ino_t ocxl_mount_namespace(pid_t pid);

#endif /* OCXL_EMULATOR_FIRST_PROCESS_H */
