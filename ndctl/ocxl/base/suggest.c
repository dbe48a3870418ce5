// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <ccan/minmax/minmax.h>
#include "ocxl/base/suggest.h"

/* longer words are not compared */
#define WORD_MAX      24
/* shorter words are a part of too many names */
#define PART_MIN      3
#define DISTANCE_MAX  2
#define DISTANCE_NONE (DISTANCE_MAX + 1)

/* letters to insert, remove, replace, or exchange with the next, until two words are the same */
static unsigned int count_edits(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned int edits[WORD_MAX + 1][WORD_MAX + 1];
	size_t i, j;

	for (i = 0; i <= a_length; i++)
		edits[i][0] = (unsigned int)i;
	for (j = 0; j <= b_length; j++)
		edits[0][j] = (unsigned int)j;
	for (i = 1; i <= a_length; i++) {
		for (j = 1; j <= b_length; j++) {
			edits[i][j] = edits[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			edits[i][j] = min(edits[i][j], edits[i - 1][j] + 1);
			edits[i][j] = min(edits[i][j], edits[i][j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				edits[i][j] = min(edits[i][j], edits[i - 2][j - 2] + 1);
		}
	}
	return edits[a_length][b_length];
}

static unsigned int measure_distance(const char *word, size_t length, const char *name)
{
	size_t name_length = strlen(name);
	unsigned int edits;

	if (!length || length > WORD_MAX || name_length > WORD_MAX)
		return DISTANCE_NONE;
	if (length >= PART_MIN && memmem(name, name_length, word, length))
		return 1;
	edits = count_edits(word, length, name, name_length);
	/* most letters are right */
	return edits <= DISTANCE_MAX && 2 * edits < min(length, name_length) ? edits
									     : DISTANCE_NONE;
}

void ocxl_suggest_consider(struct ocxl_suggestion *suggestion, const char *name)
{
	unsigned int distance = measure_distance(suggestion->word, suggestion->length, name);

	if (distance == DISTANCE_NONE || (suggestion->name && distance >= suggestion->distance))
		return;
	suggestion->name = name;
	suggestion->distance = distance;
}

void ocxl_suggest_print(const struct ocxl_suggestion *suggestion, const char *prefix, char *text,
			size_t size)
{
	text[0] = '\0';
	if (suggestion->name)
		snprintf(text, size, " (did you mean '%s%s'?)", prefix, suggestion->name);
}
