// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/run/command.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/select.h"

/* a signal does not end the wait for a condition variable: how often to look for one */
#define SIGNAL_CHECK_NS (50 * OCXL_MILLISECOND_NS)

enum sender_state {
	SENDER_IDLE,
	SENDER_SENDING,
	SENDER_ENDING,
};

/**
 * struct ocxl_sender - a thread that sends the commands of a deadline
 * @thread: the thread
 * @lock: of @state, @abandoned and @command
 * @changed: @state has changed
 * @state: the task of the thread
 * @abandoned: nobody waits for @command; the thread ends after it
 * @command: belongs to the thread while @state is SENDER_SENDING
 * @next: sender that was abandoned before
 */
struct ocxl_sender {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum sender_state state;
	bool abandoned;
	struct ocxl_command command;
	struct ocxl_sender *next;
};

/* their threads still use them; they stay reachable until the process ends */
static struct ocxl_sender *abandoned_senders;
static pthread_mutex_t abandoned_lock = PTHREAD_MUTEX_INITIALIZER;

void ocxl_deadline_start(struct ocxl_deadline *deadline, uint64_t limit_ns)
{
	deadline->sender = NULL;
	deadline->abandoned = false;
	ocxl_deadline_restart(deadline, limit_ns);
}

void ocxl_deadline_restart(struct ocxl_deadline *deadline, uint64_t limit_ns)
{
	deadline->end_ns = ocxl_clock_now_ns() + limit_ns;
}

static void *send_commands(void *argument)
{
	struct ocxl_sender *sender = argument;

	pthread_mutex_lock(&sender->lock);
	for (;;) {
		while (sender->state == SENDER_IDLE)
			pthread_cond_wait(&sender->changed, &sender->lock);
		if (sender->state == SENDER_ENDING)
			break;
		pthread_mutex_unlock(&sender->lock);
		ocxl_command_submit(&sender->command);
		pthread_mutex_lock(&sender->lock);
		sender->state = sender->abandoned ? SENDER_ENDING : SENDER_IDLE;
		pthread_cond_signal(&sender->changed);
	}
	pthread_mutex_unlock(&sender->lock);
	return NULL;
}

static void release_sender(struct ocxl_sender *sender)
{
	pthread_cond_destroy(&sender->changed);
	pthread_mutex_destroy(&sender->lock);
	free(sender);
}

/* Return: 0, or a positive errno */
static int start_thread(struct ocxl_sender *sender)
{
	sigset_t unblocked;
	int rc;

	/* the waiting thread receives the signals */
	ocxl_signals_block(&unblocked);
	rc = pthread_create(&sender->thread, NULL, send_commands, sender);
	ocxl_signals_unblock(&unblocked);
	return rc;
}

/* Return: NULL when no thread can be created */
static struct ocxl_sender *new_sender(void)
{
	struct ocxl_sender *sender = calloc(1, sizeof(*sender));
	pthread_condattr_t attributes;

	if (!sender)
		return NULL;
	/* none of these can fail on Linux */
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&sender->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	pthread_mutex_init(&sender->lock, NULL);
	if (!start_thread(sender))
		return sender;
	release_sender(sender);
	return NULL;
}

static void set_state(struct ocxl_sender *sender, enum sender_state state)
{
	pthread_mutex_lock(&sender->lock);
	sender->state = state;
	pthread_cond_signal(&sender->changed);
	pthread_mutex_unlock(&sender->lock);
}

void ocxl_deadline_end(struct ocxl_deadline *deadline)
{
	if (!deadline->sender || deadline->abandoned)
		return;
	set_state(deadline->sender, SENDER_ENDING);
	pthread_join(deadline->sender->thread, NULL);
	release_sender(deadline->sender);
	deadline->sender = NULL;
}

/* the thread uses the context of libndctl, and may end at any time or never */
static void abandon_sender(struct ocxl_sender *sender, struct ndctl_dimm *dimm)
{
	pthread_detach(sender->thread);
	pthread_mutex_lock(&abandoned_lock);
	ndctl_ref(ndctl_dimm_get_ctx(dimm));
	sender->next = abandoned_senders;
	abandoned_senders = sender;
	pthread_mutex_unlock(&abandoned_lock);
}

bool ocxl_deadline_has_abandoned(void)
{
	struct ocxl_sender *sender;
	bool found = false;

	pthread_mutex_lock(&abandoned_lock);
	for (sender = abandoned_senders; sender; sender = sender->next) {
		pthread_mutex_lock(&sender->lock);
		found |= sender->state == SENDER_SENDING;
		pthread_mutex_unlock(&sender->lock);
	}
	pthread_mutex_unlock(&abandoned_lock);
	return found;
}

static void wait_until(struct ocxl_sender *sender, uint64_t end_ns)
{
	const struct timespec end = {
		.tv_sec = (time_t)(end_ns / OCXL_SECOND_NS),
		.tv_nsec = (long)(end_ns % OCXL_SECOND_NS),
	};

	pthread_cond_timedwait(&sender->changed, &sender->lock, &end);
}

/* Return: 0; or -ETIMEDOUT or -EINTR, and the sender is abandoned */
static int wait_for_answer(struct ocxl_sender *sender, uint64_t end_ns)
{
	uint64_t now_ns, check_ns;
	int rc = 0;

	pthread_mutex_lock(&sender->lock);
	while (sender->state == SENDER_SENDING && !rc) {
		now_ns = ocxl_clock_now_ns();
		check_ns = now_ns + SIGNAL_CHECK_NS;
		if (ocxl_signals_stop_requested())
			rc = -EINTR;
		else if (now_ns >= end_ns)
			rc = -ETIMEDOUT;
		else
			wait_until(sender, check_ns < end_ns ? check_ns : end_ns);
	}
	sender->abandoned = rc != 0;
	pthread_mutex_unlock(&sender->lock);
	return rc;
}

void ocxl_deadline_submit(struct ocxl_command *command, const struct ocxl_dimm *dimm)
{
	struct ocxl_deadline *deadline = dimm->deadline;
	struct ocxl_sender *sender;
	int rc;

	if (deadline->abandoned || ocxl_clock_now_ns() >= deadline->end_ns) {
		command->rc = -ECANCELED;
		return;
	}
	if (!deadline->sender)
		deadline->sender = new_sender();
	sender = deadline->sender;
	if (!sender) {
		ocxl_command_submit(command);
		return;
	}
	sender->command = *command;
	set_state(sender, SENDER_SENDING);
	rc = wait_for_answer(sender, deadline->end_ns);
	if (!rc) {
		*command = sender->command;
		return;
	}
	deadline->abandoned = true;
	abandon_sender(sender, dimm->ndctl);
	command->cmd = NULL;
	command->rc = rc;
}
