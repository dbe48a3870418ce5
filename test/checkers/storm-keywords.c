// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads lines of scenarios from standard input, with "|" between lines that belong together. A card
 * has to accept each line, and together they have to use every keyword of the table, with each key,
 * and each command where a keyword names one. Prints TAP, a test for each keyword.
 */
#include <stdio.h>
#include <string.h>
#include "../../driver/card/scenario-parse.h"

/* keywords that make no trouble, and keys where a keyword has others as well */
static const struct {
	const char *word;
	const char *key;
} left_out[] = {
	{ "answer", NULL }, /* ends an earlier fault */
	{ "fault", "none" }, /* ends the faults of one command */
};

static bool used_words[64];
static bool used_keys[64][OCXL_KEYS_MAX];
static bool used_opcodes[64][256];
static unsigned int number;
static int failed;

static void result(bool good, const char *what, const char *why)
{
	printf("%s %u - %s\n", good ? "ok" : "not ok", ++number, what);
	if (good)
		return;
	printf("# %s\n", why);
	failed = 1;
}

static bool is_left_out(const char *word, const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(left_out); i++) {
		if (!strcmp(left_out[i].word, word) &&
		    (!left_out[i].key || (key && !strcmp(left_out[i].key, key))))
			return true;
	}
	return false;
}

/* does this token have this key, by its name or by its place? */
static bool is_meant(const struct ocxlpmem_key *key, const struct ocxlpmem_token *name,
		     bool by_place)
{
	if (key->kind == OCXL_KEY_PLACE_NUMBER || key->kind == OCXL_KEY_PLACE_NAME ||
	    key->kind == OCXL_KEY_PLACE_TEXT)
		return by_place;
	return !by_place && key->name && ocxlpmem_token_equals(name, key->name);
}

static void use_key(u32 word, const struct ocxlpmem_token *token)
{
	const struct ocxlpmem_keyword *entry = &ocxlpmem_keywords[word];
	struct ocxlpmem_token name = *token;
	struct ocxlpmem_token value;
	u64 opcode;

	ocxlpmem_token_split(token, &name, &value);
	for (u32 i = 0; i < 2 * entry->key_count; i++) {
		u32 key = i % entry->key_count;

		if (!is_meant(&entry->keys[key], &name, i >= entry->key_count))
			continue;
		used_keys[word][key] = true;
		if (entry->keys[key].kind == OCXL_KEY_OPCODE &&
		    !ocxlpmem_token_parse_opcode(&value, &opcode))
			used_opcodes[word][opcode & 0xFF] = true;
		return;
	}
}

static void use_line(const char *text)
{
	struct ocxlpmem_token rest = { text, strlen(text) };
	struct ocxlpmem_token token;
	struct ocxlpmem_directive fact;
	char why[200] = "";
	const struct ocxlpmem_message message = { why, sizeof(why) };

	if (ocxlpmem_scenario_parse_line(&rest, &fact, &message)) {
		result(false, text, why);
		return;
	}
	if (!ocxlpmem_token_cut(&rest, &token))
		return;
	for (u32 word = 0; word < ocxlpmem_keyword_count; word++) {
		if (!ocxlpmem_token_equals(&token, ocxlpmem_keywords[word].name))
			continue;
		used_words[word] = true;
		while (ocxlpmem_token_cut(&rest, &token))
			use_key(word, &token);
		return;
	}
}

/* a command that no line names; the message of the scenario parser lists all names */
static const char *unused_opcode(u32 word)
{
	static char names[400];
	u64 opcode;

	snprintf(names, sizeof(names), "%s", ocxlpmem_opcode_names);
	for (char *name = strtok(names, ", "); name; name = strtok(NULL, ", ")) {
		struct ocxlpmem_token token = { name, strlen(name) };

		if (name[0] >= 'a' && !ocxlpmem_token_parse_opcode(&token, &opcode) &&
		    !used_opcodes[word][opcode & 0xFF])
			return name;
	}
	return NULL;
}

/* the first unused part of a keyword, or NULL */
static const char *unused(u32 word)
{
	const struct ocxlpmem_keyword *entry = &ocxlpmem_keywords[word];

	if (!used_words[word])
		return "the word";
	for (u32 i = 0; i < entry->key_count; i++) {
		const struct ocxlpmem_key *key = &entry->keys[i];

		if (key->name && !used_keys[word][i] && !is_left_out(entry->name, key->name))
			return key->name;
		if (key->kind == OCXL_KEY_OPCODE && unused_opcode(word))
			return unused_opcode(word);
	}
	return NULL;
}

int main(void)
{
	char line[20 * OCXL_SCENARIO_LINE_MAX];
	char why[200];

	if (ocxlpmem_keyword_count > ARRAY_SIZE(used_words))
		return 2;
	while (fgets(line, sizeof(line), stdin)) {
		for (char *part = strtok(line, "|\n"); part; part = strtok(NULL, "|\n"))
			use_line(part);
	}
	for (u32 word = 0; word < ocxlpmem_keyword_count; word++) {
		const char *lacks;

		if (ocxlpmem_keywords[word].refused ||
		    is_left_out(ocxlpmem_keywords[word].name, NULL))
			continue;
		lacks = unused(word);
		snprintf(why, sizeof(why), "no line has: %s", lacks ? lacks : "");
		result(!lacks, ocxlpmem_keywords[word].name, why);
	}
	printf("1..%u\n", number);
	return failed;
}
