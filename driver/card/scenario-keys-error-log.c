// SPDX-License-Identifier: GPL-2.0-only
/* The keyword "error-log" of a scenario. */
#include "scenario-parse.h"

enum {
	LOG_TYPE,
	LOG_REFERENCE_CODE,
	LOG_ID,
	LOG_ACTIONS,
	LOG_SECONDS,
	LOG_TIMESTAMP,
	LOG_WWID,
	LOG_WWID_SECOND,
	LOG_FW,
	LOG_DATA,
	LOG_COUNT,
	LOG_NONE,
};

static const struct ocxlpmem_value_name log_type_names[] = {
	{ "general", 0 },   { "predictive_failure", 1 }, { "thermal_warning", 2 },
	{ "data_loss", 3 }, { "health_performance", 4 }, { NULL, 0 },
};

static const struct ocxlpmem_value_name log_action_names[] = {
	{ "reset", BIT_ULL(0) },
	{ "check_firmware", BIT_ULL(21) },
	{ "replace", BIT_ULL(22) },
	{ "dump", BIT_ULL(23) },
	{ NULL, 0 },
};

const struct ocxlpmem_key ocxlpmem_error_log_keys[OCXL_ERROR_LOG_KEYS] = {
	[LOG_TYPE] = { "type", OCXL_KEY_NUMBER, 0, 0xFF, log_type_names, NULL },
	[LOG_REFERENCE_CODE] = { "reference_code", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_ID] = { "id", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_ACTIONS] = { "actions", OCXL_KEY_MASK, 0, 0xFFFFFF, log_action_names, NULL },
	[LOG_SECONDS] = { "seconds", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_TIMESTAMP] = { "timestamp", OCXL_KEY_NUMBER, 0, ~0ULL },
	[LOG_WWID] = { "wwid", OCXL_KEY_PAIR, 0, ~0ULL },
	[LOG_FW] = { "fw", OCXL_KEY_TEXT, 0, 0 },
	[LOG_DATA] = { "data", OCXL_KEY_NUMBER, 0, OCXL_ERROR_LOG_DATA_MAX },
	[LOG_COUNT] = { "count", OCXL_KEY_NUMBER, 1, 1000000 },
	[LOG_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
};

static u8 log_given(const struct ocxlpmem_key_values *values)
{
	static const u8 log_flags[] = {
		[LOG_ID] = OCXL_LOG_GIVEN_ID,
		[LOG_SECONDS] = OCXL_LOG_GIVEN_SECONDS,
		[LOG_TIMESTAMP] = OCXL_LOG_GIVEN_TIMESTAMP,
		[LOG_WWID] = OCXL_LOG_GIVEN_WWID,
		[LOG_FW] = OCXL_LOG_GIVEN_FW,
		[LOG_NONE] = OCXL_LOG_GIVEN_NONE,
	};

	return ocxlpmem_given_flags(values, log_flags, ARRAY_SIZE(log_flags));
}

const char *ocxlpmem_build_error_log(const struct ocxlpmem_key_values *values,
				     struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_log_spec *log = &directive->log;

	directive->kind = OCXL_DIRECTIVE_ERROR_LOG;
	log->given = log_given(values);
	log->type = (u8)values->value[LOG_TYPE];
	log->reference_code = (u32)values->value[LOG_REFERENCE_CODE];
	log->id = (u32)values->value[LOG_ID];
	log->actions = (u32)values->value[LOG_ACTIONS];
	log->seconds = (u32)values->value[LOG_SECONDS];
	log->timestamp = values->value[LOG_TIMESTAMP];
	log->wwid[0] = values->value[LOG_WWID];
	log->wwid[1] = values->value[LOG_WWID_SECOND];
	log->data = (u32)values->value[LOG_DATA];
	log->count = ocxlpmem_has_key(values, LOG_COUNT) ? (u32)values->value[LOG_COUNT] : 1;
	ocxlpmem_unpack_text(values->value[LOG_FW], log->fw_version);
	if (ocxlpmem_has_key(values, LOG_NONE) && values->given != BIT_ULL(LOG_NONE))
		return "none takes no values";
	/* A number is what a card sends, for tests of the driver. A name is what the driver reports. */
	if (values->named & BIT_ULL(LOG_ACTIONS) && log->type != 0)
		return "only entries of type=general have actions";
	return NULL;
}
