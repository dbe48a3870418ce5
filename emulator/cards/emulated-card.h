/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One emulated card: the model of driver/card, the driver code of driver/core above it, and a
 * label area.
 */
#ifndef OCXL_EMULATOR_EMULATED_CARD_H
#define OCXL_EMULATOR_EMULATED_CARD_H

#include <pthread.h>
#include "base/emulator-options.h"
#include "card/card.h"
#include "cards/card-clock.h"
#include "core/device.h"

/**
 * struct ocxl_ioctl_counters - ioctls that reached one card; atomic, no lock needed
 * @call: ND_CMD_CALL
 * @vendor: ND_CMD_VENDOR
 * @labels: the three label commands
 * @refused: those of the above that ended with an errno
 * @wire: by wire command (OCXLPMEM_CMD_*), commands that reached the driver
 */
struct ocxl_ioctl_counters {
	u64 call;
	u64 vendor;
	u64 labels;
	u64 refused;
	u64 wire[OCXLPMEM_CMD_MAX + 1];
};

/**
 * struct ocxl_emulated_card - one card
 * @number: N of nmemN
 * @options: the command line
 * @queue: held while a thread waits for @lock, so that waiting threads take turns
 * @lock: protects all fields below it except @counters
 * @model: the emulated card
 * @model_host: operations that @model calls
 * @transport: register access from @device to @model
 * @device: the driver
 * @device_host: operations that @device calls
 * @labels: the label area, OCXL_LABEL_AREA_SIZE bytes
 * @clock: the time of @model and @device; has a lock of its own
 * @interrupt_pending: @model raised an interrupt that @device has not handled yet
 * @scenario_changed: lines of a scenario have changed @model, and @device was not told yet
 * @changes: number of times that lines of a scenario have changed @model
 * @flags_changed: @device says that pollers of the sysfs file "flags" must wake
 * @caller_is_gone: while an ioctl runs: was its caller killed? NULL otherwise
 * @caller_context: passed to @caller_is_gone
 * @next_event_ns: time at which @model or @device next has something to do, or OCXL_NEVER
 * @updated: called under @lock before the lock is released: show the new state to processes
 * @counters: ioctls so far
 */
struct ocxl_emulated_card {
	unsigned int number;
	const struct ocxl_options *options;
	pthread_mutex_t queue;
	pthread_mutex_t lock;
	struct ocxlpmem_card *model;
	struct ocxlpmem_card_host model_host;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device device;
	struct ocxlpmem_device_host device_host;
	u8 *labels;
	struct ocxl_card_clock clock;
	bool interrupt_pending;
	bool scenario_changed;
	u64 changes;
	bool flags_changed;
	bool (*caller_is_gone)(void *context);
	void *caller_context;
	u64 next_event_ns;
	void (*updated)(struct ocxl_emulated_card *card);
	struct ocxl_ioctl_counters counters;
};

/**
 * struct ocxl_emulated_cards - all cards
 * @count: number of cards
 * @card: array of @count cards
 */
struct ocxl_emulated_cards {
	unsigned int count;
	struct ocxl_emulated_card *card;
};

/* value of ocxl_emulated_card_health() when the card does not answer */
#define OCXL_HEALTH_GONE (~0ULL)

/**
 * ocxl_emulated_cards_create() - create the cards
 * @cards: filled
 * @options: the command line; must outlive the cards
 * @updated: see struct ocxl_emulated_card
 *
 * Return: 0, or -ENOMEM.
 */
int ocxl_emulated_cards_create(struct ocxl_emulated_cards *cards,
			       const struct ocxl_options *options,
			       void (*updated)(struct ocxl_emulated_card *card));

/**
 * ocxl_emulated_card_is_generic() - is the card a window of memory without a controller?
 * @card: the card
 */
bool ocxl_emulated_card_is_generic(const struct ocxl_emulated_card *card);

/**
 * ocxl_emulated_card_health() - read register CHI
 * @card: the caller holds the lock
 *
 * Return: the register, or OCXL_HEALTH_GONE.
 */
u64 ocxl_emulated_card_health(struct ocxl_emulated_card *card);

/**
 * ocxl_health_memory_available() - can the memory of the card be used?
 * @health: from ocxl_emulated_card_health()
 */
bool ocxl_health_memory_available(u64 health);

/**
 * ocxl_emulated_card_run_events() - let model and driver do what is due, deliver interrupts
 * @card: the caller holds the lock
 */
void ocxl_emulated_card_run_events(struct ocxl_emulated_card *card);

/**
 * ocxl_emulated_card_advance() - let virtual time pass, and run the events that become due, one
 * after the other
 * @card: the caller holds the lock. Its clock moves as far as ocxl_card_clock_advance() lets it
 */
void ocxl_emulated_card_advance(struct ocxl_emulated_card *card);

/**
 * ocxl_emulated_card_reload() - let the driver notice what lines of a scenario have changed
 * @card: the caller holds the lock
 *
 * A driver whose card was replaced loses the error-log entries that it holds and its event counts,
 * as a real one does.
 */
void ocxl_emulated_card_reload(struct ocxl_emulated_card *card);

#endif /* OCXL_EMULATOR_EMULATED_CARD_H */
