// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <time.h>
#include <unistd.h>
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"

#define SECOND_NS UINT64_C(1000000000)

uint64_t ocxl_wait_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}

static int wait_once(struct pollfd *fds, nfds_t count, uint64_t deadline, const sigset_t *unblocked)
{
	struct timespec pause;
	uint64_t now, left;
	int rc;

	if (deadline == OCXL_WAIT_FOREVER) {
		rc = ppoll(fds, count, NULL, unblocked);
	} else {
		now = ocxl_wait_now();
		left = deadline > now ? deadline - now : 0;
		pause.tv_sec = left / SECOND_NS;
		pause.tv_nsec = left % SECOND_NS;
		rc = ppoll(fds, count, &pause, unblocked);
	}
	return rc < 0 ? -errno : rc;
}

int ocxl_wait(struct pollfd *fds, nfds_t count, uint64_t deadline)
{
	sigset_t unblocked;
	int rc;

	/* between the question and the wait none comes through */
	ocxl_signals_block(&unblocked);
	do {
		rc = ocxl_signals_stop_requested() ? -EINTR
						   : wait_once(fds, count, deadline, &unblocked);
	} while (rc == -EINTR && !ocxl_signals_stop_requested());
	ocxl_signals_unblock(&unblocked);
	return rc;
}

void ocxl_wait_arm(struct pollfd *fd)
{
	char text[256];

	if (fd->fd >= 0 && pread(fd->fd, text, sizeof(text), 0) < 0)
		fd->fd = -1;
}

int ocxl_wait_look(struct pollfd *fd, uint64_t pause_ns, uint64_t deadline)
{
	uint64_t look_at = ocxl_wait_now() + pause_ns;
	int rc = ocxl_wait(fd, 1, look_at < deadline ? look_at : deadline);

	return rc < 0 ? rc : 0;
}
