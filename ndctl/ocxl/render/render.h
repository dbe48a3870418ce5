/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Renderers write the results of DIMMs in a format: JSON, NDJSON, tables, Prometheus text. They
 * walk the field tables of records/ and know neither verbs nor cards. JSON, NDJSON and streamed
 * tables keep nothing of a DIMM that was written, so a log of any length needs constant memory.
 */
#ifndef OCXL_RENDER_H
#define OCXL_RENDER_H

#include <time.h>
#include "ocxl/base/failure.h"
#include "ocxl/output/output.h"
#include "ocxl/records/field.h"

/**
 * enum ocxl_format - a format
 * @OCXL_FORMAT_JSON: one document
 * @OCXL_FORMAT_NDJSON: a JSON object for each line
 * @OCXL_FORMAT_TABLE: tables for people
 * @OCXL_FORMAT_METRICS: Prometheus text; the only format of the verb "metrics"
 * @OCXL_FORMAT_NAGIOS: a line, details and performance data, as monitoring plug-ins write them; of
 *	"check" only
 */
enum ocxl_format {
	OCXL_FORMAT_JSON,
	OCXL_FORMAT_NDJSON,
	OCXL_FORMAT_TABLE,
	OCXL_FORMAT_METRICS,
	OCXL_FORMAT_NAGIOS,
};

struct ocxl_host;
struct ocxl_host_record;

/**
 * struct ocxl_document - properties of the whole output
 * @command: the verb
 * @intervals: DIMMs are grouped in intervals, each between ocxl_render_begin_interval() and
 *	ocxl_render_end_interval()
 * @key: JSON key of the payload. A table names a section only if its key differs
 * @time: start of the command; may be updated between DIMMs
 * @ignored: bit n: condition n does not count, because the user said so
 * @verdict: on all DIMMs together, set before ocxl_render_finish(); NULL: none. Not in NDJSON
 * @unexamined: number of DIMMs that should have a verdict and have none, set with @verdict
 * @color: tables may use colour and bold
 * @indent: JSON has line breaks and indentation
 * @width: columns of the terminal; 0: unlimited
 * @height: lines of the terminal; 0: unlimited
 * @timed: the document goes on as time passes: a table has a row for each record at once, with the
 *	time, and headings once a screen
 * @verbose: a table that is not @timed has the data of each item, and details that do not fit into a row
 * @host: values of the host, complete before ocxl_render_finish(); NULL: not in the document. Only
 *	Prometheus text shows them
 * @host_record: the host, complete before ocxl_render_open(); NULL: not in the document. JSON,
 *	NDJSON and tables show it
 */
struct ocxl_document {
	const char *command;
	bool intervals;
	const char *key;
	time_t time;
	uint64_t ignored;
	const char *verdict;
	unsigned int unexamined;
	bool color;
	bool indent;
	unsigned int width;
	unsigned int height;
	bool timed;
	bool verbose;
	const struct ocxl_host *host;
	const struct ocxl_host_record *host_record;
};

/**
 * struct ocxl_section - a record of a DIMM
 * @key: JSON key ("heartbeat"); NULL: the fields are members of the DIMM's element itself
 * @record: description of @data
 * @data: the record
 */
struct ocxl_section {
	const char *key;
	const struct ocxl_record *record;
	const void *data;
};

#define OCXL_SECTIONS_MAX 8

/**
 * struct ocxl_element - results of a DIMM
 * @dev: "nmem0"
 * @bus: "ndbus0"
 * @serial: valid with @has_serial
 * @has_serial: the DIMM has a serial number
 * @status: "ok", "error", "unsupported", "skipped"
 * @truncated: the log has more entries than could be shown
 * @sections: records, in the order in which they are shown
 * @section_count: number of records
 * @stream_key: JSON key of a list whose items come one by one through ocxl_render_write_item();
 *	NULL: no list
 * @stream_record: description of an item
 * @failure: valid when its name is not NULL
 * @failures: all failures of a verb that sends several commands, @failure first; else NULL
 * @failure_count: number of failures
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

/**
 * ocxl_element_has_line() - does a DIMM have a line of its own in NDJSON
 * @element: results of a DIMM
 *
 * Return: false when the lines of the items contain all results.
 */
bool ocxl_element_has_line(const struct ocxl_element *element);

struct ocxl_render;

/**
 * ocxl_render_open() - begin a document
 * @render: receives the renderer; release with ocxl_render_close()
 * @format: format of the document
 * @document: must outlive the renderer
 * @output: destination; must outlive the renderer
 *
 * The functions below are called for each DIMM in this order: begin, any number of items, end. In
 * NDJSON, items of several DIMMs may alternate, and each line is flushed. A list without items is
 * an empty list if the status is "ok", else absent. The functions are not thread-safe.
 *
 * Return: 0; -ENOMEM; -ELIBACC when a library that tables need is missing; or the negative errno
 * of the output (-EPIPE, -ENOSPC ...). The functions below return the same, without -ELIBACC.
 */
int ocxl_render_open(struct ocxl_render **render, enum ocxl_format format,
		     const struct ocxl_document *document, struct ocxl_output *output);

/**
 * ocxl_render_begin_dimm() - begin a DIMM
 * @render: the renderer
 * @element: with dev, bus, serial and stream_*
 */
int ocxl_render_begin_dimm(struct ocxl_render *render, const struct ocxl_element *element);

/**
 * ocxl_render_write_item() - write an item of the DIMM's list
 * @render: the renderer
 * @element: as for ocxl_render_begin_dimm()
 * @record: the item
 *
 * The caller must call ocxl_output_sync() before it acknowledges the item to the card.
 */
int ocxl_render_write_item(struct ocxl_render *render, const struct ocxl_element *element,
			   const void *record);

/**
 * ocxl_render_end_dimm() - end a DIMM: sections, status, failures
 * @render: the renderer
 * @element: the complete results
 */
int ocxl_render_end_dimm(struct ocxl_render *render, const struct ocxl_element *element);

/**
 * ocxl_render_begin_interval() - begin an interval, whose time is the document's
 * @render: the renderer
 */
int ocxl_render_begin_interval(struct ocxl_render *render);

/**
 * ocxl_render_end_interval() - end an interval
 * @render: the renderer
 * @total: a record of all DIMMs together; NULL: unknown
 */
int ocxl_render_end_interval(struct ocxl_render *render, const struct ocxl_section *total);

/**
 * ocxl_render_finish() - end the document: verdict and exit status
 * @render: the renderer
 * @exit_status: of the command; JSON and Prometheus text show it
 */
int ocxl_render_finish(struct ocxl_render *render, int exit_status);

/**
 * ocxl_render_close() - release; writes nothing
 * @render: NULL is allowed
 */
void ocxl_render_close(struct ocxl_render *render);

#endif /* OCXL_RENDER_H */
