/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An emulator inside of another one.
 *
 * The kernel allows one listener for a process, and that is the outer emulator's. The outer
 * emulator therefore forwards calls of processes below an inner emulator to it. The inner one
 * answers them through the same listener.
 */
#ifndef OCXL_EMULATOR_NESTED_EMULATORS_H
#define OCXL_EMULATOR_NESTED_EMULATORS_H

#include "syscalls/seccomp-listener.h"

/**
 * ocxl_nested_listen() - create the socket where inner emulators connect
 *
 * The working directory must be the new /dev.
 *
 * Return: the socket, or -errno.
 */
int ocxl_nested_listen(void);

/**
 * ocxl_nested_serve() - start the thread that accepts inner emulators
 * @meeting_socket: from ocxl_nested_listen()
 * @listener: from ocxl_seccomp_filter_install(); inner emulators get a copy
 *
 * Return: 0 or -errno.
 */
int ocxl_nested_serve(int meeting_socket, int listener);

/**
 * ocxl_nested_forward() - forward a call to the inner emulator whose process made it
 * @call: the call
 *
 * Return: false when the call is for this emulator.
 */
bool ocxl_nested_forward(const struct ocxl_syscall *call);

/**
 * ocxl_nested_join() - connect to the outer emulator; for use before new namespaces exist
 * @listener: receives a copy of the outer emulator's listener, or -errno
 *
 * Return: the socket on which calls arrive, or -errno when there is no outer emulator.
 */
int ocxl_nested_join(int *listener);

#endif /* OCXL_EMULATOR_NESTED_EMULATORS_H */
