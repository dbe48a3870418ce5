// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of scenario lines: looks up the keyword and its keys, checks each value, and reports what
 * is wrong.
 */
#include "scenario-parse.h"

/* a key of every keyword */
static const struct ocxlpmem_key after_key = { "after-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX };

static const struct ocxlpmem_keyword *const keyword_tables[] = {
	ocxlpmem_state_keywords,
	ocxlpmem_record_keywords,
	ocxlpmem_fault_keywords,
};

static const struct ocxlpmem_keyword *find_keyword(const struct ocxlpmem_token *token)
{
	const struct ocxlpmem_keyword *keyword;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(keyword_tables); i++) {
		for (keyword = keyword_tables[i]; keyword->name; keyword++) {
			if (ocxlpmem_token_equals(token, keyword->name))
				return keyword;
		}
	}
	return NULL;
}

size_t ocxlpmem_scenario_list_keywords(char *text, size_t size)
{
	const struct ocxlpmem_keyword *keyword;
	size_t used = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(keyword_tables); i++) {
		for (keyword = keyword_tables[i]; keyword->name; keyword++) {
			if (!keyword->refused)
				used += scnprintf(text + used, size - used, "%s%s",
						  used > 0 ? ", " : "", keyword->name);
		}
	}
	return used;
}

static int report_unknown_keyword(const struct ocxlpmem_token *token,
				  const struct ocxlpmem_message *message)
{
	char quote[OCXL_QUOTE_SIZE];
	size_t used;

	used = scnprintf(message->text, message->size,
			 "unknown keyword \"%s\"; allowed: ", ocxlpmem_token_quote(token, quote));
	used += ocxlpmem_scenario_list_keywords(message->text + used, message->size - used);
	if (message->more_keywords)
		scnprintf(message->text + used, message->size - used, ", %s",
			  message->more_keywords);
	return -EINVAL;
}

/* how the key is written in the list of allowed keys */
static const char *key_suffix(const struct ocxlpmem_key *key)
{
	switch (key->kind) {
	case OCXL_KEY_NUMBER:
	case OCXL_KEY_MASK:
	case OCXL_KEY_SIZE:
	case OCXL_KEY_OPCODE:
	case OCXL_KEY_TIMES:
	case OCXL_KEY_TEXT:
	case OCXL_KEY_PAIR:
		return "=";
	case OCXL_KEY_WORD:
	case OCXL_KEY_PLACE_NUMBER:
	case OCXL_KEY_PLACE_NAME:
	case OCXL_KEY_PLACE_TEXT:
		break;
	}
	return "";
}

static int report_unknown_key(const struct ocxlpmem_keyword *keyword,
			      const struct ocxlpmem_token *token,
			      const struct ocxlpmem_message *message)
{
	char quote[OCXL_QUOTE_SIZE];
	size_t used;
	u32 i;

	used = scnprintf(message->text, message->size,
			 "%s: unknown \"%s\"; allowed: ", keyword->name,
			 ocxlpmem_token_quote(token, quote));
	for (i = 0; i < keyword->key_count; i++) {
		if (!keyword->keys[i].name)
			continue;
		used += scnprintf(message->text + used, message->size - used, "%s%s, ",
				  keyword->keys[i].name, key_suffix(&keyword->keys[i]));
	}
	scnprintf(message->text + used, message->size - used, "%s=", after_key.name);
	return -EINVAL;
}

static bool is_range_kind(const struct ocxlpmem_key *key)
{
	return key->kind == OCXL_KEY_NUMBER || key->kind == OCXL_KEY_MASK ||
	       key->kind == OCXL_KEY_SIZE || key->kind == OCXL_KEY_TIMES ||
	       key->kind == OCXL_KEY_PAIR || key->kind == OCXL_KEY_PLACE_NUMBER;
}

static void append_value_names(const struct ocxlpmem_key *key,
			       const struct ocxlpmem_message *message, size_t used)
{
	const struct ocxlpmem_value_name *row;
	const char *separator = is_range_kind(key) ? ", or " : "";

	for (row = key->names; row && row->name; row++) {
		used += scnprintf(message->text + used, message->size - used, "%s%s", separator,
				  row->name);
		separator = ", ";
	}
	if (key->kind == OCXL_KEY_MASK)
		scnprintf(message->text + used, message->size - used, " with commas between them");
}

