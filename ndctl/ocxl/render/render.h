/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Renderers write the results of DIMMs in a format: JSON, NDJSON, tables, Prometheus text. They
 * walk the field tables of records/ and know neither verbs nor cards. JSON, NDJSON and streamed
 * tables keep nothing of a DIMM that was written, so a log of any length needs constant memory.
 */
#ifndef OCXL_RENDER_H
#define OCXL_RENDER_H

#include <stdio.h>
#include <time.h>
#include "ocxl/base/names.h"
#include "ocxl/base/failure.h"
#include "ocxl/output/output.h"
#include "ocxl/records/field.h"

struct ocxl_host_record;
struct ndctl_ocxl_location;

/* of a line that a document has besides its records */
#define OCXL_DOCUMENT_LINE_SIZE 128

/* of a card that the command line expects, and of a card that is missing because of their number */
#define OCXL_ABSENT_ACTION                                                                          \
	"See with 'ndctl ocxl info -u' which cards are there, and in the kernel log if the driver " \
	"refused a card. Otherwise switch the machine off, check the card in its slot, and start "  \
	"the machine."

/* properties of the whole output */
struct ocxl_document {
	const char *command;
	bool intervals; /* DIMMs are grouped in intervals */
	/* JSON key of the payload. A table names a section only if its key differs */
	const char *key;
	time_t time; /* start of the command; may be updated between DIMMs */
	uint64_t ignored; /* bit n: condition n does not count, because the user said so */
	/* both set before ocxl_render_finish() */
	const char *verdict; /* on all DIMMs together; NULL: none. Not in NDJSON */
	unsigned int unexamined; /* number of DIMMs that should have a verdict and have none */
	uint64_t expected; /* number of cards that there should be; 0: any */
	unsigned int found; /* number of cards, if @expected */
	bool color; /* tables may use colour and bold */
	bool indent; /* JSON has line breaks and indentation */
	unsigned int width; /* columns of the terminal; 0: unlimited */
	unsigned int height; /* lines of the terminal; 0: unlimited */
	/* it goes on: tables have the time, each row at once, and headings once a screen */
	bool timed;
	/* why DIMMs are missing, less than OCXL_DOCUMENT_LINE_SIZE bytes; NULL: none is missing */
	const char *missing_reason;
	const char
		*left_out_line; /* stands for DIMMs without a row in a table; NULL: all have one */
	const char *empty_line; /* stands for an empty table; NULL: "no DIMMs" */
	bool limited; /* to entries of some time: a log without items need not be empty */
	bool collected; /* from a collected log: a table has names of cards instead of DIMMs */
	bool verbose; /* a table has verbose fields, and details and data below each item */
	/*
	 * complete before ocxl_render_open(), for metrics before ocxl_render_finish(); NULL: not in
	 * the document
	 */
	const struct ocxl_host_record *host_record;
};

/* a record of a DIMM */
struct ocxl_section {
	const char *key; /* in JSON; NULL: the fields are members of the DIMM's element itself */
	const struct ocxl_record *record;
	const void *data;
};

#define OCXL_SECTIONS_MAX 8

/* results of a DIMM */
struct ocxl_element {
	const char *dev; /* "nmem0" */
	const char *bus; /* "ndbus0" */
	uint64_t serial;
	bool has_serial;
	const char *card; /* name of the card; NULL: unknown */
	const struct ndctl_ocxl_location *location; /* NULL: unknown */
	const char *status; /* "ok", "error", "unsupported" */
	bool truncated; /* the log has more entries than could be shown */
	struct ocxl_section sections[OCXL_SECTIONS_MAX];
	size_t section_count;
	const char *stream_key; /* of a list whose items come one by one; NULL: no list */
	const struct ocxl_record *stream_record;
	struct ocxl_failure failure; /* valid when its name is not NULL */
	const struct ocxl_command_failure *failures; /* all of them, or NULL: there is one only */
	size_t failure_count;
};

/*
 * does NDJSON have a line for the DIMM itself
 * Return: false if the lines of its items show everything.
 */
bool ocxl_element_has_line(const struct ocxl_element *element);

