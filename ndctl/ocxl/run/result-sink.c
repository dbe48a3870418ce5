// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
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
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
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

bool ocxl_result_sink_is_log(const struct ocxl_result_sink *sink)
{
	return sink->options->collect;
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

int ocxl_result_sink_fail(struct ocxl_result_sink *sink, int rc)
{
	if (!sink->error)
		sink->error = rc;
	return rc;
}

/* each line of --follow has its own time */
static void update_time(struct ocxl_result_sink *sink)
{
	if (sink->options->follow)
		sink->document.time = time(NULL);
}

/* the line of the result itself; a verb with a stream checks the space for each item */
static void check_space(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	if (!result->quiet && sink->options->follow && !sink->options->collect &&
	    ocxl_element_has_line(&result->element) &&
	    !ocxl_output_may_grow(sink->output, &sink->options->keep_free))
		ocxl_result_refuse_growth(result, __builtin_ctzll(sink->verb->needs),
					  sink->options->output);
}

int ocxl_result_sink_begin_result(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	const struct ocxl_verb *verb = sink->verb;
	int rc;

	if (sink->error)
		return sink->error;
	if (sink->options->raw)
		return verb->raw(sink, result);
	if (!sink->render || result->quiet)
		return 0;
	if (verb->stream) {
		result->element.stream_key = verb->key;
		result->element.stream_record = verb->stream_record;
	}
	update_time(sink);
	rc = ocxl_render_begin_dimm(sink->render);
	if (!rc && verb->stream)
		rc = verb->stream(sink, result);
	if (!rc)
		check_space(sink, result);
	return rc;
}

int ocxl_result_sink_end_result(struct ocxl_result_sink *sink, const struct ocxl_result *result)
{
	const struct ocxl_options *options = sink->options;
	int rc = 0;

	/* of another card, while this one was asked for its stream */
	if (sink->error)
		return sink->error;
	/* if no DIMM has the command, it is refused, and a file stays absent */
	if (options->follow && options->output && result->outcome == OCXL_OUTCOME_UNSUPPORTED)
		return 0;
	/* --follow reports a failure once, --interval in each interval */
	if (result->quiet || (result->repeated && options->follow))
		return 0;
	update_time(sink);
	if (sink->render && !ocxl_result_sink_is_log(sink))
		rc = ocxl_render_end_dimm(sink->render, &result->element);
	if (rc)
		return rc;
	if (options->follow)
		return ocxl_output_sync(sink->output);
	/* show it at once to a person; half a document would be useless to a program */
	if (sink->document.indent || options->interval_ms || sink->verb->changes)
		return ocxl_output_flush(sink->output);
	return 0;
}

static int show_undiscovered(struct ocxl_result_sink *sink, unsigned int id)
{
	static const struct ocxl_metrics_record not_up;
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
			(struct ocxl_section) { "scrape", &ocxl_metrics_record, &not_up };
	ocxl_failure_describe_undiscovered(&failure.failure);
	element.failure = failure.failure;
	element.failures = sink->verb->all_failures ? &failure : NULL;
	element.failure_count = 1;
	rc = ocxl_render_begin_dimm(sink->render);
	return rc ? rc : ocxl_render_end_dimm(sink->render, &element);
}

int ocxl_result_sink_show_undiscovered(struct ocxl_result_sink *sink,
				       const struct ocxl_undiscovered *undiscovered)
{
	int rc = sink->error;
	size_t i;

	if (!sink->render || ocxl_result_sink_is_log(sink))
		return rc;
	for (i = 0; i < undiscovered->count && !rc; i++)
		rc = show_undiscovered(sink, undiscovered->dimms[i].id);
	return ocxl_result_sink_fail(sink, rc);
}

static bool wants_file(const struct ocxl_result_sink *sink, const struct ocxl_outcomes *outcomes)
{
	/* an old file is replaced all the same: it would be taken for the present state */
	if (ocxl_outcomes_none_asked(outcomes) && ocxl_output_is_new_file(sink->output))
		return false;
	/* with --raw, a file without data must not replace one with data */
	return sink->render || outcomes->done;
}

int ocxl_result_sink_finish(struct ocxl_result_sink *sink, const struct ocxl_outcomes *outcomes)
{
	int rc = sink->error;

	if (!rc && sink->render)
		rc = ocxl_render_finish(sink->render, outcomes->document_status);
	if (!rc && wants_file(sink, outcomes))
		rc = ocxl_output_commit(sink->output);
	return rc ? ocxl_result_sink_report_error(sink, rc) : 0;
}

void ocxl_result_sink_release(struct ocxl_result_sink *sink)
{
	ocxl_render_close(sink->render);
	ocxl_output_close(sink->output);
}
