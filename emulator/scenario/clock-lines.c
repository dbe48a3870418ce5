// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of the control socket about virtual time.
 */
#include <stdlib.h>
#include "card/scenario.h"
#include "cards/card-lock.h"
#include "scenario/card-lines.h"
#include "scenario/clock-lines.h"

/* bytes of a value in a message */
#define QUOTE_MAX 40

static const struct {
	const char *name;
	u64 ns;
} units[] = {
	{ "us", 1000ULL },
	{ "ms", 1000000ULL },
	{ "s", 1000000000ULL },
	{ "min", 60 * 1000000000ULL },
	{ "h", 3600 * 1000000000ULL },
	{ "d", 24 * 3600 * 1000000000ULL },
};

#define ADVANCE_MAX_NS (365 * 24 * 3600 * 1000000000ULL)

#define NAME_ROW(number, NAME, name, ...) ", " name
static const char opcodes_allowed[] = "'all'" OCXL_OPCODES(NAME_ROW);

static int refuse_value(struct ocxl_scenario_error *error, const char *word, const char *value,
			size_t size, const char *allowed)
{
	snprintf(error->why, sizeof(error->why), "%s '%.*s': must be %s", word,
		 (int)min_t(size_t, size, QUOTE_MAX), value, allowed);
	return -EINVAL;
}

/* Return: nanoseconds of the unit, or 0 */
static u64 find_unit(const char *name, size_t size)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (strlen(units[i].name) == size && !memcmp(units[i].name, name, size))
			return units[i].ns;
	}
	return 0;
}

static int parse_advance(struct ocxl_clock_line *line, const char *value, size_t size,
			 struct ocxl_scenario_error *error)
{
	size_t digits = 0;
	u64 unit_ns;
	int number;

	while (digits < size && value[digits] >= '0' && value[digits] <= '9')
		digits++;
	number = ocxl_scenario_line_number(value, digits);
	unit_ns = find_unit(value + digits, size - digits);
	if (number <= 0 || unit_ns == 0 || (u64)number > ADVANCE_MAX_NS / unit_ns)
		return refuse_value(error, "advance", value, size,
				    "a number and a unit, us, ms, s, min, h or d, as in '3s'; "
				    "at most 6 digits, and 365d");
	line->advance_ns = (u64)number * unit_ns;
	return 0;
}

static int parse_opcode(struct ocxl_clock_line *line, const char *word, const char *value,
			size_t size, struct ocxl_scenario_error *error)
{
	u8 opcode;

	if (size == 3 && !memcmp(value, "all", 3))
		line->opcodes = (1U << OCXL_OPCODE_COUNT) - 1;
	else if (ocxlpmem_scenario_parse_opcode(value, size, &opcode))
		return refuse_value(error, word, value, size, opcodes_allowed);
	else
		line->opcodes = 1U << opcode;
	line->is_hold = !strcmp(word, "hold");
	return 0;
}

/* Return: 1 if it is such a line, 0 if it is another, or -EINVAL */
static int parse_line(struct ocxl_clock_line *line, const char *text, size_t size,
		      struct ocxl_scenario_error *error)
{
	static const char *const words[] = { "advance", "hold", "release" };
	const char *value;
	size_t value_size;
	unsigned int i = 0;
	int rc;

	while (i < ARRAY_SIZE(words) &&
	       !ocxl_scenario_line_value(text, size, words[i], &value, &value_size))
		i++;
	if (i == ARRAY_SIZE(words))
		return 0;
	if (!ocxl_card_clock_is_virtual()) {
		snprintf(error->why, sizeof(error->why),
			 "%s: the emulator must run with --clock=virtual", words[i]);
		return -EINVAL;
	}
	rc = i == 0 ? parse_advance(line, value, value_size, error)
		    : parse_opcode(line, words[i], value, value_size, error);
	return rc ? rc : 1;
}

static int append_line(struct ocxl_clock_lines *lines, const struct ocxl_clock_line *line)
{
	struct ocxl_clock_line *grown =
		realloc(lines->line, (lines->count + 1) * sizeof(*lines->line));

	if (!grown)
		return -ENOMEM;
	lines->line = grown;
	lines->line[lines->count++] = *line;
	return 0;
}

int ocxl_clock_lines_take(struct ocxl_clock_lines *lines, char *text, size_t size,
			  struct ocxl_scenario_error *error)
{
	struct ocxl_clock_line line = { .card = OCXL_CARD_ALL };
	int selected = OCXL_CARD_ALL;
	int selection;
	size_t length;
	size_t at;
	int rc = 0;

	*lines = (struct ocxl_clock_lines) { .count = 0 };
	error->line = 0;
	snprintf(error->why, sizeof(error->why), "out of memory");
	for (at = 0; at < size && rc >= 0; at += length + 1) {
		length = ocxl_scenario_line_size(text + at, size - at);
		error->line++;
		selection = ocxl_card_lines_selection(text + at, length);
		if (selection != OCXL_CARD_NO_SELECTION)
			selected = selection;
		line = (struct ocxl_clock_line) { .card = selected };
		rc = parse_line(&line, text + at, length, error);
		if (rc == 1) {
			memset(text + at, ' ', length);
			rc = append_line(lines, &line);
		}
	}
	return rc < 0 ? rc : 0;
}

static void hold_or_release(const struct ocxl_clock_line *line, bool holds_next,
			    struct ocxl_emulated_card *card)
{
	if (line->is_hold)
		ocxl_card_clock_hold(&card->clock, line->opcodes, true);
	else
		ocxl_emulated_card_release(card, line->opcodes, holds_next);
}

/* "release OP" with "hold OP" below it */
static bool is_release_and_hold(const struct ocxl_clock_lines *lines, unsigned int i)
{
	const struct ocxl_clock_line *line = &lines->line[i];

	return i + 1 < lines->count && !line[0].is_hold && line[1].is_hold &&
	       line[1].card == line->card && line[1].opcodes == line->opcodes;
}

void ocxl_clock_lines_run(const struct ocxl_clock_lines *lines, struct ocxl_emulated_cards *cards)
{
	const struct ocxl_clock_line *line;
	unsigned int number;
	bool holds_next;
	unsigned int i;

	for (i = 0; i < lines->count; i++) {
		line = &lines->line[i];
		if (line->advance_ns) {
			ocxl_emulated_cards_advance(cards, line->advance_ns);
			continue;
		}
		holds_next = is_release_and_hold(lines, i);
		for (number = 0; number < cards->count; number++) {
			if (line->card == OCXL_CARD_ALL || (unsigned int)line->card == number)
				hold_or_release(line, holds_next, &cards->card[number]);
		}
		i += holds_next;
	}
}

void ocxl_clock_lines_free(struct ocxl_clock_lines *lines)
{
	free(lines->line);
}
