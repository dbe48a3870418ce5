// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/base/error.h"
#include "ocxl/run/option-conditions.h"
#include "ocxl/run/options.h"
#include "ocxl/run/verb.h"

/* more than all names together */
#define NAMES_SIZE 512

uint64_t ocxl_option_conditions_latched(void)
{
	uint64_t latched = 0;
	unsigned int condition;

	for (condition = 0; ndctl_ocxl_condition_name(condition); condition++) {
		if (ndctl_ocxl_condition_get_latch(condition))
			latched |= 1ULL << condition;
	}
	return latched;
}

/* Return: bit of the condition; 0: there is no such condition */
static uint64_t find_condition(const char *word, size_t length)
{
	const char *name;
	unsigned int condition;

	for (condition = 0; (name = ndctl_ocxl_condition_name(condition)); condition++) {
		if (strlen(name) == length && !memcmp(name, word, length))
			return 1ULL << condition;
	}
	return 0;
}

static int refuse_word(const struct ocxl_verb *verb, const char *option, const char *word,
		       size_t length, uint64_t allowed)
{
	char known[NAMES_SIZE] = "";
	const char *name;
	unsigned int condition;

	for (condition = 0; (name = ndctl_ocxl_condition_name(condition)); condition++) {
		if (allowed >> condition & 1)
			ocxl_error_append_name(known, sizeof(known), "", name);
	}
	return ocxl_error_usage(verb->name, "--%s: '%.*s': allowed are %s", option,
				length < 64 ? (int)length : 64, word, known);
}

int ocxl_option_conditions_parse(const struct ocxl_verb *verb, const char *option,
				 const char *words, uint64_t allowed, uint64_t *conditions)
{
	uint64_t condition;
	size_t length;

	*conditions = 0;
	for (;;) {
		length = strcspn(words, ",");
		condition = find_condition(words, length) & allowed;
		if (!condition)
			return refuse_word(verb, option, words, length, allowed);
		*conditions |= condition;
		if (!words[length])
			return OCXL_OPTIONS_VALID;
		words += length + 1;
	}
}
