// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that wait for files of cards until a virtual time.
 */
#include <limits.h>
#include <sys/syscall.h>
#include "cards/card-clock.h"
#include "syscalls/caller-process.h"
#include "syscalls/virtual-limit.h"

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

#define SECOND_NS 1000000000ULL
/* how often a waiting thread looks at clock, caller and cards */
#define LOOK_MS	  10
/* how often it sees a signal before the kernel gets the call */
#define LOOKS_MIN 2

/* what the arguments of a call mean; an index of 0 means that the call has no such argument */
struct call_layout {
	int number;
	unsigned int milliseconds;
	unsigned int timespec;
	unsigned int timeval;
	/* a set of signals, or with pselect() the address of its address */
	unsigned int signals;
	unsigned int signals_at;
};

static const struct call_layout layouts[] = {
#ifdef SYS_poll
	{ .number = SYS_poll, .milliseconds = 2 },
#endif
#ifdef SYS_select
	{ .number = SYS_select, .timeval = 4 },
#endif
#ifdef SYS_epoll_wait
	{ .number = SYS_epoll_wait, .milliseconds = 3 },
#endif
	{ .number = SYS_ppoll, .timespec = 2, .signals = 3 },
	{ .number = SYS_pselect6, .timespec = 4, .signals_at = 5 },
	{ .number = SYS_epoll_pwait, .milliseconds = 3, .signals = 4 },
	{ .number = SYS_epoll_pwait2, .timespec = 3, .signals = 4 },
};

static const struct call_layout *find_layout(const struct ocxl_syscall *call)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(layouts); i++) {
		if (layouts[i].number == call->number)
			return &layouts[i];
	}
	return NULL;
}

/*
 * struct timespec, or struct timeval with @unit_ns 1000. Return: nanoseconds; 0 for a malformed one
 */
static u64 read_time(const struct ocxl_syscall *call, unsigned int argument, u64 unit_ns)
{
	long time[2];

	if (!call->arguments[argument] ||
	    ocxl_caller_read(call->tid, call->arguments[argument], time, sizeof(time)) ||
	    time[0] < 0 || time[1] < 0 || (u64)time[0] >= LONG_MAX / SECOND_NS ||
	    (u64)time[1] >= (unit_ns == 1 ? SECOND_NS : LONG_MAX / unit_ns))
		return 0;
	return (u64)time[0] * SECOND_NS + (u64)time[1] * unit_ns;
}

bool ocxl_virtual_limit_read(const struct ocxl_syscall *call, u64 *limit_ns)
{
	const struct call_layout *layout = find_layout(call);

	*limit_ns = 0;
	if (!layout || !ocxl_card_clock_is_virtual())
		return false;
	if (layout->timespec)
		*limit_ns = read_time(call, layout->timespec, 1);
	else if (layout->timeval)
		*limit_ns = read_time(call, layout->timeval, 1000);
	else if ((int)call->arguments[layout->milliseconds] > 0)
		*limit_ns = (u64)(int)call->arguments[layout->milliseconds] * 1000000ULL;
	return *limit_ns > 0;
}

/* Return: whether the call lets other signals through than its caller */
static bool read_signals(const struct ocxl_syscall *call, u64 *blocked)
{
	const struct call_layout *layout = find_layout(call);
	u64 address = layout->signals ? call->arguments[layout->signals] : 0;

	if (layout->signals_at && call->arguments[layout->signals_at] &&
	    ocxl_caller_read(call->tid, call->arguments[layout->signals_at], &address,
			     sizeof(address)))
		return false;
	return address && ocxl_caller_read(call->tid, address, blocked, sizeof(*blocked)) == 0;
}

static bool wait_until(const struct ocxl_syscall *call, u64 end_ns, struct pollfd *fds,
		       unsigned int count, bool (*is_over)(void *context), void *context)
{
	u64 set;
	const u64 *blocked = read_signals(call, &set) ? &set : NULL;
	unsigned int looks = 0;
	bool has_passed;

	while (ocxl_seccomp_is_waiting(call)) {
		/*
		 * Signals do not end the wait for our answer. Another thread may be about to take
		 * the signal.
		 */
		looks = ocxl_caller_has_to_leave(call->tid, blocked) ? looks + 1 : 0;
		if (looks == LOOKS_MIN)
			return false;
		/* first: what came until then is reported */
		has_passed = ocxl_virtual_time_passed_ns() >= end_ns;
		if ((is_over && is_over(context)) ||
		    poll(fds, count, has_passed ? 0 : LOOK_MS) != 0 || has_passed)
			return true;
	}
	return false;
}

bool ocxl_virtual_limit_wait(const struct ocxl_syscall *call, u64 limit_ns, struct pollfd *fds,
			     unsigned int count, bool (*is_over)(void *context), void *context)
{
	struct ocxl_virtual_limit limit;
	bool answers;

	ocxl_virtual_limit_begin(&limit, limit_ns);
	answers = wait_until(call, limit.end_ns, fds, count, is_over, context);
	ocxl_virtual_limit_end(&limit);
	return answers;
}
