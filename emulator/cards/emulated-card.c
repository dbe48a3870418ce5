// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulated cards: set-up, lock, clock.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include "cards/emulated-card.h"
#include "trees/sysfs-tree.h"

#define FIRST_SERIAL  1234567890ULL
/* a model that raises interrupts for ever must not hold the lock for ever */
#define SETTLE_ROUNDS 16

/**
 * struct clock - the thread that lets time pass
 * @lock: for @wake_ns
 * @moved: a card wants to be looked at before @wake_ns
 * @wake_ns: when the thread looks next
 */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	u64 wake_ns;
} clock_thread = { .lock = PTHREAD_MUTEX_INITIALIZER, .wake_ns = OCXL_NEVER };

u64 ocxl_clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000ULL + (u64)now.tv_nsec;
}

static u64 now_ns(void *context)
{
	(void)context;
	return ocxl_clock_ns();
}

static void note_interrupt(void *context, unsigned int line)
{
	struct ocxl_emulated *card = context;

	(void)line;
	card->interrupted = true;
}

static void note_change(void *context)
{
	struct ocxl_emulated *card = context;

	card->changed = true;
}

static int wait_us(void *context, u32 microseconds)
{
	struct ocxl_emulated *card = context;
	struct timespec pause = { .tv_sec = microseconds / 1000000,
				  .tv_nsec = (long)(microseconds % 1000000) * 1000 };

	if (microseconds >= 500 && card->abandoned && card->abandoned(card->abandoned_context))
		return -EINTR;
	nanosleep(&pause, NULL);
	return 0;
}

static int read64(void *context, u32 offset, u64 *value)
{
	struct ocxl_emulated *card = context;

	return ocxlpmem_card_read64(card->model, offset, value);
}

static int write64(void *context, u32 offset, u64 value)
{
	struct ocxl_emulated *card = context;

	return ocxlpmem_card_write64(card->model, offset, value);
}

static int inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct ocxl_emulated *card = context;

	return ocxlpmem_card_inject(card->model, injection);
}

static void *allocate(void *context, size_t size)
{
	(void)context;
	return malloc(size);
}

static void release(void *context, void *memory)
{
	(void)context;
	free(memory);
}

