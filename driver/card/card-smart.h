/* SPDX-License-Identifier: GPL-2.0-only */
/* SMART attributes of the emulated card. */
#ifndef OCXL_CARD_SMART_H
#define OCXL_CARD_SMART_H

#include "card-state.h"

/** ocxlpmem_card_init_smart() - the attributes of a healthy card */
void ocxlpmem_card_init_smart(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_smart() - apply a scenario line */
void ocxlpmem_card_change_smart(struct ocxlpmem_card *card,
				const struct ocxlpmem_smart_change *change);

/** ocxlpmem_card_move_life() - the statistics have this remaining life; so has the attribute, if any */
void ocxlpmem_card_move_life(struct ocxlpmem_card *card, u64 life);

/** ocxlpmem_card_inject_smart() - see ocxlpmem_card_inject(); without @injection->fatal */
int ocxlpmem_card_inject_smart(struct ocxlpmem_card *card,
			       const struct ocxlpmem_injection *injection);

/** ocxlpmem_card_answer_smart() - fill the data buffer; returns a card status */
u8 ocxlpmem_card_answer_smart(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_SMART_H */
