/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Receives the system calls that the filter catches, and answers them on a pool of threads.
 */
#ifndef OCXL_EMULATOR_SECCOMP_LISTENER_H
#define OCXL_EMULATOR_SECCOMP_LISTENER_H

#include <sys/types.h>
#include "core/port.h"

/**
 * struct ocxl_syscall - one system call that was caught
 * @id: the kernel's identifier of this call
 * @tid: the caller: the thread that made it
 * @number: SYS_*
 * @arguments: as the caller passed them
 */
struct ocxl_syscall {
	u64 id;
	pid_t tid;
	int number;
	u64 arguments[6];
};

/* results of a handler: the kernel executes the call; the handler has answered it already */
#define OCXL_SYSCALL_CONTINUE (-4095L)
#define OCXL_SYSCALL_ANSWERED (-4094L)

/**
 * typedef ocxl_syscall_handler - answer one call; may wait
 * @call: the call
 * @context: from ocxl_seccomp_serve()
 *
 * Return: the result of the call, -errno, OCXL_SYSCALL_CONTINUE or OCXL_SYSCALL_ANSWERED.
 */
typedef long ocxl_syscall_handler(const struct ocxl_syscall *call, void *context);

/**
 * ocxl_seccomp_serve() - start the threads that answer calls
 * @listener: from ocxl_seccomp_filter_install() in another process
 * @handler: called for each call, on several threads at a time
 * @context: passed to @handler
 *
 * The pool grows with the number of calls that wait.
 *
 * Return: 0 or -errno.
 */
int ocxl_seccomp_serve(int listener, ocxl_syscall_handler *handler, void *context);

/**
 * ocxl_seccomp_answer() - answer a call from inside the handler
 * @call: the call
 * @result: as the handler returns it, except OCXL_SYSCALL_ANSWERED
 *
 * Return: false when the caller did not get the answer: a signal interrupted or killed it.
 */
bool ocxl_seccomp_answer(const struct ocxl_syscall *call, long result);

/**
 * ocxl_seccomp_is_waiting() - does the caller still wait for the answer?
 * @call: the call
 */
bool ocxl_seccomp_is_waiting(const struct ocxl_syscall *call);

#endif /* OCXL_EMULATOR_SECCOMP_LISTENER_H */
