/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Renderers: generic walks over the field tables of model.h, one file a format.
 * They are handed one DIMM after the other and keep nothing of it: a log of any
 * length needs constant memory.
 */
#ifndef OCXL_RENDER_H
#define OCXL_RENDER_H

#include <time.h>
#include "ocxl/records/field.h"
#include "ocxl/base/failure.h"
#include "ocxl/output/output.h"

enum ocxl_format {
	OCXL_FORMAT_JSON,
	OCXL_FORMAT_NDJSON,
	OCXL_FORMAT_TABLE,
	OCXL_FORMAT_METRICS, /* Prometheus text; of one verb, and the only one that it has */
};

/**
 * struct ocxl_document - what stands above the DIMMs
 * @command: the verb
 * @intervals: DIMMs come in intervals, each between ocxl_render_interval_begin() and
 *	ocxl_render_interval_end()
 * @key: key of the payload in NDJSON and in the DIMM's element; tables name a
 *	section only where its key is another
 * @time: when the command started; read anew for each line of NDJSON
 * @verdict: on all DIMMs together; may come as late as before ocxl_render_finish().
 *	NULL: there is none. Lines of NDJSON have a DIMM each and do not show it
 * @color: tables may use colour and bold (a terminal, no NO_COLOR)
 * @indent: JSON for a reader's eyes (a terminal)
 * @width: columns of the terminal; 0: unlimited
 */
struct ocxl_document {
	const char *command;
	bool intervals;
	const char *key;
	time_t time;
	const char *verdict;
	bool color;
	bool indent;
	unsigned int width;
};

/**
 * struct ocxl_section - one payload of a DIMM
 * @key: JSON key ("heartbeat"); NULL: the record's own fields stand directly in
 *	the DIMM's element (SMART: "smart" and what is beside it)
 * @record: description
 * @data: the record
 */
struct ocxl_section {
	const char *key;
	const struct ocxl_record *record;
	const void *data;
};

#define OCXL_SECTIONS_MAX 8

/**
 * struct ocxl_element - one DIMM of a document
 * @dev: "nmem0"
 * @bus: "ndbus0"
 * @serial: valid with @has_serial
 * @status: "ok", "error", "unsupported", "skipped"
 * @truncated: the log had more than could be shown
 * @sections: what was read, in order
 * @section_count: how many
 * @stream_key: items of a list come one by one through ocxl_render_item() under
 *	this key ("error_log"); NULL: none come
 * @stream_record: description of such an item
 * @failure: valid when its name is not NULL
 * @failures: of a verb that asks for several things: all of them, @failure first; else NULL
 * @failure_count: how many
 */
struct ocxl_element {
	const char *dev;
	const char *bus;
	uint64_t serial;
	bool has_serial;
	const char *status;
	bool truncated;
	struct ocxl_section sections[OCXL_SECTIONS_MAX];
	size_t section_count;
	const char *stream_key;
	const struct ocxl_record *stream_record;
	struct ocxl_failure failure;
	const struct ocxl_command_failure *failures;
	size_t failure_count;
};

struct ocxl_render;

/**
 * ocxl_render_open() - start a document
 * @render: receives the renderer; released by ocxl_render_close()
 * @format: which
 * @document: stays the caller's until the end
 * @output: where to; stays the caller's
 *
 * Return: 0; -ENOMEM; -ELIBACC: a library is missing that tables need.
 *
 * The functions below give 0 or the negative errno of the output (-EPIPE,
 * -ENOSPC …) or -ENOMEM. For one DIMM: begin, any number of items, end. Lines of
 * NDJSON are flushed one by one, and those of several DIMMs may alternate; a
 * stream of which no item came is an empty list where status is "ok", and absent
 * otherwise. One thread at a time.
 */
int ocxl_render_open(struct ocxl_render **render, enum ocxl_format format,
		     const struct ocxl_document *document, struct ocxl_output *output);

/** ocxl_render_begin() - a DIMM: dev, bus, serial, stream_* are valid already */
int ocxl_render_begin(struct ocxl_render *render, const struct ocxl_element *element);

/**
 * ocxl_render_item() - one item of the stream; written, but not yet synced:
 * the caller calls ocxl_output_sync() before it acknowledges
 */
int ocxl_render_item(struct ocxl_render *render, const struct ocxl_element *element,
		     const void *record);

/** ocxl_render_end() - the DIMM's sections, status and failure */
int ocxl_render_end(struct ocxl_render *render, const struct ocxl_element *element);

/** ocxl_render_interval_begin() - all DIMMs once more, at the document's time of now */
int ocxl_render_interval_begin(struct ocxl_render *render);

/**
 * ocxl_render_interval_end() - and what they did together
 * @total: a section with the record of the DIMMs' own; NULL: it is not known
 */
int ocxl_render_interval_end(struct ocxl_render *render, const struct ocxl_section *total);

/** ocxl_render_finish() - end of the document: its verdict, and last in it @exit_status */
int ocxl_render_finish(struct ocxl_render *render, int exit_status);

/** ocxl_render_close() - release; writes nothing; NULL is allowed */
void ocxl_render_close(struct ocxl_render *render);

#endif /* OCXL_RENDER_H */
