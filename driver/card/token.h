/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words and numbers of one scenario line; private to driver/card. Pure: text in,
 * values or a message out.
 */
#ifndef OCXL_CARD_TOKEN_H
#define OCXL_CARD_TOKEN_H

#include "model.h"

/* bytes of a token as it is shown in a message */
#define OCXL_QUOTE_SIZE 40

/* not terminated */
struct ocxlpmem_token {
	const char *text;
	size_t size;
};

/**
 * struct ocxlpmem_message - where a message about a bad line goes
 * @text: terminated when anything was written
 * @size: bytes of @text
 */
struct ocxlpmem_message {
	char *text;
	size_t size;
};

/** ocxlpmem_token_cut() - cut the next token off @rest; false at the end or at a comment */
bool ocxlpmem_token_cut(struct ocxlpmem_token *rest, struct ocxlpmem_token *token);

/** ocxlpmem_token_equals() - same text */
bool ocxlpmem_token_equals(const struct ocxlpmem_token *token, const char *text);

/** ocxlpmem_token_split() - "key=value"; false when there is no "=" */
bool ocxlpmem_token_split(const struct ocxlpmem_token *token, struct ocxlpmem_token *key,
			  struct ocxlpmem_token *value);

/** ocxlpmem_token_parse_number() - decimal or 0x; 0, -EINVAL for no number, -ERANGE past 64 bits */
int ocxlpmem_token_parse_number(const struct ocxlpmem_token *token, u64 *value);

/** ocxlpmem_token_parse_size() - the same, with or without K, M or G behind it */
int ocxlpmem_token_parse_size(const struct ocxlpmem_token *token, u64 *value);

/** ocxlpmem_token_parse_opcode() - number or name of an opcode; 0 or -EINVAL */
int ocxlpmem_token_parse_opcode(const struct ocxlpmem_token *token, u64 *opcode);

/**
 * ocxlpmem_token_parse_text8() - 1 to 8 bytes, with \xNN for any byte and \\ for a backslash
 * @token: the text
 * @packed: byte i in bits 8i+7:8i
 *
 * Return: 0 or -EINVAL.
 */
int ocxlpmem_token_parse_text8(const struct ocxlpmem_token *token, u64 *packed);

/** ocxlpmem_token_quote() - printable and cut, for a message */
const char *ocxlpmem_token_quote(const struct ocxlpmem_token *token, char quote[OCXL_QUOTE_SIZE]);

/** ocxlpmem_opcode_names - what ocxlpmem_token_parse_opcode() takes, for messages */
extern const char ocxlpmem_opcode_names[];

#endif /* OCXL_CARD_TOKEN_H */
