/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of a scenario that the emulator itself understands: "cards N", "card N" and "stage NAME".
 */
#ifndef OCXL_EMULATOR_SCENARIO_LINE_H
#define OCXL_EMULATOR_SCENARIO_LINE_H

#include "core/port.h"

/* bytes of one file, and of one transmission to the control socket */
#define OCXL_SCENARIO_SIZE_MAX (1U << 20)

/**
 * struct ocxl_scenario_error - why a scenario was refused
 * @line: number of the line, from 1
 * @why: message
 */
struct ocxl_scenario_error {
	unsigned int line;
	char why[512];
};

/**
 * ocxl_scenario_line_size() - find the end of a line
 * @text: the line and what follows
 * @size: bytes of @text
 *
 * Return: bytes of the line, without the newline.
 */
size_t ocxl_scenario_line_size(const char *text, size_t size);

/** ocxl_scenario_line_is_blank() - has the line no character that counts? */
bool ocxl_scenario_line_is_blank(const char *line, size_t size);

/**
 * ocxl_scenario_line_value() - is it a line "WORD VALUE"?
 * @line: the line
 * @size: bytes of @line, without the newline
 * @word: WORD
 * @value: receives VALUE, without blanks and comment, not terminated
 * @value_size: receives the bytes of VALUE; 0 for an empty one
 */
bool ocxl_scenario_line_value(const char *line, size_t size, const char *word, const char **value,
			      size_t *value_size);

/**
 * ocxl_scenario_line_number() - parse a decimal number
 * @value: the digits, not terminated
 * @size: bytes of @value
 *
 * Return: the number, at most 999999, or -EINVAL.
 */
int ocxl_scenario_line_number(const char *value, size_t size);

#endif /* OCXL_EMULATOR_SCENARIO_LINE_H */