static int make_labels(struct ocxl_emulated *card)
{
	void *area = mmap(NULL, OCXL_LABEL_AREA_SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (area == MAP_FAILED)
		return -ENOMEM;
	card->labels = area;
	return 0;
}

static void make_hosts(struct ocxl_emulated *card)
{
	card->model_host = (struct ocxlpmem_card_host) {
		.context = card,
		.now_ns = now_ns,
		.interrupt = note_interrupt,
	};
	card->transport = (struct ocxlpmem_transport) {
		.context = card,
		.read64 = read64,
		.write64 = write64,
		.now_ns = now_ns,
		.wait_us = wait_us,
		.inject = inject,
	};
	card->device_host = (struct ocxlpmem_device_host) {
		.context = card,
		.allocate = allocate,
		.release = release,
		.changed = note_change,
	};
}

static u32 new_generation(void)
{
	u32 generation;

	if (getrandom(&generation, sizeof(generation), 0) != sizeof(generation))
		generation = (u32)ocxl_clock_ns();
	return generation;
}

static int make_card(struct ocxl_emulated *card, unsigned int number,
		     const struct ocxl_settings *settings)
{
	struct ocxlpmem_device_setup setup = {
		.serial = FIRST_SERIAL + number,
		.capacity = settings->capacity,
		.emulated = true,
	};
	void *memory = calloc(1, ocxlpmem_card_size());

	if (!memory || make_labels(card))
		return -ENOMEM;
	card->number = number;
	card->settings = settings;
	card->due_ns = OCXL_NEVER;
	card->flags.directory = -1;
	pthread_mutex_init(&card->turn, NULL);
	pthread_mutex_init(&card->lock, NULL);
	pthread_mutex_init(&card->flags.lock, NULL);
	make_hosts(card);
	card->model = ocxlpmem_card_init(memory, &card->model_host, setup.serial, setup.capacity);
	setup.generation = new_generation();
	return ocxlpmem_device_init(&card->device, &card->transport, &card->device_host, &setup);
}

int ocxl_cards_create(struct ocxl_cards *cards, const struct ocxl_settings *settings)
{
	unsigned int i;
	int rc = 0;

	cards->count = settings->cards;
	cards->card = calloc(settings->cards + 1, sizeof(*cards->card));
	if (!cards->card)
		return -ENOMEM;
	for (i = 0; i < cards->count && !rc; i++)
		rc = make_card(&cards->card[i], i, settings);
	return rc;
}

bool ocxl_emulated_generic(const struct ocxl_emulated *card)
{
	return card->settings->generic[card->number];
}

u64 ocxl_emulated_health(struct ocxl_emulated *card)
{
	u64 health;

	return ocxlpmem_card_read64(card->model, OCXL_REG_CHI, &health) ? OCXL_HEALTH_GONE : health;
}

void ocxl_emulated_lock(struct ocxl_emulated *card)
{
	pthread_mutex_lock(&card->turn);
	pthread_mutex_lock(&card->lock);
	pthread_mutex_unlock(&card->turn);
}

void ocxl_emulated_settle(struct ocxl_emulated *card)
{
	unsigned int round = 0;

	do {
		card->due_ns = ocxlpmem_card_advance(card->model);
		if (!card->interrupted)
			break;
		card->interrupted = false;
		ocxlpmem_device_refresh_health(&card->device);
	} while (++round < SETTLE_ROUNDS);
	/* a kernel notices a broken link by itself */
	if (!card->device.gone && ocxl_emulated_health(card) == OCXL_HEALTH_GONE)
		ocxlpmem_device_refresh_health(&card->device);
}

void ocxl_emulated_rebind(struct ocxl_emulated *card)
{
	struct ocxlpmem_device_setup setup = card->device.setup;

	setup.serial = ocxlpmem_card_serial(card->model);
	setup.generation = new_generation();
	ocxlpmem_device_destroy(&card->device);
	ocxlpmem_device_init(&card->device, &card->transport, &card->device_host, &setup);
}

static void wake_clock(u64 due_ns)
{
	pthread_mutex_lock(&clock_thread.lock);
	if (due_ns < clock_thread.wake_ns) {
		clock_thread.wake_ns = due_ns;
		pthread_cond_signal(&clock_thread.moved);
	}
	pthread_mutex_unlock(&clock_thread.lock);
}

void ocxl_emulated_unlock(struct ocxl_emulated *card)
{
	u64 due_ns;

	ocxl_emulated_settle(card);
	ocxl_tree_refresh(card);
	due_ns = card->due_ns;
	pthread_mutex_unlock(&card->lock);
	if (due_ns != OCXL_NEVER)
		wake_clock(due_ns);
}

/* a card that is in use is left alone: its user settles it and wakes the clock again */
static u64 look_at(struct ocxl_cards *cards)
{
	u64 next = OCXL_NEVER;
	unsigned int i;

	for (i = 0; i < cards->count; i++) {
		struct ocxl_emulated *card = &cards->card[i];

		if (pthread_mutex_trylock(&card->lock))
			continue;
		ocxl_emulated_settle(card);
		ocxl_tree_refresh(card);
		next = min_t(u64, next, card->due_ns);
		pthread_mutex_unlock(&card->lock);
	}
	return next;
}

static void sleep_until(u64 wake_ns)
{
	struct timespec until = { .tv_sec = (time_t)(wake_ns / 1000000000ULL),
				  .tv_nsec = (long)(wake_ns % 1000000000ULL) };

	if (wake_ns == OCXL_NEVER)
		pthread_cond_wait(&clock_thread.moved, &clock_thread.lock);
	else
		pthread_cond_timedwait(&clock_thread.moved, &clock_thread.lock, &until);
}

static void *run_clock(void *argument)
{
	struct ocxl_cards *cards = argument;
	u64 next;

	for (;;) {
		pthread_mutex_lock(&clock_thread.lock);
		clock_thread.wake_ns = OCXL_NEVER;
		pthread_mutex_unlock(&clock_thread.lock);
		next = look_at(cards);
		pthread_mutex_lock(&clock_thread.lock);
		clock_thread.wake_ns = min_t(u64, next, clock_thread.wake_ns);
		while (clock_thread.wake_ns > ocxl_clock_ns())
			sleep_until(clock_thread.wake_ns);
		pthread_mutex_unlock(&clock_thread.lock);
	}
	return NULL;
}

int ocxl_cards_start_clock(struct ocxl_cards *cards)
{
	pthread_condattr_t attributes;
	pthread_t thread;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&clock_thread.moved, &attributes);
	return -pthread_create(&thread, NULL, run_clock, cards);
}
