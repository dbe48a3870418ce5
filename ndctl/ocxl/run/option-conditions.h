/* SPDX-License-Identifier: GPL-2.0-only */
/* Values of options that are lists of conditions: "error_log,dump". */
#ifndef OCXL_OPTION_CONDITIONS_H
#define OCXL_OPTION_CONDITIONS_H

#include <stdint.h>

struct ocxl_verb;

/* conditions that --ignore may name: a card that was not asked may be in any state */
#define OCXL_OPTION_IGNORABLE (~(1ULL << NDCTL_OCXL_CONDITION_NOT_ASKED))

/** ocxl_option_conditions_latched() - bit n: condition n lasts until it is acknowledged */
uint64_t ocxl_option_conditions_latched(void);

/**
 * ocxl_option_conditions_parse() - convert a list of names
 * @verb: the verb, for messages
 * @option: name of the option, for messages
 * @words: names, separated by commas
 * @allowed: bit n: the list may have condition n
 * @conditions: receives bit n for each condition n of the list
 *
 * Return: OCXL_OPTIONS_VALID, or the exit status after a message with all allowed names.
 */
int ocxl_option_conditions_parse(const struct ocxl_verb *verb, const char *option,
				 const char *words, uint64_t allowed, uint64_t *conditions);

#endif /* OCXL_OPTION_CONDITIONS_H */
