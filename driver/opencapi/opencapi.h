/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupts of a card on the OpenCAPI bus, and cards that windows can name. */
#ifndef OCXLPMEM_OPENCAPI_H
#define OCXLPMEM_OPENCAPI_H

#include <linux/completion.h>
#include <linux/list.h>
#include "afu.h"

/**
 * struct ocxlpmem_named_card - a card that windows can name
 * @card: the card
 * @node: in the list of these cards
 * @unused: no window uses its controller
 * @leaving: it goes, and is found no longer
 */
struct ocxlpmem_named_card {
	struct ocxlpmem_opencapi card;
	struct list_head node;
	struct completion unused;
	bool leaving;
};

/** ocxlpmem_interrupts_init() - a card without interrupts */
void ocxlpmem_interrupts_init(struct ocxlpmem_opencapi *card);

/** ocxlpmem_interrupts_listen() - operation listen of struct ocxlpmem_controller_ops */
int ocxlpmem_interrupts_listen(struct ocxlpmem_controller *controller, bool on);

/** ocxlpmem_interrupts_set_targets() - operation set_targets of struct ocxlpmem_controller_ops */
int ocxlpmem_interrupts_set_targets(struct ocxlpmem_controller *controller);

/** ocxlpmem_interrupts_rearm() - operation rearm of struct ocxlpmem_controller_ops */
bool ocxlpmem_interrupts_rearm(struct ocxlpmem_controller *controller);

/** ocxlpmem_card_begin_use() - windows can name the card, just created, from now on */
void ocxlpmem_card_begin_use(struct ocxlpmem_named_card *named);

/**
 * ocxlpmem_card_end_use() - end the use of a card that goes; waits until nobody accesses it
 * @named: its PCI device is locked
 */
void ocxlpmem_card_end_use(struct ocxlpmem_named_card *named);

#endif /* OCXLPMEM_OPENCAPI_H */
