/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stops a caller, or keeps it in its call, with ptrace().
 */
#ifndef OCXL_EMULATOR_CALLER_TRACE_H
#define OCXL_EMULATOR_CALLER_TRACE_H

#include "syscalls/seccomp-listener.h"

/*
 * let the caller leave its call and make it again. As when a process is stopped and continued, but
 * only this thread, and its parent does not see it. The caller stays stopped until
 * ocxl_caller_continue_one(), or until the calling thread ends. Return: 1 if it stops; 0 if it has
 * another tracer, and only leaves its call; -errno.
 */
int ocxl_caller_interrupt(pid_t tid);

/*
 * wait until a caller has stopped that the calling thread interrupts, and let it continue. Return:
 * false if none is left
 */
bool ocxl_caller_continue_one(void);

/**
 * ocxl_caller_hold() - call a function while the caller cannot leave its call
 * @call: the call
 * @function: called if the caller still waits; @is_held is false if the caller has another tracer,
 *	and may leave
 * @context: passed to @function
 *
 * The function may answer the call. A signal that arrives meanwhile is delivered afterwards. For
 * kernels on which signals end a call that is caught: ocxl_seccomp_waits_killable().
 *
 * Return: whether the function was called.
 */
bool ocxl_caller_hold(const struct ocxl_syscall *call,
		      void (*function)(void *context, bool is_held), void *context);

#endif /* OCXL_EMULATOR_CALLER_TRACE_H */
