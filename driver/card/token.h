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
struct ocxl_token {
	const char *text;
	size_t size;
};

/**
 * struct ocxl_message - where a message about a bad line goes
 * @text: terminated when anything was written
 * @size: bytes of @text
 */
struct ocxl_message {
	char *text;
	size_t size;
};

/** ocxl_token_next() - cut the next token off @rest; false at the end or at a comment */
bool ocxl_token_next(struct ocxl_token *rest, struct ocxl_token *token);

/** ocxl_token_is() - same text */
bool ocxl_token_is(const struct ocxl_token *token, const char *text);

/** ocxl_token_split() - "key=value"; false when there is no "=" */
bool ocxl_token_split(const struct ocxl_token *token, struct ocxl_token *key,
		      struct ocxl_token *value);

/** ocxl_token_number() - decimal or 0x; 0, -EINVAL for no number, -ERANGE past 64 bits */
int ocxl_token_number(const struct ocxl_token *token, u64 *value);

/** ocxl_token_size() - the same, with or without K, M or G behind it */
int ocxl_token_size(const struct ocxl_token *token, u64 *value);

/** ocxl_token_opcode() - number or name of an opcode; 0 or -EINVAL */
int ocxl_token_opcode(const struct ocxl_token *token, u64 *opcode);

/**
 * ocxl_token_text8() - 1 to 8 bytes, with \xNN for any byte and \\ for a backslash
 * @token: the text
 * @packed: byte i in bits 8i+7:8i
 *
 * Return: 0 or -EINVAL.
 */
int ocxl_token_text8(const struct ocxl_token *token, u64 *packed);

/** ocxl_token_quote() - printable and cut, for a message */
const char *ocxl_token_quote(const struct ocxl_token *token, char quote[OCXL_QUOTE_SIZE]);

/** ocxl_opcode_names - what ocxl_token_opcode() takes, for messages */
extern const char ocxl_opcode_names[];

#endif /* OCXL_CARD_TOKEN_H */
