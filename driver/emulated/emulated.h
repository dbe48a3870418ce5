/* SPDX-License-Identifier: GPL-2.0-only */
/* An emulated controller: the model of a card, and its debugfs file. */
#ifndef OCXLPMEM_EMULATED_H
#define OCXLPMEM_EMULATED_H

#include <linux/mutex.h>
#include "../card/card.h"
#include "../nvdimm/controller.h"

/* bytes of the message about a refused scenario */
#define OCXL_SCENARIO_MESSAGE_MAX 400

/**
 * struct ocxlpmem_emulated - an emulated controller
 * @controller: for the driver
 * @host: callbacks of @card
 * @card: the model
 * @start: physical address of its memory, which an erase clears
 * @message_lock: for @message
 * @message: why the last scenario was refused, with a newline; empty if it was not
 */
struct ocxlpmem_emulated {
	struct ocxlpmem_controller controller;
	struct ocxlpmem_card_host host;
	struct ocxlpmem_card *card;
	u64 start;
	struct mutex message_lock;
	char message[OCXL_SCENARIO_MESSAGE_MAX];
};

/** ocxlpmem_emulated_of() - the emulated controller behind a controller */
static inline struct ocxlpmem_emulated *
ocxlpmem_emulated_of(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct ocxlpmem_emulated, controller);
}

/**
 * ocxlpmem_emulated_create() - an emulated controller with a new card
 * @start: physical address of its memory
 * @size: bytes of the memory, with the label area
 *
 * Return: the controller, or NULL without memory.
 */
struct ocxlpmem_emulated *ocxlpmem_emulated_create(u64 start, u64 size);

/** ocxlpmem_emulated_free() - end of a controller that nobody uses */
void ocxlpmem_emulated_free(struct ocxlpmem_emulated *emulated);

/* The debugfs file "scenario" of an emulated controller. */

/** ocxlpmem_scenario_add_file() - operation add_files of struct ocxlpmem_front_end */
void ocxlpmem_scenario_add_file(struct ocxlpmem_controller *controller, struct dentry *directory);

#endif /* OCXLPMEM_EMULATED_H */
