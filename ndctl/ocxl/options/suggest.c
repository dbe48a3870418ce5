// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <ccan/array_size/array_size.h>
#include <ccan/minmax/minmax.h>
#include "ocxl/options/suggest.h"
#include "ocxl/verb.h"

/* longer words are similar to nothing */
#define WORD_MAX 32

/* verbs of ndctl itself; test/cli/cases/suggestions.case compares them with "ndctl --list-cmds" */
static const char *const stock_verbs[] = {
	"list",
	"monitor",
	"update-firmware",
	"activate-firmware",
	"sanitize-dimm",
	"wait-overwrite",
	"inject-smart",
	"inject-error",
	"enable-dimm",
	"disable-dimm",
	"read-labels",
	"write-labels",
	"init-labels",
	"zero-labels",
	"check-labels",
	"enable-region",
	"disable-region",
	"create-namespace",
	"destroy-namespace",
	"enable-namespace",
	"disable-namespace",
	"check-namespace",
	"read-infoblock",
	"write-infoblock",
	"clear-errors",
	"start-scrub",
	"wait-scrub",
	"setup-passphrase",
	"update-passphrase",
	"remove-passphrase",
	"freeze-security",
	"load-keys",
	"create-nfit",
	"version",
};

/* words of other tools, and of people; a verb that only reads is meant */
static const struct {
	const char *word;
	const char *verb;
} synonyms[] = {
	{ "health", "check" },
	{ "status", "check" },
	{ "verdict", "check" },
	{ "conditions", "check" },
	{ "show", "info" },
	{ "inventory", "info" },
	{ "log", "read-error-log" },
	{ "logs", "read-error-log" },
	{ "errors", "read-error-log" },
	{ "smart-log", "read-smart" },
	{ "statistics", "read-stats" },
	{ "ping", "heartbeat" },
	{ "acknowledge", "clear-conditions" },
};

/*
 * Return: letters to insert, remove or replace, until @a is @b; both have at most WORD_MAX letters
 */
static size_t measure_distance(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], length = strlen(b), i, j;

	for (j = 0; j <= length; j++)
		row[j] = j;
	for (i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= length; j++) {
			size_t replaced = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
		}
	}
	return row[length];
}

/*
 * 0: not similar; otherwise the smaller, the more similar. @verb: the whole one, or its last words
 */
static size_t measure_words(const char *word, const char *verb)
{
	size_t distance = measure_distance(word, verb);

	return distance <= 1 + strlen(word) / 4 && distance * 2 < strlen(word) ? 1 + distance : 0;
}

/*
 * "smrt" is similar to the end of "read-smart", "dum" is a part of "read-dump", "list-dimms" begins
 * with "list"
 */
static size_t measure_similarity(const char *word, const char *verb)
{
	const size_t length = strlen(verb);
	const char *words = verb;
	size_t similarity = 0;

	for (; !similarity && words; words = strchr(words, '-') ? strchr(words, '-') + 1 : NULL)
		similarity = measure_words(word, words);
	if (similarity)
		return similarity;
	if ((strlen(word) >= 3 && strstr(verb, word)) ||
	    (!strncmp(word, verb, length) && word[length] == '-'))
		return WORD_MAX;
	return 0;
}

/* keep the most similar verb so far; the first one of several */
static void compare_verb(const char *word, const char *verb, const char **best, size_t *score)
{
	size_t similarity = measure_similarity(word, verb);

	if (!similarity || (*score && similarity >= *score))
		return;
	*best = verb;
	*score = similarity;
}

/* before the verbs themselves: "heath" is "health", and a verb that only reads is meant */
static void compare_synonyms(const char *word, const char **best, size_t *score)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(synonyms); i++) {
		size_t similarity = measure_words(word, synonyms[i].word);

		if (!similarity || (*score && similarity >= *score))
			continue;
		*best = synonyms[i].verb;
		*score = similarity;
	}
}

void ocxl_suggest_verb(const char *typed, const struct ocxl_verb *const *verbs, char *text,
		       size_t size)
{
	char word[WORD_MAX + 1];
	const char *best = NULL;
	size_t i, score = 0, own;

	text[0] = '\0';
	if (strlen(typed) > WORD_MAX)
		return;
	for (i = 0; i <= strlen(typed); i++)
		word[i] = typed[i] == '_' ? '-' : (char)tolower((unsigned char)typed[i]);
	compare_synonyms(word, &best, &score);
	for (; *verbs; verbs++)
		compare_verb(word, (*verbs)->name, &best, &score);
	own = score;
	for (i = 0; i < ARRAY_SIZE(stock_verbs); i++)
		compare_verb(word, stock_verbs[i], &best, &score);
	if (best)
		snprintf(text, size, "%s%s", score == own ? "" : "ndctl ", best);
}

const char *ocxl_suggest_format(const char *name, const struct ocxl_verb *verb)
{
	static const struct {
		const char *word;
		const char *format;
	} words[] = {
		{ "json", "json" },	  { "yaml", "json" },	  { "csv", "json" },
		{ "prometheus", "json" }, { "binary", "json" },	  { "ndjson", "ndjson" },
		{ "table", "table" },	  { "text", "table" },	  { "normal", "table" },
		{ "tabular", "table" },	  { "nagios", "nagios" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcasecmp(words[i].word, name) != 0)
			continue;
		if (!strcmp(words[i].format, "nagios") && !verb->verdict)
			return "table";
		return words[i].format;
	}
	return NULL;
}
