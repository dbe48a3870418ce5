// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stops a caller, or keeps it in its call, with ptrace().
 *
 * Only the end of the tracing thread ends the trace of a caller that is not stopped. So each
 * tracing thread is used once.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/caller-trace.h"

#define STACK_SIZE (64U << 10)

/* A thread has one tracer. Callers are not interrupted while one is held. */
static pthread_mutex_t tracing = PTHREAD_MUTEX_INITIALIZER;

static bool is_own_thread(pid_t tid)
{
	return tid && syscall(SYS_tgkill, getpid(), tid, 0) == 0;
}

/*
 * Return: 0; -EBUSY if another thread of the emulator traces it; -EPERM if another process does;
 * -errno
 */
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

	pthread_mutex_lock(&tracing);
	rc = trace_caller(tid);
	if (!rc)
		rc = ptrace(PTRACE_INTERRUPT, tid, NULL, NULL) ? -errno : 1;
	/* A traced thread notices a signal that all others ignore. */
	else if (rc == -EPERM && ocxl_caller_tracer(tid) && !syscall(SYS_tkill, tid, SIGURG))
		rc = 0;
	pthread_mutex_unlock(&tracing);
	return rc;
}

bool ocxl_caller_continue_one(void)
{
	int status;
	pid_t tid = waitpid(-1, &status, __WALL | __WNOTHREAD);
	bool is_signal = tid > 0 && WIFSTOPPED(status) && !(status >> 16);

	if (tid <= 0)
		return false;
	/*
	 * A signal may have come before the interruption. The kernel drops a signal that waitpid()
	 * has reported.
	 */
	ptrace(PTRACE_DETACH, tid, NULL, (long)(is_signal ? WSTOPSIG(status) : 0));
	return true;
}

/**
 * struct hold - a caller that is held
 * @call: its call
 * @function: see ocxl_caller_hold()
 * @context: see ocxl_caller_hold()
 * @tracer: the thread that holds it
 * @was_called: @function was called
 */
struct hold {
	const struct ocxl_syscall *call;
	void (*function)(void *context, bool is_held);
	void *context;
	pid_t tracer;
	bool was_called;
};

/*
 * A traced thread stops before it handles a signal, and continues only when its tracer ends. So a
 * caller that waits after the beginning of the trace is in its call until then.
 */
static void *hold_caller(void *context)
{
	struct hold *hold = context;
	int rc;

	hold->tracer = (pid_t)syscall(SYS_gettid);
	/* a thread that interrupts the caller ends when the caller has left its call */
	while ((rc = trace_caller(hold->call->tid)) == -EBUSY &&
	       ocxl_seccomp_is_waiting(hold->call))
		sched_yield();
	hold->was_called = ocxl_seccomp_is_waiting(hold->call);
	if (hold->was_called)
		hold->function(hold->context, rc == 0);
	return NULL;
}

static bool run_hold(struct hold *hold)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int rc;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	rc = pthread_create(&thread, &attributes, hold_caller, hold);
	pthread_attr_destroy(&attributes);
	if (rc)
		return false;
	pthread_join(thread, NULL);
	/* The kernel ends it, and with it the trace, after pthread_join(). */
	while (is_own_thread(hold->tracer))
		sched_yield();
	return true;
}

bool ocxl_caller_hold(const struct ocxl_syscall *call,
		      void (*function)(void *context, bool is_held), void *context)
{
	struct hold hold = { .call = call, .function = function, .context = context };

	pthread_mutex_lock(&tracing);
	/* without memory for a thread */
	if (!run_hold(&hold))
		ocxl_seccomp_answer(call, -ENOMEM);
	pthread_mutex_unlock(&tracing);
	return hold.was_called;
}
