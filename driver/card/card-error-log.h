/* SPDX-License-Identifier: GPL-2.0-only */
/* The error log of the emulated card. */
#ifndef OCXL_CARD_ERROR_LOG_H
#define OCXL_CARD_ERROR_LOG_H

#include "card-state.h"

/** ocxlpmem_card_queue_log() - append entries to the log, or empty it */
void ocxlpmem_card_queue_log(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec);

/** ocxlpmem_card_answer_error_log() - fill the data buffer with an entry; returns a card status */
u8 ocxlpmem_card_answer_error_log(struct ocxlpmem_card *card);

/** ocxlpmem_card_forget_log() - the response was acknowledged: remove its entry from the log */
void ocxlpmem_card_forget_log(struct ocxlpmem_card *card);

/** ocxlpmem_card_advance_log() - set or clear ELA */
void ocxlpmem_card_advance_log(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_ERROR_LOG_H */
