// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"
#include "ocxl/run/command.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/select.h"

/**
 * struct threaded_command - a command that a thread sends
 * @command: belongs to the thread until @answered
 * @answered_fd: of the deadline; written when @answered
 * @answered: the thread does not change @command any further
 * @next: command that was abandoned before
 */
struct threaded_command {
	struct ocxl_command command;
	int answered_fd;
	bool answered;
	struct threaded_command *next;
};

/* their threads still use them; they stay reachable until the process ends */
static struct threaded_command *abandoned_commands;
static pthread_mutex_t abandoned_lock = PTHREAD_MUTEX_INITIALIZER;

void ocxl_deadline_start(struct ocxl_deadline *deadline, uint64_t limit_ns)
{
	deadline->end_ns = ocxl_clock_now_ns() + limit_ns;
	deadline->answered_fd = eventfd(0, EFD_CLOEXEC);
	deadline->abandoned = false;
}

void ocxl_deadline_end(struct ocxl_deadline *deadline)
{
	/* the thread of an abandoned command may still write to it */
	if (deadline->answered_fd >= 0 && !deadline->abandoned)
		close(deadline->answered_fd);
}

static void *submit_in_thread(void *argument)
{
	struct threaded_command *threaded = argument;

	ocxl_command_submit(&threaded->command);
	__atomic_store_n(&threaded->answered, true, __ATOMIC_RELEASE);
	eventfd_write(threaded->answered_fd, 1);
	return NULL;
}

static bool is_answered(const struct threaded_command *threaded)
{
	return __atomic_load_n(&threaded->answered, __ATOMIC_ACQUIRE);
}

/* Return: NULL when no thread can be created */
static struct threaded_command *start_thread(const struct ocxl_deadline *deadline,
					     const struct ocxl_command *command, pthread_t *thread)
{
	struct threaded_command *threaded =
		deadline->answered_fd < 0 ? NULL : calloc(1, sizeof(*threaded));
	sigset_t unblocked;
	int rc;

	if (!threaded)
		return NULL;
	threaded->command = *command;
	threaded->answered_fd = deadline->answered_fd;
	/* the waiting thread receives the signals */
	ocxl_signals_block(&unblocked);
	rc = pthread_create(thread, NULL, submit_in_thread, threaded);
	ocxl_signals_unblock(&unblocked);
	if (!rc)
		return threaded;
	free(threaded);
	return NULL;
}

/* the thread uses the context of libndctl, and may end at any time or never */
static void abandon_command(struct threaded_command *threaded, struct ndctl_dimm *dimm)
{
	pthread_mutex_lock(&abandoned_lock);
	ndctl_ref(ndctl_dimm_get_ctx(dimm));
	threaded->next = abandoned_commands;
	abandoned_commands = threaded;
	pthread_mutex_unlock(&abandoned_lock);
}

bool ocxl_deadline_has_abandoned(void)
{
	const struct threaded_command *threaded;
	bool found = false;

	pthread_mutex_lock(&abandoned_lock);
	for (threaded = abandoned_commands; threaded; threaded = threaded->next)
		found |= !is_answered(threaded);
	pthread_mutex_unlock(&abandoned_lock);
	return found;
}

static int wait_for_answer(const struct ocxl_deadline *deadline)
{
	struct pollfd answered = { .fd = deadline->answered_fd, .events = POLLIN };

	return ocxl_wait_for_fds(&answered, 1, deadline->end_ns);
}

void ocxl_deadline_submit(struct ocxl_command *command, const struct ocxl_dimm *dimm)
{
	struct ocxl_deadline *deadline = dimm->deadline;
	struct threaded_command *threaded;
	pthread_t thread;
	eventfd_t count;
	int rc;

	if (deadline->abandoned || ocxl_clock_now_ns() >= deadline->end_ns) {
		command->rc = -ECANCELED;
		return;
	}
	threaded = start_thread(deadline, command, &thread);
	if (!threaded) {
		ocxl_command_submit(command);
		return;
	}
	rc = wait_for_answer(deadline);
	if (rc <= 0 && !is_answered(threaded)) {
		deadline->abandoned = true;
		pthread_detach(thread);
		abandon_command(threaded, dimm->ndctl);
		command->cmd = NULL;
		command->rc = rc ? rc : -ETIMEDOUT;
		return;
	}
	/* the join waits for the write to the eventfd, if that is still to come */
	pthread_join(thread, NULL);
	eventfd_read(deadline->answered_fd, &count);
	*command = threaded->command;
	free(threaded);
}
