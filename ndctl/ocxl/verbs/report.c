// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/wait.h"
#include "ocxl/base/error.h"
#include "ocxl/base/memory.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/run/result.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/read-error-log.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

/*
 * A report is needed while something is wrong, and takes at most 2 s per DIMM: this limit for the
 * commands, the rest to start and to write the document.
 */
#define REPORT_NS (1800 * OCXL_MILLISECOND_NS)

/* report on one DIMM */
struct report {
	struct ocxl_info_record info; /* section "info" */
	struct ocxl_health_check check; /* section "check", and the answers of its commands */
	struct ocxl_stats_record stats; /* section "stats" */
	struct ocxl_heartbeat_record heartbeat; /* section "heartbeat" */
	struct ocxl_command events_command; /* EVENTS */
	struct ocxl_events_record events; /* section "events", the answer of @events_command */
	/* section "error_log"; its list points to @entries */
	struct ocxl_error_log_list_record log;
	struct ocxl_power_on power_on; /* of the statistics, for the error log */
	/* of the error log; its command is the last request for an entry */
	struct ocxl_error_log_reader reader;
	/* the DIMM, if its entries are redacted; else NULL */
	const struct ocxl_dimm *redacted_dimm;
	/* of the error log; their data are copies to free */
	struct ocxl_error_log_record entries[OCXL_ERROR_LOG_SHOWN_MAX];
};

/*
 * a command that is not sent in time is an error in the document; one that the driver lacks is not
 */
static void expect_command(struct ocxl_command *command, const struct ocxl_dimm *dimm,
			   unsigned int number)
{
	*command = (struct ocxl_command) {
		.number = number,
		.rc = ocxl_dimm_supports(dimm, number) ? -ECANCELED : -ENOTTY,
		.wire_status = -1,
	};
}

/* CAPABILITIES is always sent: it is the first one */
static void expect_others(struct report *report, const struct ocxl_dimm *dimm)
{
	struct ocxl_health_check *check = &report->check;

	expect_command(&check->heartbeat_command, dimm, OCXLPMEM_CMD_HEARTBEAT);
	expect_command(&check->smart_command, dimm, OCXLPMEM_CMD_SMART);
	expect_command(&report->events_command, dimm, OCXLPMEM_CMD_EVENTS);
	expect_command(&report->reader.command, dimm, OCXLPMEM_CMD_ERROR_LOG);
}

/* copies the data, which the next request would free */
static int copy_entry(void *context, struct ndctl_cmd *cmd,
		      const struct ndctl_ocxl_error_log *entry)
{
	struct report *report = context;
	struct ocxl_error_log_record *record = &report->entries[report->log.entries.count];
	const struct ocxl_error_log_reader *reader = &report->reader;
	uint64_t next_ns = reader->command.microseconds * 1000;
	unsigned char *copy;

	ocxl_error_log_fill(record, entry, &report->power_on, !report->redacted_dimm);
	if (report->redacted_dimm)
		ocxl_redact_entry(&record->entry, report->redacted_dimm);
	copy = xrealloc(NULL, entry->data_length + 1);
	if (entry->data_length)
		memcpy(copy, entry->data, entry->data_length);
	record->entry.data = copy;
	report->log.entries.count++;
	/* stop in time: another request probably takes as long as this one */
	return ocxl_clock_now_ns() + next_ns > reader->dimm->worker->deadline_ns
		       ? -OCXL_ERROR_OUT_OF_TIME
		       : 0;
}

static void read_log(struct report *report, const struct ocxl_dimm *dimm)
{
	struct ocxl_error_log_reader *reader = &report->reader;
	int rc;

	report->log.entries.records = report->entries;
	report->redacted_dimm = dimm->redacted ? dimm : NULL;
	reader->dimm = dimm;
	reader->store_entry = copy_entry;
	reader->context = report;
	ocxl_error_log_reader_start(reader);
	rc = ocxl_error_log_reader_run(reader);
	if (rc == -OCXL_ERROR_OUT_OF_TIME) {
		reader->truncated = true;
	} else if (rc) {
		reader->command.rc = rc;
		reader->command.wire_status = -1;
	}
}

