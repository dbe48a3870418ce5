/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An emulator inside of another. The kernel lets only one listener catch the calls of
 * a process, and that is the outer one's; so it hands on the calls of the processes
 * below an inner emulator, which answers them through the same listener.
 */
#ifndef OCXL_EMULATOR_NESTED_EMULATORS_H
#define OCXL_EMULATOR_NESTED_EMULATORS_H

#include "syscalls/seccomp-listener.h"

/** ocxl_nest_listen() - make the meeting place in the working directory, a /dev to be */
int ocxl_nest_listen(void);

/**
 * ocxl_nest_serve() - let inner emulators join
 * @meeting: from ocxl_nest_listen()
 * @listener: to share with them
 *
 * Return: 0 or -errno.
 */
int ocxl_nest_serve(int meeting, int listener);

/**
 * ocxl_nest_forward() - hand a call to the inner emulator whose it is
 *
 * Return: whether there is one.
 */
bool ocxl_nest_forward(const struct ocxl_request *request);

/**
 * ocxl_nest_join() - in an inner emulator, before it makes its own world
 * @listener: receives the outer one's listener
 *
 * Return: where requests come from, or -errno when there is no outer emulator.
 */
int ocxl_nest_join(int *listener);

#endif /* OCXL_EMULATOR_NESTED_EMULATORS_H */
