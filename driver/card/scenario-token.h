/* SPDX-License-Identifier: GPL-2.0-only */
/* Words and numbers of a scenario line; private to driver/card. */
#ifndef OCXL_CARD_SCENARIO_TOKEN_H
#define OCXL_CARD_SCENARIO_TOKEN_H

#include "card-state.h"

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

/** ocxlpmem_token_equals() - is the token equal to @text */
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

#endif /* OCXL_CARD_SCENARIO_TOKEN_H */
