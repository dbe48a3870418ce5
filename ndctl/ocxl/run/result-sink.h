/* SPDX-License-Identifier: GPL-2.0-only */
/* Destination of results: the output of a verb and its document. */
#ifndef OCXL_RESULT_SINK_H
#define OCXL_RESULT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/base/failure.h"
#include "ocxl/output/output.h"
#include "ocxl/render/render.h"

struct ocxl_options;
struct ocxl_outcomes;
struct ocxl_result;
struct ocxl_undiscovered;
struct ocxl_verb;

/* destination of results */
struct ocxl_result_sink {
	const struct ocxl_verb *verb;
	const struct ocxl_options *options;
	/* head of the document; @render reads its time and its verdict when it writes them */
	struct ocxl_document document;
	/* NULL with --raw, and when the data of the verb goes to standard output */
	struct ocxl_render *render;
	struct ocxl_output *output; /* where @render writes; with --raw, where the verb writes */
	/*
	 * first failure of the output; afterwards nothing is written, and no entry is acknowledged
	 */
	int error;
	bool failed; /* a failure of the output was reported */
};

/* is the output a log, which has the items of a stream and nothing else */
bool ocxl_result_sink_is_log(const struct ocxl_result_sink *sink);

/*
 * open the output, and begin the document
 * @sink: verb and options are set; release with ocxl_result_sink_release(), also after an error
 * Return: 0, or a negative errno after a message.
 */
int ocxl_result_sink_open(struct ocxl_result_sink *sink);

/*
 * remember that the output has failed
 * @rc: 0 or a negative errno
 * Return: @rc.
 */
int ocxl_result_sink_fail(struct ocxl_result_sink *sink, int rc);

/* begin the element of a DIMM, and write its stream */
int ocxl_result_sink_begin_result(struct ocxl_result_sink *sink, struct ocxl_result *result);

/*
 * write the rest of the element of a DIMM
 * @result: as given to ocxl_result_sink_begin_result()
 */
int ocxl_result_sink_end_result(struct ocxl_result_sink *sink, const struct ocxl_result *result);

/*
 * show the DIMMs that libndctl failed to discover, each as a DIMM that failed
 * Return: 0 or a negative errno of the output.
 */
int ocxl_result_sink_show_undiscovered(struct ocxl_result_sink *sink,
				       const struct ocxl_undiscovered *undiscovered);

/*
 * complete the document, and put the file in place
 * Return: 0, or a negative errno after a message.
 */
int ocxl_result_sink_finish(struct ocxl_result_sink *sink, const struct ocxl_outcomes *outcomes);

/*
 * print a message for the first failure of the output
 * @rc: negative errno, or negative enum ocxl_error_code
 * Return: @rc.
 */
int ocxl_result_sink_report_error(struct ocxl_result_sink *sink, int rc);

/* release the document and the output; a new file is removed */
void ocxl_result_sink_release(struct ocxl_result_sink *sink);

#endif /* OCXL_RESULT_SINK_H */
