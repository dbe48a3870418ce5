/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics of the emulated card. */
#ifndef OCXL_CARD_STATS_H
#define OCXL_CARD_STATS_H

#include "card-state.h"

/** ocxlpmem_card_init_stats() - the statistics at power-on */
void ocxlpmem_card_init_stats(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_stats() - apply a scenario line */
void ocxlpmem_card_change_stats(struct ocxlpmem_card *card,
				const struct ocxlpmem_stats_change *change);

/** ocxlpmem_card_count_reset() - add one to the number of resets, restart the uptime since then */
void ocxlpmem_card_count_reset(struct ocxlpmem_card *card);

/** ocxlpmem_card_set_power_on_hours() - set the power-on time; false if the field has no room */
bool ocxlpmem_card_set_power_on_hours(struct ocxlpmem_card *card, u64 hours);

/** ocxlpmem_card_set_life() - set the remaining life in percent, as far as the field has room */
void ocxlpmem_card_set_life(struct ocxlpmem_card *card, u64 life);

/** ocxlpmem_card_stat_value() - the present value of one field */
u64 ocxlpmem_card_stat_value(const struct ocxlpmem_card *card, enum ocxlpmem_stat stat);

/** ocxlpmem_card_answer_stats() - fill the data buffer; returns a card status */
u8 ocxlpmem_card_answer_stats(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_STATS_H */
