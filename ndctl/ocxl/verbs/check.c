// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/records/check-record.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

static void add_missing_answer(struct ocxl_result *result, const struct ocxl_command *command)
{
	if (ocxl_health_check_has_no_answer(command))
		ocxl_result_add_failure(result, command);
}

static bool is_unhealthy(const char *verdict, bool strict)
{
	return !strcmp(verdict, "failed") || (strict && strcmp(verdict, "ok"));
}

static void fetch_check(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct ocxl_health_check *check = ocxl_result_alloc_payload(result, sizeof(*check));

	if (!check)
		return;
	ocxl_health_check_read(check, dimm, options);
	if (!ocxl_health_check_derive_verdict(check, dimm)) {
		add_missing_answer(result, &check->capabilities_command);
		add_missing_answer(result, &check->heartbeat_command);
		add_missing_answer(result, &check->smart_command);
		return;
	}
	result->verdict = check->verdict.record.verdict;
	result->unhealthy = is_unhealthy(result->verdict, options->strict);
	ocxl_result_add_section(result, "check", &ocxl_check_record, &check->verdict.record);
}

static void release_check(void *payload)
{
	ocxl_health_check_release(payload);
}

const struct ocxl_verb ocxl_verb_check = {
	.name = "check",
	.summary = "report a verdict for each DIMM; exit status 5 if one failed",
	.key = "check",
	.needs = OCXL_NEEDS(OCXL_CMD_SMART),
	.options = OCXL_OPTION_STRICT,
	.sysfs = OCXL_SYSFS_FLAGS,
	.mode = 0644,
	.fetch = fetch_check,
	.release = release_check,
};
