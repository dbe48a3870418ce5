/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of the sysfs file "flags" (wire.md 5). */
#ifndef TEST_FUZZ_FLAGS_TEXT_H
#define TEST_FUZZ_FLAGS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/**
 * fuzz_is_flags_text() - are these known words in order, separated by a space, and a newline
 * @text: the text, terminated
 */
static inline bool fuzz_is_flags_text(const char *text)
{
	static const char *const words[] = {
		"not_ready", "mem_unavailable",	      "error_log",
		"dump",	     "smart_notify",	      "hw_fatal",
		"fw_fatal",  "erase_failed",	      "mailbox_stuck",
		"gone",	     "not_ready_overdue",     "mem_unavailable_overdue",
		"data_loss", "replacement_requested", "predictive_failure",
		"shut_down", "fw_update_incomplete",
	};
	const char *at = text;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);
		const char *word = at + (at > text && *at == ' ');

		/* one word may begin with another */
		if (strncmp(word, words[i], length) == 0 && strchr(" \n", word[length]))
			at = word + length;
	}
	return strcmp(at, "\n") == 0;
}

#endif /* TEST_FUZZ_FLAGS_TEXT_H */
