/* SPDX-License-Identifier: GPL-2.0-only */
/* The card's side of the admin mailbox. */
#ifndef OCXL_CARD_MAILBOX_H
#define OCXL_CARD_MAILBOX_H

#include "card-state.h"

/** ocxlpmem_card_accept_request() - doorbell ACRW */
void ocxlpmem_card_accept_request(struct ocxlpmem_card *card);

/** ocxlpmem_card_answer_if_due() - answer the running request if its time has come */
void ocxlpmem_card_answer_if_due(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_MAILBOX_H */
