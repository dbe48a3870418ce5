/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls of COMMAND and its children that are not left to the kernel: a
 * seccomp filter catches them, a pool of threads answers them.
 */
#ifndef OCXL_EMULATOR_SECCOMP_LISTENER_H
#define OCXL_EMULATOR_SECCOMP_LISTENER_H

#include <sys/types.h>
#include "core/port.h"

/**
 * struct ocxl_request - one system call that was caught
 * @id: the kernel's number of it
 * @tid: thread that called
 * @number: of the system call
 * @arguments: as the thread passed them
 */
struct ocxl_request {
	u64 id;
	pid_t tid;
	int number;
	u64 arguments[6];
};

/** what ocxl_trap_serve()'s handler returns to leave the call to the kernel */
#define OCXL_TRAP_PASS	   (-4095L)
/** or that ocxl_trap_answer() was called */
#define OCXL_TRAP_ANSWERED (-4094L)

/**
 * ocxl_trap_install() - catch the calls of this process and its children from now on
 *
 * Return: the listener, or -errno.
 */
int ocxl_trap_install(void);

/**
 * ocxl_trap_serve() - answer calls, on as many threads as are needed, never returning
 *	an error to a client for want of one
 * @listener: from ocxl_trap_install(), in another process
 * @source: where an outer emulator hands them on, or -1 to take them off the listener
 * @handler: gets each call; returns its result, -errno or OCXL_TRAP_PASS
 * @context: handed to @handler
 *
 * Return: 0 once the first threads run, or -errno.
 */
int ocxl_trap_serve(int listener, int source,
		    long (*handler)(const struct ocxl_request *request, void *context),
		    void *context);

/**
 * ocxl_trap_answer() - answer a call from within the handler
 *
 * Return: whether the answer reached the caller; if not, it was interrupted or killed.
 */
bool ocxl_trap_answer(const struct ocxl_request *request, long result);

/** ocxl_trap_waiting() - is the caller still waiting for the answer? */
bool ocxl_trap_waiting(const struct ocxl_request *request);

#endif /* OCXL_EMULATOR_SECCOMP_LISTENER_H */
