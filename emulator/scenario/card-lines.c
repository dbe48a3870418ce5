// SPDX-License-Identifier: GPL-2.0-only
/*
 * Splits a scenario text by card.
 */
#include <stdlib.h>
#include "scenario/card-lines.h"

static int parse_card(const char *value, size_t size)
{
	int number = ocxl_scenario_line_number(value, size);

	if (size == 3 && !memcmp(value, "all", 3))
		return OCXL_CARD_ALL;
	return number < 0 ? OCXL_CARD_BAD : number;
}

/* Return: the card that a line selects, OCXL_CARD_ALL, OCXL_CARD_NO_SELECTION or OCXL_CARD_BAD */
static int parse_selection(const char *line, size_t size, const char **value, size_t *value_size)
{
	if (!ocxl_scenario_line_value(line, size, "card", value, value_size))
		return OCXL_CARD_NO_SELECTION;
	return parse_card(*value, *value_size);
}

int ocxl_card_lines_selection(const char *line, size_t size)
{
	const char *value;
	size_t value_size;

	return parse_selection(line, size, &value, &value_size);
}

static int append_line(struct ocxl_card_lines *lines, const char *line, size_t size)
{
	size_t capacity = max_t(size_t, 2 * lines->capacity, lines->size + size + 1);
	char *text;

	if (lines->capacity - lines->size < size + 1) {
		text = realloc(lines->text, capacity);
		if (!text)
			return -ENOMEM;
		lines->text = text;
		lines->capacity = capacity;
	}
	memcpy(lines->text + lines->size, line, size);
	lines->text[lines->size + size] = '\n';
	lines->size += size + 1;
	return 0;
}

static int append_for_cards(struct ocxl_card_lines *lines, unsigned int count, int selected,
			    const char *line, size_t size)
{
	unsigned int i;
	int rc = 0;

	if (selected != OCXL_CARD_ALL)
		return append_line(&lines[selected], line, size);
	for (i = 0; i < count && !rc; i++)
		rc = append_line(&lines[i], line, size);
	return rc;
}

static int refuse_card(struct ocxl_scenario_error *error, const char *value, size_t size,
		       unsigned int count)
{
	snprintf(error->why, sizeof(error->why),
		 "card '%.*s': must be 'all' or a number from 0 to %u; the emulator has %u card%s",
		 (int)min_t(size_t, size, 40), value, count - 1, count, count == 1 ? "" : "s");
	return -EINVAL;
}

/* ocxl_scenario_parse() removes the lines "cards N" from the place where they are allowed. */
static int refuse_card_count(const char *line, size_t size, struct ocxl_scenario_error *error)
{
	const char *value;
	size_t value_size;

	if (!ocxl_scenario_line_value(line, size, "cards", &value, &value_size))
		return 0;
	snprintf(error->why, sizeof(error->why),
		 "cards: must be in a scenario file, above its first stage");
	return -EINVAL;
}

int ocxl_card_lines_split(struct ocxl_card_lines *lines, unsigned int count, const char *text,
			  size_t size, struct ocxl_scenario_error *error)
{
	const char *value;
	size_t value_size;
	int selected = OCXL_CARD_ALL;
	int selection;
	size_t length;
	size_t at;
	int rc = 0;

	error->line = 0;
	snprintf(error->why, sizeof(error->why), "out of memory");
	for (at = 0; at < size && !rc; at += length + 1) {
		length = ocxl_scenario_line_size(text + at, size - at);
		error->line++;
		selection = parse_selection(text + at, length, &value, &value_size);
		if (refuse_card_count(text + at, length, error))
			rc = -EINVAL;
		else if (ocxl_scenario_line_is_blank(text + at, length))
			continue;
		else if (selection == OCXL_CARD_NO_SELECTION)
			rc = append_for_cards(lines, count, selected, text + at, length);
		else if (selection != OCXL_CARD_ALL && (unsigned int)selection >= count)
			rc = refuse_card(error, value, value_size, count);
		else
			selected = selection;
	}
	return rc;
}

unsigned int ocxl_card_lines_number(const char *text, size_t size, unsigned int card,
				    unsigned int line)
{
	unsigned int number = 0;
	int selected = OCXL_CARD_ALL;
	int selection;
	size_t length;
	size_t at;

	for (at = 0; at < size && line > 0; at += length + 1) {
		length = ocxl_scenario_line_size(text + at, size - at);
		number++;
		selection = ocxl_card_lines_selection(text + at, length);
		if (ocxl_scenario_line_is_blank(text + at, length))
			continue;
		if (selection != OCXL_CARD_NO_SELECTION)
			selected = selection;
		else if (selected == OCXL_CARD_ALL || (unsigned int)selected == card)
			line--;
	}
	return number;
}

void ocxl_card_lines_free(struct ocxl_card_lines *lines, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		free(lines[i].text);
}
