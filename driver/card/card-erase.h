/* SPDX-License-Identifier: GPL-2.0-only */
/* Near-storage secure erase: the card's second mailbox. */
#ifndef OCXL_CARD_ERASE_H
#define OCXL_CARD_ERASE_H

#include "card-state.h"

/** ocxlpmem_card_accept_erase() - doorbell NSCRW */
void ocxlpmem_card_accept_erase(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_advance_erase() - clear the next piece of the memory, or end the erase
 * @card: the card
 *
 * Return: when to call this again, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance_erase(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_ERASE_H */
