// SPDX-License-Identifier: GPL-2.0-only
/*
 * The word "health-report" of a scenario: what becomes of a request for a health report
 * (Documentation/protocol/controller.md 6).
 */
#include "line.h"

enum { REPORT_AFTER, REPORT_NEVER, REPORT_DATA };

const struct ocxlpmem_key ocxlpmem_health_report_keys[OCXL_HEALTH_REPORT_KEYS] = {
	[REPORT_AFTER] = { "after-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
	[REPORT_NEVER] = { "never", OCXL_KEY_WORD, 0, 0 },
	[REPORT_DATA] = { "data", OCXL_KEY_NUMBER, 0, OCXL_ERROR_LOG_DATA_MAX },
};

const char *ocxlpmem_build_health_report(const struct ocxlpmem_key_values *values,
					 struct ocxlpmem_directive *fact)
{
	struct ocxlpmem_health_report *report = &fact->health_report;

	fact->kind = OCXL_DIRECTIVE_HEALTH_REPORT;
	if (!values->given)
		return "nothing is said about the report";
	if (ocxlpmem_has_key(values, REPORT_AFTER) && ocxlpmem_has_key(values, REPORT_NEVER))
		return "give one of after-ms=, never";
	report->has_after = ocxlpmem_has_key(values, REPORT_AFTER) ||
			    ocxlpmem_has_key(values, REPORT_NEVER);
	report->has_data = ocxlpmem_has_key(values, REPORT_DATA);
	report->after_ns = ocxlpmem_has_key(values, REPORT_NEVER)
				   ? OCXL_NEVER
				   : values->value[REPORT_AFTER] * OCXL_NS_PER_MS;
	report->data = (u32)values->value[REPORT_DATA];
	return NULL;
}

void ocxlpmem_card_change_health_report(struct ocxlpmem_card *card,
					const struct ocxlpmem_health_report *change)
{
	if (change->has_after)
		card->health_report.after_ns = change->after_ns;
	if (change->has_data)
		card->health_report.data = change->data;
}
