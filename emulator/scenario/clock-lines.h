/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of the control socket about virtual time: "advance TIME", "hold OP" and "release OP".
 */
#ifndef OCXL_EMULATOR_CLOCK_LINES_H
#define OCXL_EMULATOR_CLOCK_LINES_H

#include "cards/emulated-card.h"
#include "scenario/scenario-line.h"

/**
 * struct ocxl_clock_line - one line
 * @card: the card that it is for, or OCXL_CARD_ALL
 * @advance_ns: "advance": the time; otherwise 0
 * @opcodes: "hold" and "release": mask of bits
 * @is_hold: "hold"
 */
struct ocxl_clock_line {
	int card;
	u64 advance_ns;
	u32 opcodes;
	bool is_hold;
};

/**
 * struct ocxl_clock_lines - the lines of one transmission
 * @line: array of @count lines
 * @count: number of lines
 */
struct ocxl_clock_lines {
	struct ocxl_clock_line *line;
	unsigned int count;
};

/**
 * ocxl_clock_lines_take() - parse these lines, and replace them with blanks
 * @lines: filled; release with ocxl_clock_lines_free(), after a failure as well
 * @text: the transmission
 * @size: bytes of @text
 * @error: filled on failure
 *
 * Return: 0; -EINVAL for a bad line, and for any of these lines without a virtual clock; -ENOMEM.
 */
int ocxl_clock_lines_take(struct ocxl_clock_lines *lines, char *text, size_t size,
			  struct ocxl_scenario_error *error);

/**
 * ocxl_clock_lines_run() - execute the lines, in their order
 * @lines: from ocxl_clock_lines_take(); the cards that they name exist
 * @cards: all cards
 *
 * Returns when the lines have taken effect.
 */
void ocxl_clock_lines_run(const struct ocxl_clock_lines *lines, struct ocxl_emulated_cards *cards);

/** ocxl_clock_lines_free() - release memory */
void ocxl_clock_lines_free(struct ocxl_clock_lines *lines);

#endif /* OCXL_EMULATOR_CLOCK_LINES_H */
