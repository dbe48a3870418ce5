/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the emulator inherits from the program that starts it. The emulator replaces what would
 * disturb it, and gives COMMAND everything as inherited.
 */
#ifndef OCXL_EMULATOR_INHERITED_STATE_H
#define OCXL_EMULATOR_INHERITED_STATE_H

#include <signal.h>

/*
 * signals that the launcher and the first process wait for: those that are forwarded to COMMAND,
 * and their own
 */
void ocxl_forwarded_signals(sigset_t *set);

/**
 * ocxl_inherited_replace_at_start() - replace what disturbs each use of the program
 *
 * - Descriptors 0 to 2 that are closed become unusable ones, so that no file takes their place.
 * - SIGCHLD has its default action: the kernel keeps no exit status for a process that ignores it.
 * - The umask is 0: files have the modes that the emulator asks for.
 */
void ocxl_inherited_replace_at_start(void);

/**
 * ocxl_inherited_replace_for_command() - replace what disturbs a process that waits for COMMAND
 *
 * - The signals of ocxl_forwarded_signals() are blocked, and SIGTTOU.
 * - RLIMIT_NOFILE is as high as allowed: many processes and cards need many descriptors.
 */
void ocxl_inherited_replace_for_command(void);

/**
 * ocxl_inherited_restore() - in the process of COMMAND: undo both
 *
 * execve() closes the descriptors.
 */
void ocxl_inherited_restore(void);

#endif /* OCXL_EMULATOR_INHERITED_STATE_H */
