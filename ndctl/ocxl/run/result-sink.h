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
struct ocxl_run_totals;
struct ocxl_omitted_dimms;
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
	char left_out_line[OCXL_DOCUMENT_LINE_SIZE]; /* of @document */
};

/*
 * open the output, and begin the document
 * @sink: verb and options are set; release with ocxl_result_sink_release(), also after an error
 * Return: 0, or a negative errno after a message.
 */
int ocxl_result_sink_open(struct ocxl_result_sink *sink);

/*
 * check that the options suit the kind of the output
 * Return: 0, or an exit status after a message.
 */
int ocxl_result_sink_check_output(const struct ocxl_result_sink *sink);

/*
 * remember that the output has failed
 * @rc: 0 or a negative errno
 * Return: @rc.
 */
int ocxl_result_sink_fail(struct ocxl_result_sink *sink, int rc);

/*
 * show the DIMMs that libndctl omitted, each as a DIMM that failed
 * Return: 0 or a negative errno of the output.
 */
int ocxl_result_sink_show_omitted(struct ocxl_result_sink *sink,
				  const struct ocxl_omitted_dimms *omitted);

/* put the verdict on all DIMMs into the document, after ocxl_run_totals_conclude() */
void ocxl_result_sink_set_verdict(struct ocxl_result_sink *sink,
				  const struct ocxl_run_totals *totals);

/*
 * complete the document, and put the file in place
 * Return: 0, or a negative errno after a message.
 */
int ocxl_result_sink_finish(struct ocxl_result_sink *sink, const struct ocxl_run_totals *totals);

/*
 * print a message for the first failure of the output
 * @rc: negative errno, or negative enum ocxl_error_code
 * Return: @rc.
 */
int ocxl_result_sink_report_error(struct ocxl_result_sink *sink, int rc);

/* release the document and the output; a new file is removed */
void ocxl_result_sink_release(struct ocxl_result_sink *sink);

#endif /* OCXL_RESULT_SINK_H */
