/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs that ask their DIMMs again and again: --follow and --interval. */
#ifndef OCXL_REPEAT_H
#define OCXL_REPEAT_H

struct ocxl_document;
struct ocxl_options;
struct ocxl_dimm_list;
struct ocxl_result_sink;
struct ocxl_outcomes;
struct ocxl_verb;

/**
 * struct ocxl_repeat - what such a run is made of; all of it belongs to run.c
 * @verb: which
 * @options: how
 * @dimm_list: on what; gets states from --interval
 * @sink: where to; an error of the output stays with it
 * @document: its time is that of the interval
 * @outcomes: of --follow: filled at the end, with how each DIMM went last
 * @ask: ask these DIMMs once and show what they say: 0 or as ocxl_fetch_all()
 * @context: for @ask
 */
struct ocxl_repeat {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct ocxl_dimm_list *dimm_list;
	struct ocxl_result_sink *sink;
	struct ocxl_document *document;
	struct ocxl_outcomes *outcomes;
	int (*ask)(void *context, const struct ocxl_dimm_list *list);
	void *context;
};

/**
 * ocxl_follow_run() - show all there is, then wait for the cards and show what they add
 *
 * It sleeps in poll() on the file "flags" of each DIMM, on the output's reader and
 * on the kernel's news of devices. Each DIMM that has something to say is asked in a
 * thread of its own, which ends with the answer. Only a DIMM that failed is asked again
 * by the clock, more and more seldom.
 *
 * When a signal asks to stop, threads may still be at work, so the process must end.
 *
 * Return: 0 when no DIMM is left that could say more (--limit, or none can say
 * anything), -EINTR when a signal asks to stop, or another negative errno.
 */
int ocxl_follow_run(const struct ocxl_repeat *repeat);

/**
 * ocxl_interval_run() - show one interval after the other
 *
 * Return: 0 after --count of them, or as ocxl_follow_run(). The document is whole in
 * any case but that of an output that fails.
 */
int ocxl_interval_run(const struct ocxl_repeat *repeat);

#endif /* OCXL_REPEAT_H */
