/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scenario texts for several cards: lines "card N" and "card all" say which cards
 * the lines after them are for.
 */
#ifndef OCXL_EMULATOR_SCENARIO_APPLY_H
#define OCXL_EMULATOR_SCENARIO_APPLY_H

#include "cards/emulated-card.h"

/* bytes of one file, and of what one client sends: nonsense must not take the memory */
#define OCXL_SCENARIO_MAX (1U << 20)

/**
 * ocxl_scenario_apply() - obey a text, on all its cards or on none
 * @cards: locked in here
 * @text: lines
 * @size: bytes of @text
 * @line: receives the number of the bad line, from 1
 * @why: receives a message about it
 * @why_size: bytes of @why
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_apply(struct ocxl_cards *cards, const char *text, size_t size, unsigned int *line,
			char *why, size_t why_size);

/**
 * ocxl_scenario_check() - say what is wrong with a text, as ocxl_scenario_apply() would
 * @cards: locked in here, and left as they are
 * @text: lines
 * @size: bytes of @text
 * @line: receives the number of the bad line, from 1
 * @why: receives a message about it
 * @why_size: bytes of @why
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_check(struct ocxl_cards *cards, const char *text, size_t size, unsigned int *line,
			char *why, size_t why_size);

/**
 * ocxl_scenario_word() - is this a line "WORD VALUE"?
 * @line: the line
 * @size: its bytes, without the newline
 * @word: WORD
 * @value: receives VALUE, without blanks and comment; not terminated
 * @value_size: receives its bytes, 0 if it is missing
 */
bool ocxl_scenario_word(const char *line, size_t size, const char *word, const char **value,
			size_t *value_size);

#endif /* OCXL_EMULATOR_SCENARIO_APPLY_H */
