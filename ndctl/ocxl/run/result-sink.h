/* SPDX-License-Identifier: GPL-2.0-only */
/* Destination of results: the output of a verb and its document. */
#ifndef OCXL_RESULT_SINK_H
#define OCXL_RESULT_SINK_H

#include <stdbool.h>
#include "ocxl/output/output.h"
#include "ocxl/render/render.h"

struct ocxl_options;
struct ocxl_outcomes;
struct ocxl_result;
struct ocxl_verb;

/**
 * struct ocxl_result_sink - destination of results
 * @verb: the verb
 * @options: of the command line
 * @document: head of the document; @render reads its time and its verdict when it writes them
 * @render: NULL with --raw, and when the data of the verb goes to standard output
 * @output: where @render writes; with --raw, where the verb writes
 * @error: first failure of the output; afterwards nothing is written, and no entry is acknowledged
 * @failed: a failure of the output was reported
 */
struct ocxl_result_sink {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	struct ocxl_document document;
	struct ocxl_render *render;
	struct ocxl_output *output;
	int error;
	bool failed;
};

/**
 * ocxl_result_sink_open() - open the output, and begin the document
 * @sink: verb and options are set; release with ocxl_result_sink_release(), also
 *	after an error
 *
 * Return: 0, or a negative errno after a message.
 */
int ocxl_result_sink_open(struct ocxl_result_sink *sink);

/**
 * ocxl_result_sink_fail() - remember that the output has failed
 * @sink: keeps the first error
 * @rc: 0 or a negative errno
 *
 * Return: @rc.
 */
int ocxl_result_sink_fail(struct ocxl_result_sink *sink, int rc);

/**
 * ocxl_result_sink_begin_result() - begin the element of a DIMM, and write its stream
 * @sink: open
 * @result: of the DIMM; the stream may add failures
 *
 * Return: 0 or a negative errno.
 */
int ocxl_result_sink_begin_result(struct ocxl_result_sink *sink, struct ocxl_result *result);

/**
 * ocxl_result_sink_end_result() - write the rest of the element of a DIMM
 * @sink: open
 * @result: as given to ocxl_result_sink_begin_result()
 *
 * Return: 0 or a negative errno.
 */
int ocxl_result_sink_end_result(struct ocxl_result_sink *sink, const struct ocxl_result *result);

/**
 * ocxl_result_sink_finish() - complete the document, and put the file in place
 * @sink: takes no further results
 * @outcomes: of all DIMMs, for the exit status in the document
 *
 * Return: 0, or a negative errno after a message.
 */
int ocxl_result_sink_finish(struct ocxl_result_sink *sink, const struct ocxl_outcomes *outcomes);

/**
 * ocxl_result_sink_report_error() - print a message for the first failure of the output
 * @sink: becomes failed
 * @rc: negative errno, or negative enum ocxl_error_code
 *
 * Return: @rc.
 */
int ocxl_result_sink_report_error(struct ocxl_result_sink *sink, int rc);

/** ocxl_result_sink_release() - release the document and the output; a new file is removed */
void ocxl_result_sink_release(struct ocxl_result_sink *sink);

#endif /* OCXL_RESULT_SINK_H */
