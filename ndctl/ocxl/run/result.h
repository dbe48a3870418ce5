/* SPDX-License-Identifier: GPL-2.0-only */
/* The result of a verb for one DIMM: commands, sections to show, failures. */
#ifndef OCXL_RESULT_H
#define OCXL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/base/error.h"
#include "ocxl/records/field.h"
#include "ocxl/records/rates.h"
#include "ocxl/records/records.h"
#include "ocxl/render/render.h"

struct ndctl_cmd;
struct ocxl_dimm;
struct ocxl_options;

/* six commands of "report", and four files in sysfs */
#define OCXL_COMMAND_FAILURES_MAX 10

/* how a verb ended for one DIMM */
enum ocxl_result_kind {
	OCXL_RESULT_DONE, /* all its commands succeeded */
	OCXL_RESULT_FAILED, /* a command failed */
	OCXL_RESULT_NOT_PERMITTED, /* commands failed, only for lack of a permission */
	OCXL_RESULT_UNSUPPORTED, /* the driver or the card lacks the command */
};

/* a command and its result */
struct ocxl_command {
	/*
	 * the command of libndctl; NULL when it could not be made, or was not answered in time. Its
	 * getters may be used when @rc is 0. Release with ocxl_command_release()
	 */
	struct ndctl_cmd *cmd;
	unsigned int number; /* of the command, OCXLPMEM_CMD_*; 0: not sent */
	int rc; /* 0 or a negative errno */
	int wire_status; /* status in the answer; -1 without an answer */
	uint64_t microseconds; /* from the ioctl to its answer */
};

/* release the command of libndctl, if there is one */
void ocxl_command_release(struct ocxl_command *command);

/* the result of a verb for one DIMM */
struct ocxl_result {
	const struct ocxl_dimm *dimm;
	struct ocxl_element element; /* for the renderer; its sections point into @payload */
	enum ocxl_result_kind kind; /* for the exit status */
	bool has_verdict;
	enum ndctl_ocxl_severity verdict; /* on the card */
	/* is not shown: equals the last one, is only a base for rates, is ok, or has no space */
	bool hidden;
	bool repeated; /* the same failure was already reported */
	/* of sysfs: the card is not "ok", also if --ignore hides the conditions that say why */
	bool has_unreadable_files;
	void *payload; /* from ocxl_result_alloc_payload(); freed with the result */
	unsigned int failure_count;
	/* in the order in which they occurred */
	struct ocxl_command_failure failures[OCXL_COMMAND_FAILURES_MAX];
};

/* begin with a DIMM, for which nothing has failed */
void ocxl_result_begin(struct ocxl_result *result, const struct ocxl_dimm *dimm);

/*
 * allocate memory for what a verb reads from one DIMM
 * @size: number of bytes, which are zero
 */
void *ocxl_result_alloc_payload(struct ocxl_result *result, size_t size);

/*
 * show a record
 * @result: receives the section; at most OCXL_SECTIONS_MAX are shown
 * @key: JSON key; NULL: the fields of the record stand in the DIMM's object
 */
void ocxl_result_add_section(struct ocxl_result *result, const char *key,
			     const struct ocxl_record *record, const void *data);

/*
 * add a failed command
 * @command: its rc is not 0. -ENOTTY makes the DIMM unsupported, unless the card or the driver
 *   answered with a status; anything else makes it an error
 */
void ocxl_result_add_failed_command(struct ocxl_result *result, const struct ocxl_command *command);

/*
 * add a failed command that the verb requires: a DIMM that lacks it is an error, not unsupported
 * @command: its rc is not 0
 */
void ocxl_result_add_failed_required_command(struct ocxl_result *result,
					     const struct ocxl_command *command);

/*
 * add the file that receives a card's data, and that cannot be written
 * @number: of the command that brought the data, OCXLPMEM_CMD_*
 * @rc: negative errno, or negative enum ocxl_error_code
 */
void ocxl_result_add_failed_file(struct ocxl_result *result, unsigned int number, const char *name,
				 int rc);

/*
 * report that a line of the result would use the reserve of free space
 * @result: becomes an error, and is hidden, because its line would use the reserve, too
 * @number: of the command that brought the data, OCXLPMEM_CMD_*
 */
void ocxl_result_set_reserve_reached(struct ocxl_result *result, unsigned int number,
				     const char *name);

/*
 * report that the driver or the card lacks a command
 * @number: of the command, OCXLPMEM_CMD_*
 */
void ocxl_result_set_unsupported(struct ocxl_result *result, unsigned int number);

/* add a failure for each file in sysfs that the verb needs and that could not be read */
void ocxl_result_add_unreadable_files(struct ocxl_result *result);

/* report that the card was replaced by one that the command line does not select */
void ocxl_result_set_replaced(struct ocxl_result *result, unsigned int number);

/* is the card "ok", and everything about it known */
bool ocxl_result_is_ok(const struct ocxl_result *result);

/* state of one DIMM; zero before the first request */
struct ocxl_dimm_state {
	/* the query reads the values before the first interval: its result has no rates to show */
	bool baseline;
	enum ocxl_result_kind last_result;
	/* message of the last failure; empty after a success */
	char reported[sizeof(((struct ocxl_failure *)0)->message)];
	/* error log: the driver does not know the last entry, and beginning again did not help */
	bool no_progress;
	bool truncated; /* "truncated" was reported: the driver cannot keep more entries */
	uint64_t cursor; /* error log: of the last entry shown; 0: none */
	uint64_t shown; /* error log: number of entries shown */
	bool has_events;
	struct ndctl_ocxl_events events; /* as shown last */
	bool has_sample;
	struct ndctl_ocxl_stats sample; /* counters of the last request */
	uint64_t sample_ns; /* time of @sample, by ocxl_clock_now_ns() */
	struct ocxl_rates_growth growth; /* of the counters in the last interval */
};

/*
 * remember the result of a query
 * @result: nothing happens if its DIMM has no state; @repeated is set if its failure, or its
 *   "truncated", was already reported
 */
void ocxl_dimm_state_update(struct ocxl_result *result);

/*
 * check whether the card was replaced under the same name, also without a uevent
 * @dimm: gets the serial number of the new card, and its state is forgotten; nothing happens
 *   without a state
 * Return: true if the command line does not select the new card.
 */
bool ocxl_dimm_state_check_replaced(struct ocxl_dimm *dimm, const struct ocxl_options *options);

/* false if a permission or the command is missing */
bool ocxl_dimm_state_may_succeed(const struct ocxl_dimm_state *state);

#endif /* OCXL_RESULT_H */
