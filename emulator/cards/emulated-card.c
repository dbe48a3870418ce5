// SPDX-License-Identifier: GPL-2.0-only
/*
 * One emulated card.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include "cards/emulated-card.h"

#define FIRST_SERIAL	  1234567890ULL
/* limits how long a model that raises interrupts without end keeps the lock */
#define INTERRUPTS_MAX	  16
/* Waits of this length and above notice that the caller was killed: asking takes a system call. */
#define WAIT_CHECK_MIN_US 500

static u64 host_now_ns(void *context)
{
	struct ocxl_emulated_card *card = context;

	return ocxl_card_clock_now_ns(&card->clock);
}

static bool host_is_held(void *context, u8 opcode)
{
	struct ocxl_emulated_card *card = context;

	return ocxl_card_clock_holds(&card->clock, opcode);
}

static void host_interrupt(void *context, unsigned int line, u64 handle)
{
	struct ocxl_emulated_card *card = context;

	(void)line;
	(void)handle;
	card->interrupt_pending = true;
}

static void host_scenario_changed(void *context)
{
	struct ocxl_emulated_card *card = context;

	card->scenario_changed = true;
}

static void host_flags_changed(void *context)
{
	struct ocxl_emulated_card *card = context;

	card->flags_changed = true;
}

static int transport_wait_us(void *context, u32 microseconds)
{
	struct ocxl_emulated_card *card = context;
	struct timespec pause = { .tv_sec = microseconds / 1000000,
				  .tv_nsec = (long)(microseconds % 1000000) * 1000 };

	if (ocxl_card_clock_is_virtual())
		return ocxl_card_clock_wait(&card->clock, ocxlpmem_card_running_opcode(card->model),
					    microseconds * 1000ULL, card->caller_is_gone,
					    card->caller_context);
	if (microseconds >= WAIT_CHECK_MIN_US && card->caller_is_gone &&
	    card->caller_is_gone(card->caller_context))
		return -EINTR;
	nanosleep(&pause, NULL);
	return 0;
}

static int transport_read64(void *context, u32 offset, u64 *value)
{
	struct ocxl_emulated_card *card = context;

	return ocxlpmem_card_read64(card->model, offset, value);
}

static int transport_write64(void *context, u32 offset, u64 value)
{
	struct ocxl_emulated_card *card = context;

	/* before the doorbell: the card may answer at once */
	if (offset == OCXL_REG_HCI && ocxl_card_clock_is_virtual() &&
	    ocxlpmem_card_running_opcode(card->model) == OCXL_OPCODE_NONE)
		ocxl_card_clock_begin_request(&card->clock);
	return ocxlpmem_card_write64(card->model, offset, value);
}

static int transport_inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct ocxl_emulated_card *card = context;

	return ocxlpmem_card_inject(card->model, injection);
}

static void *host_allocate(void *context, size_t size)
{
	(void)context;
	return malloc(size);
}

static void host_release(void *context, void *memory)
{
	(void)context;
	free(memory);
}

static void set_operations(struct ocxl_emulated_card *card)
{
	card->model_host = (struct ocxlpmem_card_host) {
		.context = card,
		.now_ns = host_now_ns,
		.is_held = host_is_held,
		.interrupt = host_interrupt,
		.changed = host_scenario_changed,
		.more_keywords = "card; in a file: cards, stage; with --send: stage, counters, "
				 "first-contact, advance, hold, release, waiting",
	};
	card->transport = (struct ocxlpmem_transport) {
		.context = card,
		.read64 = transport_read64,
		.write64 = transport_write64,
		.now_ns = host_now_ns,
		.wait_us = transport_wait_us,
		.inject = transport_inject,
	};
	card->device_host = (struct ocxlpmem_device_host) {
		.context = card,
		.allocate = host_allocate,
		.release = host_release,
		.changed = host_flags_changed,
	};
}

