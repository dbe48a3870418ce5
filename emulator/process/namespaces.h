/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The world that COMMAND sees: user, mount and process namespaces, made without
 * any privilege.
 */
#ifndef OCXL_EMULATOR_NAMESPACES_H
#define OCXL_EMULATOR_NAMESPACES_H

#include <signal.h>
#include "cards/emulated-card.h"

/* without a process namespace: the launcher is gone; blocked from the start */
#define OCXL_SIGNAL_ORPHAN SIGUSR1

/**
 * struct ocxl_world - one try to make it
 * @flags: CLONE_NEW* that are asked for
 * @init: its first process, as we see it
 * @socket: to that process, a SOCK_SEQPACKET
 */
struct ocxl_world {
	int flags;
	pid_t init;
	int socket;
};

/**
 * ocxl_world_enter() - start the first process of a new world
 * @world: @flags is set, the rest is filled
 *
 * Like fork(): returns 0 in both, with @init 0 in the new process, which then waits
 * in ocxl_world_build(). It dies with the caller. Return: 0 or -errno.
 */
int ocxl_world_enter(struct ocxl_world *world);

/** ocxl_world_map() - in the old process: give the new one its ids. Return: 0 or -errno */
int ocxl_world_map(const struct ocxl_world *world);

/**
 * ocxl_world_build() - in the new process: mount everything
 * @world: from ocxl_world_enter()
 * @cards: what to show
 * @root: receives an open descriptor of the /sys that was made
 * @meeting: receives the meeting place for inner emulators, or -errno
 * @step: receives what was being done when an error happened
 *
 * Return: 0 or -errno.
 */
int ocxl_world_build(const struct ocxl_world *world, const struct ocxl_cards *cards, int *root,
		     int *meeting, const char **step);

/**
 * ocxl_world_explain() - which setting of the machine forbids it
 * @text: receives the explanation
 * @size: bytes of @text
 */
void ocxl_world_explain(char *text, size_t size);

#endif /* OCXL_EMULATOR_NAMESPACES_H */
