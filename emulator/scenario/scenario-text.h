/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a scenario file: its summary, its number of cards, and its stages.
 */
#ifndef OCXL_EMULATOR_SCENARIO_TEXT_H
#define OCXL_EMULATOR_SCENARIO_TEXT_H

#include "scenario/scenario-line.h"

/**
 * struct ocxl_scenario_part - the lines above the first stage, or those of a stage
 * @name: NAME of the line "stage NAME", not terminated; NULL for the lines above the first stage
 * @name_size: bytes of @name
 * @text: the lines
 * @size: bytes of @text
 * @first_line: number of lines of the file above @text
 */
struct ocxl_scenario_part {
	const char *name;
	size_t name_size;
	const char *text;
	size_t size;
	unsigned int first_line;
};

/**
 * struct ocxl_scenario - a scenario file
 * @path: the name that the file was opened with; belongs to the caller
 * @text: the contents; summary and parts point into it
 * @size: bytes of @text
 * @summary: text of the first comment above all other lines, except the licence; not terminated
 * @summary_size: bytes of @summary; 0 without such a comment
 * @card_count: number of cards that the scenario needs; 1 unless a line says otherwise
 * @parts: the lines above the first stage, then the stages
 * @part_count: number of entries in @parts
 */
struct ocxl_scenario {
	const char *path;
	char *text;
	size_t size;
	const char *summary;
	size_t summary_size;
	unsigned int card_count;
	struct ocxl_scenario_part *parts;
	unsigned int part_count;
};

/**
 * ocxl_scenario_load() - read and parse a scenario file
 * @scenario: filled; the memory stays in use until the process ends
 * @path: see ocxl_scenario_file_read(); must outlive @scenario
 *
 * Replaces lines "cards N" with blanks, which keeps the numbers of the other lines. Leaves all
 * other lines of the parts unchecked. Prints an error message.
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_load(struct ocxl_scenario *scenario, const char *path);

/**
 * ocxl_scenario_list_print() - print a table of all scenarios that --scenario knows by name
 *
 * Prints an error message for a file that is no scenario, and continues.
 *
 * Return: the status to exit with.
 */
int ocxl_scenario_list_print(void);

/** ocxl_scenario_keywords_print() - print the words that a line about a card may begin with */
void ocxl_scenario_keywords_print(void);

#endif /* OCXL_EMULATOR_SCENARIO_TEXT_H */