/* Pages that no process writes to take no memory. */
static int allocate_labels(struct ocxl_emulated_card *card)
{
	void *area = mmap(NULL, OCXL_LABEL_AREA_SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (area == MAP_FAILED)
		return -ENOMEM;
	card->labels = area;
	return 0;
}

static u32 random_generation(void)
{
	u32 generation;

	if (getrandom(&generation, sizeof(generation), 0) != sizeof(generation))
		generation = (u32)ocxl_monotonic_ns();
	return generation;
}

static int create_card(struct ocxl_emulated_card *card, unsigned int number,
		       const struct ocxl_options *options)
{
	struct ocxlpmem_device_setup setup = {
		.serial = FIRST_SERIAL + number,
		.capacity = options->capacity,
		.emulated = true,
	};
	void *memory = calloc(1, ocxlpmem_card_size());

	if (!memory || allocate_labels(card))
		return -ENOMEM;
	card->number = number;
	card->options = options;
	pthread_mutex_init(&card->queue, NULL);
	pthread_mutex_init(&card->lock, NULL);
	ocxl_card_clock_init(&card->clock);
	set_operations(card);
	card->model = ocxlpmem_card_init(memory, &card->model_host, setup.serial, setup.capacity);
	setup.generation = random_generation();
	return ocxlpmem_device_init(&card->device, &card->transport, &card->device_host, &setup);
}

int ocxl_emulated_cards_create(struct ocxl_emulated_cards *cards,
			       const struct ocxl_options *options,
			       void (*updated)(struct ocxl_emulated_card *card))
{
	unsigned int i;
	int rc = 0;

	cards->count = options->card_count;
	cards->card = calloc(cards->count, sizeof(*cards->card));
	if (!cards->card)
		return -ENOMEM;
	for (i = 0; i < cards->count && !rc; i++) {
		cards->card[i].updated = updated;
		rc = create_card(&cards->card[i], i, options);
	}
	return rc;
}

bool ocxl_emulated_card_is_generic(const struct ocxl_emulated_card *card)
{
	return card->options->generic[card->number];
}

u64 ocxl_emulated_card_health(struct ocxl_emulated_card *card)
{
	u64 health;

	return ocxlpmem_card_read64(card->model, OCXL_REG_CHI, &health) ? OCXL_HEALTH_GONE : health;
}

bool ocxl_health_memory_available(u64 health)
{
	return health != OCXL_HEALTH_GONE && (health & OCXL_CHI_CRDY) && (health & OCXL_CHI_MA);
}

/* A word of the file "flags" is due because time has passed. */
static void run_due_check(struct ocxl_emulated_card *card)
{
	u64 due_ns = ocxlpmem_device_next_check_ns(&card->device);

	if (ocxl_card_clock_now_ns(&card->clock) >= due_ns) {
		ocxlpmem_device_refresh_health(&card->device);
		due_ns = ocxlpmem_device_next_check_ns(&card->device);
	}
	card->next_event_ns = min_t(u64, card->next_event_ns, due_ns);
}

static void rebind_driver(struct ocxl_emulated_card *card)
{
	struct ocxlpmem_device_setup setup = card->device.setup;

	setup.serial = ocxlpmem_card_serial(card->model);
	setup.generation = random_generation();
	ocxlpmem_device_destroy(&card->device);
	ocxlpmem_device_init(&card->device, &card->transport, &card->device_host, &setup);
}

void ocxl_emulated_card_reload(struct ocxl_emulated_card *card)
{
	u8 opcode;

	card->changes++;
	/* Another serial number is another card: replacing a card unbinds the driver. */
	if (card->device.setup.serial != ocxlpmem_card_serial(card->model))
		rebind_driver(card);
	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++)
		ocxlpmem_device_set_timeout(&card->device, opcode,
					    ocxlpmem_card_timeout_ms(card->model, opcode));
	/* A card that disappears or resets sends no interrupt itself. */
	ocxlpmem_device_refresh_health(&card->device);
}

void ocxl_emulated_card_run_events(struct ocxl_emulated_card *card)
{
	unsigned int count = 0;

	do {
		card->next_event_ns = ocxlpmem_card_advance(card->model);
		if (card->scenario_changed) {
			card->scenario_changed = false;
			ocxl_emulated_card_reload(card);
		}
		if (!card->interrupt_pending)
			break;
		card->interrupt_pending = false;
		ocxlpmem_device_refresh_health(&card->device);
	} while (++count < INTERRUPTS_MAX);
	/* A card that is gone sends no interrupt. A kernel notices the broken link itself. */
	if (!card->device.gone && ocxl_emulated_card_health(card) == OCXL_HEALTH_GONE)
		ocxlpmem_device_refresh_health(&card->device);
	run_due_check(card);
}

void ocxl_emulated_card_advance(struct ocxl_emulated_card *card)
{
	while (ocxl_card_clock_step(&card->clock, card->next_event_ns)) {
		ocxl_emulated_card_run_events(card);
		card->updated(card);
	}
}
