// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keywords "stats" and "health-report" of a scenario: the counters of the card, and its answer to a
 * request for a health report (controller.md 4.6 and 6).
 */
#include "scenario-parse.h"

/* the fields in the order of enum ocxlpmem_stat, then two words */
enum { STATS_FROZEN = OCXL_STAT_COUNT, STATS_RUNNING };

const struct ocxlpmem_key ocxlpmem_stats_keys[OCXL_STATS_KEYS] = {
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

const char *ocxlpmem_build_stats(const struct ocxlpmem_key_values *values,
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

const struct ocxlpmem_key ocxlpmem_health_report_keys[OCXL_HEALTH_REPORT_KEYS] = {
	[REPORT_TAKE] = { "take-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
	[REPORT_NEVER] = { "never", OCXL_KEY_WORD, 0, 0 },
	[REPORT_DATA] = { "data", OCXL_KEY_NUMBER, 0, OCXL_ERROR_LOG_DATA_MAX },
};

const char *ocxlpmem_build_health_report(const struct ocxlpmem_key_values *values,
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
