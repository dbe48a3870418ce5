/* SPDX-License-Identifier: GPL-2.0-only */
/* A verb: a struct, which dispatch, options, help and completion read. */
#ifndef OCXL_VERB_H
#define OCXL_VERB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct ocxl_dimm;
struct ocxl_dimm_list;
struct ocxl_host_record;
struct ocxl_options;
struct ocxl_record;
struct ocxl_result;
struct ocxl_result_sink;

#define OCXL_NEEDS(command) (1ULL << (command))

/* one verb of "ndctl ocxl" */
struct ocxl_verb {
	const char *name; /* as typed */
	const char *summary; /* one line of help */
	const char *note; /* of -h: sentences on what the verb changes or ends; NULL: nothing */
	const char *key; /* key of the payload in documents; the name of its schema */
	uint64_t needs; /* OCXL_NEEDS() of commands; a DIMM that lacks one is unsupported */
	unsigned int options; /* OCXL_HAS_*, in addition to the options of all verbs */
	unsigned int sysfs; /* OCXL_SYSFS_*: files to read before threads are started */
	/* permissions of a new output file; a log to which lines are appended has 0600 */
	mode_t mode;
	/* default of --timeout; 0: the verb does not have the option */
	unsigned int timeout_seconds;
	const char *timeout_help; /* of -h: what the time-out limits */
	/* DIMMs must be named; without names the command is an error instead of meaning all */
	bool named;
	/*
	 * works on one DIMM, and has no --jobs; @fetch writes the DIMM's data to the file of
	 * --output, which is required. The document goes to standard output, unless the data goes
	 * there
	 */
	bool saves;
	/*
	 * changes something on several DIMMs: the result of each is written at once, so that it is
	 * known if the command is interrupted
	 */
	bool changes;
	bool verdict; /* the document ends with a verdict on all DIMMs */
	bool all_failures; /* documents have all failures of a DIMM, not only the first one */
	bool metrics; /* the document is Prometheus text; --format does not exist */
	/* the document describes the host: fills in what it shows; NULL: it does not */
	void (*describe_host)(struct ocxl_host_record *record);
	/*
	 * --follow queries only while the DIMM has this flag, NDCTL_OCXL_FLAG_...; 0: after each
	 * change of the flags
	 */
	uint64_t follow_flag;
	bool follow_tables; /* --follow also writes tables */
	/* queries one DIMM, and without @fill fills in the result */
	void (*fetch)(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		      struct ocxl_result *result);
	/*
	 * for a verb with time limits (ocxl_worker_limit_time()): fills in the result from what
	 * @fetch has read so far. It runs
	 *
	 * - after @fetch
	 * - instead of the rest of @fetch, if a command was not answered in time: that command has
	 *   the result -ETIMEDOUT, or -EINTR after a signal
	 * - in another thread, if a signal ends the process while @fetch waits for a file
	 */
	void (*fill)(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		     struct ocxl_result *result);
	void (*release)(void *payload); /* releases what the payload points to; NULL: nothing */
	/* record of the items of @stream; NULL: no items */
	const struct ocxl_record *stream_record;
	/*
	 * shows data too large for the payload, item by item, inside of the DIMM's element; may
	 * send commands without a time limit. Returns 0 or a negative errno of the output
	 */
	int (*stream)(struct ocxl_result_sink *sink, struct ocxl_result *result);
	/*
	 * with --raw, instead of @stream and the document: writes the card's bytes. Returns as
	 * @stream
	 */
	int (*raw)(struct ocxl_result_sink *sink, struct ocxl_result *result);
	/* after all DIMMs: adds to the document; NULL: nothing. Returns as @stream */
	int (*complete)(struct ocxl_result_sink *sink, const struct ocxl_dimm_list *list);
	/* with --input, instead of querying cards; returns the exit status */
	int (*show_input)(const struct ocxl_verb *verb, const struct ocxl_options *options);
};

#endif /* OCXL_VERB_H */
