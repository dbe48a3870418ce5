// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stops a caller with ptrace().
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/caller-trace.h"

static bool is_own_thread(pid_t tid)
{
	return tid && syscall(SYS_tgkill, getpid(), tid, 0) == 0;
}

/* Return: 0; -EBUSY if another thread of the emulator traces it; -EPERM if another process does; -errno */
static int trace_caller(pid_t tid)
{
	int error;

	if (ptrace(PTRACE_SEIZE, tid, NULL, NULL) == 0)
		return 0;
	error = errno;
	return error == EPERM && is_own_thread(ocxl_caller_tracer(tid)) ? -EBUSY : -error;
}

int ocxl_caller_interrupt(pid_t tid)
{
	int rc;

	rc = trace_caller(tid);
	if (!rc)
		rc = ptrace(PTRACE_INTERRUPT, tid, NULL, NULL) ? -errno : 1;
	/* A traced thread notices a signal that all others ignore. */
	else if (rc == -EPERM && ocxl_caller_tracer(tid) && !syscall(SYS_tkill, tid, SIGURG))
		rc = 0;
	return rc;
}

bool ocxl_caller_continue_one(void)
{
	int status;
	pid_t tid = waitpid(-1, &status, __WALL | __WNOTHREAD);
	bool is_signal = tid > 0 && WIFSTOPPED(status) && !(status >> 16);

	if (tid <= 0)
		return false;
	/* A signal may have come before the interruption. The kernel drops a signal that waitpid() has reported. */
	ptrace(PTRACE_DETACH, tid, NULL, (long)(is_signal ? WSTOPSIG(status) : 0));
	return true;
}
