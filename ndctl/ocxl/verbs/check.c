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
static const struct ocxl_exchange not_there = { .rc = -ENOTTY, .wire_status = -1 };

static void ask_capabilities(struct ocxl_examination *examination, const struct ocxl_target *target,
			     const struct ocxl_options *options)
{
	struct ocxl_exchange *exchange = &examination->asked_capabilities;

	ocxl_info_ask(exchange, &examination->capabilities, target, options);
	ocxl_exchange_release(exchange);
}

static void ask_heartbeat(struct ocxl_examination *examination, const struct ocxl_target *target,
			  const struct ocxl_options *options)
{
	ocxl_exchange_send(&examination->asked_heartbeat, target, options,
			   ndctl_dimm_ocxl_new_heartbeat(target->dimm), OCXL_CMD_HEARTBEAT);
	ocxl_exchange_release(&examination->asked_heartbeat);
}

static void ask_smart(struct ocxl_examination *examination, const struct ocxl_target *target,
		      const struct ocxl_options *options)
{
	struct ocxl_exchange *exchange = &examination->asked_smart;

	ocxl_smart_ask(exchange, &examination->smart, target, options);
	ocxl_exchange_release(exchange);
}

void ocxl_examination_ask(struct ocxl_examination *examination, const struct ocxl_target *target,
			  const struct ocxl_options *options)
{
	examination->asked_capabilities = not_there;
	examination->asked_heartbeat = not_there;
	examination->asked_smart = not_there;
	if (ocxl_target_has(target, OCXL_CMD_CAPABILITIES))
		ask_capabilities(examination, target, options);
	if (ocxl_target_has(target, OCXL_CMD_HEARTBEAT))
		ask_heartbeat(examination, target, options);
	if (ocxl_target_has(target, OCXL_CMD_SMART))
		ask_smart(examination, target, options);
}

/* no answer at all, or none for this user: no news about the card */
static bool says_nothing(const struct ocxl_exchange *exchange)
{
	if (!exchange->rc || exchange->rc == -ENOTTY)
		return false;
	return exchange->wire_status < 0 || exchange->wire_status == OCXL_STATUS_NOT_PERMITTED;
}

/* words for an answer that is not a good one; NULL when there is nothing to say */
static const char *complain(const struct ocxl_exchange *exchange, const char *dev,
			    struct ocxl_failure *failure)
{
	if (!exchange->rc || exchange->rc == -ENOTTY)
		return NULL;
	ocxl_failure_describe(failure, dev, exchange->command, exchange->rc, exchange->wire_status);
	return failure->message;
}

/* the driver did not even ask a card that is still starting: that is a warning of its own */
static bool was_not_ready(const struct ocxl_exchange *exchange)
{
	return exchange->rc && exchange->wire_status == OCXL_STATUS_NOT_READY;
}

bool ocxl_examination_judge(struct ocxl_examination *examination, const struct ocxl_target *target)
{
	const struct ocxl_exchange *heartbeat = &examination->asked_heartbeat;
	const struct ocxl_exchange *smart = &examination->asked_smart;
	struct ocxl_findings findings = { 0 };

	if (says_nothing(&examination->asked_capabilities) || says_nothing(heartbeat) ||
	    says_nothing(smart))
		return false;
	if (target->has_flags)
		findings.state |= ocxl_findings_of_flags(target->flags);
	if (!examination->asked_capabilities.rc)
		findings.state |= ocxl_findings_of_health(examination->capabilities.health_status);
	if (was_not_ready(heartbeat) || was_not_ready(smart))
		findings.state |= OCXL_FINDING_NOT_READY;
	if (!was_not_ready(heartbeat))
		findings.heartbeat =
			complain(heartbeat, target->dev, &examination->heartbeat_failure);
	if (!was_not_ready(smart))
		findings.smart = complain(smart, target->dev, &examination->smart_failure);
	findings.attributes = examination->smart.summary.attributes;
	ocxl_verdict_judge(&examination->verdict, &findings);
	return true;
}

bool ocxl_examination_is_bad_news(const struct ocxl_examination *examination, bool strict)
{
	const char *verdict = examination->verdict.record.verdict;

	return !strcmp(verdict, "failed") || (strict && strcmp(verdict, "ok"));
}

void ocxl_examination_release(struct ocxl_examination *examination)
{
	ocxl_smart_release(&examination->smart);
}

static void fail_asked(struct ocxl_result *result, const struct ocxl_exchange *exchange)
{
	if (says_nothing(exchange))
		ocxl_result_fail(result, exchange);
}

void ocxl_fetch_check(const struct ocxl_target *target, const struct ocxl_options *options,
		      struct ocxl_result *result)
{
	struct ocxl_examination *examination = ocxl_result_payload(result, sizeof(*examination));

	if (!examination)
		return;
	ocxl_examination_ask(examination, target, options);
	if (!ocxl_examination_judge(examination, target)) {
		fail_asked(result, &examination->asked_capabilities);
		fail_asked(result, &examination->asked_heartbeat);
		fail_asked(result, &examination->asked_smart);
		return;
	}
	result->verdict = examination->verdict.record.verdict;
	result->bad_news = ocxl_examination_is_bad_news(examination, options->strict);
	ocxl_result_section(result, "check", &ocxl_check_record, &examination->verdict.record);
}

void ocxl_release_check(void *payload)
{
	ocxl_examination_release(payload);
}
