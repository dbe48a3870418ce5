// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/base/error.h"
#include "ocxl/base/wait.h"
#include "ocxl/output/progress.h"
#include "ocxl/output/output.h"
#include "ocxl/render/render.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/exit-status.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/verb.h"

static bool wants_color(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !(no_color && *no_color) && term && *term && strcmp(term, "dumb");
}

static void init_document(struct ocxl_result_sink *sink)
{
	struct ocxl_document *document = &sink->document;

	document->command = sink->verb->name;
	document->key = sink->verb->key;
	document->intervals = sink->options->interval_ms != 0;
	document->timed = sink->options->interval_ms || sink->options->follow;
	document->time = time(NULL);
	/* an entry that leaves the log is shown whole */
	document->collected = sink->options->input.count > 0;
	document->limited = sink->options->since || sink->options->until;
	document->verbose = sink->options->verbose || sink->options->acknowledge;
	document->ignored = sink->options->ignored;
	if (!ocxl_output_is_terminal(sink->output)) {
		if (!sink->options->output)
			document->width = ocxl_terminal_width_of_reader();
		return;
	}
	document->indent = true;
	document->color = wants_color();
	document->width = ocxl_terminal_width(STDOUT_FILENO);
	document->height = ocxl_terminal_height(STDOUT_FILENO);
}

/* a verb that saves data writes only the data to the file */
static const char *get_document_path(const struct ocxl_result_sink *sink)
{
	return sink->verb->saves ? NULL : sink->options->output;
}

static bool has_document(const struct ocxl_result_sink *sink)
{
	if (sink->verb->saves && !sink->options->output)
		return false;
	return !sink->options->raw;
}

int ocxl_result_sink_report_error(struct ocxl_result_sink *sink, int rc)
{
	const char *path = get_document_path(sink);

	/* after a signal the failure is only its consequence */
	if (!sink->failed && !ocxl_signals_stop_requested())
		ocxl_error_output(path ? path : "standard output", rc);
	sink->failed = true;
	return rc;
}

static enum ocxl_output_kind choose_output_kind(const struct ocxl_result_sink *sink)
{
	const struct ocxl_options *options = sink->options;

	if (!get_document_path(sink))
		return OCXL_OUTPUT_STANDARD;
	if (options->follow || options->collect)
		return OCXL_OUTPUT_APPEND;
	return OCXL_OUTPUT_REPLACE;
}

/* a log may contain what only its owner may read, whichever verb writes it */
static mode_t choose_mode(const struct ocxl_result_sink *sink, enum ocxl_output_kind kind)
{
	return kind == OCXL_OUTPUT_APPEND ? 0600 : sink->verb->mode;
}

int ocxl_result_sink_open(struct ocxl_result_sink *sink)
{
	const struct ocxl_options *options = sink->options;
	enum ocxl_output_kind kind = choose_output_kind(sink);
	int rc;

	/* a signal must not leave a temporary file or half a document */
	if (kind == OCXL_OUTPUT_REPLACE || sink->verb->saves || options->follow ||
	    options->interval_ms)
		ocxl_signals_install();
	rc = ocxl_output_open(&sink->output, kind, get_document_path(sink), choose_mode(sink, kind),
			      ocxl_error_fifo_waiting);
	if (rc)
		return ocxl_result_sink_report_error(sink, rc);
	init_document(sink);
	if (!has_document(sink))
		return 0;
	rc = ocxl_render_open(&sink->render, options->format, &sink->document, sink->output);
	return rc ? ocxl_result_sink_report_error(sink, rc) : 0;
}

/* only a file keeps entries: they must not be acknowledged otherwise */
static int check_collected_file(const struct ocxl_result_sink *sink)
{
	if (!sink->options->collect || ocxl_output_is_named_file(sink->output))
		return 0;
	return ocxl_error_usage(sink->verb->name,
				"--collect=%s does not keep entries: name a regular file or a FIFO",
				sink->options->collect);
}

static int check_raw_output(const struct ocxl_result_sink *sink)
{
	if (!sink->options->raw || !ocxl_output_is_terminal(sink->output))
		return 0;
	return ocxl_error_usage(
		sink->verb->name,
		"--raw writes bytes that a terminal may interpret: use a file or a pipe");
}

