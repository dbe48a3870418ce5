// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/verbs.h"

/* @state: a person has seen these events already; NULL: none */
static bool is_news(const struct ocxl_dimm_state *state, const struct ndctl_ocxl_events *events,
		    unsigned int event)
{
	uint64_t bit = UINT64_C(1) << event;

	if (!state)
		return true;
	if (!state->has_events)
		return events->pending & bit;
	return (state->events.pending ^ events->pending) & bit ||
	       state->events.count[event] != events->count[event];
}

static void fill_rows(struct ocxl_events_record *record, const struct ocxl_dimm_state *state)
{
	const struct ndctl_ocxl_events *events = &record->events;
	unsigned int event;

	record->list = (struct ocxl_list) { .records = record->rows };
	for (event = 0; event < NDCTL_OCXL_EVENTS; event++) {
		if (!ndctl_ocxl_event_name(event) || !is_news(state, events, event))
			continue;
		record->rows[record->list.count++] = (struct ocxl_event_row) {
			.event = event,
			.pending = events->pending >> event & 1,
			.count = events->count[event],
		};
	}
}

void ocxl_events_read(struct ocxl_command *command, struct ocxl_events_record *record,
		      const struct ocxl_dimm *dimm)
{
	ocxl_worker_send(command, dimm, ndctl_dimm_ocxl_cmd_new_events(dimm->ndctl),
			 OCXLPMEM_CMD_EVENTS);
	if (!command->rc)
		command->rc = ndctl_cmd_ocxl_get_events(command->cmd, &record->events);
	ocxl_command_release(command);
	memcpy(record->entries, record->events.entries, sizeof(record->events.entries));
	record->entries[NDCTL_OCXL_ERROR_LOG_TYPES] = record->events.other_entries;
	fill_rows(record, dimm->state);
}

void ocxl_events_add(const struct ocxl_command *command, const struct ocxl_events_record *record,
		     struct ocxl_result *result)
{
	if (command->rc)
		ocxl_result_add_failed_command(result, command);
	else
		ocxl_result_add_section(result, "events", &ocxl_events_record, record);
}

/* "flags" also changes for conditions that are not events: then there is nothing to show */
static void compare_with_shown(struct ocxl_dimm_state *state,
			       const struct ocxl_events_record *record, struct ocxl_result *result)
{
	/* show the first answer after a failure, even if the events are the same */
	result->hidden = state->has_events && !*state->reported &&
			 !memcmp(&state->events, &record->events, sizeof(state->events));
	state->events = record->events;
	state->has_events = true;
}

static void fetch_events(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			 struct ocxl_result *result)
{
	struct ocxl_events_record *record = ocxl_result_alloc_payload(result, sizeof(*record));
	struct ocxl_command command;

	ocxl_events_read(&command, record, dimm);
	ocxl_events_add(&command, record, result);
	if (dimm->state && !result->failure_count)
		compare_with_shown(dimm->state, record, result);
}

const struct ocxl_verb ocxl_verb_events = {
	.name = "events",
	.summary = "show pending events, and how many times each occurred",
	.key = "events",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_EVENTS),
	.options = OCXL_HAS_FOLLOW | OCXL_HAS_KEEP_FREE,
	.follow_tables = true,
	.mode = 0644,
	.fetch = fetch_events,
};
