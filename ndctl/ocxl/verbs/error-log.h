/* SPDX-License-Identifier: GPL-2.0-only */
/* The error log: read entry after entry, acknowledged when the one before is safe. */
#ifndef OCXL_ERROR_LOG_H
#define OCXL_ERROR_LOG_H

#include "ocxl/records/error-log-record.h"
#include "ocxl/run/command.h"

struct ndctl_ocxl_error_log;
struct ocxl_options;
struct ocxl_dimm;

/* looking without acknowledging ends here: the driver holds about as many */
#define OCXL_ERROR_LOG_PEEK_MAX 256

/** ocxl_error_log_fill() - take over one entry; its data stays the command's */
void ocxl_error_log_fill(struct ocxl_error_log_record *record,
			 const struct ndctl_ocxl_error_log *entry, bool with_data);

/**
 * struct ocxl_error_log_reader - one reader through the log of one DIMM
 * @dimm: the DIMM
 * @options: of the command
 * @exchange: answered request for the first entry; replaced as the reader goes on
 * @peek: acknowledge nothing, end at what can be held
 * @limit: entries; 0 for no limit
 * @cursor: entry after which it begins, which is safe; 0 for the start. Then the
 *	last one that was kept
 * @count: entries that were kept
 * @keep: show one entry, and return when it is safe; a negative errno ends the
 *	reader before the entry is acknowledged
 * @context: for @keep
 * @truncated: set: there is more than could be seen
 */
struct ocxl_error_log_reader {
	const struct ocxl_dimm *dimm;
	const struct ocxl_options *options;
	struct ocxl_command exchange;
	bool peek;
	uint64_t limit;
	uint64_t cursor;
	uint64_t count;
	int (*keep)(void *context, struct ndctl_cmd *cmd, const struct ndctl_ocxl_error_log *entry);
	void *context;
	bool truncated;
};

/**
 * ocxl_error_log_reader_start() - ask for the first entry after the cursor
 *
 * Acknowledges nothing but the cursor, if there is one. When the driver does not
 * know it (it was bound anew), the reader begins at the start.
 */
void ocxl_error_log_reader_start(struct ocxl_error_log_reader *reader);

/**
 * ocxl_error_log_reader_run() - all that follows
 *
 * Reading the next entry is the call that acknowledges the one before, so N
 * entries take N + 1 calls, the first included.
 *
 * Return: 0 when the reader came to its end or a command failed (then
 * @reader->exchange.rc is not 0), or what @reader->keep returned.
 */
int ocxl_error_log_reader_run(struct ocxl_error_log_reader *reader);

#endif /* OCXL_ERROR_LOG_H */
