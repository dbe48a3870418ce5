// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include "ocxl/base/error.h"
#include "ocxl/base/wait.h"
#include "ocxl/run/exit-status.h"
#include "ocxl/run/messages.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/run.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

/* one run of a verb */
struct run {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct ocxl_dimm_list dimm_list; /* the DIMMs */
	struct ocxl_result_sink sink; /* destination of results */
	struct ocxl_host_record host_record; /* the host, for "report" */
	struct ocxl_run_totals totals; /* of all DIMMs so far */
	struct ocxl_messages messages; /* about DIMMs that failed or are missing */
	struct ocxl_workers *workers; /* one for each DIMM; NULL before DIMMs are queried */
};

/* lines and intervals are written at once; messages can stand between them */
static bool defers_messages(const struct run *run)
{
	return run->sink.render && run->options->format != OCXL_FORMAT_NDJSON &&
	       !run->options->interval_ms;
}

static void record_result(struct run *run, const struct ocxl_result *result)
{
	ocxl_messages_add_failures(&run->messages, result, defers_messages(run));
	/* --follow queries a DIMM repeatedly, and counts its last result when the run ends */
	if (!run->options->follow)
		ocxl_run_totals_add(&run->totals, result->kind, result->dimm->named);
	if (run->verb->verdict)
		ocxl_run_totals_add_verdict(&run->totals, result);
}

/* with --unhealthy: it is counted, but not shown */
static bool is_left_out(struct run *run, const struct ocxl_result *result)
{
	const struct ocxl_check_record *check;

	if (!run->options->unhealthy || !ocxl_result_is_ok(result))
		return false;
	run->totals.left_out++;
	check = ocxl_element_find(&result->element, &ocxl_check_record);
	if (check)
		run->totals.not_checked += __builtin_popcountll(check->not_checked);
	return true;
}

/* each line of --follow has its own time */
static void update_time(struct ocxl_result_sink *sink)
{
	if (sink->options->follow)
		sink->document.time = time(NULL);
}

/* for the line of the result itself; a verb with a stream checks it for each item */
static void check_reserve(const struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	const struct ocxl_options *options = sink->options;

	if (!result->hidden && options->follow && !options->collect &&
	    ocxl_element_has_line(&result->element) &&
	    !ocxl_output_keeps_reserve(sink->output, &options->keep_free))
		ocxl_result_set_reserve_reached(result, __builtin_ctzll(sink->verb->needs),
						options->output);
}

static int write_stream(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	const struct ocxl_verb *verb = sink->verb;
	int rc;

	if (verb->stream) {
		result->element.stream_key = verb->key;
		result->element.stream_record = verb->stream_record;
	}
	update_time(sink);
	rc = ocxl_render_begin_dimm(sink->render);
	if (!rc && verb->stream)
		rc = verb->stream(sink, result);
	if (!rc)
		check_reserve(sink, result);
	return rc;
}

/* is there an element, beside the items of the stream */
static bool has_element(const struct ocxl_result_sink *sink, const struct ocxl_result *result)
{
	const struct ocxl_options *options = sink->options;

	/* if no DIMM has the command, it is refused, and a file stays absent */
	if (options->follow && options->output && result->kind == OCXL_RESULT_UNSUPPORTED)
		return false;
	/* --follow reports a failure once, --interval in each interval */
	return !result->hidden && !(result->repeated && options->follow);
}

