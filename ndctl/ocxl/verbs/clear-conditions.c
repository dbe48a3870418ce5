// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl-private.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/verbs.h"

/* conditions of a DIMM to clear */
struct clearing {
	struct ocxl_clear_conditions_record record; /* section "clear_conditions" */
	/* conditions that are kept until cleared, and what the driver has read from the card */
	struct ocxl_events_record events;
};

/* NDCTL_OCXL_KEPT_* of the conditions that the command line names; without --condition all */
static uint64_t get_selected(const struct ocxl_options *options)
{
	uint64_t mask = 0;
	unsigned int condition;

	if (!options->conditions)
		return UINT64_MAX;
	for (condition = 0; ndctl_ocxl_condition_id_name(condition); condition++) {
		if (options->conditions >> condition & 1)
			mask |= ocxl_condition_id_kept_bit(condition);
	}
	return mask;
}

/* may the driver have an entry of a card that has disappeared */
static bool may_have_entry(const struct ocxl_dimm *dimm)
{
	struct ocxl_command command;

	ocxl_worker_send(&command, dimm,
			 ndctl_dimm_ocxl_cmd_new_error_log(dimm->ndctl, 0, false, 0),
			 OCXLPMEM_CMD_ERROR_LOG);
	ocxl_command_release(&command);
	return command.rc != -ENXIO;
}

/*
 * The driver refuses EVENTS for a card that has disappeared, but its flags have the conditions. It
 * reads no entry of such a card, so no entry is unseen.
 */
static void set_events_of_gone_card(struct ndctl_ocxl_events *events, const struct ocxl_dimm *dimm)
{
	unsigned int condition;

	for (condition = 0; ndctl_ocxl_condition_id_name(condition); condition++) {
		if (dimm->evidence.flags & ocxl_condition_id_flags(condition))
			events->kept_conditions |= ocxl_condition_id_kept_bit(condition);
	}
	events->entries[0] = UINT64_MAX;
	if (may_have_entry(dimm))
		events->pending = 1ULL << OCXLPMEM_EVENT_ERROR_LOG;
}

static bool is_gone(const struct ocxl_dimm *dimm)
{
	return dimm->evidence.flags & NDCTL_OCXL_FLAG_GONE;
}

/* entries that are not collected yet may report the same condition */
static void refuse_unread_log(struct ocxl_result *result)
{
	const struct ocxl_command command = {
		.number = OCXLPMEM_CMD_CLEAR_CONDITIONS,
		.rc = -ENOTEMPTY,
		.wire_status = -1,
	};

	ocxl_result_add_failed_command(result, &command);
}

static void clear_conditions(struct clearing *clearing, const struct ocxl_dimm *dimm,
			     const struct ocxl_options *options, struct ocxl_result *result)
{
	const struct ndctl_ocxl_events *events = &clearing->events.events;
	uint64_t mask = events->kept_conditions & get_selected(options);
	struct ocxl_command command;

	/* also without a bit: it tells users whether they have the right */
	ocxl_worker_send(&command, dimm,
			 ndctl_dimm_ocxl_cmd_new_clear_conditions(dimm->ndctl, mask, events),
			 OCXLPMEM_CMD_CLEAR_CONDITIONS);
	if (command.rc) {
		ocxl_result_add_failed_command(result, &command);
	} else {
		clearing->record.cleared = mask;
		ocxl_result_add_section(result, "clear_conditions", &ocxl_clear_conditions_record,
					&clearing->record);
	}
	ocxl_command_release(&command);
}

static void fetch_clearing(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			   struct ocxl_result *result)
{
	struct clearing *clearing = ocxl_result_alloc_payload(result, sizeof(*clearing));
	const struct ndctl_ocxl_events *events;
	struct ocxl_command command = { 0 };

	if (is_gone(dimm))
		set_events_of_gone_card(&clearing->events.events, dimm);
	else
		ocxl_events_read(&command, &clearing->events, dimm);
	if (command.rc) {
		ocxl_result_add_failed_command(result, &command);
		return;
	}
	events = &clearing->events.events;
	if (events->pending & 1ULL << OCXLPMEM_EVENT_ERROR_LOG && !options->force)
		refuse_unread_log(result);
	else
		clear_conditions(clearing, dimm, options, result);
}

const struct ocxl_verb ocxl_verb_clear_conditions = {
	.name = "clear-conditions",
	.summary = "clear conditions that the driver keeps until you clear them",
	.note = "Without --condition, it clears all kept conditions of each DIMM.",
	.key = "clear_conditions",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_EVENTS) | OCXL_NEEDS(OCXLPMEM_CMD_CLEAR_CONDITIONS),
	.options = OCXL_HAS_CONDITION | OCXL_HAS_FORCE_CLEAR,
	.sysfs = OCXL_SYSFS_FLAGS,
	.mode = 0644,
	.named = true,
	.changes = true,
	.fetch = fetch_clearing,
};
