// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/verbs/verdict-rules.h"

unsigned int ocxl_conditions_of_health(uint64_t health_status)
{
	unsigned int state = 0;

	if (!(health_status & OCXL_HEALTH_CONTROLLER_READY))
		state |= OCXL_CONDITION_NOT_READY;
	if (!(health_status & OCXL_HEALTH_MEMORY_AVAILABLE))
		state |= OCXL_CONDITION_MEM_UNAVAILABLE;
	if (health_status & OCXL_HEALTH_ERROR_LOG)
		state |= OCXL_CONDITION_ERROR_LOG;
	if (health_status & OCXL_HEALTH_DUMP)
		state |= OCXL_CONDITION_DUMP;
	if (health_status & OCXL_HEALTH_HARDWARE_FATAL)
		state |= OCXL_CONDITION_HW_FATAL;
	if (health_status & OCXL_HEALTH_FIRMWARE_FATAL)
		state |= OCXL_CONDITION_FW_FATAL;
	return state;
}

unsigned int ocxl_conditions_of_flags(unsigned int flags)
{
	static const struct {
		unsigned int flag;
		unsigned int condition;
	} pairs[] = {
		{ NDCTL_OCXL_FLAG_NOT_READY, OCXL_CONDITION_NOT_READY },
		{ NDCTL_OCXL_FLAG_MEM_UNAVAILABLE, OCXL_CONDITION_MEM_UNAVAILABLE },
		{ NDCTL_OCXL_FLAG_ERROR_LOG, OCXL_CONDITION_ERROR_LOG },
		{ NDCTL_OCXL_FLAG_DUMP, OCXL_CONDITION_DUMP },
		{ NDCTL_OCXL_FLAG_HW_FATAL, OCXL_CONDITION_HW_FATAL },
		{ NDCTL_OCXL_FLAG_FW_FATAL, OCXL_CONDITION_FW_FATAL },
	};
	unsigned int state = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		if (flags & pairs[i].flag)
			state |= pairs[i].condition;
	}
	return state;
}

unsigned int ocxl_conditions_of_events(uint64_t pending)
{
	unsigned int state = 0;

	if (pending & 1ULL << OCXL_EVENT_ERROR_LOG)
		state |= OCXL_CONDITION_ERROR_LOG;
	if (pending & 1ULL << OCXL_EVENT_DUMP)
		state |= OCXL_CONDITION_DUMP;
	if (pending & 1ULL << OCXL_EVENT_HARDWARE_FATAL)
		state |= OCXL_CONDITION_HW_FATAL;
	if (pending & 1ULL << OCXL_EVENT_FIRMWARE_FATAL)
		state |= OCXL_CONDITION_FW_FATAL;
	return state;
}

static void __attribute__((format(printf, 3, 4)))
add_reason(struct ocxl_verdict *verdict, const char *name, const char *format, ...)
{
	size_t index = verdict->record.reasons.count;
	va_list arguments;

	if (index == OCXL_REASONS_MAX)
		return;
	va_start(arguments, format);
	vsnprintf(verdict->messages[index], sizeof(verdict->messages[index]), format, arguments);
	va_end(arguments);
	verdict->reasons[index].name = name;
	verdict->reasons[index].message = verdict->messages[index];
	verdict->record.reasons.records = verdict->reasons;
	verdict->record.reasons.count = index + 1;
}

static void add_attribute(struct ocxl_verdict *verdict,
			  const struct ndctl_ocxl_smart_attribute *attribute)
{
	switch (attribute->id) {
	case OCXL_SMART_LIFE_REMAINING:
		add_reason(verdict, "life_remaining",
			   "%" PRIu64 " %% of its life remains, the threshold is %u %%",
			   attribute->raw, attribute->threshold);
		break;
	case OCXL_SMART_TEMPERATURE:
		add_reason(verdict, "temperature",
			   "%" PRIu64 " degrees Celsius, the threshold is %u", attribute->raw,
			   attribute->threshold);
		break;
	default:
		add_reason(verdict, "attribute",
			   "SMART attribute 0x%02X is failing: current %u, threshold %u",
			   attribute->id, attribute->current_value, attribute->threshold);
	}
}

/* with @critical the remaining life, otherwise all other attributes */
static void add_failing_attributes(struct ocxl_verdict *verdict, const struct ocxl_list *list,
				   bool critical)
{
	const struct ndctl_ocxl_smart_attribute *attributes = list->records;
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (attributes[i].failing &&
		    (attributes[i].id == OCXL_SMART_LIFE_REMAINING) == critical)
			add_attribute(verdict, &attributes[i]);
	}
}

static void add_failed_reasons(struct ocxl_verdict *verdict,
			       const struct ocxl_conditions *conditions)
{
	if (conditions->state & OCXL_CONDITION_HW_FATAL)
		add_reason(verdict, "hw_fatal", "the controller reports a fatal hardware failure");
	if (conditions->state & OCXL_CONDITION_FW_FATAL)
		add_reason(verdict, "fw_fatal", "the controller reports a fatal firmware failure");
	if (conditions->heartbeat)
		add_reason(verdict, "heartbeat", "%s", conditions->heartbeat);
	if (conditions->smart)
		add_reason(verdict, "smart", "%s", conditions->smart);
	add_failing_attributes(verdict, &conditions->attributes, true);
}

static void add_warning_reasons(struct ocxl_verdict *verdict,
				const struct ocxl_conditions *conditions)
{
	add_failing_attributes(verdict, &conditions->attributes, false);
	if (conditions->state & OCXL_CONDITION_NOT_READY)
		add_reason(verdict, "not_ready", "the controller is not ready");
	if (conditions->state & OCXL_CONDITION_MEM_UNAVAILABLE)
		add_reason(verdict, "mem_unavailable", "the medium is not ready");
	if (conditions->state & OCXL_CONDITION_ERROR_LOG)
		add_reason(verdict, "error_log",
			   "error-log entries are pending: ndctl ocxl read-error-log");
	if (conditions->state & OCXL_CONDITION_DUMP)
		add_reason(verdict, "dump", "a dump is pending: ndctl ocxl read-dump");
}

void ocxl_verdict_derive(struct ocxl_verdict *verdict, const struct ocxl_conditions *conditions)
{
	size_t failed;

	add_failed_reasons(verdict, conditions);
	failed = verdict->record.reasons.count;
	add_warning_reasons(verdict, conditions);
	if (failed)
		verdict->record.verdict = "failed";
	else
		verdict->record.verdict = verdict->record.reasons.count ? "warning" : "ok";
}
