// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/terminal.h"
#include "ocxl/output/output.h"
#include "ocxl/render/render.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/fetch.h"
#include "ocxl/run/options.h"
#include "ocxl/run/repeat.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/run/run.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"
#include "ocxl/run/verdict.h"

/**
 * struct complaint - one message about one DIMM
 * @dev: the DIMM
 * @part: the command, and why it failed
 */
struct complaint {
	const char *dev;
	struct ocxl_command_failure part;
};

/**
 * struct run - one run of a verb
 * @verb: which
 * @options: how
 * @dimm_list: on what
 * @sink: where to
 * @document: head of it
 * @outcomes: how it went so far
 * @complaints: messages that wait for the end of the document, so that they do not
 *	stand in the middle of it on a terminal
 * @complaint_count: how many
 * @unsupported: the first DIMM without the command, for the message when nothing could be done
 *
 * What changes while threads are at work is guarded by the lock of @sink.
 */
struct run {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct ocxl_dimm_list dimm_list;
	struct ocxl_result_sink sink;
	struct ocxl_document document;
	struct ocxl_outcomes outcomes;
	struct complaint *complaints;
	size_t complaint_count;
	struct complaint unsupported;
};

static bool wants_color(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !(no_color && *no_color) && term && *term && strcmp(term, "dumb");
}

static void describe_document(struct run *run)
{
	struct ocxl_document *document = &run->document;

	document->command = run->verb->name;
	document->key = run->verb->key;
	document->intervals = run->options->interval_ms != 0;
	document->time = time(NULL);
	if (!ocxl_output_is_terminal(run->sink.output))
		return;
	document->indent = true;
	document->color = wants_color();
	document->width = ocxl_terminal_width(STDOUT_FILENO);
}

/* a verb that saves data has the file for itself */
static const char *document_path(const struct run *run)
{
	return run->verb->saves ? NULL : run->options->output;
}

static bool has_document(const struct run *run)
{
	if (run->verb->saves && !run->options->output)
		return false;
	return !run->options->raw;
}

/* the output's errors end everything; what failed is said here, once */
static int output_failed(struct run *run, int rc)
{
	const char *name = document_path(run);

	/* the signal that interrupted it is the news */
	if (!run->outcomes.output_failed && !ocxl_signals_stop_requested())
		ocxl_error_output(name ? name : "standard output", rc);
	run->outcomes.output_failed = true;
	return rc;
}

/* what is wrong is the pair of them, or standard output */
static int copy_failed(struct run *run, int rc)
{
	const char *verb = run->verb->name, *path = document_path(run);

	run->outcomes.output_failed = true;
	if (rc == -ENOTSUP)
		ocxl_error_print("ndctl ocxl %s: --tee is for a file, and %s is none", verb, path);
	else if (rc == -EINVAL)
		ocxl_error_print("ndctl ocxl %s: --tee: standard output is %s itself", verb, path);
	else
		ocxl_error_output("standard output", rc);
	return rc;
}

static bool is_appended(const struct run *run)
{
	return run->options->follow || (run->verb->append && !run->options->raw);
}

static int open_output(struct run *run)
{
	enum ocxl_output_kind kind = OCXL_OUTPUT_STANDARD;
	const char *path = document_path(run);
	int rc;

	if (path)
		kind = is_appended(run) ? OCXL_OUTPUT_APPEND : OCXL_OUTPUT_REPLACE;
	/* no signal may leave a temporary file behind, or half a document */
	if (kind == OCXL_OUTPUT_REPLACE || run->verb->saves || run->options->follow ||
	    run->options->interval_ms)
		ocxl_signals_install();
	rc = ocxl_output_open(&run->sink.output, kind, path, run->verb->mode,
			      ocxl_error_fifo_waiting);
	if (rc)
		return output_failed(run, rc);
	if (run->options->tee)
		rc = ocxl_output_tee(run->sink.output);
	if (rc)
		return copy_failed(run, rc);
	describe_document(run);
	if (!has_document(run))
		return 0;
	rc = ocxl_render_open(&run->sink.render, run->options->format, &run->document,
			      run->sink.output);
	return rc ? output_failed(run, rc) : 0;
}

/* who follows writes lines that have times of their own */
static void tell_time(struct run *run)
{
	if (run->options->follow)
		run->document.time = time(NULL);
}

static int begin_element(struct run *run, const struct ocxl_element *element)
{
	struct ocxl_result_sink *sink = &run->sink;
	int rc = ocxl_result_sink_lock(sink);

	tell_time(run);
	if (!rc)
		rc = ocxl_render_begin_dimm(sink->render, element);
	return ocxl_result_sink_unlock(sink, rc);
}

static int show_element(struct run *run, struct ocxl_result *result)
{
	struct ocxl_element *element = &result->element;
	int rc;

	if (run->verb->stream) {
		element->stream_key = run->verb->key;
		element->stream_record = run->verb->stream_record;
	}
	rc = begin_element(run, element);
	if (!rc && run->verb->stream)
		rc = run->verb->stream(&run->sink, result);
	return rc;
}

