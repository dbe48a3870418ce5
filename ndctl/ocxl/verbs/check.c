// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/failure.h"
#include "ocxl/records/check-record.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/options.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/check.h"
#include "ocxl/verbs/info.h"
#include "ocxl/verbs/smart.h"
#include "ocxl/verbs/verbs.h"
#include "ocxl/verbs/verdict-rules.h"

/* a command that is not there, as if it had been tried */
static const struct ocxl_command not_there = { .rc = -ENOTTY, .wire_status = -1 };

static void ask_capabilities(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			     const struct ocxl_options *options)
{
	struct ocxl_command *exchange = &check->asked_capabilities;

	ocxl_info_read(exchange, &check->capabilities, dimm, options);
	ocxl_command_release(exchange);
}

static void ask_heartbeat(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			  const struct ocxl_options *options)
{
	ocxl_command_send(&check->asked_heartbeat, dimm, options,
			  ndctl_dimm_ocxl_new_heartbeat(dimm->ndctl), OCXL_CMD_HEARTBEAT);
	ocxl_command_release(&check->asked_heartbeat);
}

static void ask_smart(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
		      const struct ocxl_options *options)
{
	struct ocxl_command *exchange = &check->asked_smart;

	ocxl_smart_read(exchange, &check->smart, dimm, options);
	ocxl_command_release(exchange);
}

void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    const struct ocxl_options *options)
{
	check->asked_capabilities = not_there;
	check->asked_heartbeat = not_there;
	check->asked_smart = not_there;
	if (ocxl_dimm_supports(dimm, OCXL_CMD_CAPABILITIES))
		ask_capabilities(check, dimm, options);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_HEARTBEAT))
		ask_heartbeat(check, dimm, options);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_SMART))
		ask_smart(check, dimm, options);
}

/* no answer at all, or none for this user: no news about the card */
static bool says_nothing(const struct ocxl_command *exchange)
{
	if (!exchange->rc || exchange->rc == -ENOTTY)
		return false;
	return exchange->wire_status < 0 || exchange->wire_status == OCXL_STATUS_NOT_PERMITTED;
}

/* words for an answer that is not a good one; NULL when there is nothing to say */
static const char *complain(const struct ocxl_command *exchange, const char *dev,
			    struct ocxl_failure *failure)
{
	if (!exchange->rc || exchange->rc == -ENOTTY)
		return NULL;
	ocxl_failure_describe(failure, dev, exchange->number, exchange->rc, exchange->wire_status);
	return failure->message;
}

/* the driver did not even ask a card that is still starting: that is a warning of its own */
static bool was_not_ready(const struct ocxl_command *exchange)
{
	return exchange->rc && exchange->wire_status == OCXL_STATUS_NOT_READY;
}

bool ocxl_health_check_derive_verdict(struct ocxl_health_check *check, const struct ocxl_dimm *dimm)
{
	const struct ocxl_command *heartbeat = &check->asked_heartbeat;
	const struct ocxl_command *smart = &check->asked_smart;
	struct ocxl_conditions conditions = { 0 };

	if (says_nothing(&check->asked_capabilities) || says_nothing(heartbeat) ||
	    says_nothing(smart))
		return false;
	if (dimm->has_flags)
		conditions.state |= ocxl_conditions_of_flags(dimm->flags);
	if (!check->asked_capabilities.rc)
		conditions.state |= ocxl_conditions_of_health(check->capabilities.health_status);
	if (was_not_ready(heartbeat) || was_not_ready(smart))
		conditions.state |= OCXL_CONDITION_NOT_READY;
	if (!was_not_ready(heartbeat))
		conditions.heartbeat = complain(heartbeat, dimm->dev, &check->heartbeat_failure);
	if (!was_not_ready(smart))
		conditions.smart = complain(smart, dimm->dev, &check->smart_failure);
	conditions.attributes = check->smart.summary.attributes;
	ocxl_verdict_derive(&check->verdict, &conditions);
	return true;
}

bool ocxl_health_check_is_unhealthy(const struct ocxl_health_check *check, bool strict)
{
	const char *verdict = check->verdict.record.verdict;

	return !strcmp(verdict, "failed") || (strict && strcmp(verdict, "ok"));
}

void ocxl_health_check_release(struct ocxl_health_check *check)
{
	ocxl_smart_release(&check->smart);
}

static void fail_asked(struct ocxl_result *result, const struct ocxl_command *exchange)
{
	if (says_nothing(exchange))
		ocxl_result_add_failure(result, exchange);
}

void ocxl_fetch_check(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result)
{
	struct ocxl_health_check *check = ocxl_result_alloc_payload(result, sizeof(*check));

	if (!check)
		return;
	ocxl_health_check_read(check, dimm, options);
	if (!ocxl_health_check_derive_verdict(check, dimm)) {
		fail_asked(result, &check->asked_capabilities);
		fail_asked(result, &check->asked_heartbeat);
		fail_asked(result, &check->asked_smart);
		return;
	}
	result->verdict = check->verdict.record.verdict;
	result->unhealthy = ocxl_health_check_is_unhealthy(check, options->strict);
	ocxl_result_add_section(result, "check", &ocxl_check_record, &check->verdict.record);
}

void ocxl_release_check(void *payload)
{
	ocxl_health_check_release(payload);
}
