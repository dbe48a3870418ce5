/* SPDX-License-Identifier: GPL-2.0-only */
/* A verb as one row of a table: dispatch, options, help and completion read the row. */
#ifndef OCXL_VERB_H
#define OCXL_VERB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct ocxl_options;
struct ocxl_record;
struct ocxl_result;
struct ocxl_result_sink;
struct ocxl_dimm;

#define OCXL_NEEDS(command) (1ULL << (command))

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
	void (*fetch)(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result);
	void (*release)(void *payload);
	const struct ocxl_record *stream_record;
	int (*stream)(struct ocxl_result_sink *sink, struct ocxl_result *result);
	int (*raw)(struct ocxl_result_sink *sink, struct ocxl_result *result);
};

#endif /* OCXL_VERB_H */