static int report_bad_value(const struct ocxlpmem_keyword *keyword, const struct ocxlpmem_key *key,
			    const struct ocxlpmem_token *token,
			    const struct ocxlpmem_message *message)
{
	char quote[OCXL_QUOTE_SIZE];
	size_t used = scnprintf(message->text, message->size,
				"%s: \"%s\" is wrong; allowed: ", keyword->name,
				ocxlpmem_token_quote(token, quote));
	char *rest = message->text + used;

	if (is_range_kind(key))
		used += scnprintf(rest, message->size - used, "%llu to %llu, decimal or 0x%s",
				  (unsigned long long)key->min, (unsigned long long)key->max,
				  key->kind == OCXL_KEY_TIMES  ? ", or always"
				  : key->kind == OCXL_KEY_SIZE ? ", with or without K, M or G"
				  : key->kind == OCXL_KEY_PAIR ? ", or two such with a colon"
							       : "");
	else if (key->kind == OCXL_KEY_OPCODE)
		scnprintf(rest, message->size - used, "%s", ocxlpmem_opcode_names);
	else if (!key->names)
		scnprintf(rest, message->size - used, "1 to 8 bytes, \\xNN for any byte");
	if (key->names)
		append_value_names(key, message, used);
	return -EINVAL;
}

static int read_name(const struct ocxlpmem_key *key, const struct ocxlpmem_token *token, u64 *value)
{
	const struct ocxlpmem_value_name *row;

	for (row = key->names; row && row->name; row++) {
		if (!ocxlpmem_token_names(token, row->name))
			continue;
		*value = row->value;
		return 0;
	}
	return -EINVAL;
}

static int read_number(const struct ocxlpmem_key *key, const struct ocxlpmem_token *token,
		       u64 *value)
{
	if (!read_name(key, token, value))
		return 0;
	if (ocxlpmem_token_parse_number(token, value))
		return -EINVAL;
	return *value >= key->min && *value <= key->max ? 0 : -EINVAL;
}

static int read_size(const struct ocxlpmem_key *key, const struct ocxlpmem_token *token, u64 *value)
{
	if (ocxlpmem_token_parse_size(token, value))
		return -EINVAL;
	return *value >= key->min && *value <= key->max ? 0 : -EINVAL;
}

/* names with commas between them, or one number */
static int read_mask(const struct ocxlpmem_key *key, const struct ocxlpmem_token *token, u64 *value)
{
	struct ocxlpmem_token name = { .text = token->text, .size = 0 };
	const char *end = token->text + token->size;
	u64 bits = 0;
	u64 bit;

	if (!read_number(key, token, value))
		return 0;
	for (; name.text <= end; name.text += name.size + 1) {
		name.size = 0;
		while (name.text + name.size < end && name.text[name.size] != ',')
			name.size++;
		if (read_name(key, &name, &bit))
			return -EINVAL;
		bits |= bit;
	}
	*value = bits;
	return 0;
}

static int read_pair(const struct ocxlpmem_key *key, const struct ocxlpmem_token *token,
		     u64 value[2])
{
	struct ocxlpmem_token first = *token;
	struct ocxlpmem_token second;
	size_t i;

	for (i = 0; i < token->size && token->text[i] != ':'; i++)
		;
	first.size = i;
	value[1] = 0;
	if (i < token->size) {
		second.text = token->text + i + 1;
		second.size = token->size - i - 1;
		if (read_number(key, &second, &value[1]))
			return -EINVAL;
	}
	return read_number(key, &first, &value[0]);
}

static int read_value(const struct ocxlpmem_key *key, const struct ocxlpmem_token *token,
		      u64 *value)
{
	switch (key->kind) {
	case OCXL_KEY_TIMES:
		if (ocxlpmem_token_equals(token, "always")) {
			*value = OCXL_ALWAYS;
			return 0;
		}
		return read_number(key, token, value);
	case OCXL_KEY_NUMBER:
	case OCXL_KEY_PLACE_NUMBER:
		return read_number(key, token, value);
	case OCXL_KEY_PLACE_NAME:
		return read_name(key, token, value);
	case OCXL_KEY_MASK:
		return read_mask(key, token, value);
	case OCXL_KEY_SIZE:
		return read_size(key, token, value);
	case OCXL_KEY_OPCODE:
		return ocxlpmem_token_parse_opcode(token, value);
	case OCXL_KEY_TEXT:
	case OCXL_KEY_PLACE_TEXT:
		return ocxlpmem_token_parse_text8(token, value);
	case OCXL_KEY_PAIR:
		return read_pair(key, token, value);
	case OCXL_KEY_WORD:
		break;
	}
	return 0;
}

/* with or without the unit that the name has in JSON */
static bool is_key_name(const struct ocxlpmem_key *key, const struct ocxlpmem_token *name)
{
	struct ocxlpmem_token stem = *name;
	size_t unit = key->unit ? strlen(key->unit) : 0;

	if (ocxlpmem_token_equals(name, key->name))
		return true;
	if (!unit || name->size < unit ||
	    memcmp(name->text + name->size - unit, key->unit, unit) != 0)
		return false;
	stem.size -= unit;
	return ocxlpmem_token_equals(&stem, key->name);
}

