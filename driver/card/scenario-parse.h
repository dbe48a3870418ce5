/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parser of scenario lines: a line is a keyword and its keys, and becomes a directive; private to
 * driver/card.
 */
#ifndef OCXL_CARD_SCENARIO_PARSE_H
#define OCXL_CARD_SCENARIO_PARSE_H

#include "card-state.h"

/* What a scenario line says, and the tables of keywords and keys. */

/* longest time in a scenario: a day */
#define OCXL_MS_MAX (24ULL * 3600 * 1000)

enum ocxlpmem_key_kind {
	OCXL_KEY_NUMBER, /* key=number or key=name */
	OCXL_KEY_MASK, /* key=number or key=name,name... */
	OCXL_KEY_SIZE, /* key=number, optionally with K, M or G */
	OCXL_KEY_OPCODE, /* key=number or key=name */
	OCXL_KEY_TIMES, /* key=number or key=always */
	OCXL_KEY_TEXT, /* key=1 to 8 bytes */
	OCXL_KEY_PAIR, /* key=number or key=number:number; uses the index of the next key, too */
	OCXL_KEY_WORD, /* the key alone */
	OCXL_KEY_PLACE_NUMBER, /* a number or a name without a key */
	OCXL_KEY_PLACE_NAME, /* a name without a key */
	OCXL_KEY_PLACE_TEXT, /* 1 to 8 bytes without a key */
};

/* a value that has a name */
struct ocxlpmem_value_name {
	const char *name;
	u64 value;
};

/**
 * struct ocxlpmem_key - a key that may follow a keyword
 * @name: its name; NULL for the second index of OCXL_KEY_PAIR
 * @kind: kind of its value
 * @min: smallest value of numbers
 * @max: largest value of numbers
 * @names: names of values, ended by a row without a name; NULL: none
 * @unit: the name of the key may end with this, as in JSON; NULL: none
 * @flag: what the key contributes to @flags of struct ocxlpmem_key_values
 */
struct ocxlpmem_key {
	const char *name;
	enum ocxlpmem_key_kind kind;
	u64 min;
	u64 max;
	const struct ocxlpmem_value_name *names;
	const char *unit;
	u8 flag;
};

#define OCXL_KEYS_MAX 20

/**
 * struct ocxlpmem_key_values - the keys of one line
 * @given: bit n: key n is in the line
 * @value: their values, by index of the key
 * @named: bit n: the value of key n, a mask, is given in names
 * @flags: flags of the keys in the line
 * @after_ms: of the key "after-ms", which every keyword has; OCXL_NEVER: not given
 */
struct ocxlpmem_key_values {
	u64 given;
	u64 value[OCXL_KEYS_MAX];
	u64 named;
	u8 flags;
	u64 after_ms;
};

/** ocxlpmem_has_key() - is key number @key in the line */
static inline bool ocxlpmem_has_key(const struct ocxlpmem_key_values *values, u32 key)
{
	return (values->given & BIT_ULL(key)) != 0;
}

/**
 * struct ocxlpmem_keyword - the first word of a line
 * @name: the keyword
 * @keys: keys that may follow in any order
 * @key_count: number of @keys
 * @build: fills a zeroed directive; returns what is wrong with the line, or NULL
 * @refused: why the card cannot do this, or NULL
 */
struct ocxlpmem_keyword {
	const char *name;
	const struct ocxlpmem_key *keys;
	u32 key_count;
	const char *(*build)(const struct ocxlpmem_key_values *values,
			     struct ocxlpmem_directive *directive);
	const char *refused;
};

/* of struct ocxlpmem_keyword: an array of keys, and their number */
#define OCXL_KEYS(keys) keys, ARRAY_SIZE(keys)

/* all keywords; each table ends with a row without a name: scenario-keys*.c */
extern const struct ocxlpmem_keyword ocxlpmem_state_keywords[];
extern const struct ocxlpmem_keyword ocxlpmem_record_keywords[];
extern const struct ocxlpmem_keyword ocxlpmem_fault_keywords[];

/* Words and numbers of a scenario line. */

/* bytes of a token in a message, terminator included */
#define OCXL_QUOTE_SIZE 40

/* text that is not terminated */
struct ocxlpmem_token {
	const char *text;
	size_t size;
};

/**
 * struct ocxlpmem_message - buffer for the message about a bad line
 * @text: the buffer; terminated if anything was written
 * @size: bytes of @text
 * @more_keywords: see struct ocxlpmem_card_host
 */
struct ocxlpmem_message {
	char *text;
	size_t size;
	const char *more_keywords;
};

/**
 * ocxlpmem_token_cut() - cut the next token off a line
 * @rest: rest of the line; moved behind the token
 * @token: receives the token
 *
 * Return: false at the end of the line or at a comment.
 */
bool ocxlpmem_token_cut(struct ocxlpmem_token *rest, struct ocxlpmem_token *token);

bool ocxlpmem_token_equals(const struct ocxlpmem_token *token, const char *text);

/** ocxlpmem_token_names() - as ocxlpmem_token_equals(), with letters of any case, and "_" as "-" */
bool ocxlpmem_token_names(const struct ocxlpmem_token *token, const char *name);

/** ocxlpmem_token_split() - split "key=value"; false if there is no "=" */
bool ocxlpmem_token_split(const struct ocxlpmem_token *token, struct ocxlpmem_token *key,
			  struct ocxlpmem_token *value);

/**
 * ocxlpmem_token_parse_number() - parse a decimal or, with 0x, a hexadecimal number
 * @token: the text
 * @value: receives the number
 *
 * Return: 0, -EINVAL if it is no number, -ERANGE if it exceeds 64 bits.
 */
int ocxlpmem_token_parse_number(const struct ocxlpmem_token *token, u64 *value);

/** ocxlpmem_token_parse_size() - as ocxlpmem_token_parse_number(), optionally with K, M or G */
int ocxlpmem_token_parse_size(const struct ocxlpmem_token *token, u64 *value);

/** ocxlpmem_token_parse_opcode() - parse the number or name of an opcode; 0 or -EINVAL */
int ocxlpmem_token_parse_opcode(const struct ocxlpmem_token *token, u64 *opcode);

/**
 * ocxlpmem_token_parse_text8() - parse 1 to 8 bytes, with \xNN for any byte and \\ for a backslash
 * @token: the text
 * @packed: receives byte i in bits 8i+7:8i
 *
 * Return: 0 or -EINVAL.
 */
int ocxlpmem_token_parse_text8(const struct ocxlpmem_token *token, u64 *packed);

/** ocxlpmem_token_quote() - make the token printable for a message, and shorten it */
const char *ocxlpmem_token_quote(const struct ocxlpmem_token *token, char quote[OCXL_QUOTE_SIZE]);

/** ocxlpmem_opcode_names - text that lists what ocxlpmem_token_parse_opcode() accepts */
extern const char ocxlpmem_opcode_names[];

/* bytes of the longest line, without the newline */
#define OCXL_SCENARIO_LINE_MAX 1000

/**
 * ocxlpmem_scenario_parse_line() - parse one line
 * @line: without its newline
 * @directive: filled
 * @message: receives what is wrong with the line
 *
 * Return: 0 or -EINVAL.
 */
int ocxlpmem_scenario_parse_line(const struct ocxlpmem_token *line,
				 struct ocxlpmem_directive *directive,
				 const struct ocxlpmem_message *message);

/** ocxlpmem_scenario_list_keywords() - see ocxlpmem_card_list_keywords() */
size_t ocxlpmem_scenario_list_keywords(char *text, size_t size);

#endif /* OCXL_CARD_SCENARIO_PARSE_H */
