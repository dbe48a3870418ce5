/* SPDX-License-Identifier: GPL-2.0-only */
/* Read the error log of a card. An entry is acknowledged when the previous one is stored safely. */
#ifndef OCXL_READ_ERROR_LOG_H
#define OCXL_READ_ERROR_LOG_H

#include <time.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/records/records.h"
#include "ocxl/run/result.h"

struct ocxl_dimm;
struct ocxl_options;
struct ocxl_verb;

/* entries shown without acknowledging them; the driver keeps fewer at the same time */
#define OCXL_ERROR_LOG_SHOWN_MAX 256

/* how long a card has been powered on in its life, by which its entries are dated */
struct ocxl_power_on {
	bool known;
	uint32_t seconds; /* at @time */
	time_t time;
};

/* @stats: that were read just now */
void ocxl_power_on_set(struct ocxl_power_on *power_on, const struct ndctl_ocxl_stats *stats);

/* severity of the condition that an entry reports; NULL: none */
const char *ocxl_error_log_severity(const struct ndctl_ocxl_error_log *entry);

/*
 * @record: valid as long as the command that brought the entry
 * @power_on: may be unknown
 */
void ocxl_error_log_fill(struct ocxl_error_log_record *record,
			 const struct ndctl_ocxl_error_log *entry,
			 const struct ocxl_power_on *power_on, bool with_data);

/* does an entry belong to the time of --since and --until */
bool ocxl_error_log_is_of_time(const struct ocxl_error_log_record *record,
			       const struct ocxl_options *options);

/* reads the log of one DIMM, entry by entry */
struct ocxl_error_log_reader {
	const struct ocxl_dimm *dimm;
	struct ndctl_ocxl_error_log_reader *log; /* of libndctl; knows the last entry */
	struct ocxl_command command; /* the last request, which has @entry */
	struct ndctl_ocxl_error_log entry; /* valid with @has_entry */
	bool has_entry; /* @entry is not stored yet */
	bool acknowledge; /* each entry that is stored; else stop when the driver is full */
	uint64_t limit; /* number of entries; 0: no limit */
	uint64_t cursor; /* of the last entry that is stored safely; 0: from the start */
	uint64_t count; /* number of entries stored */
	/* after a negative errno the reader stops, and the entry is not acknowledged */
	int (*store_entry)(void *context, struct ndctl_cmd *cmd,
			   const struct ndctl_ocxl_error_log *entry);
	void *context;
	bool truncated; /* result: the log has more entries than can be shown */
};

/*
 * request the first entry after the cursor, and acknowledge that of the cursor. If the driver does
 * not know it, because it was bound anew, the reader begins at the start of the log. Release with
 * ocxl_error_log_reader_release()
 */
void ocxl_error_log_reader_start(struct ocxl_error_log_reader *reader);

/* Return: 0 at the end and when a command failed; or the error of @store_entry. */
int ocxl_error_log_reader_run(struct ocxl_error_log_reader *reader);

/* @payload: a struct ocxl_error_log_reader, that of "read-error-log" */
void ocxl_error_log_reader_release(void *payload);

/* as show_input() of struct ocxl_verb */
int ocxl_stored_log_show(const struct ocxl_verb *verb, const struct ocxl_options *options);

#endif /* OCXL_READ_ERROR_LOG_H */
