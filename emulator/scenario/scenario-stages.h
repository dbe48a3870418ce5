/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scenario files: where they are found, and their stages. What stands in a file before its
 * first line "stage NAME" is so from the beginning; the lines behind one wait until somebody
 * sends "stage NAME" to the control socket. A stage begins with all cards selected.
 */
#ifndef OCXL_EMULATOR_SCENARIO_STAGES_H
#define OCXL_EMULATOR_SCENARIO_STAGES_H

#include "cards/emulated-card.h"

/**
 * ocxl_scenario_files() - obey the files of the command line, and keep their stages
 * @cards: whose settings name the files
 *
 * A name without a '/' that is no file, or a directory, is looked for among the scenarios that are
 * installed beside the program. Prints what is wrong, also in a stage. Return: 0 or -errno.
 */
int ocxl_scenario_files(struct ocxl_cards *cards);

/**
 * ocxl_stage_parse() - is this a line "stage NAME"?
 * @line: the line
 * @size: its bytes, without the newline
 * @name: receives NAME, without blanks and comment; not terminated
 * @name_size: receives its bytes, 0 if it is missing
 */
bool ocxl_stage_parse(const char *line, size_t size, const char **name, size_t *name_size);

/**
 * ocxl_stage_enter() - obey the lines of a stage, of each file that has it
 * @cards: locked in here
 * @name: of the stage, not terminated
 * @size: bytes of @name
 * @why: receives a message
 * @why_size: bytes of @why
 *
 * Return: 0, -ENOENT if no file has such a stage, or -errno of ocxl_scenario_apply().
 */
int ocxl_stage_enter(struct ocxl_cards *cards, const char *name, size_t size, char *why,
		     size_t why_size);

#endif /* OCXL_EMULATOR_SCENARIO_STAGES_H */
