/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The launcher: the process that was started as ocxl-emulator. It holds the cards and answers the
 * system calls of COMMAND.
 */
#ifndef OCXL_EMULATOR_LAUNCHER_H
#define OCXL_EMULATOR_LAUNCHER_H

#include "cards/emulated-card.h"
#include "process/first-process.h"

/* descriptors that connect the launcher with COMMAND */
struct ocxl_connections {
	int sysfs_root; /* root directory of the new /sys */
	int listener; /* delivers system calls */
};

/**
 * ocxl_launcher_print_error() - print that a step failed
 * @step: the step, in words
 * @error: -errno
 */
void ocxl_launcher_print_error(const char *step, int error);

/* says so in a message: the kernel allows one emulator for a process */
bool ocxl_launcher_is_inside_emulator(void);

/* says so in a message: without /proc, no call of a process could be answered */
bool ocxl_launcher_lacks_proc(void);

/* is the error a limit of the process or of the machine, which forbids no namespace */
bool ocxl_launcher_is_limit(int error);

/**
 * ocxl_launcher_start() - start the first process in new namespaces
 * @namespaces: filled
 * @connections: filled
 * @cards: all cards
 * @options: the command line
 *
 * COMMAND does not run before ocxl_launcher_release(). Prints an error message.
 *
 * Return: 0 or -errno.
 */
int ocxl_launcher_start(struct ocxl_namespaces *namespaces, struct ocxl_connections *connections,
			const struct ocxl_emulated_cards *cards,
			const struct ocxl_options *options);

/**
 * ocxl_launcher_release() - let COMMAND run
 * @namespaces: from ocxl_launcher_start()
 *
 * Return: 0, or -EPIPE when the process has ended already.
 */
int ocxl_launcher_release(const struct ocxl_namespaces *namespaces);

/**
 * ocxl_launcher_wait() - wait until COMMAND and all its children have ended
 * @namespaces: from ocxl_launcher_start()
 *
 * Return: the status to exit with.
 */
int ocxl_launcher_wait(const struct ocxl_namespaces *namespaces);

#endif /* OCXL_EMULATOR_LAUNCHER_H */
