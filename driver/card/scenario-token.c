// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words and numbers of a scenario line.
 */
#include "scenario-parse.h"
#include "scenario.h"

#define NAME_ROW(number, NAME, name, ...) [number] = (name),
static const char *const opcode_names[OCXL_CARD_OP_COUNT] = {
	OCXL_OPCODES(NAME_ROW)[OCXL_CARD_OP_ERASE] = "erase",
};

#define TEXT_ROW(number, NAME, name, ...) name " (" #number "), "
const char ocxlpmem_opcode_names[] = OCXL_OPCODES(TEXT_ROW) "erase (0x20)";

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool ocxlpmem_token_cut(struct ocxlpmem_token *rest, struct ocxlpmem_token *token)
{
	while (rest->size > 0 && is_blank(*rest->text)) {
		rest->text++;
		rest->size--;
	}
	if (rest->size == 0 || *rest->text == '#')
		return false;
	token->text = rest->text;
	while (rest->size > 0 && !is_blank(*rest->text)) {
		rest->text++;
		rest->size--;
	}
	token->size = (size_t)(rest->text - token->text);
	return true;
}

bool ocxlpmem_token_equals(const struct ocxlpmem_token *token, const char *text)
{
	return strlen(text) == token->size && memcmp(token->text, text, token->size) == 0;
}

static char fold_letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '_' ? '-' : c;
}

bool ocxlpmem_token_names(const struct ocxlpmem_token *token, const char *name)
{
	size_t i;

	for (i = 0; i < token->size && name[i]; i++) {
		if (fold_letter(token->text[i]) != fold_letter(name[i]))
			return false;
	}
	return i == token->size && !name[i];
}

bool ocxlpmem_token_split(const struct ocxlpmem_token *token, struct ocxlpmem_token *key,
			  struct ocxlpmem_token *value)
{
	size_t i;

	for (i = 0; i < token->size; i++) {
		if (token->text[i] != '=')
			continue;
		key->text = token->text;
		key->size = i;
		value->text = token->text + i + 1;
		value->size = token->size - i - 1;
		return true;
	}
	return false;
}

int ocxlpmem_token_parse_number(const struct ocxlpmem_token *token, u64 *value)
{
	bool hex = token->size > 2 && token->text[0] == '0' && (token->text[1] | 0x20) == 'x';
	u64 base = hex ? 16 : 10;
	u64 limit = hex ? ~0ULL >> 4 : 1844674407370955161ULL;
	bool wrapped = false;
	u64 sum = 0;
	size_t i;

	if (token->size == 0)
		return -EINVAL;
	for (i = hex ? 2 : 0; i < token->size; i++) {
		int digit = ocxlpmem_hex_digit(token->text[i]);

		if (digit < 0 || (u64)digit >= base)
			return -EINVAL;
		wrapped |= sum > limit || sum * base > ~0ULL - (u64)digit;
		sum = sum * base + (u64)digit;
	}
	*value = sum;
	return wrapped ? -ERANGE : 0;
}

static u32 size_suffix_shift(char suffix)
{
	switch (suffix) {
	case 'K':
		return 10;
	case 'M':
		return 20;
	case 'G':
		return 30;
	default:
		return 0;
	}
}

int ocxlpmem_token_parse_size(const struct ocxlpmem_token *token, u64 *value)
{
	struct ocxlpmem_token digits = *token;
	u32 shift = token->size > 0 ? size_suffix_shift(token->text[token->size - 1]) : 0;
	int rc;

	if (shift > 0)
		digits.size--;
	rc = ocxlpmem_token_parse_number(&digits, value);
	if (rc)
		return rc;
	if (*value > ~0ULL >> shift)
		return -ERANGE;
	*value <<= shift;
	return 0;
}

int ocxlpmem_token_parse_opcode(const struct ocxlpmem_token *token, u64 *opcode)
{
	u64 i;

	if (!ocxlpmem_token_parse_number(token, opcode)) {
		if (*opcode == OCXL_OPCODE_SECURE_ERASE)
			*opcode = OCXL_CARD_OP_ERASE;
		else if (*opcode >= OCXL_OPCODE_COUNT)
			return -EINVAL;
		return 0;
	}
	for (i = 0; i < OCXL_CARD_OP_COUNT; i++) {
		if (ocxlpmem_token_names(token, opcode_names[i])) {
			*opcode = i;
			return 0;
		}
	}
	return -EINVAL;
}

int ocxlpmem_scenario_parse_opcode(const char *text, size_t size, u8 *opcode)
{
	const struct ocxlpmem_token token = { .text = text, .size = size };
	u64 number;

	if (ocxlpmem_token_parse_opcode(&token, &number) || number >= OCXL_OPCODE_COUNT)
		return -EINVAL;
	*opcode = (u8)number;
	return 0;
}

/* cuts one byte off @rest and resolves escapes */
static int cut_byte(struct ocxlpmem_token *rest, u64 *byte)
{
	size_t used = 1;
	int high, low;

	*byte = (u8)rest->text[0];
	if (rest->text[0] == '\\') {
		if (rest->size >= 2 && rest->text[1] == '\\') {
			used = 2;
		} else {
			if (rest->size < 4 || rest->text[1] != 'x')
				return -EINVAL;
			high = ocxlpmem_hex_digit(rest->text[2]);
			low = ocxlpmem_hex_digit(rest->text[3]);
			if (high < 0 || low < 0)
				return -EINVAL;
			*byte = (u64)(high * 16 + low);
			used = 4;
		}
	}
	rest->text += used;
	rest->size -= used;
	return 0;
}

int ocxlpmem_token_parse_text8(const struct ocxlpmem_token *token, u64 *packed)
{
	struct ocxlpmem_token rest = *token;
	u32 count = 0;
	u64 byte;

	*packed = 0;
	while (rest.size > 0) {
		if (count == 8 || cut_byte(&rest, &byte))
			return -EINVAL;
		*packed |= byte << (count * 8);
		count++;
	}
	return count > 0 ? 0 : -EINVAL;
}

const char *ocxlpmem_token_quote(const struct ocxlpmem_token *token, char quote[OCXL_QUOTE_SIZE])
{
	size_t shown = min_t(size_t, token->size, OCXL_QUOTE_SIZE - 4);
	size_t i;

	for (i = 0; i < shown; i++) {
		quote[i] = token->text[i];
		if (quote[i] < 0x20 || quote[i] > 0x7E)
			quote[i] = '?';
	}
	memcpy(quote + shown, shown < token->size ? "..." : "", shown < token->size ? 4 : 1);
	return quote;
}
