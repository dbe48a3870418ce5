// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/records/events-record.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/events.h"
#include "ocxl/verbs/verbs.h"

void ocxl_events_fill(struct ocxl_events_record *record, const struct ndctl_ocxl_events *events)
{
	record->pending = events->pending;
	memcpy(record->counts, events->count, sizeof(record->counts));
}

void ocxl_events_read(struct ocxl_events_record *record, const struct ocxl_target *target,
		      const struct ocxl_options *options, struct ocxl_result *result)
{
	struct ndctl_ocxl_events events;
	struct ocxl_exchange exchange;

	ocxl_exchange_send(&exchange, target, options, ndctl_dimm_ocxl_new_events(target->dimm),
			   OCXL_CMD_EVENTS);
	if (!exchange.rc)
		exchange.rc = ndctl_cmd_ocxl_events_get(exchange.cmd, &events);
	if (exchange.rc) {
		ocxl_result_fail(result, &exchange);
	} else {
		ocxl_events_fill(record, &events);
		ocxl_result_section(result, "events", &ocxl_events_record, record);
	}
	ocxl_exchange_release(&exchange);
}

/* woken for something else: "flags" has more words than there are events */
static void compare(struct ocxl_position *position, const struct ocxl_events_record *record,
		    struct ocxl_result *result)
{
	/* who failed before is well again, and that is news */
	result->quiet = position->has_events && !*position->said &&
			!memcmp(&position->events, record, sizeof(*record));
	position->events = *record;
	position->has_events = true;
}

void ocxl_fetch_events(const struct ocxl_target *target, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	struct ocxl_events_record *record = ocxl_result_payload(result, sizeof(*record));

	if (!record)
		return;
	ocxl_events_read(record, target, options, result);
	if (target->position && !result->failure_count)
		compare(target->position, record, result);
}
