// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keywords of a scenario about what the card reports: "smart", "error-log", "stats",
 * "health-report" and "dump" (controller.md 4.4 to 4.7 and 6).
 */
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

static const struct ocxlpmem_key smart_keys[] = {
	[SMART_ID] = { "ID", OCXL_KEY_PLACE_NUMBER, 0, 0xFF, attribute_names, NULL },
	[SMART_CURRENT] = { "current", OCXL_KEY_NUMBER, 0, 0xFF, .flag = OCXL_SMART_GIVEN_CURRENT },
	[SMART_THRESHOLD] = { "threshold", OCXL_KEY_NUMBER, 0, 0xFF,
			      .flag = OCXL_SMART_GIVEN_THRESHOLD },
	[SMART_WORST] = { "worst", OCXL_KEY_NUMBER, 0, 0xFF, .flag = OCXL_SMART_GIVEN_WORST },
	[SMART_FLAGS] = { "flags", OCXL_KEY_NUMBER, 0, 0xFFFF, .flag = OCXL_SMART_GIVEN_FLAGS },
	[SMART_RAW] = { "raw", OCXL_KEY_NUMBER, 0, ~0ULL, .flag = OCXL_SMART_GIVEN_RAW },
	[SMART_REMOVE] = { "remove", OCXL_KEY_WORD, 0, 0, .flag = OCXL_SMART_GIVEN_REMOVE },
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

static const char *build_smart(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_smart_change *smart = &directive->smart;

	directive->kind = OCXL_DIRECTIVE_SMART;
	if (ocxlpmem_has_key(values, SMART_FILL) || ocxlpmem_has_key(values, SMART_COUNT))
		return build_fill(values, directive);
	if (!ocxlpmem_has_key(values, SMART_ID))
		return "the identifier of the attribute is missing";
	smart->given = values->flags;
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

static const struct ocxlpmem_key error_log_keys[] = {
	[LOG_TYPE] = { "type", OCXL_KEY_NUMBER, 0, 0xFF, log_type_names, NULL },
	[LOG_REFERENCE_CODE] = { "reference_code", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[LOG_ID] = { "id", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF, .flag = OCXL_LOG_GIVEN_ID },
	[LOG_ACTIONS] = { "actions", OCXL_KEY_MASK, 0, 0xFFFFFF, log_action_names, NULL },
	[LOG_SECONDS] = { "seconds", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF,
			  .flag = OCXL_LOG_GIVEN_SECONDS },
	[LOG_TIMESTAMP] = { "timestamp", OCXL_KEY_NUMBER, 0, ~0ULL,
			    .flag = OCXL_LOG_GIVEN_TIMESTAMP },
	[LOG_WWID] = { "wwid", OCXL_KEY_PAIR, 0, ~0ULL, .flag = OCXL_LOG_GIVEN_WWID },
	[LOG_FW] = { "fw", OCXL_KEY_TEXT, 0, 0, .flag = OCXL_LOG_GIVEN_FW },
	[LOG_DATA] = { "data", OCXL_KEY_NUMBER, 0, OCXL_ERROR_LOG_DATA_MAX },
	[LOG_COUNT] = { "count", OCXL_KEY_NUMBER, 1, 1000000 },
	[LOG_NONE] = { "none", OCXL_KEY_WORD, 0, 0, .flag = OCXL_LOG_GIVEN_NONE },
};

static const char *build_error_log(const struct ocxlpmem_key_values *values,
				   struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_log_spec *log = &directive->log;

	directive->kind = OCXL_DIRECTIVE_ERROR_LOG;
	log->given = values->flags;
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
	/* numbers are sent unchecked, for tests of the driver; names must be valid for the type */
	if (values->named & BIT_ULL(LOG_ACTIONS) && log->type != 0)
		return "only entries of type=general have actions";
	return NULL;
}

/* the fields in the order of enum ocxlpmem_stat, then two words */
enum { STATS_FROZEN = OCXL_STAT_COUNT, STATS_RUNNING };

static const struct ocxlpmem_key stats_keys[] = {
	[OCXL_STAT_RESET_COUNT] = { "reset_count", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF },
	[OCXL_STAT_RESET_UPTIME] = { "reset_uptime", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF, NULL,
				     "_seconds" },
	[OCXL_STAT_POWER_ON_UPTIME] = { "power_on_uptime", OCXL_KEY_NUMBER, 0, 0xFFFFFFFF, NULL,
					"_seconds" },
	[OCXL_STAT_LIFE_REMAINING] = { "life_remaining", OCXL_KEY_NUMBER, 0, 0xFF, NULL,
				       "_percentage" },
	[OCXL_STAT_UTILIZATION] = { "critical_resource_utilization", OCXL_KEY_NUMBER, 0, 0xFF, NULL,
				    "_percentage" },
	[OCXL_STAT_HOST_LOADS] = { "host_load_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_HOST_STORES] = { "host_store_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_HOST_LOAD_DURATION] = { "host_load_duration", OCXL_KEY_NUMBER, 0, ~0ULL, NULL,
					   "_ns" },
	[OCXL_STAT_HOST_STORE_DURATION] = { "host_store_duration", OCXL_KEY_NUMBER, 0, ~0ULL, NULL,
					    "_ns" },
	[OCXL_STAT_MEDIA_READS] = { "media_read_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_MEDIA_WRITES] = { "media_write_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_MEDIA_READ_DURATION] = { "media_read_duration", OCXL_KEY_NUMBER, 0, ~0ULL, NULL,
					    "_ns" },
	[OCXL_STAT_MEDIA_WRITE_DURATION] = { "media_write_duration", OCXL_KEY_NUMBER, 0, ~0ULL,
					     NULL, "_ns" },
	[OCXL_STAT_CACHE_READ_HITS] = { "cache_read_hit_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_CACHE_WRITE_HITS] = { "cache_write_hit_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[OCXL_STAT_FAST_WRITES] = { "fast_write_count", OCXL_KEY_NUMBER, 0, ~0ULL },
	[STATS_FROZEN] = { "frozen", OCXL_KEY_WORD, 0, 0 },
	[STATS_RUNNING] = { "running", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_stats(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	u32 stat;

	directive->kind = OCXL_DIRECTIVE_STATS;
	if (!values->given)
		return "no value is given";
	if (ocxlpmem_has_key(values, STATS_FROZEN) && ocxlpmem_has_key(values, STATS_RUNNING))
		return "give one of frozen, running";
	directive->stats.freeze = -1;
	if (ocxlpmem_has_key(values, STATS_FROZEN) || ocxlpmem_has_key(values, STATS_RUNNING))
		directive->stats.freeze = ocxlpmem_has_key(values, STATS_FROZEN);
	directive->stats.given = (u32)(values->given & (BIT_ULL(OCXL_STAT_COUNT) - 1));
	for (stat = 0; stat < OCXL_STAT_COUNT; stat++)
		directive->stats.values[stat] = values->value[stat];
	return NULL;
}

enum { REPORT_TAKE, REPORT_NEVER, REPORT_DATA };

static const struct ocxlpmem_key health_report_keys[] = {
	[REPORT_TAKE] = { "take-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
	[REPORT_NEVER] = { "never", OCXL_KEY_WORD, 0, 0 },
	[REPORT_DATA] = { "data", OCXL_KEY_NUMBER, 0, OCXL_ERROR_LOG_DATA_MAX },
};

static const char *build_health_report(const struct ocxlpmem_key_values *values,
				       struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_health_report *report = &directive->health_report;

	directive->kind = OCXL_DIRECTIVE_HEALTH_REPORT;
	if (!values->given)
		return "no value is given";
	if (ocxlpmem_has_key(values, REPORT_TAKE) && ocxlpmem_has_key(values, REPORT_NEVER))
		return "give one of take-ms=, never";
	report->has_take = ocxlpmem_has_key(values, REPORT_TAKE) ||
			   ocxlpmem_has_key(values, REPORT_NEVER);
	report->has_data = ocxlpmem_has_key(values, REPORT_DATA);
	report->take_ms = ocxlpmem_has_key(values, REPORT_NEVER) ? OCXL_NEVER
								 : values->value[REPORT_TAKE];
	report->data = (u32)values->value[REPORT_DATA];
	return NULL;
}

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

static const struct ocxlpmem_key dump_keys[] = {
	[DUMP_KEY_SIZE] = { "size", OCXL_KEY_SIZE, 0, 0xFFFFFFFF, .flag = OCXL_DUMP_GIVEN_SIZE },
	[DUMP_KEY_TAKE] = { "take-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX,
			    .flag = OCXL_DUMP_GIVEN_TAKE },
	[DUMP_KEY_NEVER] = { "never", OCXL_KEY_WORD, 0, 0, .flag = OCXL_DUMP_GIVEN_TAKE },
	[DUMP_KEY_PIECE] = { "piece", OCXL_KEY_SIZE, 8, OCXL_DUMP_PIECE_MAX,
			     .flag = OCXL_DUMP_GIVEN_PIECE },
	[DUMP_KEY_MAX] = { "max", OCXL_KEY_SIZE, 0, 0xFFFFFFFF, .flag = OCXL_DUMP_GIVEN_MAX },
	[DUMP_KEY_RESIZE] = { "resize", OCXL_KEY_SIZE, 0, 0xFFFFFFFF,
			      .flag = OCXL_DUMP_GIVEN_RESIZE },
	[DUMP_KEY_AT] = { "at", OCXL_KEY_SIZE, 0, 0xFFFFFFFF },
	[DUMP_KEY_NONE] = { "none", OCXL_KEY_WORD, 0, 0, .flag = OCXL_DUMP_GIVEN_NONE },
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

static const char *build_dump(const struct ocxlpmem_key_values *values,
			      struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_dump_change *dump = &directive->dump;

	directive->kind = OCXL_DIRECTIVE_DUMP;
	dump->given = values->flags;
	dump->size = (u32)values->value[DUMP_KEY_SIZE];
	dump->take_ms = ocxlpmem_has_key(values, DUMP_KEY_NEVER) ? OCXL_NEVER
								 : values->value[DUMP_KEY_TAKE];
	dump->piece = (u32)values->value[DUMP_KEY_PIECE];
	dump->max_size = (u32)values->value[DUMP_KEY_MAX];
	dump->resize = (u32)values->value[DUMP_KEY_RESIZE];
	dump->resize_at = values->value[DUMP_KEY_AT];
	return find_dump_error(values);
}

const struct ocxlpmem_keyword ocxlpmem_record_keywords[] = {
	{ "smart", OCXL_KEYS(smart_keys), build_smart, NULL },
	{ "error-log", OCXL_KEYS(error_log_keys), build_error_log, NULL },
	{ "stats", OCXL_KEYS(stats_keys), build_stats, NULL },
	{ "health-report", OCXL_KEYS(health_report_keys), build_health_report, NULL },
	{ "dump", OCXL_KEYS(dump_keys), build_dump, NULL },
	{ NULL },
};