/* the key of a token; @value receives the text of its value */
static const struct ocxlpmem_key *find_key(const struct ocxlpmem_keyword *keyword,
					   const struct ocxlpmem_token *token,
					   struct ocxlpmem_token *value)
{
	const struct ocxlpmem_key *place = NULL;
	struct ocxlpmem_token name = *token;
	bool is_pair = ocxlpmem_token_split(token, &name, value);
	u32 i;

	if (is_pair && ocxlpmem_token_equals(&name, after_key.name))
		return &after_key;
	for (i = 0; i < keyword->key_count; i++) {
		const struct ocxlpmem_key *key = &keyword->keys[i];

		if (key->kind == OCXL_KEY_PLACE_NUMBER || key->kind == OCXL_KEY_PLACE_NAME ||
		    key->kind == OCXL_KEY_PLACE_TEXT)
			place = key;
		else if (key->name && is_pair == (*key_suffix(key) != '\0') &&
			 is_key_name(key, &name))
			return key;
	}
	/* a text without a key may contain "=" */
	if (is_pair && place && place->kind != OCXL_KEY_PLACE_TEXT)
		return NULL;
	*value = *token;
	return place;
}

/* where the value of a key belongs; NULL: the key was given already */
static u64 *claim_value(const struct ocxlpmem_keyword *keyword, const struct ocxlpmem_key *key,
			struct ocxlpmem_key_values *values)
{
	u32 index = (u32)(key - keyword->keys);

	if (key == &after_key)
		return values->after_ms == OCXL_NEVER ? &values->after_ms : NULL;
	if (values->given & BIT_ULL(index))
		return NULL;
	values->given |= BIT_ULL(index);
	values->flags |= key->flag;
	return &values->value[index];
}

static int read_keys(const struct ocxlpmem_keyword *keyword, struct ocxlpmem_token *rest,
		     struct ocxlpmem_key_values *values, const struct ocxlpmem_message *message)
{
	struct ocxlpmem_token token, value;
	char quote[OCXL_QUOTE_SIZE];

	while (ocxlpmem_token_cut(rest, &token)) {
		const struct ocxlpmem_key *key = find_key(keyword, &token, &value);
		u64 *to;

		if (!key)
			return report_unknown_key(keyword, &token, message);
		to = claim_value(keyword, key, values);
		if (!to) {
			scnprintf(message->text, message->size, "%s: \"%s\": %s is given twice",
				  keyword->name, ocxlpmem_token_quote(&token, quote), key->name);
			return -EINVAL;
		}
		if (read_value(key, &value, to))
			return report_bad_value(keyword, key, &token, message);
		if (key->kind == OCXL_KEY_MASK && (value.text[0] < '0' || value.text[0] > '9'))
			values->named |= BIT_ULL(key - keyword->keys);
	}
	return 0;
}

static int check_line_bytes(const struct ocxlpmem_token *line,
			    const struct ocxlpmem_message *message)
{
	if (line->size > OCXL_SCENARIO_LINE_MAX) {
		scnprintf(message->text, message->size, "the line has %zu bytes; allowed: %u",
			  line->size, OCXL_SCENARIO_LINE_MAX);
		return -EINVAL;
	}
	if (memchr(line->text, 0, line->size)) {
		scnprintf(message->text, message->size, "the line holds a NUL byte");
		return -EINVAL;
	}
	return 0;
}

int ocxlpmem_scenario_parse_line(const struct ocxlpmem_token *line,
				 struct ocxlpmem_directive *directive,
				 const struct ocxlpmem_message *message)
{
	struct ocxlpmem_key_values values = { .after_ms = OCXL_NEVER };
	struct ocxlpmem_token rest = *line;
	const struct ocxlpmem_keyword *keyword;
	struct ocxlpmem_token token;
	const char *wrong;

	memset(directive, 0, sizeof(*directive));
	if (check_line_bytes(line, message))
		return -EINVAL;
	if (!ocxlpmem_token_cut(&rest, &token))
		return 0;
	keyword = find_keyword(&token);
	if (!keyword)
		return report_unknown_keyword(&token, message);
	if (!keyword->refused && read_keys(keyword, &rest, &values, message))
		return -EINVAL;
	wrong = keyword->refused ? keyword->refused : keyword->build(&values, directive);
	directive->delay_ms = values.after_ms == OCXL_NEVER ? 0 : values.after_ms;
	if (!wrong)
		return 0;
	scnprintf(message->text, message->size, "%s: %s", keyword->name, wrong);
	return -EINVAL;
}
