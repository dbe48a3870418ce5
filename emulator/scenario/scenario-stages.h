/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scenarios of the command line, and their stages.
 *
 * Lines above the first line "stage NAME" of a file apply from the start. Lines of a stage wait
 * until the control socket receives "stage NAME". A stage begins with all cards selected.
 */
#ifndef OCXL_EMULATOR_SCENARIO_STAGES_H
#define OCXL_EMULATOR_SCENARIO_STAGES_H

#include "cards/emulated-card.h"
#include "scenario/scenario-line.h"

/**
 * ocxl_scenario_stages_read() - read the scenarios of the command line
 * @options: the command line; must outlive the stages
 *
 * Prints an error message.
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_stages_read(const struct ocxl_options *options);

/**
 * ocxl_scenario_stages_card_count() - find the number of cards that the scenarios need
 * @path: receives the file that needs this number; NULL for 1 card
 *
 * Return: the largest number of all files, at least 1.
 */
unsigned int ocxl_scenario_stages_card_count(const char **path);

/**
 * ocxl_scenario_stages_start() - check all lines, apply those above the first stage of each file
 * @cards: all cards
 *
 * Prints an error message.
 *
 * Return: 0 or -errno.
 */
int ocxl_scenario_stages_start(struct ocxl_emulated_cards *cards);

/**
 * ocxl_scenario_stage_name() - is it a line "stage NAME"?
 * @line: the line
 * @size: bytes of @line, without the newline
 * @name: receives NAME, without blanks and comment, not terminated
 * @name_size: receives the bytes of NAME; 0 for an empty one
 */
bool ocxl_scenario_stage_name(const char *line, size_t size, const char **name, size_t *name_size);

/**
 * ocxl_scenario_stage_enter() - apply the lines of a stage, from each file that has it
 * @cards: all cards; the function locks them
 * @name: name of the stage, not terminated
 * @size: bytes of @name
 * @why: receives an error message
 * @why_size: bytes of @why
 *
 * Return: 0; -ENOENT if no file has the stage; or -errno of ocxl_scenario_apply().
 */
int ocxl_scenario_stage_enter(struct ocxl_emulated_cards *cards, const char *name, size_t size,
			      char *why, size_t why_size);

#endif /* OCXL_EMULATOR_SCENARIO_STAGES_H */