/*
 * The error log comes last, because it takes longest: if the time is over, the rest is complete.
 * The driver answers EVENTS without the controller. If a command has timed out, no further one that
 * needs an answer of the controller is sent, except for the error log: entries that the driver
 * keeps come first, and a reset would lose them.
 */
static void send_commands(struct report *report, const struct ocxl_dimm *dimm)
{
	struct ocxl_health_check *check = &report->check;
	bool timed_out;

	ocxl_health_check_read(check, dimm, OCXLPMEM_CMD_CAPABILITIES);
	ocxl_health_check_read(check, dimm, OCXLPMEM_CMD_HEARTBEAT);
	ocxl_health_check_read(check, dimm, OCXLPMEM_CMD_SMART);
	timed_out = ocxl_health_check_has_timed_out(check);
	if (!timed_out)
		ocxl_health_check_read(check, dimm, OCXLPMEM_CMD_STATS);
	if (!timed_out && check->stats_command.number && !check->stats_command.rc)
		ocxl_power_on_set(&report->power_on, &check->stats);
	if (ocxl_dimm_supports(dimm, OCXLPMEM_CMD_EVENTS))
		ocxl_events_read(&report->events_command, &report->events, dimm);
	if (ocxl_dimm_supports(dimm, OCXLPMEM_CMD_ERROR_LOG))
		read_log(report, dimm);
}

static void fetch_report(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			 struct ocxl_result *result)
{
	struct report *report = ocxl_result_alloc_payload(result, sizeof(*report));

	if (!dimm->cmd_mask)
		return;
	ocxl_health_check_begin(&report->check, dimm);
	expect_others(report, dimm);
	ocxl_worker_limit_time(dimm->worker, REPORT_NS);
	send_commands(report, dimm);
}

static void add_failures(struct report *report, struct ocxl_result *result)
{
	const struct ocxl_command *commands[] = {
		&report->check.capabilities_command,
		&report->check.heartbeat_command,
		&report->check.smart_command,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		/* unsupported commands are not failures of a report */
		if (commands[i]->rc && commands[i]->rc != -ENOTTY)
			ocxl_result_add_failed_command(result, commands[i]);
	}
}

static void add_health_check(struct report *report, const struct ocxl_dimm *dimm,
			     const struct ocxl_options *options, struct ocxl_result *result)
{
	struct ocxl_health_check *check = &report->check;

	/* it finds more failures: an answer without any attribute */
	ocxl_health_check_judge(check, dimm, options);
	add_failures(report, result);
	ocxl_info_fill(&report->info, dimm,
		       check->capabilities_command.rc ? NULL : &check->capabilities);
	ocxl_result_add_section(result, "info", &ocxl_info_record, &report->info);
	ocxl_result_add_section(result, "check", &ocxl_check_record, &check->record);
	if (!check->smart_command.rc)
		ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record, &check->smart);
}

static void add_heartbeat(struct report *report, struct ocxl_result *result)
{
	const struct ocxl_command *command = &report->check.heartbeat_command;

	if (command->rc)
		return;
	report->heartbeat.response_time_us = command->microseconds;
	ocxl_result_add_section(result, "heartbeat", &ocxl_heartbeat_record, &report->heartbeat);
}

static void add_stats(struct report *report, struct ocxl_result *result)
{
	struct ocxl_command *command = &report->check.stats_command;

	if (!command->number)
		expect_command(command, result->dimm, OCXLPMEM_CMD_STATS);
	if (command->rc) {
		ocxl_result_add_failed_command(result, command);
		return;
	}
	ocxl_stats_fill(&report->stats, &report->check.stats);
	ocxl_result_add_section(result, "stats", &ocxl_stats_record, &report->stats);
}

