// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"

static int poll_once(struct pollfd *fds, nfds_t count, uint64_t deadline_ns,
		     const sigset_t *unblocked)
{
	struct timespec pause;
	uint64_t now, left;
	int rc;

	if (deadline_ns == OCXL_WAIT_FOREVER) {
		rc = ppoll(fds, count, NULL, unblocked);
	} else {
		now = ocxl_clock_now_ns();
		left = deadline_ns > now ? deadline_ns - now : 0;
		pause.tv_sec = left / OCXL_SECOND_NS;
		pause.tv_nsec = left % OCXL_SECOND_NS;
		rc = ppoll(fds, count, &pause, unblocked);
	}
	return rc < 0 ? -errno : rc;
}

int ocxl_wait_for_fds(struct pollfd *fds, nfds_t count, uint64_t deadline_ns)
{
	sigset_t unblocked;
	int rc;

	/* a signal between the test and ppoll() stays pending and ends ppoll() */
	ocxl_signals_block(&unblocked);
	do {
		rc = ocxl_signals_stop_requested() ? -EINTR
						   : poll_once(fds, count, deadline_ns, &unblocked);
	} while (rc == -EINTR && !ocxl_signals_stop_requested());
	ocxl_signals_unblock(&unblocked);
	return rc;
}

uint64_t ocxl_wait_next_pause(uint64_t pause_ns, uint64_t min_ns, uint64_t max_ns)
{
	if (!pause_ns)
		return min_ns;
	return 2 * pause_ns < max_ns ? 2 * pause_ns : max_ns;
}

/* poll() reports changes of a sysfs file since it was last read */
static void read_sysfs_file(struct pollfd *file)
{
	char text[256];

	if (file->fd >= 0 && pread(file->fd, text, sizeof(text), 0) < 0)
		file->fd = -1;
}

int ocxl_wait_for_condition(const struct ocxl_wait_condition *condition)
{
	uint64_t deadline = ocxl_clock_now_ns() + condition->timeout_ns;
	struct pollfd flags = { .fd = condition->flags_fd, .events = POLLPRI };
	uint64_t pause = 0, next;
	bool last;
	int rc;

	for (;;) {
		/* before the check: it takes time, and a change during it ends the next poll() */
		last = ocxl_clock_now_ns() >= deadline;
		read_sysfs_file(&flags);
		if (condition->is_over(condition->context))
			return 0;
		if (last)
			return -ETIMEDOUT;
		pause = ocxl_wait_next_pause(pause, condition->pause_ns, condition->pause_max_ns);
		next = ocxl_clock_now_ns() + pause;
		if (next > deadline)
			next = deadline;
		rc = condition->wait_for_fds
			     ? condition->wait_for_fds(condition->owner, &flags, 1, next)
			     : ocxl_wait_for_fds(&flags, 1, next);
		if (rc < 0)
			return rc;
	}
}