/* the rest of it, once its stream has ended */
static int end_element(struct run *run, const struct ocxl_result *result)
{
	struct ocxl_result_sink *sink = &run->sink;
	int rc;

	/* who follows a card hears of its failure once, and of each interval in any case */
	if (result->quiet || (result->repeated && run->options->follow))
		return 0;
	tell_time(run);
	rc = sink->render ? ocxl_render_end_dimm(sink->render, &result->element) : 0;
	if (rc)
		return rc;
	if (run->options->follow)
		return ocxl_output_sync(sink->output);
	/* a person wants to see it; to a program half a document is worse than none */
	if (run->document.indent || run->options->interval_ms || run->verb->changes)
		return ocxl_output_flush(sink->output);
	return 0;
}

/* one cause, one line: a node without permission fails every command alike */
static bool was_said(const struct ocxl_result *result, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (!strcmp(result->failures[i].failure.message,
			    result->failures[index].failure.message))
			return true;
	}
	return false;
}

/* lines and intervals stand for themselves; any other document comes first */
static void complain(struct run *run, const char *dev, const struct ocxl_command_failure *part)
{
	struct complaint *grown = NULL;

	if (run->sink.render && run->options->format != OCXL_FORMAT_NDJSON &&
	    !run->options->interval_ms)
		grown = realloc(run->complaints, (run->complaint_count + 1) * sizeof(*grown));
	if (!grown) {
		ocxl_error_dimm(dev, part->command, &part->failure);
		return;
	}
	run->complaints = grown;
	grown[run->complaint_count].dev = dev;
	grown[run->complaint_count++].part = *part;
}

static void say_complaints(struct run *run)
{
	size_t i;

	for (i = 0; i < run->complaint_count; i++)
		ocxl_error_dimm(run->complaints[i].dev, run->complaints[i].part.command,
				&run->complaints[i].part.failure);
	free(run->complaints);
	run->complaints = NULL;
	run->complaint_count = 0;
}

static void judge(struct run *run, const struct ocxl_result *result)
{
	unsigned int i;

	if (result->outcome == OCXL_OUTCOME_UNSUPPORTED && !result->dimm->named) {
		if (!run->unsupported.dev) {
			run->unsupported.dev = result->dimm->dev;
			run->unsupported.part = result->failures[0];
		}
		return;
	}
	for (i = 0; i < result->failure_count; i++) {
		if (!was_said(result, i) && !result->repeated)
			complain(run, result->dimm->dev, &result->failures[i]);
	}
}

static int show(void *context, struct ocxl_result *result)
{
	struct run *run = context;
	const struct ocxl_dimm_state *state = result->dimm->state;
	int rc = 0, before;

	result->quiet |= state && state->silent;
	if (run->options->raw)
		rc = run->verb->raw(&run->sink, result);
	else if (run->sink.render && !result->quiet)
		rc = show_element(run, result);
	ocxl_dimm_state_update(result);
	before = ocxl_result_sink_lock(&run->sink);
	if (!rc)
		rc = before ? before : end_element(run, result);
	if (rc) {
		output_failed(run, rc);
	} else {
		judge(run, result);
		/* there, how it goes in the end is what counts */
		if (!run->options->follow)
			ocxl_outcomes_add(&run->outcomes, result->outcome, result->dimm->named);
		run->outcomes.unhealthy |= result->unhealthy;
		run->document.verdict = ocxl_verdict_worse(run->document.verdict, result->verdict);
	}
	return ocxl_result_sink_unlock(&run->sink, rc);
}

static void say_why_nothing(struct run *run)
{
	if (!run->dimm_list.count && !run->outcomes.missing && !run->dimm_list.undiscovered.count) {
		if (run->options->bus)
			ocxl_error_print("ndctl ocxl %s: no OpenCAPI DIMM on bus %s",
					 run->verb->name, run->options->bus);
		else
			ocxl_error_print(
				"ndctl ocxl %s: no OpenCAPI DIMM: is the driver ocxlpmem loaded?",
				run->verb->name);
	}
	/* those that were named have been told already */
	if (ocxl_outcomes_all_unsupported(&run->outcomes) && run->unsupported.dev)
		ocxl_error_dimm(run->unsupported.dev, run->unsupported.part.command,
				&run->unsupported.part.failure);
}

static int finish(struct run *run)
{
	struct ocxl_result_sink *sink = &run->sink;
	int rc = ocxl_result_sink_lock(sink);

	if (!rc && sink->render)
		rc = ocxl_render_finish(sink->render, ocxl_exit_status(&run->outcomes));
	/* raw bytes of a card that gave none would replace those of a better day */
	if (!rc && (sink->render || run->outcomes.done))
		rc = ocxl_output_commit(sink->output);
	/* a thread that is late after a signal has nothing to add */
	ocxl_result_sink_unlock(sink, rc ? rc : -EINTR);
	return rc ? output_failed(run, rc) : 0;
}

