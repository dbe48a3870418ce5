/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Applies scenario texts to the cards.
 */
#ifndef OCXL_EMULATOR_SCENARIO_APPLY_H
#define OCXL_EMULATOR_SCENARIO_APPLY_H

#include "cards/emulated-card.h"
#include "scenario/scenario-line.h"

/**
 * ocxl_scenario_apply() - apply a text to the cards, or to none of them if a line is bad
 * @cards: all cards; the function locks them
 * @text: lines
 * @size: bytes of @text
 * @error: filled on failure
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_apply(struct ocxl_emulated_cards *cards, const char *text, size_t size,
			struct ocxl_scenario_error *error);

/**
 * ocxl_scenario_check() - find bad lines without changing the cards
 * @cards: all cards; the function locks them
 * @text: lines
 * @size: bytes of @text
 * @error: filled on failure
 *
 * Return: the result that ocxl_scenario_apply() would have now.
 */
int ocxl_scenario_check(struct ocxl_emulated_cards *cards, const char *text, size_t size,
			struct ocxl_scenario_error *error);

#endif /* OCXL_EMULATOR_SCENARIO_APPLY_H */
