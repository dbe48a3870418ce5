/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands that examine a card, and its conditions by the answers. "check", "report" and "metrics"
 * share this code, so that they agree.
 *
 *	ocxl_health_check_begin(check, dimm);
 *	ocxl_health_check_read_health(check, dimm);
 *	ocxl_health_check_judge(check, dimm, options);
 *	... check->conditions, check->severity, check->record ...
 *	ocxl_health_check_release(check);
 */
#ifndef OCXL_HEALTH_CHECK_H
#define OCXL_HEALTH_CHECK_H

#include <ndctl/libndctl-ocxl.h>
#include "ocxl-private.h"
#include "ocxl/records/records.h"
#include "ocxl/run/result.h"

struct ndctl_ocxl_condition;
struct ocxl_dimm;
struct ocxl_options;
struct ocxl_result;

/* the texts of a condition */
struct ocxl_condition_texts {
	char message[OCXL_CONDITION_MESSAGE_SIZE];
	char action[OCXL_CONDITION_MESSAGE_SIZE];
};

/**
 * struct ocxl_health_check - commands, their answers and the conditions of a card
 * @collection: evidence for the judge of libndctl
 * @capabilities_command: number, rc and wire_status; the number is 0 if it was not tried. A command
 *	that the driver lacks was tried, and its rc is -ENOTTY
 * @heartbeat_command: the same for HEARTBEAT
 * @smart_command: the same for SMART
 * @stats_command: the same for STATS
 * @capabilities: valid if ocxl_health_check_is_answered() of @capabilities_command
 * @smart: attributes, which belong to @collection; empty without an answer
 * @stats: valid if ocxl_health_check_is_answered() of @stats_command
 * @evidence: results of commands, and flags; belongs to @collection
 * @conditions: conditions of the card, the worst first, without those of --ignore
 * @condition_count: of @conditions
 * @unanswered: bit n: --ignore names condition n, which explains why the card answered nothing.
 *	@conditions have NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE instead.
 *	0: the card answered, or nothing was ignored
 * @severity: verdict on the card: the worst of @conditions
 * @record: for documents; points to @records
 * @records: for documents; point to @texts
 * @texts: of @records
 *
 * It contains pointers to itself: never copy it. ocxl_health_check_judge() fills in @smart, and the
 * members from @evidence on.
 */
struct ocxl_health_check {
	struct ndctl_ocxl_collection *collection;
	struct ocxl_command capabilities_command;
	struct ocxl_command heartbeat_command;
	struct ocxl_command smart_command;
	struct ocxl_command stats_command;
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_smart_summary_record smart;
	struct ndctl_ocxl_stats stats;
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];
	size_t condition_count;
	uint64_t unanswered;
	enum ndctl_ocxl_severity severity;
	struct ocxl_check_record record;
	struct ocxl_condition_record records[NDCTL_OCXL_CONDITIONS_MAX];
	struct ocxl_condition_texts texts[NDCTL_OCXL_CONDITIONS_MAX];
};

/**
 * ocxl_health_check_begin() - begin to examine a card
 * @check: zero; release with ocxl_health_check_release()
 * @dimm: a DIMM with its properties
 */
void ocxl_health_check_begin(struct ocxl_health_check *check, const struct ocxl_dimm *dimm);

/**
 * ocxl_health_check_read() - send a command that examines a card
 * @check: after ocxl_health_check_begin(); receives the answer
 * @dimm: the DIMM
 * @command: OCXLPMEM_CMD_CAPABILITIES, OCXLPMEM_CMD_HEARTBEAT, OCXLPMEM_CMD_SMART or
 *	OCXLPMEM_CMD_STATS; each at most once
 */
void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    unsigned int command);

/**
 * ocxl_health_check_read_health() - send HEARTBEAT, SMART and STATS
 * @check: as of ocxl_health_check_read()
 * @dimm: the DIMM
 *
 * Sends nothing to a card that has disappeared, and nothing more after the first time-out.
 */
void ocxl_health_check_read_health(struct ocxl_health_check *check, const struct ocxl_dimm *dimm);

/**
 * ocxl_health_check_has_timed_out() - did a command time out
 * @check: after some commands
 *
 * Return: true if the next command would probably time out, too.
 */
bool ocxl_health_check_has_timed_out(const struct ocxl_health_check *check);

/** ocxl_health_check_is_answered() - was a command of the check tried, and has a valid answer */
bool ocxl_health_check_is_answered(const struct ocxl_command *command);

/**
 * ocxl_health_check_judge() - find the conditions of a card
 * @check: after ocxl_health_check_read()
 * @dimm: the same DIMM
 * @options: of the command line; --ignore leaves conditions out
 */
void ocxl_health_check_judge(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			     const struct ocxl_options *options);

/**
 * ocxl_health_check_find() - find a condition of a card
 * @check: after ocxl_health_check_judge()
 * @condition: enum ndctl_ocxl_condition_id
 *
 * Return: the first condition; NULL if the card does not have the condition.
 */
const struct ndctl_ocxl_condition *ocxl_health_check_find(const struct ocxl_health_check *check,
							  unsigned int condition);

/** ocxl_health_check_release() - free the answers */
void ocxl_health_check_release(struct ocxl_health_check *check);

/**
 * ocxl_condition_fill() - describe a condition of a card
 * @record: filled in; points to @texts
 * @texts: receives the texts
 * @condition: the condition and its numbers
 * @dev: name of the DIMM, for commands in the action
 * @unanswered: bit n: --ignore leaves out condition n, which explains why the card answered
 *	nothing; 0: the card answered
 */
void ocxl_condition_fill(struct ocxl_condition_record *record, struct ocxl_condition_texts *texts,
			 const struct ndctl_ocxl_condition *condition, const char *dev,
			 uint64_t unanswered);

#endif /* OCXL_HEALTH_CHECK_H */
