/* SPDX-License-Identifier: GPL-2.0-only */
/* Applies lines of a scenario, now or when they are due; private to driver/card. */
#ifndef OCXL_CARD_SCENARIO_APPLY_H
#define OCXL_CARD_SCENARIO_APPLY_H

#include "card-state.h"

/**
 * ocxlpmem_card_obey() - apply a line, or keep it until it is due
 * @card: the card; the caller advances it
 * @directive: the line
 */
void ocxlpmem_card_obey(struct ocxlpmem_card *card, const struct ocxlpmem_directive *directive);

/**
 * ocxlpmem_card_advance_scenario() - apply the lines that are due
 * @card: the card
 *
 * Return: when the next line becomes due, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance_scenario(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_SCENARIO_APPLY_H */
