// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock of a card, and the thread that runs events of cards that nobody uses.
 */
#include <time.h>
#include "cards/card-lock.h"

/* how often a waiting thread looks whether its reason to wait has ended */
#define LOOK_MS	     50
/* the same for a line of the control socket, which may wait for many cards */
#define LINE_LOOK_MS 1

/**
 * struct event_thread - the thread that runs events
 * @lock: protects @wake_ns
 * @wake_changed: @wake_ns is earlier than before
 * @wake_ns: time at which the thread wakes
 */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t wake_changed;
	u64 wake_ns;
} event_thread = { .lock = PTHREAD_MUTEX_INITIALIZER, .wake_ns = OCXL_NEVER };

void ocxl_emulated_card_lock(struct ocxl_emulated_card *card)
{
	pthread_mutex_lock(&card->queue);
	pthread_mutex_lock(&card->lock);
	pthread_mutex_unlock(&card->queue);
}

static bool lock_unless(pthread_mutex_t *mutex, unsigned int look_ms,
			bool (*has_ended)(void *context), void *context)
{
	struct timespec until;

	for (;;) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += look_ms * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		if (pthread_mutex_timedlock(mutex, &until) == 0)
			return true;
		if (has_ended(context))
			return false;
	}
}

static bool lock_card_unless(struct ocxl_emulated_card *card, unsigned int look_ms,
			     bool (*has_ended)(void *context), void *context)
{
	bool locked;

	if (!lock_unless(&card->queue, look_ms, has_ended, context))
		return false;
	locked = lock_unless(&card->lock, look_ms, has_ended, context);
	pthread_mutex_unlock(&card->queue);
	if (locked && has_ended(context)) {
		ocxl_emulated_card_unlock(card);
		return false;
	}
	return locked;
}

bool ocxl_emulated_card_lock_unless(struct ocxl_emulated_card *card,
				    bool (*has_ended)(void *context), void *context)
{
	return lock_card_unless(card, LOOK_MS, has_ended, context);
}

static void wake_event_thread(u64 due_ns)
{
	pthread_mutex_lock(&event_thread.lock);
	if (due_ns < event_thread.wake_ns) {
		event_thread.wake_ns = due_ns;
		pthread_cond_signal(&event_thread.wake_changed);
	}
	pthread_mutex_unlock(&event_thread.lock);
}

/* Return: when the next event is due */
static u64 finish_and_unlock(struct ocxl_emulated_card *card)
{
	u64 due_ns;

	ocxl_emulated_card_run_events(card);
	card->updated(card);
	due_ns = card->next_event_ns;
	pthread_mutex_unlock(&card->lock);
	return due_ns;
}

void ocxl_emulated_card_unlock(struct ocxl_emulated_card *card)
{
	wake_event_thread(finish_and_unlock(card));
}

static bool is_stopped(void *context)
{
	struct ocxl_emulated_card *card = context;

	return ocxl_card_clock_stopped_by(&card->clock) != OCXL_OPCODE_NONE;
}

bool ocxl_emulated_card_lock_unless_stopped(struct ocxl_emulated_card *card)
{
	if (!ocxl_card_clock_is_virtual()) {
		ocxl_emulated_card_lock(card);
		return true;
	}
	return lock_card_unless(card, LINE_LOOK_MS, is_stopped, card);
}

static bool is_stopped_at_its_time(void *context)
{
	struct ocxl_emulated_card *card = context;

	return ocxl_card_clock_has_arrived(&card->clock) && is_stopped(card);
}

void ocxl_emulated_cards_advance(struct ocxl_emulated_cards *cards, u64 ns)
{
	struct ocxl_emulated_card *card;
	unsigned int i;

	for (i = 0; i < cards->count; i++)
		ocxl_card_clock_advance(&cards->card[i].clock, ns);
	for (i = 0; i < cards->count; i++) {
		card = &cards->card[i];
		if (!lock_card_unless(card, LINE_LOOK_MS, is_stopped_at_its_time, card))
			continue;
		ocxl_emulated_card_advance(card);
		ocxl_emulated_card_unlock(card);
	}
	/* after the cards: a call whose limit passes reports what has changed before */
	ocxl_virtual_time_pass(ns);
}

void ocxl_emulated_card_release(struct ocxl_emulated_card *card, u32 opcodes, bool holds_next)
{
	if (holds_next)
		ocxl_card_clock_hold_next(&card->clock, opcodes);
	else
		ocxl_card_clock_hold(&card->clock, opcodes, false);
	if (lock_card_unless(card, LINE_LOOK_MS, is_stopped, card))
		ocxl_emulated_card_unlock(card);
}

/*
 * Run due events of all cards that nobody uses. A card in use is skipped: its user runs the events
 * and wakes this thread again. Return: when the next event is due.
 */
static u64 run_all_events(struct ocxl_emulated_cards *cards)
{
	u64 next = OCXL_NEVER;
	unsigned int i;
	u64 due_ns;

	for (i = 0; i < cards->count; i++) {
		if (pthread_mutex_trylock(&cards->card[i].lock))
			continue;
		due_ns = finish_and_unlock(&cards->card[i]);
		next = min_t(u64, next, due_ns);
	}
	return next;
}

static void sleep_until(u64 wake_ns)
{
	struct timespec until = { .tv_sec = (time_t)(wake_ns / 1000000000ULL),
				  .tv_nsec = (long)(wake_ns % 1000000000ULL) };

	if (wake_ns == OCXL_NEVER)
		pthread_cond_wait(&event_thread.wake_changed, &event_thread.lock);
	else
		pthread_cond_timedwait(&event_thread.wake_changed, &event_thread.lock, &until);
}

static void *run_event_thread(void *argument)
{
	struct ocxl_emulated_cards *cards = argument;
	u64 next;

	for (;;) {
		pthread_mutex_lock(&event_thread.lock);
		event_thread.wake_ns = OCXL_NEVER;
		pthread_mutex_unlock(&event_thread.lock);
		next = run_all_events(cards);
		pthread_mutex_lock(&event_thread.lock);
		event_thread.wake_ns = min_t(u64, next, event_thread.wake_ns);
		while (event_thread.wake_ns > ocxl_monotonic_ns())
			sleep_until(event_thread.wake_ns);
		pthread_mutex_unlock(&event_thread.lock);
	}
	return NULL;
}

int ocxl_event_thread_start(struct ocxl_emulated_cards *cards)
{
	pthread_condattr_t attributes;
	pthread_t thread;

	if (ocxl_card_clock_is_virtual())
		return 0;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&event_thread.wake_changed, &attributes);
	return -pthread_create(&thread, NULL, run_event_thread, cards);
}
