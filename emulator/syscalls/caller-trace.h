/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stops a caller with ptrace().
 */
#ifndef OCXL_EMULATOR_CALLER_TRACE_H
#define OCXL_EMULATOR_CALLER_TRACE_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * let the caller leave its call and make it again. As when a process is stopped and continued, but
 * only this thread, and its parent does not see it. The caller stays stopped until
 * ocxl_caller_continue_one(), or until the calling thread ends. Return: 1 if it stops; 0 if it has another tracer,
 * and only leaves its call; -errno.
 */
int ocxl_caller_interrupt(pid_t tid);

/* wait until a caller has stopped that the calling thread interrupts, and let it continue. Return: false if none is left */
bool ocxl_caller_continue_one(void);

#endif /* OCXL_EMULATOR_CALLER_TRACE_H */
