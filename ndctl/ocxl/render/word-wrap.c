// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include "ocxl/render/word-wrap.h"

/* the last blank that allows a line of @width; 0: no break is needed or possible */
static size_t find_break(const char *text, size_t width)
{
	size_t at = width;

	if (strlen(text) <= width)
		return 0;
	while (at && text[at] != ' ')
		at--;
	return at;
}

char *ocxl_word_wrap_split(char *text, size_t width)
{
	size_t at = text ? find_break(text, width) : 0;

	if (!at)
		return NULL;
	text[at] = '\0';
	return text + at + 1;
}

size_t ocxl_word_wrap_longest(const char *text, size_t width)
{
	size_t longest = 0;

	while (text) {
		size_t at = find_break(text, width);
		size_t length = at ? at : strlen(text);

		if (length > longest)
			longest = length;
		text = at ? text + at + 1 : NULL;
	}
	return longest;
}
