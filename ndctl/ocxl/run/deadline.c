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
 * struct question - a command under way in a thread
 * @exchange: the thread's until @answered
 * @bell: rings then
 * @answered: nothing changes any more
 * @next: left behind before
 */
struct question {
	struct ocxl_command exchange;
	int bell;
	bool answered;
	struct question *next;
};

/* what threads still work with stays where it is, and is known, until the process ends */
static struct question *left_behind;
static pthread_mutex_t left_behind_lock = PTHREAD_MUTEX_INITIALIZER;

void ocxl_deadline_start(struct ocxl_deadline *deadline, uint64_t ns)
{
	deadline->at = ocxl_clock_now_ns() + ns;
	deadline->bell = eventfd(0, EFD_CLOEXEC);
	deadline->left = false;
}

void ocxl_deadline_end(struct ocxl_deadline *deadline)
{
	/* one that was left behind has its bell still to ring */
	if (deadline->bell >= 0 && !deadline->left)
		close(deadline->bell);
}

static void *ask(void *argument)
{
	struct question *question = argument;

	ocxl_command_submit(&question->exchange);
	__atomic_store_n(&question->answered, true, __ATOMIC_RELEASE);
	eventfd_write(question->bell, 1);
	return NULL;
}

static bool is_answered(const struct question *question)
{
	return __atomic_load_n(&question->answered, __ATOMIC_ACQUIRE);
}

/* NULL: no thread is to be had */
static struct question *begin(const struct ocxl_deadline *deadline,
			      const struct ocxl_command *exchange, pthread_t *thread)
{
	struct question *question = deadline->bell < 0 ? NULL : calloc(1, sizeof(*question));
	sigset_t unblocked;
	int rc;

	if (!question)
		return NULL;
	question->exchange = *exchange;
	question->bell = deadline->bell;
	/* signals are for the thread that waits */
	ocxl_signals_block(&unblocked);
	rc = pthread_create(thread, NULL, ask, question);
	ocxl_signals_unblock(&unblocked);
	if (!rc)
		return question;
	free(question);
	return NULL;
}

/* the library goes when nobody wants it, and the thread does not say when it is done */
static void leave(struct question *question, struct ndctl_dimm *dimm)
{
	pthread_mutex_lock(&left_behind_lock);
	ndctl_ref(ndctl_dimm_get_ctx(dimm));
	question->next = left_behind;
	left_behind = question;
	pthread_mutex_unlock(&left_behind_lock);
}

bool ocxl_deadline_has_abandoned(void)
{
	const struct question *question;
	bool found = false;

	pthread_mutex_lock(&left_behind_lock);
	for (question = left_behind; question; question = question->next)
		found |= !is_answered(question);
	pthread_mutex_unlock(&left_behind_lock);
	return found;
}

static int await(const struct ocxl_deadline *deadline)
{
	struct pollfd bell = { .fd = deadline->bell, .events = POLLIN };

	return ocxl_wait_for_fds(&bell, 1, deadline->at);
}

void ocxl_deadline_submit(struct ocxl_command *exchange, const struct ocxl_dimm *dimm)
{
	struct ocxl_deadline *deadline = dimm->deadline;
	struct question *question;
	pthread_t thread;
	eventfd_t rings;
	int rc;

	if (deadline->left || ocxl_clock_now_ns() >= deadline->at) {
		exchange->rc = -ECANCELED;
		return;
	}
	question = begin(deadline, exchange, &thread);
	if (!question) {
		ocxl_command_submit(exchange);
		return;
	}
	rc = await(deadline);
	if (rc <= 0 && !is_answered(question)) {
		deadline->left = true;
		pthread_detach(thread);
		leave(question, dimm->ndctl);
		exchange->cmd = NULL;
		exchange->rc = rc ? rc : -ETIMEDOUT;
		return;
	}
	/* the answer is there, and its ring is or comes at once */
	pthread_join(thread, NULL);
	eventfd_read(deadline->bell, &rings);
	*exchange = question->exchange;
	free(question);
}
