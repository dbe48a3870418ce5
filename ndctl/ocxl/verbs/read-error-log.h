/* SPDX-License-Identifier: GPL-2.0-only */
/* Read the error log of a card. An entry is acknowledged when the previous one is stored safely. */
#ifndef OCXL_READ_ERROR_LOG_H
#define OCXL_READ_ERROR_LOG_H

#include "ocxl/records/records.h"
#include "ocxl/run/command.h"

struct ndctl_ocxl_error_log;
struct ocxl_dimm;
struct ocxl_options;

/* entries shown without acknowledging them; the driver keeps fewer at the same time */
#define OCXL_ERROR_LOG_SHOWN_MAX 256

/*
 * fill in the record of an entry
 * @record: filled in; valid as long as the command that brought the data
 */
void ocxl_error_log_fill(struct ocxl_error_log_record *record,
			 const struct ndctl_ocxl_error_log *entry, bool with_data);

/* reads the log of one DIMM, entry by entry */
struct ocxl_error_log_reader {
	const struct ocxl_dimm *dimm;
	struct ocxl_command command; /* the last request; release with ocxl_command_release() */
	/*
	 * acknowledge each entry that is stored; otherwise stop when the driver cannot keep more
	 * entries
	 */
	bool acknowledge;
	uint64_t limit; /* number of entries; 0: no limit */
	/*
	 * of the entry before the first one, which is stored safely; 0: from the start. Then of the
	 * last entry stored
	 */
	uint64_t cursor;
	uint64_t count; /* number of entries stored */
	/*
	 * stores an entry safely; after a negative errno the reader stops, and the entry is not
	 * acknowledged
	 */
	int (*store_entry)(void *context, struct ndctl_cmd *cmd,
			   const struct ndctl_ocxl_error_log *entry);
	void *context;
	bool truncated; /* result: the log has more entries than can be shown */
};

/*
 * request the first entry after the cursor
 * @reader: acknowledges only the entry of the cursor, if there is one
 * If the driver does not know the cursor, because it was bound anew, the reader begins at the start
 * of the log.
 */
void ocxl_error_log_reader_start(struct ocxl_error_log_reader *reader);

/*
 * read the log to its end
 * Return: 0 at the end, and when a command failed (then rc of its command is not 0); or the error
 * of @store_entry.
 */
int ocxl_error_log_reader_run(struct ocxl_error_log_reader *reader);

#endif /* OCXL_READ_ERROR_LOG_H */