static int write_element(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	const struct ocxl_options *options = sink->options;
	int rc = sink->error;

	if (!rc && options->raw)
		rc = sink->verb->raw(sink, result);
	else if (!rc && sink->render && !result->hidden)
		rc = write_stream(sink, result);
	ocxl_dimm_state_update(result);
	/* writing the result of another card may have failed while this one sent its stream */
	if (!rc)
		rc = sink->error;
	if (rc || !has_element(sink, result))
		return rc;
	update_time(sink);
	/* a collected log has items of streams alone */
	if (sink->render && !options->collect)
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

static int show_result(void *context, struct ocxl_result *result)
{
	struct run *run = context;
	const struct ocxl_dimm_state *state = result->dimm->state;
	int rc;

	result->hidden |= (state && state->baseline) || is_left_out(run, result);
	rc = write_element(&run->sink, result);
	if (!rc && result->kind != OCXL_RESULT_UNSUPPORTED)
		rc = ocxl_output_create_log(run->sink.output);
	if (!rc) {
		record_result(run, result);
		return 0;
	}
	ocxl_result_sink_fail(&run->sink, rc);
	return ocxl_result_sink_report_error(&run->sink, rc);
}

/* the memory of threads that still run must stay */
static void end_by_signal(void *context)
{
	(void)context;
	ocxl_output_remove_unfinished();
	ocxl_signals_raise_again();
}

static void start_workers(struct run *run)
{
	size_t i;

	run->workers = ocxl_workers_new(run->verb, run->options);
	run->workers->in_order = run->options->format != OCXL_FORMAT_NDJSON &&
				 !run->options->follow;
	run->workers->show_result = show_result;
	run->workers->end_process = end_by_signal;
	run->workers->context = run;
	/* --follow adds DIMMs at any time */
	for (i = 0; i < run->dimm_list.count && !run->options->follow; i++)
		ocxl_worker_new(run->workers, &run->dimm_list.dimms[i]);
}

static int query_once_or_repeat(struct run *run)
{
	const struct ocxl_repeat repeat = {
		.verb = run->verb,
		.options = run->options,
		.dimm_list = &run->dimm_list,
		.sink = &run->sink,
		.totals = &run->totals,
		.workers = run->workers,
	};

	if (run->options->follow)
		return ocxl_follow_run(&repeat);
	if (run->options->interval_ms)
		return ocxl_interval_run(&repeat);
	return ocxl_workers_query_all(run->workers);
}

/* cards, not windows without a controller; one that libndctl omitted may be a card */
static unsigned int count_cards(const struct ocxl_dimm_list *list)
{
	unsigned int count = (unsigned int)list->omitted.count;
	size_t i;

	for (i = 0; i < list->count; i++)
		count += list->dimms[i].controller != 0;
	return count;
}

/* cards that the command line names or counts, and that the host does not have */
static void count_absent(struct run *run)
{
	const struct ocxl_options *options = run->options;
	struct ocxl_document *document = &run->sink.document;
	unsigned int absent = (unsigned int)run->dimm_list.absent_count;

	/* otherwise the document reports them */
	if (!run->verb->verdict || options->ignored >> NDCTL_OCXL_CONDITION_GONE & 1) {
		ocxl_dimm_list_report_absent(&run->dimm_list);
		absent = 0;
	}
	if (!run->verb->verdict)
		return;
	document->expected = options->expect;
	document->found = count_cards(&run->dimm_list);
	run->totals.examined += absent;
	run->totals.unexamined -= absent;
	if (absent || document->found < document->expected)
		run->totals.worst = NDCTL_OCXL_SEVERITY_CRITICAL;
}

static void conclude_run(struct run *run)
{
	run->totals.output_failed = run->sink.failed;
	ocxl_run_totals_conclude(&run->totals);
	if (run->verb->verdict)
		ocxl_result_sink_set_verdict(&run->sink, &run->totals);
}

static void query_and_finish(struct run *run)
{
	struct ocxl_result_sink *sink = &run->sink;
	bool stopped;
	int rc;

	start_workers(run);
	rc = query_once_or_repeat(run);
	stopped = ocxl_signals_stop_requested();
	/* --follow looks for them again, and --interval shows them in each interval */
	if (!rc && !run->options->follow && !run->options->interval_ms)
		rc = ocxl_result_sink_show_omitted(sink, &run->dimm_list.omitted);
	if (!rc && run->verb->complete)
		rc = run->verb->complete(sink, &run->dimm_list);

	if (rc && sink->error && !sink->failed)
		ocxl_result_sink_report_error(sink, rc);
	if (rc && !sink->failed && !stopped) {
		ocxl_error_print("ndctl ocxl %s: %s", run->verb->name, strerror(-rc));
		run->totals.broken = true;
	}
	conclude_run(run);
	/* a signal is the usual end of --interval, whose document is completed all the same */
	if (!sink->failed && (run->options->interval_ms || !stopped))
		ocxl_result_sink_finish(sink, &run->totals);
	ocxl_messages_print_deferred(&run->messages);
	if (sink->failed || stopped)
		return;
	ocxl_messages_print_missing(&run->messages, &run->dimm_list, &sink->document);
	/* one message for all DIMMs; each DIMM that was selected by name has had its own */
	if (ocxl_run_totals_all_unsupported(&run->totals))
		ocxl_messages_print_unsupported(&run->messages);
}

/* an omitted DIMM may be the one that the user means */
static int check_dimm_count(const struct run *run)
{
	size_t count = run->dimm_list.count + run->dimm_list.omitted.count;

	if (run->options->raw && count > 1)
		return ocxl_error_usage(run->verb->name,
					"--raw reads one DIMM, there are %zu: name one", count);
	count += run->dimm_list.missing;
	if (run->verb->saves && count > 1)
		return ocxl_error_usage(run->verb->name,
					"it reads one DIMM, there are %zu: name one", count);
	return 0;
}

static void report_select_error(const struct run *run, int rc)
{
	const char *reason = strerror(-rc);

	if (rc == -EMFILE)
		reason = "too many open files: raise ulimit -n";
	ocxl_error_print("ndctl ocxl %s: %s", run->verb->name, reason);
}

static bool changes_cards(const struct ocxl_verb *verb, const struct ocxl_options *options)
{
	return verb->changes || verb->saves || options->acknowledge;
}

/* Return: 0 or an exit status */
static int find_dimms(struct run *run, struct ndctl_ctx *ctx)
{
	int rc;

	rc = ocxl_select_dimms(&run->dimm_list, ctx, run->options, run->verb->sysfs,
			       changes_cards(run->verb, run->options));
	if (rc) {
		report_select_error(run, rc);
		return OCXL_EXIT_FAILED;
	}
	run->totals.missing = run->dimm_list.missing;
	run->totals.found = run->dimm_list.count || run->dimm_list.omitted.count;
	run->totals.unexamined =
		run->dimm_list.missing + (unsigned int)run->dimm_list.omitted.count;
	/* --follow searches for them again */
	if (!run->options->follow)
		run->totals.failed += run->dimm_list.omitted.count;
	count_absent(run);
	return check_dimm_count(run);
}

/* before the document begins: it shows the host and the serial numbers from then on */
static void describe_host(struct run *run)
{
	if (run->verb->describe_host) {
		run->verb->describe_host(&run->host_record);
		run->sink.document.host_record = &run->host_record;
	}
	if (!run->options->redact)
		return;
	ocxl_redact_dimms(&run->dimm_list);
	ocxl_redact_host(&run->host_record);
}

/* also for the first line of a monitoring plug-in, which shows nothing else */
static void describe_missing(struct run *run)
{
	struct ocxl_document *document = &run->sink.document;

	ocxl_messages_describe_missing(&run->messages, &run->dimm_list, document);
	if (*run->messages.missing)
		document->missing_reason = run->messages.missing;
	if (run->dimm_list.missing)
		document->empty_line = run->dimm_list.refused ? "no DIMM selected\n"
							      : "no such DIMM\n";
}

int ocxl_run_verb(const struct ocxl_verb *verb, struct ocxl_options *options, struct ndctl_ctx *ctx)
{
	struct run run = {
		.verb = verb,
		.options = options,
		.sink = { .verb = verb, .options = options },
		.totals = {
			.bus = options->bus != NULL,
			.strict = options->strict,
			.plugin = options->format == OCXL_FORMAT_NAGIOS,
			.metrics_file = verb->metrics && options->output,
		},
		.messages = {
			.verb = verb->name,
			.bus = options->bus,
			/* a file of metrics tells which cards failed */
			.suppressed = options->quiet || (verb->metrics && options->output),
		},
	};
	int rc;

	options->trace |= ndctl_get_log_priority(ctx) >= LOG_DEBUG;
	ocxl_signals_ignore_output();
	if (options->input.count)
		return verb->show_input(verb, options);
	rc = find_dimms(&run, ctx);
	describe_host(&run);
	describe_missing(&run);
	if (!rc && !ocxl_result_sink_open(&run.sink)) {
		rc = ocxl_result_sink_check_output(&run.sink);
		if (!rc)
			query_and_finish(&run);
	}
	if (ocxl_signals_stop_requested())
		end_by_signal(&run);
	ocxl_result_sink_release(&run.sink);
	/* the kernel may delay the end of an abandoned command; the reader must not wait for it */
	if (run.workers && run.workers->abandoned)
		close(STDOUT_FILENO);
	if (run.workers)
		ocxl_workers_end(run.workers);
	ocxl_dimm_list_release(&run.dimm_list);
	run.totals.refused = rc;
	conclude_run(&run);
	return run.totals.exit_status;
}
