/* SPDX-License-Identifier: GPL-2.0-only */
/* Syntax that readers of our output expect: json-c, a terminal, Prometheus. */
#ifndef TEST_FUZZ_GRAMMAR_H
#define TEST_FUZZ_GRAMMAR_H

#include <json-c/json.h>
#include "fuzz.h"

static inline bool grammar_is_printable(char character)
{
	return character >= 0x20 && character <= 0x7e;
}

/**
 * grammar_is_number() - digits, optionally with a sign and a point between digits?
 */
static inline bool grammar_is_number(const char *text)
{
	size_t digits;

	text += *text == '-';
	digits = strspn(text, "0123456789");
	if (digits == 0)
		return false;
	text += digits;
	if (*text == '\0')
		return true;
	digits = *text == '.' ? strspn(text + 1, "0123456789") : 0;
	return digits > 0 && text[1 + digits] == '\0';
}

/**
 * grammar_parse() - parse exactly one JSON value; release it with json_object_put()
 */
static inline struct json_object *grammar_parse(const char *text, size_t size)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *object;

	FUZZ_CHECK(tokener);
	/* strict RFC 8259, and UTF-8 */
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, text, (int)size);
	FUZZ_CHECK(json_tokener_get_error(tokener) == json_tokener_success && object);
	FUZZ_CHECK(json_tokener_get_parse_end(tokener) == size);
	json_tokener_free(tokener);
	return object;
}

/**
 * grammar_check_json() - a document: printable ASCII and newlines, one object, a newline at the end
 * @dimms: number of elements in "dimms"; -1: no "dimms"
 */
static inline void grammar_check_json(const char *text, size_t size, int dimms)
{
	struct json_object *object, *list;
	size_t i;

	FUZZ_CHECK(size > 0 && text[size - 1] == '\n');
	for (i = 0; i < size; i++)
		FUZZ_CHECK(grammar_is_printable(text[i]) || text[i] == '\n');
	object = grammar_parse(text, size - 1);
	FUZZ_CHECK(json_object_is_type(object, json_type_object));
	if (dimms >= 0) {
		FUZZ_CHECK(json_object_object_get_ex(object, "dimms", &list));
		FUZZ_CHECK((int)json_object_array_length(list) == dimms);
	}
	json_object_put(object);
}

/**
 * grammar_check_plugin() - a monitoring plug-in: printable lines, performance data in the first one
 */
static inline void grammar_check_plugin(const char *text)
{
	const char *first = strchr(text, '\n'), *bar = strchr(text, '|');

	FUZZ_CHECK(!strncmp(text, "OCXL ", 5) && first && text[strlen(text) - 1] == '\n');
	FUZZ_CHECK(!bar || (bar < first && !strchr(bar + 1, '|')));
	for (; *text; text++)
		FUZZ_CHECK(grammar_is_printable(*text) || *text == '\n');
}

/**
 * grammar_check_lines() - NDJSON: each line is an object in printable ASCII
 */
static inline void grammar_check_lines(const char *text)
{
	const char *end, *p;

	for (; *text; text = end + 1) {
		end = strchr(text, '\n');
		FUZZ_CHECK(end && *text == '{');
		for (p = text; p < end; p++)
			FUZZ_CHECK(grammar_is_printable(*p));
		json_object_put(grammar_parse(text, (size_t)(end - text)));
	}
}

/**
 * grammar_check_table() - printable ASCII; with @color also escapes that change the colour
 */
static inline void grammar_check_table(const char *text, bool color)
{
	size_t length;

	for (; *text; text++) {
		if (*text != '\033') {
			FUZZ_CHECK(grammar_is_printable(*text) || *text == '\n');
			continue;
		}
		FUZZ_CHECK(color && text[1] == '[');
		length = strspn(text + 2, "0123456789;");
		FUZZ_CHECK(text[2 + length] == 'm');
		text += 2 + length;
	}
}

static inline size_t grammar_name(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz_0123456789");

	FUZZ_CHECK(length > 0 && (*text < '0' || *text > '9'));
	return length;
}

/* name="value",...}: the text after the brace */
static inline const char *grammar_labels(const char *text)
{
	for (;;) {
		text += grammar_name(text);
		FUZZ_CHECK(text[0] == '=' && text[1] == '"');
		for (text += 2; *text != '"'; text++) {
			FUZZ_CHECK(grammar_is_printable(*text));
			if (*text == '\\') {
				text++;
				FUZZ_CHECK(*text == '\\' || *text == '"');
			}
		}
		text++;
		if (*text == '}')
			return text + 1;
		FUZZ_CHECK(*text == ',');
		text++;
	}
}

/* one sample of @family; returns the length of its series */
static inline size_t grammar_sample(const char *line, const char *family, size_t family_length)
{
	size_t length = grammar_name(line);
	const char *value = line + length;

	FUZZ_CHECK(length == family_length && memcmp(line, family, length) == 0);
	if (*value == '{')
		value = grammar_labels(value + 1);
	FUZZ_CHECK(*value == ' ' && grammar_is_number(value + 1));
	return (size_t)(value - line);
}

/**
 * grammar_check_metrics() - Prometheus text: each family has its help and type once and its samples
 * together; no series appears twice
 */
static inline void grammar_check_metrics(const char *text)
{
	char *copy = strdup(text), *line, *rest = NULL, *lines[1024];
	size_t lengths[1024], count = 0, i, family_length = 0;
	const char *family = NULL;

	FUZZ_CHECK(copy);
	FUZZ_CHECK(*text == '\0' || text[strlen(text) - 1] == '\n');
	for (line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, "# HELP ", 7) == 0) {
			family = line + 7;
			family_length = grammar_name(family);
			/* differs from the marks of samples */
			lengths[count] = 7 + family_length;
			lines[count++] = line;
			line = strtok_r(NULL, "\n", &rest);
			FUZZ_CHECK(line && strncmp(line, "# TYPE ", 7) == 0);
			FUZZ_CHECK(memcmp(line + 7, family, family_length) == 0);
			line += 7 + family_length;
			FUZZ_CHECK(!strcmp(line, " gauge") || !strcmp(line, " counter"));
			continue;
		}
		FUZZ_CHECK(family && count < 1023);
		lengths[count] = grammar_sample(line, family, family_length);
		lines[count] = line;
		for (i = 0; i < count; i++)
			FUZZ_CHECK(lengths[i] != lengths[count] ||
				   memcmp(lines[i], line, lengths[i]) != 0);
		count++;
	}
	free(copy);
}

#endif /* TEST_FUZZ_GRAMMAR_H */
