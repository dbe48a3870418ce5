/* SPDX-License-Identifier: GPL-2.0-only */
/* How far a command that goes on has come with one DIMM. */
#ifndef OCXL_DIMM_STATE_H
#define OCXL_DIMM_STATE_H

#include "ocxl/base/error.h"
#include "ocxl/records/rates.h"
#include "ocxl/records/events-record.h"
#include "ocxl/records/stats-record.h"

struct ocxl_result;
struct ocxl_dimm_list;

/**
 * struct ocxl_dimm_state - what is known of one DIMM from one time to the next; all
 * zero before the first
 * @silent: ask, but show nothing: the first look of --interval
 * @outcome: of the last time
 * @reported: message of the failure that the user knows of; empty: the last time went well
 * @truncated: the user knows that the log holds more than can be looked at
 * @cursor: error log: last entry that was shown; 0: none
 * @shown: error log: how many
 * @has_events: @events is there
 * @events: as they were shown last
 * @has_sample: @sample is there
 * @sample: counters as they were read last
 * @sample_ns: when, by ocxl_clock_now_ns()
 * @growth: of the last interval
 */
struct ocxl_dimm_state {
	bool silent;
	enum ocxl_outcome outcome;
	char reported[sizeof(((struct ocxl_failure *)0)->message)];
	bool truncated;
	uint64_t cursor;
	uint64_t shown;
	bool has_events;
	struct ndctl_ocxl_events events;
	bool has_sample;
	struct ndctl_ocxl_stats sample;
	uint64_t sample_ns;
	struct ocxl_rates_growth growth;
};

/**
 * ocxl_dimm_state_update() - remember how it went, and whether the user knows it already
 * @result: of a DIMM with or without a state; its @repeated is set here
 */
void ocxl_dimm_state_update(struct ocxl_result *result);

/**
 * ocxl_dimm_state_attach_all() - a state for each DIMM that is to be asked again
 *
 * Return: one a DIMM, released with free() when nobody asks any more, or NULL.
 */
struct ocxl_dimm_state *ocxl_dimm_state_attach_all(struct ocxl_dimm_list *list);

/** ocxl_dimm_state_may_succeed() - may another try go better: neither unsupported nor forbidden */
bool ocxl_dimm_state_may_succeed(const struct ocxl_dimm_state *state);

#endif /* OCXL_DIMM_STATE_H */
