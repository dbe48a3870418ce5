// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words "fw-update" and "reset" of a scenario.
 */
#include "line.h"

/* of a reset whose line does not say: long enough to be seen, short enough to wait for */
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

/* as ocxlpmem_token_parse_text8() packs it */
static u64 pack(const char *text)
{
	u64 packed = 0;
	u32 i;

	for (i = 0; text[i]; i++)
		packed |= (u64)(u8)text[i] << (i * 8);
	return packed;
}

static bool find_refusal(u64 packed, enum ocxlpmem_refusal *refusal)
{
	static const char *const names[] = {
		[OCXL_REFUSE_NOTHING] = "none",
		[OCXL_REFUSE_START] = "start",
		[OCXL_REFUSE_MIDDLE] = "middle",
		[OCXL_REFUSE_FINISH] = "finish",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (packed != pack(names[i]))
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

/* the card is busy with something else: a fault of its opcode like any other */
static const char *build_busy(const struct ocxlpmem_key_values *values,
			      struct ocxlpmem_directive *fact)
{
	if (values->given & ~(OCXL_BIT(UPDATE_BUSY) | OCXL_BIT(UPDATE_TIMES)))
		return "busy takes times= and nothing else";
	fact->kind = OCXL_DIRECTIVE_FAULT;
	fact->fault.fault = OCXL_FAULT_STATUS;
	fact->fault.opcode = OCXL_OPCODE_FW_UPDATE;
	fact->fault.status = OCXL_CARD_STATUS_BLOCKED;
	fact->fault.times =
		ocxlpmem_has_key(values, UPDATE_TIMES) ? (u32)values->value[UPDATE_TIMES] : 1;
	return NULL;
}

const char *ocxlpmem_build_fw_update(const struct ocxlpmem_key_values *values,
				     struct ocxlpmem_directive *fact)
{
	struct ocxlpmem_firmware_change *change = &fact->firmware;

	if (!values->given)
		return "nothing is said about updates";
	if (ocxlpmem_has_key(values, UPDATE_BUSY))
		return build_busy(values, fact);
	if (ocxlpmem_has_key(values, UPDATE_TIMES))
		return "times= goes with busy only";
	if (ocxlpmem_has_key(values, UPDATE_NEXT) && ocxlpmem_has_key(values, UPDATE_SILENT))
		return "give one of next=, silent";
	if (values->value[UPDATE_SIZE] % 8 != 0)
		return "size= is a multiple of 8";
	fact->kind = OCXL_DIRECTIVE_FW_UPDATE;
	if (ocxlpmem_has_key(values, UPDATE_NEXT) || ocxlpmem_has_key(values, UPDATE_SILENT))
		change->given |= OCXL_FIRMWARE_GIVEN_NEXT;
	if (ocxlpmem_has_key(values, UPDATE_SIZE))
		change->given |= OCXL_FIRMWARE_GIVEN_SIZE;
	change->next = values->value[UPDATE_NEXT];
	change->size = values->value[UPDATE_SIZE];
	return build_refusal(values, change);
}

const char *ocxlpmem_build_reset(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_RESET;
	fact->after_ms = ocxlpmem_has_key(values, 0) ? values->value[0] : RESET_MS;
	return NULL;
}