/* an open document; the first member of the struct of each format */
struct ocxl_render {
	const struct ocxl_render_ops *ops;
	const struct ocxl_document *document;
	struct ocxl_output *output;
	uint64_t items; /* written of the present DIMM */
	uint64_t dimms; /* written of the present interval */
	uint64_t intervals; /* written */
	int rc; /* the first error; nothing is written after it */
};

/*
 * begin a document
 * @render: receives the renderer; release with ocxl_render_close()
 * @document, @output: must outlive the renderer
 * The functions below are called for each DIMM in this order: begin, any number of items, end. In
 * NDJSON, items of several DIMMs may alternate, and each line is flushed. A list without items is
 * an empty list if the status is "ok", else absent. The functions are not thread-safe.
 * Return: 0; or the negative errno of the output (-EPIPE, -ENOSPC ...). The functions below return
 * the first error so far.
 */
int ocxl_render_open(struct ocxl_render **render, enum ocxl_format format,
		     const struct ocxl_document *document, struct ocxl_output *output);

int ocxl_render_begin_dimm(struct ocxl_render *render);

/*
 * @element has dev, bus, serial, card and stream_*
 * The caller must call ocxl_output_sync() before it acknowledges the item to the card.
 */
int ocxl_render_write_item(struct ocxl_render *render, const struct ocxl_element *element,
			   const void *record);

/* @element is complete: sections, status, failures */
int ocxl_render_end_dimm(struct ocxl_render *render, const struct ocxl_element *element);

/* the time of the interval is the document's */
int ocxl_render_begin_interval(struct ocxl_render *render);

/* @total: a record of all DIMMs together; NULL: unknown */
int ocxl_render_end_interval(struct ocxl_render *render, const struct ocxl_section *total);

/* JSON and Prometheus text show @exit_status */
int ocxl_render_finish(struct ocxl_render *render, int exit_status);

/* releases the renderer, and writes nothing; NULL is allowed */
void ocxl_render_close(struct ocxl_render *render);

/* ---- for the formats ---- */

/* operations of a format; all but @end_dimm may be missing, if its verbs do not need them */
struct ocxl_render_ops {
	size_t size; /* of its struct in bytes; the struct is zeroed before @open */
	void (*open)(struct ocxl_render *render);
	void (*write_item)(struct ocxl_render *render, const struct ocxl_element *element,
			   const void *record);
	void (*end_dimm)(struct ocxl_render *render, const struct ocxl_element *element);
	void (*begin_interval)(struct ocxl_render *render);
	void (*end_interval)(struct ocxl_render *render, const struct ocxl_section *total);
	void (*finish)(struct ocxl_render *render, int exit_status);
	void (*close)(struct ocxl_render *render); /* also after a failure of @open */
};

extern const struct ocxl_render_ops ocxl_render_json_ops;
extern const struct ocxl_render_ops ocxl_render_ndjson_ops;
extern const struct ocxl_render_ops ocxl_render_table_ops;
extern const struct ocxl_render_ops ocxl_render_nagios_ops;
extern const struct ocxl_render_ops ocxl_render_metrics_ops;

/* data of the section with this record; NULL without one */
const void *ocxl_element_find(const struct ocxl_element *element, const struct ocxl_record *record);

/* remember the first error */
void ocxl_render_fail(struct ocxl_render *render, int rc);

/* ocxl_render_write(render, "nmem0", ": ", "ok") writes these strings */
#define ocxl_render_write(render, ...) \
	ocxl_render_write_all(render, (const char *const[]) { __VA_ARGS__, NULL })

/* writes the strings before a NULL */
void ocxl_render_write_all(struct ocxl_render *render, const char *const *strings);

/* text that is collected until it can be written; without memory, @render fails */
struct ocxl_text_buffer {
	FILE *out; /* NULL: the text is complete */
	char *text;
	size_t size;
};

void ocxl_text_buffer_open(struct ocxl_text_buffer *buffer);
void ocxl_text_buffer_complete(struct ocxl_text_buffer *buffer);
void ocxl_text_buffer_free(struct ocxl_text_buffer *buffer);

#endif /* OCXL_RENDER_H */