static void add_log(struct report *report, struct ocxl_result *result)
{
	const struct ocxl_command *command = &report->reader.command;

	if (command->rc)
		ocxl_result_add_failed_command(result, command);
	if (!command->rc || report->log.entries.count)
		ocxl_result_add_section(result, NULL, &ocxl_error_log_list_record, &report->log);
	result->element.truncated = report->reader.truncated;
}

static void fill_report(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct report *report = result->payload;

	if (!dimm->cmd_mask) {
		ocxl_info_fill(&report->info, dimm, NULL);
		ocxl_result_add_section(result, "info", &ocxl_info_record, &report->info);
		ocxl_result_set_unsupported(result, OCXLPMEM_CMD_CAPABILITIES);
		return;
	}
	add_health_check(report, dimm, options, result);
	add_heartbeat(report, result);
	if (ocxl_dimm_supports(dimm, OCXLPMEM_CMD_EVENTS))
		ocxl_events_add(&report->events_command, &report->events, result);
	if (ocxl_dimm_supports(dimm, OCXLPMEM_CMD_STATS))
		add_stats(report, result);
	if (ocxl_dimm_supports(dimm, OCXLPMEM_CMD_ERROR_LOG))
		add_log(report, result);
}

#define MODULE_NAME "ocxlpmem"
#define MODULE	    "/sys/module/" MODULE_NAME

/* also DIMMs that the command line does not select */
static bool has_any_dimm(void)
{
	const struct ocxl_bus_filter filter = { .everywhere = true };
	struct ocxl_omitted_dimms dimms;
	bool found = ocxl_omitted_dimms_list_all(&dimms, &filter) == 0 && dimms.count > 0;

	ocxl_omitted_dimms_release(&dimms);
	return found;
}

/* A driver that is a part of the kernel has no such directory. */
static void describe_driver(struct ocxl_host_record *record)
{
	if (access(MODULE, F_OK))
		return;
	record->driver_module = MODULE_NAME;
	record->present |= 1ULL << OCXL_HOST_HAS_DRIVER;
	if (ocxl_sysfs_read_line(MODULE "/version", record->driver_version,
				 sizeof(record->driver_version)))
		record->present |= 1ULL << OCXL_HOST_HAS_DRIVER_VERSION;
	if (ocxl_sysfs_read_line(MODULE "/srcversion", record->driver_srcversion,
				 sizeof(record->driver_srcversion)))
		record->present |= 1ULL << OCXL_HOST_HAS_DRIVER_SRCVERSION;
}

void ocxl_host_describe(struct ocxl_host_record *record)
{
	struct timespec uptime = { 0 };
	struct utsname names;

	memset(record, 0, sizeof(*record));
	if (!uname(&names)) {
		snprintf(record->name, sizeof(record->name), "%s", names.nodename);
		snprintf(record->kernel_release, sizeof(record->kernel_release), "%s",
			 names.release);
		snprintf(record->architecture, sizeof(record->architecture), "%s", names.machine);
	}
	clock_gettime(CLOCK_BOOTTIME, &uptime);
	record->uptime_seconds = (uint64_t)uptime.tv_sec;
	describe_driver(record);
	record->driver_loaded = record->driver_module || has_any_dimm();
}

static void release_report(void *payload)
{
	struct report *report = payload;
	size_t i;

	for (i = 0; i < report->log.entries.count; i++)
		free((void *)(uintptr_t)report->entries[i].entry.data);
	ocxl_error_log_reader_release(&report->reader);
	ocxl_health_check_release(&report->check);
}

const struct ocxl_verb ocxl_verb_report = {
	.name = "report",
	.summary = "collect health, statistics and log in one document",
	.key = "report",
	.options = OCXL_HAS_REDACT,
	.sysfs = OCXL_SYSFS_FLAGS | OCXL_SYSFS_FW_VERSION,
	.mode = 0600,
	.all_failures = true,
	.describe_host = ocxl_host_describe,
	.fetch = fetch_report,
	.fill = fill_report,
	.release = release_report,
};
