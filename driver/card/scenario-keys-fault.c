// SPDX-License-Identifier: GPL-2.0-only
/* The keywords "fault" and "corrupt" of a scenario. */
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

const struct ocxlpmem_key ocxlpmem_fault_keys[OCXL_FAULT_KEYS] = {
	[FAULT_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[FAULT_STATUS] = { "status", OCXL_KEY_NUMBER, 0x01, 0xFF, status_names, NULL },
	[FAULT_TIMEOUT] = { "timeout", OCXL_KEY_WORD, 0, 0 },
	[FAULT_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
	[FAULT_LATE] = { "late-ms", OCXL_KEY_NUMBER, 1, OCXL_MS_MAX },
	[FAULT_TIMES] = { "times", OCXL_KEY_TIMES, 1, OCXL_ALWAYS - 1 },
};

const char *ocxlpmem_build_fault(const struct ocxlpmem_key_values *values,
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

const struct ocxlpmem_key ocxlpmem_corrupt_keys[OCXL_CORRUPT_KEYS] = {
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

const char *ocxlpmem_build_corrupt(const struct ocxlpmem_key_values *values,
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
