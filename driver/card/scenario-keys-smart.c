// SPDX-License-Identifier: GPL-2.0-only
/* The keyword "smart" of a scenario. */
#include "scenario-parse.h"

enum {
	SMART_ID,
	SMART_CURRENT,
	SMART_THRESHOLD,
	SMART_WORST,
	SMART_FLAGS,
	SMART_RAW,
	SMART_REMOVE,
	SMART_FILL,
	SMART_COUNT,
};

static const struct ocxlpmem_value_name attribute_names[] = {
	{ "power_on_hours", OCXL_ATTRIBUTE_POWER_ON_HOURS },
	{ "temperature", OCXL_ATTRIBUTE_TEMPERATURE },
	{ "life_remaining", OCXL_ATTRIBUTE_LIFE_REMAINING },
	{ NULL, 0 },
};

const struct ocxlpmem_key ocxlpmem_smart_keys[OCXL_SMART_KEYS] = {
	[SMART_ID] = { "ID", OCXL_KEY_PLACE_NUMBER, 0, 0xFF, attribute_names, NULL },
	[SMART_CURRENT] = { "current", OCXL_KEY_NUMBER, 0, 0xFF },
	[SMART_THRESHOLD] = { "threshold", OCXL_KEY_NUMBER, 0, 0xFF },
	[SMART_WORST] = { "worst", OCXL_KEY_NUMBER, 0, 0xFF },
	[SMART_FLAGS] = { "flags", OCXL_KEY_NUMBER, 0, 0xFFFF },
	[SMART_RAW] = { "raw", OCXL_KEY_NUMBER, 0, ~0ULL },
	[SMART_REMOVE] = { "remove", OCXL_KEY_WORD, 0, 0 },
	[SMART_FILL] = { "fill", OCXL_KEY_WORD, 0, 0 },
	[SMART_COUNT] = { "count", OCXL_KEY_NUMBER, 0, OCXL_CARD_FILL_MAX },
};

static const char *build_fill(const struct ocxlpmem_key_values *values,
			      struct ocxlpmem_directive *directive)
{
	if (values->given != (BIT_ULL(SMART_FILL) | BIT_ULL(SMART_COUNT)))
		return "fill takes count= and nothing else";
	directive->smart.given = OCXL_SMART_GIVEN_FILL;
	directive->smart.fill = (u32)values->value[SMART_COUNT];
	return NULL;
}

static u8 smart_given(const struct ocxlpmem_key_values *values)
{
	static const u8 smart_flags[] = {
		[SMART_CURRENT] = OCXL_SMART_GIVEN_CURRENT,
		[SMART_THRESHOLD] = OCXL_SMART_GIVEN_THRESHOLD,
		[SMART_WORST] = OCXL_SMART_GIVEN_WORST,
		[SMART_FLAGS] = OCXL_SMART_GIVEN_FLAGS,
		[SMART_RAW] = OCXL_SMART_GIVEN_RAW,
		[SMART_REMOVE] = OCXL_SMART_GIVEN_REMOVE,
	};

	return ocxlpmem_given_flags(values, smart_flags, ARRAY_SIZE(smart_flags));
}

const char *ocxlpmem_build_smart(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_smart_change *smart = &directive->smart;

	directive->kind = OCXL_DIRECTIVE_SMART;
	if (ocxlpmem_has_key(values, SMART_FILL) || ocxlpmem_has_key(values, SMART_COUNT))
		return build_fill(values, directive);
	if (!ocxlpmem_has_key(values, SMART_ID))
		return "the identifier of the attribute is missing";
	smart->given = smart_given(values);
	smart->id = (u8)values->value[SMART_ID];
	smart->current_value = (u8)values->value[SMART_CURRENT];
	smart->threshold = (u8)values->value[SMART_THRESHOLD];
	smart->worst = (u8)values->value[SMART_WORST];
	smart->flags = (u16)values->value[SMART_FLAGS];
	smart->raw = values->value[SMART_RAW];
	if (!smart->given)
		return "no value is given";
	if (ocxlpmem_has_key(values, SMART_REMOVE) && smart->given != OCXL_SMART_GIVEN_REMOVE)
		return "remove takes no values";
	return NULL;
}
