// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keyword "health-report" of a scenario: how the card answers a request for a health report
 * (Documentation/protocol/controller.md 6).
 */
#include "scenario-directive.h"

enum { REPORT_AFTER, REPORT_NEVER, REPORT_DATA };

const struct ocxlpmem_key ocxlpmem_health_report_keys[OCXL_HEALTH_REPORT_KEYS] = {
	[REPORT_AFTER] = { "after-ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
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
	if (ocxlpmem_has_key(values, REPORT_AFTER) && ocxlpmem_has_key(values, REPORT_NEVER))
		return "give one of after-ms=, never";
	report->has_after = ocxlpmem_has_key(values, REPORT_AFTER) ||
			    ocxlpmem_has_key(values, REPORT_NEVER);
	report->has_data = ocxlpmem_has_key(values, REPORT_DATA);
	report->after_ms = ocxlpmem_has_key(values, REPORT_NEVER) ? OCXL_NEVER
								  : values->value[REPORT_AFTER];
	report->data = (u32)values->value[REPORT_DATA];
	return NULL;
}
