/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verbs: one row and one fetch function each. Dispatch, help, options,
 * completion and man pages all read the row.
 */
#ifndef OCXL_VERB_H
#define OCXL_VERB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "ocxl/base/error.h"
#include "ocxl/run/options.h"
#include "ocxl/render/render.h"
#include "ocxl/run/select.h"
#include "ocxl/run/result-sink.h"

struct ocxl_exchange;

#define OCXL_NEEDS(command) (1ULL << (command))
#define OCXL_PARTS_MAX	    8

/**
 * struct ocxl_result - what a verb got from one DIMM
 * @target: the DIMM
 * @element: for the renderer; what it points to lives in @payload
 * @outcome: for the exit status
 * @verdict: "ok", "warning", "failed"; NULL: the verb comes to none
 * @bad_news: the verdict is an exit status
 * @quiet: show nothing: the user knows it all, or is not to know yet
 * @repeated: the failure was said the last time as well
 * @failures: what failed, in order
 * @failure_count: how many
 * @payload: of ocxl_result_payload(), freed with the result
 */
struct ocxl_result {
	const struct ocxl_target *target;
	struct ocxl_element element;
	enum ocxl_outcome outcome;
	const char *verdict;
	bool bad_news;
	bool quiet;
	bool repeated;
	struct ocxl_part_failure failures[OCXL_PARTS_MAX];
	unsigned int failure_count;
	void *payload;
};

/**
 * struct ocxl_verb - one verb
 * @name: as typed
 * @summary: one line of help
 * @key: of the payload in documents
 * @needs: commands without which a DIMM is unsupported
 * @options: OCXL_OPTION_*, beside those that all verbs have
 * @sysfs: OCXL_SYSFS_*: what is read before threads start
 * @mode: permissions of a new output file
 * @timeout_seconds: of --timeout when it is not given; 0 without that option
 * @named: DIMMs have to be named, none does not mean all
 * @saves: one DIMM alone, whose data @fetch writes to the file of --output, which must be
 *	given; the document goes to standard output, and there is none when the data goes there
 * @changes: something that lasts, on several DIMMs: what became of one is written out at once, so
 *	that it is known when the command is interrupted at the next
 * @metrics: the document is Prometheus text, and --format does not exist
 * @append: --output is NDJSON and appended, not a document that is replaced
 * @follow_word: --follow asks after a change only while "flags" has this word; NULL:
 *	after each one
 * @fetch: ask one DIMM; may run in a thread, so it prints nothing and touches
 *	this DIMM alone
 * @release: free what @payload points to; NULL: nothing
 * @stream_record: items that @stream renders; NULL: none
 * @stream: between begin and end of the DIMM's element: show what is too long to
 *	be kept; runs where @show of struct ocxl_fetch does. 0 or the negative errno
 *	of the output
 * @raw: with --raw: write the card's bytes. As @stream
 */
struct ocxl_verb {
	const char *name;
	const char *summary;
	const char *key;
	uint64_t needs;
	unsigned int options;
	unsigned int sysfs;
	mode_t mode;
	unsigned int timeout_seconds;
	bool named;
	bool saves;
	bool changes;
	bool metrics;
	bool append;
	const char *follow_word;
	void (*fetch)(const struct ocxl_target *target, const struct ocxl_options *options,
		      struct ocxl_result *result);
	void (*release)(void *payload);
	const struct ocxl_record *stream_record;
	int (*stream)(struct ocxl_sink *sink, struct ocxl_result *result);
	int (*raw)(struct ocxl_sink *sink, struct ocxl_result *result);
};

/* ended by a row without a name */
extern const struct ocxl_verb ocxl_verbs[];

/**
 * ocxl_result_payload() - room for what a verb reads from one DIMM
 *
 * Return: @size zero bytes; NULL when there are none, the failure is noted then.
 */
void *ocxl_result_payload(struct ocxl_result *result, size_t size);

/** ocxl_result_section() - show @data under @key; it lives in the payload */
void ocxl_result_section(struct ocxl_result *result, const char *key,
			 const struct ocxl_record *record, const void *data);

/**
 * ocxl_result_fail() - note that a command failed: status, outcome, message
 * @result: keeps what was read before
 *
 * ENOTTY makes the DIMM unsupported, anything else is an error.
 */
void ocxl_result_fail(struct ocxl_result *result, const struct ocxl_exchange *exchange);

/**
 * ocxl_result_fail_output() - note that the file which keeps what @command gave failed
 * @name: of the file
 * @rc: negative errno
 */
void ocxl_result_fail_output(struct ocxl_result *result, unsigned int command, const char *name,
			     int rc);

/** ocxl_result_unsupported() - note that driver or card do not have @command */
void ocxl_result_unsupported(struct ocxl_result *result, unsigned int command);

/* what the rows are made of: one group a file */
#define OCXL_FETCH_ARGUMENTS                                                  \
	const struct ocxl_target *target, const struct ocxl_options *options, \
		struct ocxl_result *result

void ocxl_fetch_info(OCXL_FETCH_ARGUMENTS);

void ocxl_fetch_check(OCXL_FETCH_ARGUMENTS);
void ocxl_release_check(void *payload);

void ocxl_fetch_smart(OCXL_FETCH_ARGUMENTS);
void ocxl_release_smart(void *payload);
int ocxl_raw_smart(struct ocxl_sink *sink, struct ocxl_result *result);

void ocxl_fetch_error_log(OCXL_FETCH_ARGUMENTS);
void ocxl_release_error_log(void *payload);
int ocxl_stream_error_log(struct ocxl_sink *sink, struct ocxl_result *result);

void ocxl_fetch_heartbeat(OCXL_FETCH_ARGUMENTS);

void ocxl_fetch_stats(OCXL_FETCH_ARGUMENTS);

void ocxl_fetch_events(OCXL_FETCH_ARGUMENTS);

void ocxl_fetch_dump(OCXL_FETCH_ARGUMENTS);
void ocxl_release_dump(void *payload);

void ocxl_fetch_request_health(OCXL_FETCH_ARGUMENTS);
void ocxl_release_request_health(void *payload);
int ocxl_stream_request_health(struct ocxl_sink *sink, struct ocxl_result *result);

void ocxl_fetch_shutdown(OCXL_FETCH_ARGUMENTS);

void ocxl_fetch_metrics(OCXL_FETCH_ARGUMENTS);
void ocxl_release_metrics(void *payload);

void ocxl_fetch_report(OCXL_FETCH_ARGUMENTS);
void ocxl_release_report(void *payload);

#endif /* OCXL_VERB_H */
