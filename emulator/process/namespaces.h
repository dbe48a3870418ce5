/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The user, mount and process namespaces in which COMMAND runs. No privilege is needed.
 *
 * The launcher clones the first process into the new namespaces and maps its user and group
 * numbers. The first process then mounts /sys, /dev and /proc.
 */
#ifndef OCXL_EMULATOR_NAMESPACES_H
#define OCXL_EMULATOR_NAMESPACES_H

#include <signal.h>
#include "cards/emulated-card.h"

/* Without a process namespace, the first process gets this signal when the launcher ends. */
#define OCXL_SIGNAL_LAUNCHER_GONE (SIGRTMAX - 1)
/* from the launcher to the first process: the value is a signal for COMMAND */
#define OCXL_SIGNAL_FORWARDED	  SIGRTMAX

/* where the machine's own /sys is mounted below the new one */
#define OCXL_MACHINE_SYS "/sys/.machine"

/**
 * struct ocxl_namespaces - one attempt to create the namespaces
 * @flags: CLONE_NEW* flags of the attempt
 * @first_process: number of the first process as the launcher sees it; 0 in that process
 * @socket: connects the launcher and the first process, a SOCK_SEQPACKET
 */
struct ocxl_namespaces {
	int flags;
	pid_t first_process;
	int socket;
};

/**
 * struct ocxl_mount_result - what the first process gives the launcher
 * @root: descriptor of the new /sys
 * @step: in words, the step that failed
 */
struct ocxl_mount_result {
	int root;
	const char *step;
};

/**
 * ocxl_namespaces_clone() - start the first process, like fork()
 * @namespaces: with flags; the rest is filled in both processes
 *
 * The first process gets a signal when the launcher ends: SIGKILL, or OCXL_SIGNAL_LAUNCHER_GONE
 * without a process namespace.
 *
 * Return: 0 in both processes, or -errno.
 */
int ocxl_namespaces_clone(struct ocxl_namespaces *namespaces);

/**
 * ocxl_namespaces_map_ids() - in the launcher: map user and group numbers to themselves
 * @namespaces: from ocxl_namespaces_clone()
 *
 * Return: 0 or -errno.
 */
int ocxl_namespaces_map_ids(const struct ocxl_namespaces *namespaces);

/**
 * ocxl_namespaces_mount() - in the first process: mount /sys, /dev and /proc
 * @namespaces: from ocxl_namespaces_clone()
 * @cards: all cards
 * @result: filled; @step on failure as well
 *
 * Waits until the launcher has mapped the numbers.
 *
 * Return: 0 or -errno.
 */
int ocxl_namespaces_mount(const struct ocxl_namespaces *namespaces,
			  const struct ocxl_emulated_cards *cards,
			  struct ocxl_mount_result *result);

/**
 * ocxl_namespaces_explain_failure() - find the setting of the machine that forbids namespaces
 * @text: receives the explanation
 * @size: bytes of @text
 */
void ocxl_namespaces_explain_failure(char *text, size_t size);

#endif /* OCXL_EMULATOR_NAMESPACES_H */
