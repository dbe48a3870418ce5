// SPDX-License-Identifier: GPL-2.0-only
/* Keywords of a scenario about what the card does: "fault", "corrupt", "fw-update" and "reset". */
#include "scenario-parse.h"

enum { FAULT_OP, FAULT_STATUS, FAULT_TIMEOUT, FAULT_NONE, FAULT_LATE, FAULT_TIMES };

static const struct ocxlpmem_value_name status_names[] = {
	{ "mem_unavailable", OCXL_CARD_STATUS_MEM_UNAVAILABLE },
	{ "blocked", OCXL_CARD_STATUS_BLOCKED },
	{ "bad_opcode", OCXL_CARD_STATUS_BAD_OPCODE },
	{ "bad_request_parm", OCXL_CARD_STATUS_BAD_REQUEST_PARM },
	{ "bad_data_parm", OCXL_CARD_STATUS_BAD_DATA_PARM },
	{ "debug_blocked", OCXL_CARD_STATUS_DEBUG_BLOCKED },
	{ "failed", OCXL_CARD_STATUS_FAILED },
	{ NULL, 0 },
};

static const struct ocxlpmem_key fault_keys[] = {
	[FAULT_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[FAULT_STATUS] = { "status", OCXL_KEY_NUMBER, 0x01, 0xFF, status_names, NULL },
	[FAULT_TIMEOUT] = { "timeout", OCXL_KEY_WORD, 0, 0 },
	[FAULT_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
	[FAULT_LATE] = { "late-ms", OCXL_KEY_NUMBER, 1, OCXL_MS_MAX },
	[FAULT_TIMES] = { "times", OCXL_KEY_TIMES, 1, OCXL_ALWAYS - 1 },
};

static const char *build_fault(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_fault_rule *rule = &directive->fault;

	directive->kind = OCXL_DIRECTIVE_FAULT;
	if (!ocxlpmem_has_key(values, FAULT_OP))
		return "op= is missing";
	if (ocxlpmem_has_key(values, FAULT_STATUS) + ocxlpmem_has_key(values, FAULT_TIMEOUT) +
		    ocxlpmem_has_key(values, FAULT_NONE) !=
	    1)
		return "give one of status=, timeout, none";
	if (ocxlpmem_has_key(values, FAULT_LATE) && !ocxlpmem_has_key(values, FAULT_TIMEOUT))
		return "late-ms= goes with timeout only";
	if (ocxlpmem_has_key(values, FAULT_NONE) && ocxlpmem_has_key(values, FAULT_TIMES))
		return "none takes no times=";
	rule->opcode = (u8)values->value[FAULT_OP];
	rule->status = (u8)values->value[FAULT_STATUS];
	rule->late_ms = values->value[FAULT_LATE];
	rule->times = ocxlpmem_has_key(values, FAULT_TIMES) ? (u32)values->value[FAULT_TIMES] : 1;
	rule->fault = OCXL_FAULT_STATUS;
	if (ocxlpmem_has_key(values, FAULT_TIMEOUT))
		rule->fault = OCXL_FAULT_TIMEOUT;
	if (ocxlpmem_has_key(values, FAULT_NONE))
		rule->fault = OCXL_FAULT_NONE;
	return NULL;
}

/* keys of "corrupt": the kinds in the order of enum ocxlpmem_corruption, then the others */
enum { CORRUPT_OP = OCXL_CORRUPT_RANDOM + 1, CORRUPT_TIMES };

static const struct ocxlpmem_key corrupt_keys[] = {
	[OCXL_CORRUPT_IDENTIFIER] = { "identifier", OCXL_KEY_WORD, 0, 0 },
	[OCXL_CORRUPT_LENGTH] = { "length", OCXL_KEY_WORD, 0, 0 },
	[OCXL_CORRUPT_ID] = { "id", OCXL_KEY_WORD, 0, 0 },
	[OCXL_CORRUPT_SHORT] = { "short", OCXL_KEY_WORD, 0, 0 },
	[OCXL_CORRUPT_LONG] = { "long", OCXL_KEY_WORD, 0, 0 },
	[OCXL_CORRUPT_RANDOM] = { "random", OCXL_KEY_WORD, 0, 0 },
	[CORRUPT_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[CORRUPT_TIMES] = { "times", OCXL_KEY_TIMES, 1, OCXL_ALWAYS - 1 },
};

static bool has_data(u8 opcode)
{
#define DATA_ROW(number, NAME, name, ms, data) [number] = (data),
	static const bool data_follows[OCXL_CARD_OP_COUNT] = { OCXL_OPCODES(DATA_ROW) };

	return data_follows[opcode];
}

static const char *build_corrupt(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_fault_rule *rule = &directive->fault;
	u32 kinds = 0;
	u32 kind;

	directive->kind = OCXL_DIRECTIVE_FAULT;
	rule->fault = OCXL_FAULT_CORRUPT;
	for (kind = OCXL_CORRUPT_IDENTIFIER; kind <= OCXL_CORRUPT_RANDOM; kind++) {
		if (!ocxlpmem_has_key(values, kind))
			continue;
		rule->corruption = (enum ocxlpmem_corruption)kind;
		kinds++;
	}
	if (!ocxlpmem_has_key(values, CORRUPT_OP))
		return "op= is missing";
	if (values->value[CORRUPT_OP] == OCXL_CARD_OP_ERASE)
		return "erase has no answer that can be corrupted";
	if (kinds != 1)
		return "give one of identifier, length, id, short, long, random";
	rule->opcode = (u8)values->value[CORRUPT_OP];
	rule->times = ocxlpmem_has_key(values, CORRUPT_TIMES) ? (u32)values->value[CORRUPT_TIMES]
							      : 1;
	if (rule->corruption != OCXL_CORRUPT_ID && !has_data(rule->opcode))
		return "this op answers without data, only id can be corrupted";
	return NULL;
}

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

static const struct ocxlpmem_key fw_update_keys[] = {
	[UPDATE_REFUSE] = { "refuse", OCXL_KEY_TEXT, 0, 0, .flag = OCXL_FIRMWARE_GIVEN_REFUSAL },
	[UPDATE_REFUSE_AT] = { "refuse-at", OCXL_KEY_SIZE, 0, 0xFFFFFFFF,
			       .flag = OCXL_FIRMWARE_GIVEN_REFUSAL },
	[UPDATE_NEXT] = { "next", OCXL_KEY_TEXT, 0, 0, .flag = OCXL_FIRMWARE_GIVEN_NEXT },
	[UPDATE_SILENT] = { "silent", OCXL_KEY_WORD, 0, 0, .flag = OCXL_FIRMWARE_GIVEN_NEXT },
	[UPDATE_SIZE] = { "size", OCXL_KEY_SIZE, 0, 0xFFFFFFF8, .flag = OCXL_FIRMWARE_GIVEN_SIZE },
	[UPDATE_BUSY] = { "busy", OCXL_KEY_WORD, 0, 0 },
	[UPDATE_TIMES] = { "times", OCXL_KEY_TIMES, 1, OCXL_ALWAYS - 1 },
};

static const struct ocxlpmem_key reset_keys[] = {
	{ "ms", OCXL_KEY_NUMBER, 1, OCXL_MS_MAX },
};

static bool find_refusal(u64 packed, enum ocxlpmem_refusal *refusal)
{
	/* padded as by ocxlpmem_token_parse_text8() */
	static const char refusal_names[][8] = {
		[OCXL_REFUSE_NOTHING] = "none",
		[OCXL_REFUSE_START] = "start",
		[OCXL_REFUSE_MIDDLE] = "middle",
		[OCXL_REFUSE_FINISH] = "finish",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(refusal_names); i++) {
		if (packed != ocxlpmem_pack_text(refusal_names[i]))
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

static const char *build_fw_update(const struct ocxlpmem_key_values *values,
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
	change->given = values->flags;
	change->next = values->value[UPDATE_NEXT];
	change->size = values->value[UPDATE_SIZE];
	return build_refusal(values, change);
}

static const char *build_reset(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_RESET;
	directive->after_ms = ocxlpmem_has_key(values, 0) ? values->value[0] : RESET_MS;
	return NULL;
}

const struct ocxlpmem_keyword ocxlpmem_fault_keywords[] = {
	{ "fault", OCXL_KEYS(fault_keys), build_fault, NULL },
	{ "corrupt", OCXL_KEYS(corrupt_keys), build_corrupt, NULL },
	{ "fw-update", OCXL_KEYS(fw_update_keys), build_fw_update, NULL },
	{ "reset", OCXL_KEYS(reset_keys), build_reset, NULL },
	{ "erase", NULL, 0, NULL, "the emulated card does not support this yet" },
	{ NULL },
};