int ocxl_result_sink_check_output(const struct ocxl_result_sink *sink)
{
	int status = check_collected_file(sink);

	return status ? status : check_raw_output(sink);
}

int ocxl_result_sink_fail(struct ocxl_result_sink *sink, int rc)
{
	if (!sink->error)
		sink->error = rc;
	return rc;
}

static int show_omitted(struct ocxl_result_sink *sink, unsigned int id)
{
	static const struct ocxl_metrics_record failed_scrape;
	char dev[sizeof("nmem") + 3 * sizeof(id)], bus[sizeof("ndbus") + 3 * sizeof(id)];
	struct ocxl_command_failure failure = { 0 };
	struct ocxl_element element = { .dev = dev, .card = dev, .status = "error" };
	unsigned int bus_id;
	int rc;

	snprintf(dev, sizeof(dev), "nmem%u", id);
	if (!ocxl_dimm_sysfs_bus(id, &bus_id)) {
		snprintf(bus, sizeof(bus), "ndbus%u", bus_id);
		element.bus = bus;
	}
	if (sink->verb->metrics)
		element.sections[element.section_count++] =
			(struct ocxl_section) { "scrape", &ocxl_metrics_record, &failed_scrape };
	ocxl_failure_describe_omitted(&failure.failure);
	element.failure = failure.failure;
	element.failures = sink->verb->all_failures ? &failure : NULL;
	element.failure_count = 1;
	rc = ocxl_render_begin_dimm(sink->render);
	return rc ? rc : ocxl_render_end_dimm(sink->render, &element);
}

int ocxl_result_sink_show_omitted(struct ocxl_result_sink *sink,
				  const struct ocxl_omitted_dimms *omitted)
{
	int rc = sink->error;
	size_t i;

	/* a collected log has items of streams alone */
	if (!sink->render || sink->options->collect)
		return rc;
	for (i = 0; i < omitted->count && !rc; i++)
		rc = show_omitted(sink, omitted->dimms[i].id);
	return ocxl_result_sink_fail(sink, rc);
}

/* "all 3 DIMMs are ok, 2 conditions not checked" */
static void describe_left_out(struct ocxl_result_sink *sink, const struct ocxl_run_totals *totals)
{
	bool all = totals->verdict == NDCTL_OCXL_SEVERITY_OK && totals->left_out > 1;
	unsigned int count = totals->left_out, not_checked = totals->not_checked;
	char rest[48] = "";

	if (!count)
		return;
	if (not_checked)
		snprintf(rest, sizeof(rest), ", %u condition%s not checked", not_checked,
			 not_checked == 1 ? "" : "s");
	snprintf(sink->left_out_line, sizeof(sink->left_out_line), "%s%u DIMM%s ok%s\n",
		 all ? "all " : "", count, count == 1 ? " is" : "s are", rest);
	sink->document.left_out_line = sink->left_out_line;
}

void ocxl_result_sink_set_verdict(struct ocxl_result_sink *sink,
				  const struct ocxl_run_totals *totals)
{
	sink->document.verdict = ndctl_ocxl_severity_name(totals->verdict);
	sink->document.unexamined = totals->unexamined;
	describe_left_out(sink, totals);
}

static bool wants_file(const struct ocxl_result_sink *sink, const struct ocxl_run_totals *totals)
{
	/* an old file is replaced all the same: it would be taken for the present state */
	if (ocxl_run_totals_none_queried(totals) && ocxl_output_is_new_file(sink->output))
		return false;
	/* with --raw, a file without data must not replace one with data */
	return sink->render || totals->done;
}

int ocxl_result_sink_finish(struct ocxl_result_sink *sink, const struct ocxl_run_totals *totals)
{
	int rc = sink->error;

	if (!rc && sink->render)
		rc = ocxl_render_finish(sink->render, totals->document_status);
	if (!rc && wants_file(sink, totals))
		rc = ocxl_output_commit(sink->output);
	return rc ? ocxl_result_sink_report_error(sink, rc) : 0;
}

void ocxl_result_sink_release(struct ocxl_result_sink *sink)
{
	ocxl_render_close(sink->render);
	ocxl_output_close(sink->output);
}
