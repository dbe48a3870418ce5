// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/error-code.h"
#include "ocxl/records/check-record.h"
#include "ocxl/records/error-log-record.h"
#include "ocxl/records/heartbeat-record.h"
#include "ocxl/records/info-record.h"
#include "ocxl/records/smart-record.h"
#include "ocxl/records/stats-record.h"
#include "ocxl/run/command.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/check.h"
#include "ocxl/verbs/error-log.h"
#include "ocxl/verbs/events.h"
#include "ocxl/verbs/info.h"
#include "ocxl/verbs/stats.h"
#include "ocxl/verbs/verbs.h"

/*
 * Somebody waits for a report while something is wrong, 2 s a card and no longer: the rest is
 * for starting, and for writing the document. The text of ETIMEDOUT in error.c has the number.
 */
#define REPORT_NS (1800 * OCXL_MILLISECOND_NS)

struct report {
	struct ocxl_info_record info;
	struct ocxl_health_check check;
	struct ocxl_stats_record stats;
	struct ocxl_heartbeat_record heartbeat;
	struct ndctl_ocxl_events events;
	struct ocxl_error_log_list_record log;
	const struct ocxl_command *asked_log;
	struct ocxl_deadline deadline;
	bool silent; /* it let a command time out: nothing that needs an answer is asked any more */
	struct ocxl_error_log_record entries[OCXL_ERROR_LOG_PEEK_MAX];
};

static bool timed_out(const struct ocxl_command *exchange)
{
	return exchange->wire_status == OCXL_STATUS_TIMEOUT;
}

/* what is missing in the document has its reason there */
static void leave_out(struct ocxl_result *result, unsigned int command)
{
	const struct ocxl_command exchange = {
		.number = command,
		.rc = -ECANCELED,
		.wire_status = -1,
	};

	ocxl_result_add_failure(result, &exchange);
}

/* the data must outlive the command that brought it */
static int keep(void *context, struct ndctl_cmd *cmd, const struct ndctl_ocxl_error_log *entry)
{
	struct report *report = context;
	struct ocxl_error_log_record *record = &report->entries[report->log.entries.count];
	uint64_t next_ns = report->asked_log->microseconds * 1000;
	unsigned char *copy;

	ocxl_error_log_fill(record, entry, true);
	copy = malloc(entry->data_length + 1);
	if (!copy)
		return -ENOMEM;
	if (entry->data_length)
		memcpy(copy, entry->data, entry->data_length);
	record->entry.data = copy;
	report->log.entries.count++;
	/* the next one would presumably be too late; that there is one is not known */
	return ocxl_clock_now_ns() + next_ns > report->deadline.end_ns ? -OCXL_ERROR_OUT_OF_TIME
								       : 0;
}

static void report_log(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct report *report = result->payload;
	struct ocxl_error_log_reader reader = {
		.dimm = dimm,
		.options = options,
		.peek = true,
		.keep = keep,
		.context = report,
	};
	int rc;

	report->log.entries.records = report->entries;
	report->asked_log = &reader.exchange;
	ocxl_error_log_reader_start(&reader);
	rc = ocxl_error_log_reader_run(&reader);
	if (rc == -OCXL_ERROR_OUT_OF_TIME) {
		reader.truncated = true;
	} else if (rc) {
		reader.exchange.rc = rc;
		reader.exchange.wire_status = -1;
	}
	if (reader.exchange.rc)
		ocxl_result_add_failure(result, &reader.exchange);
	if (!reader.exchange.rc || report->log.entries.count)
		ocxl_result_add_section(result, NULL, &ocxl_error_log_list_record, &report->log);
	result->element.truncated = reader.truncated;
	ocxl_command_release(&reader.exchange);
}

static void report_examination(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			       struct ocxl_result *result)
{
	struct report *report = result->payload;
	struct ocxl_health_check *check = &report->check;
	const struct ocxl_command *asked[] = {
		&check->asked_capabilities,
		&check->asked_heartbeat,
		&check->asked_smart,
	};
	size_t i;

	ocxl_health_check_read(check, dimm, options);
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		/* what is not there is left out; ENOTTY of a command that was sent as well */
		if (asked[i]->rc && asked[i]->rc != -ENOTTY)
			ocxl_result_add_failure(result, asked[i]);
		report->silent |= timed_out(asked[i]);
	}
	ocxl_info_fill(&report->info, dimm,
		       check->asked_capabilities.rc ? NULL : &check->capabilities);
	ocxl_result_add_section(result, "info", &ocxl_info_record, &report->info);
	if (ocxl_health_check_derive_verdict(check, dimm))
		ocxl_result_add_section(result, "check", &ocxl_check_record,
					&check->verdict.record);
	if (!check->asked_smart.rc)
		ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record,
					&check->smart.summary);
}

static void report_heartbeat(struct ocxl_result *result)
{
	struct report *report = result->payload;
	const struct ocxl_command *exchange = &report->check.asked_heartbeat;

	if (exchange->rc)
		return;
	report->heartbeat.response_time_us = exchange->microseconds;
	ocxl_result_add_section(result, "heartbeat", &ocxl_heartbeat_record, &report->heartbeat);
}

/*
 * The log comes last: it takes longest, and one that is not there in time takes nothing else
 * along. Events are the driver's own knowledge.
 */
static void report_all(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct report *report = result->payload;

	report_examination(dimm, options, result);
	report_heartbeat(result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_EVENTS))
		ocxl_events_read(&report->events, dimm, options, result);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_STATS)) {
		if (report->silent)
			leave_out(result, OCXL_CMD_STATS);
		else
			ocxl_stats_read(&report->stats, dimm, options, result);
	}
	if (ocxl_dimm_supports(dimm, OCXL_CMD_ERROR_LOG)) {
		if (report->silent)
			leave_out(result, OCXL_CMD_ERROR_LOG);
		else
			report_log(dimm, options, result);
	}
}

void ocxl_fetch_report(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct report *report = ocxl_result_alloc_payload(result, sizeof(*report));
	struct ocxl_dimm timed = *dimm;

	result->element.failures = result->failures;
	if (!report)
		return;
	if (!dimm->cmd_mask) {
		ocxl_info_fill(&report->info, dimm, NULL);
		ocxl_result_add_section(result, "info", &ocxl_info_record, &report->info);
		ocxl_result_set_unsupported(result, OCXL_CMD_CAPABILITIES);
		return;
	}
	ocxl_deadline_start(&report->deadline, REPORT_NS);
	timed.deadline = &report->deadline;
	report_all(&timed, options, result);
	ocxl_deadline_end(&report->deadline);
}

void ocxl_release_report(void *payload)
{
	struct report *report = payload;
	size_t i;

	for (i = 0; i < report->log.entries.count; i++)
		free((void *)(uintptr_t)report->entries[i].entry.data);
	ocxl_health_check_release(&report->check);
}
