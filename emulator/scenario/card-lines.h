/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Splits a scenario text by card: lines "card N" and "card all" say which cards the lines below
 * them are for.
 */
#ifndef OCXL_EMULATOR_CARD_LINES_H
#define OCXL_EMULATOR_CARD_LINES_H

#include "scenario/scenario-line.h"

/* what ocxl_card_lines_selection() returns for "card all", for other lines, and for a bad number */
#define OCXL_CARD_ALL	       (-1)
#define OCXL_CARD_NO_SELECTION (-2)
#define OCXL_CARD_BAD	       (-3)

/**
 * struct ocxl_card_lines - the lines for one card
 * @text: the lines, each with its newline
 * @size: bytes of @text
 * @capacity: bytes allocated for @text
 */
struct ocxl_card_lines {
	char *text;
	size_t size;
	size_t capacity;
};

/**
 * ocxl_card_lines_selection() - the card that a line "card N" selects, or one of the numbers above
 */
int ocxl_card_lines_selection(const char *line, size_t size);

/**
 * ocxl_card_lines_split() - give each card its lines
 * @lines: for each card; filled, without blank lines. Release with ocxl_card_lines_free(), after a
 *	failure as well
 * @count: number of cards
 * @text: the scenario
 * @size: bytes of @text
 * @error: filled on failure
 *
 * Return: 0; -EINVAL for a card that does not exist, and for a line "cards N"; -ENOMEM.
 */
int ocxl_card_lines_split(struct ocxl_card_lines *lines, unsigned int count, const char *text,
			  size_t size, struct ocxl_scenario_error *error);

/**
 * ocxl_card_lines_number() - find a line of a card in the scenario
 * @text: the scenario, one that ocxl_card_lines_split() accepted
 * @size: bytes of @text
 * @card: the card
 * @line: number of the line in the lines of this card, from 1
 *
 * Return: number of the line in @text, from 1.
 */
unsigned int ocxl_card_lines_number(const char *text, size_t size, unsigned int card,
				    unsigned int line);

/**
 * ocxl_card_lines_free() - release memory
 * @lines: for each card
 * @count: number of cards
 */
void ocxl_card_lines_free(struct ocxl_card_lines *lines, unsigned int count);

#endif /* OCXL_EMULATOR_CARD_LINES_H */
