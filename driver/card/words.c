// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of a scenario: which keys each takes, which of them go together, and
 * the fact that they make.
 */
#include "line.h"

#define US_MAX (OCXL_MS_MAX / 24 * 1000)

/* serial, fw */
static const struct ocxlpmem_key serial_keys[] = { { "N", OCXL_KEY_PLACE_NUMBER, 0, ~0ULL } };
static const struct ocxlpmem_key fw_keys[] = { { "TEXT", OCXL_KEY_PLACE_TEXT, 0, 0 } };

static const char *build_serial(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_SERIAL;
	fact->number = values->value[0];
	return ocxlpmem_has_key(values, 0) ? NULL : "the number is missing";
}

static const char *build_fw(const struct ocxlpmem_key_values *values,
			    struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_FW;
	fact->number = values->value[0];
	return ocxlpmem_has_key(values, 0) ? NULL : "the text is missing";
}

/* ready-after, memory-after, ready, memory */
static const struct ocxlpmem_key after_keys[] = { { "ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX } };
enum { STATE_NOW, STATE_NEVER };
static const struct ocxlpmem_key state_keys[] = {
	[STATE_NOW] = { "now", OCXL_KEY_WORD, 0, 0 },
	[STATE_NEVER] = { "never", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_after(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	fact->after_ms = values->value[0];
	return ocxlpmem_has_key(values, 0) ? NULL : "ms= is missing";
}

static const char *build_ready_after(const struct ocxlpmem_key_values *values,
				     struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_READY;
	return build_after(values, fact);
}

static const char *build_memory_after(const struct ocxlpmem_key_values *values,
				      struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_MEMORY;
	return build_after(values, fact);
}

static const char *build_state(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	if (ocxlpmem_has_key(values, STATE_NOW) == ocxlpmem_has_key(values, STATE_NEVER))
		return "give one of now, never";
	fact->after_ms = ocxlpmem_has_key(values, STATE_NOW) ? 0 : OCXL_NEVER;
	return NULL;
}

static const char *build_ready(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_READY;
	return build_state(values, fact);
}

static const char *build_memory(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_MEMORY;
	return build_state(values, fact);
}

/* smart */
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

static const struct ocxlpmem_key smart_keys[] = {
	[SMART_ID] = { "ID", OCXL_KEY_PLACE_NUMBER, 0, 0xFF },
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
			      struct ocxlpmem_directive *fact)
{
	if (values->given != (OCXL_BIT(SMART_FILL) | OCXL_BIT(SMART_COUNT)))
		return "fill takes count= and nothing else";
	fact->smart.given = OCXL_SMART_GIVEN_FILL;
	fact->smart.fill = (u32)values->value[SMART_COUNT];
	return NULL;
}

static u8 smart_given(const struct ocxlpmem_key_values *values)
{
	static const u8 flags[] = {
		[SMART_CURRENT] = OCXL_SMART_GIVEN_CURRENT,
		[SMART_THRESHOLD] = OCXL_SMART_GIVEN_THRESHOLD,
		[SMART_WORST] = OCXL_SMART_GIVEN_WORST,
		[SMART_FLAGS] = OCXL_SMART_GIVEN_FLAGS,
		[SMART_RAW] = OCXL_SMART_GIVEN_RAW,
		[SMART_REMOVE] = OCXL_SMART_GIVEN_REMOVE,
	};

	return ocxlpmem_given_flags(values, flags, ARRAY_SIZE(flags));
}

static const char *build_smart(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	struct ocxlpmem_smart_change *smart = &fact->smart;

	fact->kind = OCXL_DIRECTIVE_SMART;
	if (ocxlpmem_has_key(values, SMART_FILL) || ocxlpmem_has_key(values, SMART_COUNT))
		return build_fill(values, fact);
	if (!ocxlpmem_has_key(values, SMART_ID))
		return "the attribute's number is missing";
	smart->given = smart_given(values);
	smart->id = (u8)values->value[SMART_ID];
	smart->current_value = (u8)values->value[SMART_CURRENT];
	smart->threshold = (u8)values->value[SMART_THRESHOLD];
	smart->worst = (u8)values->value[SMART_WORST];
	smart->flags = (u16)values->value[SMART_FLAGS];
	smart->raw = values->value[SMART_RAW];
	if (!smart->given)
		return "nothing is said about the attribute";
	if (ocxlpmem_has_key(values, SMART_REMOVE) && smart->given != OCXL_SMART_GIVEN_REMOVE)
		return "remove takes no values";
	return NULL;
}

/* error-log */
enum {
	LOG_TYPE,
	LOG_PRC,
	LOG_ID,
	LOG_ACTIONS,
	LOG_SECONDS,
	LOG_TIMESTAMP,
	LOG_WWID,
	LOG_WWID_SECOND,
	LOG_FW,
	LOG_DATA,
	LOG_COUNT,
	LOG_AFTER,
	LOG_NONE,
};

static const struct ocxlpmem_key error_log_keys[] = {
	[LOG_TYPE] = { "type", OCXL_KEY_NUMBER, 0, 0xFF },
	[LOG_PRC] = { "prc", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_ID] = { "id", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_ACTIONS] = { "actions", OCXL_KEY_NUMBER, 0, 0xFFFFFF },
	[LOG_SECONDS] = { "seconds", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_TIMESTAMP] = { "timestamp", OCXL_KEY_NUMBER, 0, ~0ULL },
	[LOG_WWID] = { "wwid", OCXL_KEY_PAIR, 0, ~0ULL },
	[LOG_FW] = { "fw", OCXL_KEY_TEXT, 0, 0 },
	[LOG_DATA] = { "data", OCXL_KEY_NUMBER, 0, OCXL_ERROR_LOG_DATA_MAX },
	[LOG_COUNT] = { "count", OCXL_KEY_NUMBER, 1, 1000000 },
	[LOG_AFTER] = { "after-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
	[LOG_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
};

static u8 log_given(const struct ocxlpmem_key_values *values)
{
	static const u8 flags[] = {
		[LOG_ID] = OCXL_LOG_GIVEN_ID,
		[LOG_SECONDS] = OCXL_LOG_GIVEN_SECONDS,
		[LOG_TIMESTAMP] = OCXL_LOG_GIVEN_TIMESTAMP,
		[LOG_WWID] = OCXL_LOG_GIVEN_WWID,
		[LOG_FW] = OCXL_LOG_GIVEN_FW,
		[LOG_NONE] = OCXL_LOG_GIVEN_NONE,
	};

	return ocxlpmem_given_flags(values, flags, ARRAY_SIZE(flags));
}

static const char *build_error_log(const struct ocxlpmem_key_values *values,
				   struct ocxlpmem_directive *fact)
{
	struct ocxlpmem_log_spec *log = &fact->log;

	fact->kind = OCXL_DIRECTIVE_ERROR_LOG;
	log->given = log_given(values);
	log->type = (u8)values->value[LOG_TYPE];
	log->prc = (u32)values->value[LOG_PRC];
	log->id = (u32)values->value[LOG_ID];
	log->actions = (u32)values->value[LOG_ACTIONS];
	log->seconds = (u32)values->value[LOG_SECONDS];
	log->timestamp = values->value[LOG_TIMESTAMP];
	log->wwid[0] = values->value[LOG_WWID];
	log->wwid[1] = values->value[LOG_WWID_SECOND];
	log->data = (u32)values->value[LOG_DATA];
	log->count = ocxlpmem_has_key(values, LOG_COUNT) ? (u32)values->value[LOG_COUNT] : 1;
	log->after_ms = values->value[LOG_AFTER];
	ocxlpmem_unpack_text(values->value[LOG_FW], log->fw_revision);
	if (ocxlpmem_has_key(values, LOG_NONE) && values->given != OCXL_BIT(LOG_NONE))
		return "none takes no values";
	return NULL;
}

/* stats: the fields in the order of enum ocxlpmem_stat, then two words */
enum { STATS_FROZEN = OCXL_STAT_COUNT, STATS_RUNNING };

static const struct ocxlpmem_key stats_keys[] = {
	[OCXL_STAT_RESET_COUNT] = { "reset_count", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[OCXL_STAT_RESET_UPTIME] = { "reset_uptime", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[OCXL_STAT_POWER_ON_UPTIME] = { "power_on_uptime", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[OCXL_STAT_LIFE_REMAINING] = { "life_remaining", OCXL_KEY_NUMBER, 0, 0xFF },
	[OCXL_STAT_UTILIZATION] = { "critical_resource_utilization", OCXL_KEY_NUMBER, 0, 0xFF },
	[OCXL_STAT_HOST_LOADS] = { "host_load_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_HOST_STORES] = { "host_store_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_HOST_LOAD_DURATION] = { "host_load_duration", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_HOST_STORE_DURATION] = { "host_store_duration", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_MEDIA_READS] = { "media_read_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_MEDIA_WRITES] = { "media_write_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_MEDIA_READ_DURATION] = { "media_read_duration", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_MEDIA_WRITE_DURATION] = { "media_write_duration", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_CACHE_READ_HITS] = { "cache_read_hit_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_CACHE_WRITE_HITS] = { "cache_write_hit_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_FAST_WRITES] = { "fast_write_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[STATS_FROZEN] = { "frozen", OCXL_KEY_WORD, 0, 0 },
	[STATS_RUNNING] = { "running", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_stats(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	u32 stat;

	fact->kind = OCXL_DIRECTIVE_STATS;
	if (!values->given)
		return "nothing is said about the statistics";
	if (ocxlpmem_has_key(values, STATS_FROZEN) && ocxlpmem_has_key(values, STATS_RUNNING))
		return "give one of frozen, running";
	fact->stats.freeze = -1;
	if (ocxlpmem_has_key(values, STATS_FROZEN) || ocxlpmem_has_key(values, STATS_RUNNING))
		fact->stats.freeze = ocxlpmem_has_key(values, STATS_FROZEN);
	fact->stats.given = (u32)(values->given & (OCXL_BIT(OCXL_STAT_COUNT) - 1));
	for (stat = 0; stat < OCXL_STAT_COUNT; stat++)
		fact->stats.values[stat] = values->value[stat];
	return NULL;
}

/* fault */
enum { FAULT_OP, FAULT_STATUS, FAULT_TIMEOUT, FAULT_NONE, FAULT_LATE, FAULT_TIMES };

static const struct ocxlpmem_key fault_keys[] = {
	[FAULT_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[FAULT_STATUS] = { "status", OCXL_KEY_NUMBER, 0x01, 0xFF },
	[FAULT_TIMEOUT] = { "timeout", OCXL_KEY_WORD, 0, 0 },
	[FAULT_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
	[FAULT_LATE] = { "late-ms", OCXL_KEY_NUMBER, 1, OCXL_MS_MAX },
	[FAULT_TIMES] = { "times", OCXL_KEY_TIMES, 1, OCXL_ALWAYS - 1 },
};

static const char *build_fault(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	struct ocxlpmem_fault_rule *rule = &fact->fault;

	fact->kind = OCXL_DIRECTIVE_FAULT;
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

/* corrupt: the kinds in the order of enum ocxlpmem_corruption */
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
	return opcode == OCXL_OPCODE_ERROR_LOG || opcode == OCXL_OPCODE_SMART ||
	       opcode == OCXL_OPCODE_STATS || opcode == OCXL_OPCODE_DUMP;
}

static const char *build_corrupt(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *fact)
{
	struct ocxlpmem_fault_rule *rule = &fact->fault;
	u32 kinds = 0;
	u32 kind;

	fact->kind = OCXL_DIRECTIVE_FAULT;
	rule->fault = OCXL_FAULT_CORRUPT;
	for (kind = OCXL_CORRUPT_IDENTIFIER; kind <= OCXL_CORRUPT_RANDOM; kind++) {
		if (!ocxlpmem_has_key(values, kind))
			continue;
		rule->corruption = (enum ocxlpmem_corruption)kind;
		kinds++;
	}
	if (!ocxlpmem_has_key(values, CORRUPT_OP))
		return "op= is missing";
	if (kinds != 1)
		return "give one of identifier, length, id, short, long, random";
	rule->opcode = (u8)values->value[CORRUPT_OP];
	rule->times = ocxlpmem_has_key(values, CORRUPT_TIMES) ? (u32)values->value[CORRUPT_TIMES]
							      : 1;
	if (rule->corruption != OCXL_CORRUPT_ID && !has_data(rule->opcode))
		return "this op answers without data, only id can be corrupted";
	return NULL;
}

/* latency, timeout */
enum { OP_OP, OP_VALUE };
static const struct ocxlpmem_key latency_keys[] = {
	[OP_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[OP_VALUE] = { "us", OCXL_KEY_NUMBER, 0, US_MAX },
};
static const struct ocxlpmem_key timeout_keys[] = {
	[OP_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[OP_VALUE] = { "ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
};

static const char *build_op_value(const struct ocxlpmem_key_values *values,
				  struct ocxlpmem_directive *fact)
{
	fact->opcode = (u8)values->value[OP_OP];
	fact->value = (u32)values->value[OP_VALUE];
	return ocxlpmem_has_key(values, OP_OP) ? NULL : "op= is missing";
}

static const char *build_latency(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_LATENCY;
	if (!ocxlpmem_has_key(values, OP_VALUE))
		return "us= is missing";
	return build_op_value(values, fact);
}

static const char *build_timeout(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_TIMEOUT;
	if (!ocxlpmem_has_key(values, OP_VALUE))
		return "ms= is missing";
	return build_op_value(values, fact);
}

/* fatal, health */
enum { FATAL_HW, FATAL_FW };
static const struct ocxlpmem_key fatal_keys[] = {
	[FATAL_HW] = { "hw", OCXL_KEY_WORD, 0, 0 },
	[FATAL_FW] = { "fw", OCXL_KEY_WORD, 0, 0 },
};
enum { HEALTH_CDA, HEALTH_CFFS, HEALTH_CHFS, HEALTH_SET, HEALTH_CLEAR };
static const struct ocxlpmem_key health_keys[] = {
	[HEALTH_CDA] = { "cda", OCXL_KEY_WORD, 0, 0 },
	[HEALTH_CFFS] = { "cffs", OCXL_KEY_WORD, 0, 0 },
	[HEALTH_CHFS] = { "chfs", OCXL_KEY_WORD, 0, 0 },
	[HEALTH_SET] = { "set", OCXL_KEY_WORD, 0, 0 },
	[HEALTH_CLEAR] = { "clear", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_fatal(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_STATUS_SET;
	if (ocxlpmem_has_key(values, FATAL_HW) == ocxlpmem_has_key(values, FATAL_FW))
		return "give one of hw, fw";
	fact->number = ocxlpmem_has_key(values, FATAL_HW) ? OCXL_CHI_CHFS : OCXL_CHI_CFFS;
	return NULL;
}

static const char *build_health(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *fact)
{
	if (ocxlpmem_has_key(values, HEALTH_CDA) + ocxlpmem_has_key(values, HEALTH_CFFS) +
		    ocxlpmem_has_key(values, HEALTH_CHFS) !=
	    1)
		return "give one of cda, cffs, chfs";
	if (ocxlpmem_has_key(values, HEALTH_SET) == ocxlpmem_has_key(values, HEALTH_CLEAR))
		return "give one of set, clear";
	fact->kind = ocxlpmem_has_key(values, HEALTH_SET) ? OCXL_DIRECTIVE_STATUS_SET
							  : OCXL_DIRECTIVE_STATUS_CLEAR;
	fact->number = OCXL_CHI_CDA;
	if (ocxlpmem_has_key(values, HEALTH_CFFS))
		fact->number = OCXL_CHI_CFFS;
	if (ocxlpmem_has_key(values, HEALTH_CHFS))
		fact->number = OCXL_CHI_CHFS;
	return NULL;
}

/* words without keys */
static const char *build_answer(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_ANSWER;
	return NULL;
}

static const char *build_dead(const struct ocxlpmem_key_values *values,
			      struct ocxlpmem_directive *fact)
{
	fact->kind = OCXL_DIRECTIVE_DEAD;
	return NULL;
}

#define TABLE(keys) keys, ARRAY_SIZE(keys)
#define LATER	    "the emulated card does not play this yet"

const struct ocxlpmem_keyword ocxlpmem_keywords[] = {
	{ "serial", TABLE(serial_keys), build_serial, NULL },
	{ "fw", TABLE(fw_keys), build_fw, NULL },
	{ "ready-after", TABLE(after_keys), build_ready_after, NULL },
	{ "ready", TABLE(state_keys), build_ready, NULL },
	{ "memory-after", TABLE(after_keys), build_memory_after, NULL },
	{ "memory", TABLE(state_keys), build_memory, NULL },
	{ "smart", TABLE(smart_keys), build_smart, NULL },
	{ "error-log", TABLE(error_log_keys), build_error_log, NULL },
	{ "stats", TABLE(stats_keys), build_stats, NULL },
	{ "fault", TABLE(fault_keys), build_fault, NULL },
	{ "corrupt", TABLE(corrupt_keys), build_corrupt, NULL },
	{ "latency", TABLE(latency_keys), build_latency, NULL },
	{ "timeout", TABLE(timeout_keys), build_timeout, NULL },
	{ "fatal", TABLE(fatal_keys), build_fatal, NULL },
	{ "health", TABLE(health_keys), build_health, NULL },
	{ "health-report", TABLE(ocxlpmem_health_report_keys), ocxlpmem_build_health_report, NULL },
	{ "answer", NULL, 0, build_answer, NULL },
	{ "dead", NULL, 0, build_dead, NULL },
	{ "dump", ocxlpmem_dump_keys, OCXL_DUMP_KEYS, ocxlpmem_build_dump, NULL },
	{ "fw-update", TABLE(ocxlpmem_fw_update_keys), ocxlpmem_build_fw_update, NULL },
	{ "reset", TABLE(ocxlpmem_reset_keys), ocxlpmem_build_reset, NULL },
	{ "erase", NULL, 0, NULL, LATER },
};

const u32 ocxlpmem_keyword_count = ARRAY_SIZE(ocxlpmem_keywords);
