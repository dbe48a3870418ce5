/* SPDX-License-Identifier: GPL-2.0-only */
/* The dump of the emulated card. */
#ifndef OCXL_CARD_DUMP_H
#define OCXL_CARD_DUMP_H

#include "card-state.h"

/** ocxlpmem_card_init_dump() - defaults until a scenario changes them; no dump */
void ocxlpmem_card_init_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_dump() - apply a scenario line */
void ocxlpmem_card_change_dump(struct ocxlpmem_card *card,
			       const struct ocxlpmem_dump_change *change);

/** ocxlpmem_card_take_dump() - doorbell CD */
void ocxlpmem_card_take_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_collect_dump() - doorbell CDC */
void ocxlpmem_card_collect_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_reset_dump() - cancel a dump that is being taken; called before HCI is cleared */
void ocxlpmem_card_reset_dump(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_advance_dump() - complete the dump if it is due
 * @card: the card
 *
 * Return: when the dump is complete, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_answer_dump() - fill the data buffer with a piece; returns a card status */
u8 ocxlpmem_card_answer_dump(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_DUMP_H */
