// SPDX-License-Identifier: GPL-2.0-only
/* The keyword "dump" of a scenario. */
#include "scenario-parse.h"

enum {
	DUMP_KEY_SIZE,
	DUMP_KEY_TAKE,
	DUMP_KEY_NEVER,
	DUMP_KEY_PIECE,
	DUMP_KEY_MAX,
	DUMP_KEY_RESIZE,
	DUMP_KEY_AT,
	DUMP_KEY_NONE,
};

const struct ocxlpmem_key ocxlpmem_dump_keys[OCXL_DUMP_KEYS] = {
	[DUMP_KEY_SIZE] = { "size", OCXL_KEY_SIZE, 0, 0xFFFFFFFF },
	[DUMP_KEY_TAKE] = { "take-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
	[DUMP_KEY_NEVER] = { "never", OCXL_KEY_WORD, 0, 0 },
	[DUMP_KEY_PIECE] = { "piece", OCXL_KEY_SIZE, 8, OCXL_DUMP_PIECE_MAX },
	[DUMP_KEY_MAX] = { "max", OCXL_KEY_SIZE, 0, 0xFFFFFFFF },
	[DUMP_KEY_RESIZE] = { "resize", OCXL_KEY_SIZE, 0, 0xFFFFFFFF },
	[DUMP_KEY_AT] = { "at", OCXL_KEY_SIZE, 0, 0xFFFFFFFF },
	[DUMP_KEY_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
};

static const char *find_dump_error(const struct ocxlpmem_key_values *values)
{
	if (!values->given)
		return "no value is given";
	if (ocxlpmem_has_key(values, DUMP_KEY_NONE) && ocxlpmem_has_key(values, DUMP_KEY_SIZE))
		return "give one of size=, none";
	if (ocxlpmem_has_key(values, DUMP_KEY_TAKE) && ocxlpmem_has_key(values, DUMP_KEY_NEVER))
		return "give one of take-ms=, never";
	if (ocxlpmem_has_key(values, DUMP_KEY_RESIZE) != ocxlpmem_has_key(values, DUMP_KEY_AT))
		return "resize= and at= go together";
	if (values->value[DUMP_KEY_PIECE] % 8 != 0)
		return "piece= is a multiple of 8";
	return NULL;
}

static u8 dump_given(const struct ocxlpmem_key_values *values)
{
	static const u8 dump_flags[] = {
		[DUMP_KEY_SIZE] = OCXL_DUMP_GIVEN_SIZE,	 [DUMP_KEY_TAKE] = OCXL_DUMP_GIVEN_TAKE,
		[DUMP_KEY_NEVER] = OCXL_DUMP_GIVEN_TAKE, [DUMP_KEY_PIECE] = OCXL_DUMP_GIVEN_PIECE,
		[DUMP_KEY_MAX] = OCXL_DUMP_GIVEN_MAX,	 [DUMP_KEY_RESIZE] = OCXL_DUMP_GIVEN_RESIZE,
		[DUMP_KEY_NONE] = OCXL_DUMP_GIVEN_NONE,
	};

	return ocxlpmem_given_flags(values, dump_flags, ARRAY_SIZE(dump_flags));
}

const char *ocxlpmem_build_dump(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_dump_change *dump = &directive->dump;

	directive->kind = OCXL_DIRECTIVE_DUMP;
	dump->given = dump_given(values);
	dump->size = (u32)values->value[DUMP_KEY_SIZE];
	dump->take_ms = ocxlpmem_has_key(values, DUMP_KEY_NEVER) ? OCXL_NEVER
								 : values->value[DUMP_KEY_TAKE];
	dump->piece = (u32)values->value[DUMP_KEY_PIECE];
	dump->max_size = (u32)values->value[DUMP_KEY_MAX];
	dump->resize = (u32)values->value[DUMP_KEY_RESIZE];
	dump->resize_at = values->value[DUMP_KEY_AT];
	return find_dump_error(values);
}
