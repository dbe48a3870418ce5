/* SPDX-License-Identifier: GPL-2.0-only */
/* Run a verb: find the DIMMs, open the output, query the DIMMs, finish the document. */
#ifndef OCXL_RUN_H
#define OCXL_RUN_H

struct ndctl_ctx;
struct ocxl_dimm_list;
struct ocxl_options;
struct ocxl_run_totals;
struct ocxl_result_sink;
struct ocxl_verb;
struct ocxl_workers;

/*
 * run a verb
 * @options: of the command line
 * Does not return if a signal requested a stop and was remembered: the process dies of the signal.
 * Return: the exit status.
 */
int ocxl_run_verb(const struct ocxl_verb *verb, struct ocxl_options *options,
		  struct ndctl_ctx *ctx);

/* parts of the run that --follow and --interval use; all belong to run.c */
struct ocxl_repeat {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct ocxl_dimm_list *dimm_list; /* the DIMMs; --interval gives them states */
	/*
	 * destination of results; keeps an error of the output. --interval sets the time of its
	 * document
	 */
	struct ocxl_result_sink *sink;
	struct ocxl_run_totals *totals; /* --follow adds the last result of each DIMM at the end */
	/* of the run; --interval has one for each DIMM of @dimm_list, --follow adds them */
	struct ocxl_workers *workers;
};

/*
 * show what there is, then wait for changes and show them
 * It sleeps in poll(): on the sysfs file "flags" of each DIMM, on the reader of the output, and on
 * notifications of added and removed DIMMs. A worker queries each DIMM that changed. A DIMM that
 * failed is queried again after a pause, which grows from 1 to 60 s.
 * Return: 0 when no DIMM can show more, because of --limit or because none has the command; -EINTR
 * when a signal requests a stop; or another negative errno.
 */
int ocxl_follow_run(const struct ocxl_repeat *repeat);

/*
 * show one interval after another
 * Return: 0 after --count intervals; otherwise as ocxl_follow_run(). The document is complete
 * unless the output failed.
 */
int ocxl_interval_run(const struct ocxl_repeat *repeat);

#endif /* OCXL_RUN_H */
