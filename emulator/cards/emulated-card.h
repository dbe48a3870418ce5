/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The emulated cards: the model of driver/card, the driver of driver/core on top
 * of it, a lock and a label area each.
 */
#ifndef OCXL_EMULATOR_EMULATED_CARD_H
#define OCXL_EMULATOR_EMULATED_CARD_H

#include <pthread.h>
#include "base/options.h"
#include "card/card.h"
#include "core/device.h"
#include "trees/flags-file.h"

/**
 * struct ocxl_counters - ioctls that were caught for one card, for tests
 * @call: ND_CMD_CALL
 * @vendor: ND_CMD_VENDOR
 * @labels: the three label commands
 * @refused: of all these, those that ended in an errno
 * @wire: wire commands that reached the driver, by number
 */
struct ocxl_counters {
	u64 call;
	u64 vendor;
	u64 labels;
	u64 refused;
	u64 wire[OCXL_CMD_MAX + 1];
};

/**
 * struct ocxl_emulated - one card
 * @number: N of nmemN
 * @settings: of the whole run
 * @turn: held by who waits for @lock next: who has just had it does not get it again before
 * @lock: held by whoever uses anything below but @counters (atomic)
 * @model: the emulated card
 * @model_host: what the model calls back
 * @transport: from driver to model
 * @device: the driver
 * @device_host: what the driver calls back
 * @labels: the label area, OCXL_LABEL_AREA_SIZE bytes
 * @interrupted: the model raised an interrupt that the driver has not seen yet
 * @changed: the driver says that pollers are to be woken
 * @abandoned: asked while the driver waits: has the caller been killed
 * @abandoned_context: handed to it
 * @due_ns: when the model wants ocxlpmem_card_advance() next
 * @flags: the sysfs file of that name
 * @state: inode of the sysfs file of that name, which never changes; 0: not built yet
 * @serial: as sysfs says it now
 * @fw_version: as sysfs says it now
 * @enabled: sysfs shows a driver
 * @counters: for tests
 */
struct ocxl_emulated {
	unsigned int number;
	const struct ocxl_settings *settings;
	pthread_mutex_t turn;
	pthread_mutex_t lock;
	struct ocxlpmem_card *model;
	struct ocxlpmem_card_host model_host;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device device;
	struct ocxlpmem_device_host device_host;
	u8 *labels;
	bool interrupted;
	bool changed;
	bool (*abandoned)(void *context);
	void *abandoned_context;
	u64 due_ns;
	struct ocxl_flags flags;
	ino_t state;
	u64 serial;
	char fw_version[9];
	bool enabled;
	struct ocxl_counters counters;
};

/**
 * struct ocxl_cards - all of them
 * @count: how many
 * @card: the array
 */
struct ocxl_cards {
	unsigned int count;
	struct ocxl_emulated *card;
};

/** ocxl_cards_create() - make the cards that @settings want. Return: 0 or -ENOMEM */
int ocxl_cards_create(struct ocxl_cards *cards, const struct ocxl_settings *settings);

/** ocxl_emulated_generic() - a window without a controller? */
bool ocxl_emulated_generic(const struct ocxl_emulated *card);

/* register CHI of a card that is gone from its link */
#define OCXL_HEALTH_GONE (~0ULL)

/** ocxl_emulated_health() - register CHI or OCXL_HEALTH_GONE; the caller holds the lock */
u64 ocxl_emulated_health(struct ocxl_emulated *card);

/** ocxl_emulated_lock() - get the card for oneself */
void ocxl_emulated_lock(struct ocxl_emulated *card);

/**
 * ocxl_emulated_rebind() - the driver lets go of the card, and takes what is in its place now
 * @card: the caller holds the lock
 *
 * What it held of the error log, and its memory of events, goes.
 */
void ocxl_emulated_rebind(struct ocxl_emulated *card);

/**
 * ocxl_emulated_unlock() - bring sysfs and pollers up to date, then let others have the card
 */
void ocxl_emulated_unlock(struct ocxl_emulated *card);

/**
 * ocxl_emulated_settle() - let time pass and deliver interrupts
 * @card: the caller holds the lock
 */
void ocxl_emulated_settle(struct ocxl_emulated *card);

/**
 * ocxl_cards_start_clock() - a thread that lets time pass for cards that nobody uses
 *
 * Return: 0 or -errno.
 */
int ocxl_cards_start_clock(struct ocxl_cards *cards);

/** ocxl_clock_ns() - the clock of cards and drivers */
u64 ocxl_clock_ns(void);

#endif /* OCXL_EMULATOR_EMULATED_CARD_H */
