// SPDX-License-Identifier: GPL-2.0-only
/* The keywords "fw-update" and "reset" of a scenario. */
#include "scenario-parse.h"

/* default duration of a reset: long enough to be noticed, short enough to wait for */
#define RESET_MS 100

enum {
	UPDATE_REFUSE,
	UPDATE_REFUSE_AT,
	UPDATE_NEXT,
	UPDATE_SILENT,
	UPDATE_SIZE,
	UPDATE_BUSY,
	UPDATE_TIMES,
};

const struct ocxlpmem_key ocxlpmem_fw_update_keys[OCXL_FW_UPDATE_KEYS] = {
	[UPDATE_REFUSE] = { "refuse", OCXL_KEY_TEXT, 0, 0 },
	[UPDATE_REFUSE_AT] = { "refuse-at", OCXL_KEY_SIZE, 0, 0xFFFFFFFF },
	[UPDATE_NEXT] = { "next", OCXL_KEY_TEXT, 0, 0 },
	[UPDATE_SILENT] = { "silent", OCXL_KEY_WORD, 0, 0 },
	[UPDATE_SIZE] = { "size", OCXL_KEY_SIZE, 0, 0xFFFFFFF8 },
	[UPDATE_BUSY] = { "busy", OCXL_KEY_WORD, 0, 0 },
	[UPDATE_TIMES] = { "times", OCXL_KEY_TIMES, 1, OCXL_ALWAYS - 1 },
};

const struct ocxlpmem_key ocxlpmem_reset_keys[OCXL_RESET_KEYS] = {
	{ "ms", OCXL_KEY_NUMBER, 1, OCXL_MS_MAX },
};

/* packs text as ocxlpmem_token_parse_text8() does */
static u64 pack_name(const char *text)
{
	u64 packed = 0;
	u32 i;

	for (i = 0; text[i]; i++)
		packed |= (u64)(u8)text[i] << (i * 8);
	return packed;
}

static bool find_refusal(u64 packed, enum ocxlpmem_refusal *refusal)
{
	static const char *const refusal_names[] = {
		[OCXL_REFUSE_NOTHING] = "none",
		[OCXL_REFUSE_START] = "start",
		[OCXL_REFUSE_MIDDLE] = "middle",
		[OCXL_REFUSE_FINISH] = "finish",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(refusal_names); i++) {
		if (packed != pack_name(refusal_names[i]))
			continue;
		*refusal = (enum ocxlpmem_refusal)i;
		return true;
	}
	return false;
}

static const char *build_refusal(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_firmware_change *change)
{
	if (ocxlpmem_has_key(values, UPDATE_REFUSE) && ocxlpmem_has_key(values, UPDATE_REFUSE_AT))
		return "give one of refuse=, refuse-at=";
	if (!ocxlpmem_has_key(values, UPDATE_REFUSE) && !ocxlpmem_has_key(values, UPDATE_REFUSE_AT))
		return NULL;
	change->given |= OCXL_FIRMWARE_GIVEN_REFUSAL;
	change->refusal = OCXL_REFUSE_AT;
	change->refuse_at = values->value[UPDATE_REFUSE_AT];
	if (ocxlpmem_has_key(values, UPDATE_REFUSE) &&
	    !find_refusal(values->value[UPDATE_REFUSE], &change->refusal))
		return "refuse= is one of start, middle, finish, none";
	return NULL;
}

/* "busy" is a fault rule: the card answers BLOCKED */
static const char *build_busy(const struct ocxlpmem_key_values *values,
			      struct ocxlpmem_directive *directive)
{
	if (values->given & ~(BIT_ULL(UPDATE_BUSY) | BIT_ULL(UPDATE_TIMES)))
		return "busy takes times= and nothing else";
	directive->kind = OCXL_DIRECTIVE_FAULT;
	directive->fault.fault = OCXL_FAULT_STATUS;
	directive->fault.opcode = OCXL_OPCODE_FW_UPDATE;
	directive->fault.status = OCXL_CARD_STATUS_BLOCKED;
	directive->fault.times =
		ocxlpmem_has_key(values, UPDATE_TIMES) ? (u32)values->value[UPDATE_TIMES] : 1;
	return NULL;
}

const char *ocxlpmem_build_fw_update(const struct ocxlpmem_key_values *values,
				     struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_firmware_change *change = &directive->firmware;

	if (!values->given)
		return "no value is given";
	if (ocxlpmem_has_key(values, UPDATE_BUSY))
		return build_busy(values, directive);
	if (ocxlpmem_has_key(values, UPDATE_TIMES))
		return "times= goes with busy only";
	if (ocxlpmem_has_key(values, UPDATE_NEXT) && ocxlpmem_has_key(values, UPDATE_SILENT))
		return "give one of next=, silent";
	if (values->value[UPDATE_SIZE] % 8 != 0)
		return "size= is a multiple of 8";
	directive->kind = OCXL_DIRECTIVE_FW_UPDATE;
	if (ocxlpmem_has_key(values, UPDATE_NEXT) || ocxlpmem_has_key(values, UPDATE_SILENT))
		change->given |= OCXL_FIRMWARE_GIVEN_NEXT;
	if (ocxlpmem_has_key(values, UPDATE_SIZE))
		change->given |= OCXL_FIRMWARE_GIVEN_SIZE;
	change->next = values->value[UPDATE_NEXT];
	change->size = values->value[UPDATE_SIZE];
	return build_refusal(values, change);
}

const char *ocxlpmem_build_reset(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_RESET;
	directive->after_ms = ocxlpmem_has_key(values, 0) ? values->value[0] : RESET_MS;
	return NULL;
}
