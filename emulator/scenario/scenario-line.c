// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of a scenario that the emulator itself understands.
 */
#include "scenario/scenario-line.h"

/* enough for every number of cards, and no overflow */
#define DIGITS_MAX 6

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

size_t ocxl_scenario_line_size(const char *text, size_t size)
{
	const char *end = memchr(text, '\n', size);

	return end ? (size_t)(end - text) : size;
}

bool ocxl_scenario_line_is_blank(const char *line, size_t size)
{
	while (size > 0 && is_blank(*line))
		line++, size--;
	return size == 0;
}

bool ocxl_scenario_line_value(const char *line, size_t size, const char *word, const char **value,
			      size_t *value_size)
{
	size_t length = strlen(word);
	const char *comment;

	while (size > 0 && is_blank(*line))
		line++, size--;
	if (size < length || memcmp(line, word, length) ||
	    (size > length && !is_blank(line[length]) && line[length] != '#'))
		return false;
	line += length, size -= length;
	comment = memchr(line, '#', size);
	if (comment)
		size = (size_t)(comment - line);
	while (size > 0 && is_blank(*line))
		line++, size--;
	while (size > 0 && is_blank(line[size - 1]))
		size--;
	*value = line;
	*value_size = size;
	return true;
}

int ocxl_scenario_line_number(const char *value, size_t size)
{
	int number = 0;
	size_t i;

	if (size == 0 || size > DIGITS_MAX)
		return -EINVAL;
	for (i = 0; i < size; i++) {
		if (value[i] < '0' || value[i] > '9')
			return -EINVAL;
		number = number * 10 + (value[i] - '0');
	}
	return number;
}