static int ask(void *context, const struct ocxl_dimm_list *list)
{
	struct run *run = context;
	const struct ocxl_fetch fetch = {
		.verb = run->verb,
		.options = run->options,
		.dimm_list = list,
		.in_order = run->options->format != OCXL_FORMAT_NDJSON,
		.show = show,
		.context = run,
	};

	return ocxl_fetch_all(&fetch);
}

static int ask_all(struct run *run)
{
	const struct ocxl_repeat repeat = {
		.verb = run->verb,
		.options = run->options,
		.dimm_list = &run->dimm_list,
		.sink = &run->sink,
		.document = &run->document,
		.outcomes = &run->outcomes,
		.ask = ask,
		.context = run,
	};

	if (run->options->follow)
		return ocxl_follow_run(&repeat);
	if (run->options->interval_ms)
		return ocxl_interval_run(&repeat);
	return ask(run, &run->dimm_list);
}

static void work(struct run *run)
{
	/* intervals have no end but a signal's, which must not cost the document */
	bool finishes = run->options->interval_ms != 0;
	int rc = ask_all(run);

	if (rc && run->sink.error && !run->outcomes.output_failed)
		output_failed(run, rc);
	if (rc && !run->outcomes.output_failed && !ocxl_signals_stop_requested()) {
		ocxl_error_print("ndctl ocxl %s: %s", run->verb->name, strerror(-rc));
		run->outcomes.failed++;
	}
	if (!run->outcomes.output_failed && (finishes || !ocxl_signals_stop_requested()))
		finish(run);
	say_complaints(run);
	if (!run->outcomes.output_failed && !ocxl_signals_stop_requested())
		say_why_nothing(run);
}

/* who was left out may be the one that is meant */
static int check_selection(const struct run *run)
{
	size_t there = run->dimm_list.count + run->dimm_list.undiscovered.count;

	if (run->options->raw && there > 1)
		return ocxl_error_usage(run->verb->name,
					"--raw is for one DIMM, these are %zu: name one", there);
	if (run->verb->saves && there + run->dimm_list.missing > 1)
		return ocxl_error_usage(run->verb->name,
					"it is for one DIMM, these are %zu: name one",
					there + run->dimm_list.missing);
	return 0;
}

/*
 * Each DIMM keeps a descriptor for its events: of many more than a shell allows by default. One that
 * is named takes no more than any command.
 */
static void allow_descriptors(const struct ocxl_options *options)
{
	struct rlimit limit;

	if (options->dimm_count == 1 && strcmp(options->dimms[0], "all") != 0)
		return;
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* a closed reader and a limit are errors of the output, not the end */
static void ignore_output_signals(void)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

static int find_dimms(struct run *run, struct ndctl_ctx *ctx)
{
	int rc;

	allow_descriptors(run->options);
	rc = ocxl_select_dimms(&run->dimm_list, ctx, run->options, run->verb->sysfs);
	if (rc) {
		ocxl_error_print("ndctl ocxl %s: %s", run->verb->name,
				 rc == -EMFILE	 ? "too many open files: raise ulimit -n"
				 : rc == -ENOMEM ? "out of memory"
						 : strerror(-rc));
		return OCXL_EXIT_FAILED;
	}
	run->outcomes.missing = run->dimm_list.missing;
	run->outcomes.failed = run->dimm_list.unread;
	/* who follows looks for them again */
	if (!run->options->follow)
		run->outcomes.failed += run->dimm_list.undiscovered.count;
	/* of commands libndctl would say in other words what error.c says */
	if (!run->options->verbose && !getenv("NDCTL_LOG"))
		ndctl_set_log_priority(ctx, LOG_CRIT);
	return check_selection(run);
}

int ocxl_run_verb(const struct ocxl_verb *verb, const struct ocxl_options *options,
		  struct ndctl_ctx *ctx)
{
	struct run run = {
		.verb = verb,
		.options = options,
		.sink = { .options = options, .lock = PTHREAD_MUTEX_INITIALIZER },
	};
	int rc;

	ignore_output_signals();
	rc = find_dimms(&run, ctx);
	if (!rc && !open_output(&run))
		work(&run);
	if (ocxl_signals_stop_requested()) {
		/* threads may be at work still, so nothing is freed */
		ocxl_output_remove_tempfile(run.sink.output);
		ocxl_signals_raise_again();
	}
	ocxl_render_close(run.sink.render);
	ocxl_output_close(run.sink.output);
	/* whoever reads has it all, and must not wait for what is still in the kernel */
	if (ocxl_deadline_has_abandoned())
		close(STDOUT_FILENO);
	ocxl_dimm_list_release(&run.dimm_list);
	return rc ? rc : ocxl_exit_status(&run.outcomes);
}
