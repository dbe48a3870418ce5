// SPDX-License-Identifier: LGPL-2.1-or-later
/* The table of conditions: names, properties and texts of each one. */
#include <ccan/array_size/array_size.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-conditions.h"

/* sentences of several rows */
#define RUN_REPORT "Run 'ndctl ocxl report {dimm} --output={dimm}-report.json'"
#define COLLECT_LOG                                                            \
	"Run 'ndctl ocxl read-error-log {dimm} --collect={dimm}-log.ndjson', " \
	"unless the entries are collected already"
#define SHOW_USERS   "Run 'ndctl list -RNi -d {dimm}' to list what is on the card"
#define REPLACE_CARD "replace the card: ndctl-ocxl-card(7) says how."
#define RESET_CARD   "reset the card: ndctl-ocxl-card(7) says how."

static bool is_failing(const struct ndctl_ocxl_smart_attribute *attribute)
{
	return attribute->failing;
}

static bool is_life_low(const struct ndctl_ocxl_smart_attribute *attribute)
{
	return !attribute->failing &&
	       attribute->raw <= (uint64_t)attribute->threshold + NDCTL_OCXL_LIFE_MARGIN;
}

static bool is_temperature_near(const struct ndctl_ocxl_smart_attribute *attribute)
{
	return !attribute->failing && attribute->raw < attribute->threshold &&
	       attribute->threshold - attribute->raw <= NDCTL_OCXL_TEMPERATURE_MARGIN;
}

static bool measure_resources(const struct ndctl_ocxl_evidence *evidence, uint64_t *value,
			      uint64_t *threshold)
{
	*value = evidence->critical_resource_utilization_percentage;
	*threshold = NDCTL_OCXL_RESOURCES_LIMIT;
	return *value >= NDCTL_OCXL_RESOURCES_LIMIT && *value <= NDCTL_OCXL_PERCENTAGE_MAX;
}

const struct ocxl_condition ocxl_conditions[OCXL_CONDITION_COUNT] = {
	[NDCTL_OCXL_CONDITION_GONE] = {
		.name = "gone",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_COMMANDS,
		.flags = NDCTL_OCXL_FLAG_GONE,
		.summary = "The card has disappeared from the bus.",
		.advice = RUN_REPORT
			   ", which has the entries that the driver kept. Switch the machine "
			   "off, check the card in its slot, and start the machine.",
	},
	[NDCTL_OCXL_CONDITION_NOT_RESPONDING] = {
		.name = "not_responding",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_COMMANDS,
		.flags = NDCTL_OCXL_FLAG_MAILBOX_STUCK,
		.summary = "The controller does not answer in time.",
		.measured = "The controller does not answer {evidence} in time.",
		.advice = RUN_REPORT ", then " RESET_CARD,
	},
	[NDCTL_OCXL_CONDITION_COMMAND_FAILED] = {
		.name = "command_failed",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_COMMANDS,
		.summary = "The controller failed a command, or its answer is damaged or "
			   "unknown.",
		.measured = "The controller gave no good answer to {evidence}: {error}.",
		.advice = RUN_REPORT ", then update the driver, and the firmware of the card.",
	},
	[NDCTL_OCXL_CONDITION_HW_FATAL] = {
		.name = "hw_fatal",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_HW_FATAL,
		.stock_health = OCXL_STOCK_HEALTH_FATAL,
		.summary = "The controller reports a fatal hardware failure.",
		.advice = RUN_REPORT ". " SHOW_USERS ". Then " REPLACE_CARD,
	},
	[NDCTL_OCXL_CONDITION_FW_FATAL] = {
		.name = "fw_fatal",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_FW_FATAL,
		.stock_health = OCXL_STOCK_HEALTH_FATAL,
		.summary = "The controller reports a fatal firmware failure.",
		.advice = RUN_REPORT ". Then " RESET_CARD " Then update its firmware.",
	},
	[NDCTL_OCXL_CONDITION_NOT_READY] = {
		.name = "not_ready",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_NOT_READY | NDCTL_OCXL_FLAG_NOT_READY_OVERDUE,
		.overdue = NDCTL_OCXL_FLAG_NOT_READY_OVERDUE,
		.summary = "The controller is not ready.",
		.advice = "Wait until it is ready. A card that was shut down has to be "
			   "reset: ndctl-ocxl-card(7) says how.",
		.late = "The start takes longer than the card allows. " RUN_REPORT ", then "
			   RESET_CARD,
	},
	[NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE] = {
		.name = "mem_unavailable",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_MEM_UNAVAILABLE | NDCTL_OCXL_FLAG_MEM_UNAVAILABLE_OVERDUE,
		.overdue = NDCTL_OCXL_FLAG_MEM_UNAVAILABLE_OVERDUE,
		.summary = "The memory of the card is not available.",
		.advice = "Wait until it is available.",
		.late = "The start takes longer than the card allows. " RUN_REPORT ", then "
			   RESET_CARD,
	},
	[NDCTL_OCXL_CONDITION_DATA_LOSS] = {
		.name = "data_loss",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_DATA_LOSS,
		.kept_bit = NDCTL_OCXL_KEPT_DATA_LOSS,
		.summary = "The card has reported a loss of data. The entries do not tell which "
			   "data was lost.",
		.advice = COLLECT_LOG ". " SHOW_USERS
			   ". Restore it from a backup, then run 'ndctl ocxl clear-conditions "
			   "{dimm} --condition=data_loss'.",
	},
	[NDCTL_OCXL_CONDITION_REPLACEMENT_REQUESTED] = {
		.name = "replacement_requested",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_REPLACEMENT_REQUESTED,
		.kept_bit = NDCTL_OCXL_KEPT_REPLACEMENT_REQUESTED,
		.summary = "The card has asked to be replaced.",
		.advice = COLLECT_LOG ". " SHOW_USERS
			   ". Then " REPLACE_CARD " To keep it in use, run 'ndctl ocxl "
			   "clear-conditions {dimm} --condition=replacement_requested'.",
	},
	[NDCTL_OCXL_CONDITION_PREDICTIVE_FAILURE] = {
		.name = "predictive_failure",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_PREDICTIVE_FAILURE,
		.kept_bit = NDCTL_OCXL_KEPT_PREDICTIVE_FAILURE,
		.summary = "The card has predicted a failure.",
		.advice = COLLECT_LOG
			   ", and plan to " REPLACE_CARD " To keep it in use, run 'ndctl "
			   "ocxl clear-conditions {dimm} --condition=predictive_failure'.",
	},
	[NDCTL_OCXL_CONDITION_LIFE_REMAINING] = {
		.name = "life_remaining",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_ATTRIBUTES,
		.attribute = OCXLPMEM_SMART_LIFE_REMAINING,
		.judge = is_failing,
		.unit = "%",
		.summary = "The remaining life of the card is at or below its threshold.",
		.measured = "{value} % of its life remains, the threshold is {threshold} %.",
		.advice = SHOW_USERS ". Then " REPLACE_CARD,
	},
	[NDCTL_OCXL_CONDITION_LIFE_REMAINING_LOW] = {
		.name = "life_remaining_low",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_ATTRIBUTES,
		.attribute = OCXLPMEM_SMART_LIFE_REMAINING,
		.judge = is_life_low,
		.unit = "%",
		.summary = "The remaining life of the card is at most 5 points above its "
			   "threshold.",
		.measured = "{value} % of its life remains, the threshold is {threshold} %.",
		.advice = "Plan to " REPLACE_CARD,
	},
	[NDCTL_OCXL_CONDITION_TEMPERATURE] = {
		.name = "temperature",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_ATTRIBUTES,
		.attribute = OCXLPMEM_SMART_TEMPERATURE,
		.needs_threshold = true,
		.judge = is_failing,
		.unit = "Cel",
		.summary = "The temperature of the card is at or above its threshold.",
		.measured = "{value} degrees Celsius, the threshold is {threshold}.",
		.advice = "Improve the cooling of the card, or reduce its load.",
	},
	[NDCTL_OCXL_CONDITION_TEMPERATURE_NEAR] = {
		.name = "temperature_near",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_ATTRIBUTES,
		.attribute = OCXLPMEM_SMART_TEMPERATURE,
		.needs_threshold = true,
		.judge = is_temperature_near,
		.unit = "Cel",
		.summary = "The temperature of the card is at most 5 degrees below its "
			   "threshold.",
		.measured = "{value} degrees Celsius, the threshold is {threshold}.",
		.advice = "Check the cooling of the card.",
	},
	[NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING] = {
		.name = "attribute_failing",
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.source = OCXL_SOURCE_ATTRIBUTES,
		.flags = NDCTL_OCXL_FLAG_SMART_NOTIFY,
		.attribute = OCXL_ANY_ATTRIBUTE,
		.judge = is_failing,
		.summary = "A SMART attribute is failing.",
		.measured = "SMART attribute {attribute} is failing: current {value}, "
			   "threshold {threshold}.",
		.advice = "Look at 'ndctl ocxl read-smart {dimm} -u', and plan to " REPLACE_CARD,
	},
	[NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES] = {
		.name = "critical_resources",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_STATISTICS,
		.measure = measure_resources,
		.unit = "%",
		.summary = "At least 90 % of the critical resources of the controller are in "
			   "use.",
		.measured = "{value} % of the controller's critical resources are in use.",
		.advice = RUN_REPORT ", and plan to " RESET_CARD,
	},
	[NDCTL_OCXL_CONDITION_ERASE_FAILED] = {
		.name = "erase_failed",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_ERASE_FAILED,
		.summary = "The last erase of the card failed.",
		.advice = "Erase the card again. Until that succeeds, it may hold old data.",
	},
	[NDCTL_OCXL_CONDITION_ERROR_LOG_PENDING] = {
		.name = "error_log_pending",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_ERROR_LOG,
		.explained_by = NDCTL_OCXL_CONDITION_DATA_LOSS,
		.stock_health = OCXL_STOCK_HEALTH_GOOD,
		.summary = "The error log has uncollected entries. Those that nobody has read may "
			   "report a loss of data.",
		.explained = "The error log has uncollected entries.",
		.advice = "Read them with 'ndctl ocxl read-error-log {dimm} -u'; collect "
			   "them with 'ndctl ocxl read-error-log {dimm} "
			   "--collect={dimm}-log.ndjson'.",
	},
	[NDCTL_OCXL_CONDITION_DUMP_PENDING] = {
		.name = "dump_pending",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_DUMP,
		.stock_health = OCXL_STOCK_HEALTH_GOOD,
		.summary = "A dump of the controller waits to be collected.",
		.advice = "Save it with 'ndctl ocxl read-dump {dimm} --output={dimm}.dump'.",
	},
	[NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE] = {
		.name = "health_unreadable",
		.severity = NDCTL_OCXL_SEVERITY_UNKNOWN,
		.source = OCXL_SOURCE_COMMANDS,
		.summary = "The health of the card could not be read.",
		.measured = "The health of the card is not known, because of {evidence}: "
			   "{error}.",
		.advice = "Run as root or in the group that owns /dev/{dimm}. If that does not "
			   "help, check the device node, sysfs, and the version of the driver.",
	},
	[NDCTL_OCXL_CONDITION_SHUT_DOWN] = {
		.name = "shut_down",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_SHUT_DOWN,
		.summary = "The controller was shut down. Only a reset starts it.",
		.advice = "To use it again, " RESET_CARD,
	},
	[NDCTL_OCXL_CONDITION_FW_UPDATE_INCOMPLETE] = {
		.name = "fw_update_incomplete",
		.severity = NDCTL_OCXL_SEVERITY_WARNING,
		.source = OCXL_SOURCE_FLAGS,
		.flags = NDCTL_OCXL_FLAG_FW_UPDATE_INCOMPLETE,
		.summary = "A firmware update was not completed. The card may hold a part of "
			   "its image.",
		.advice = "Run 'ndctl update-firmware --force -f IMAGE {dimm}' before any reset.",
	},
};

const struct ocxl_condition *ocxl_condition_find(unsigned int condition)
{
	return condition < OCXL_CONDITION_COUNT ? &ocxl_conditions[condition] : NULL;
}

OCXL_EXPORT const char *ndctl_ocxl_condition_id_name(unsigned int condition)
{
	const struct ocxl_condition *row = ocxl_condition_find(condition);

	return row ? row->name : NULL;
}

OCXL_EXPORT enum ndctl_ocxl_severity ocxl_condition_id_severity(unsigned int condition,
								bool overdue)
{
	const struct ocxl_condition *row = ocxl_condition_find(condition);

	if (!row)
		return NDCTL_OCXL_SEVERITY_UNKNOWN;
	return overdue && row->overdue ? NDCTL_OCXL_SEVERITY_CRITICAL : row->severity;
}

OCXL_EXPORT uint64_t ocxl_condition_id_flags(unsigned int condition)
{
	const struct ocxl_condition *row = ocxl_condition_find(condition);

	return row ? row->flags : 0;
}

OCXL_EXPORT unsigned int ocxl_condition_id_kept_bit(unsigned int condition)
{
	const struct ocxl_condition *row = ocxl_condition_find(condition);

	return row ? row->kept_bit : 0;
}

OCXL_EXPORT const char *ndctl_ocxl_severity_name(unsigned int severity)
{
	static const char *const names[] = {
		[NDCTL_OCXL_SEVERITY_OK] = "ok",
		[NDCTL_OCXL_SEVERITY_WARNING] = "warning",
		[NDCTL_OCXL_SEVERITY_UNKNOWN] = "unknown",
		[NDCTL_OCXL_SEVERITY_CRITICAL] = "critical",
	};

	return severity < ARRAY_SIZE(names) ? names[severity] : NULL;
}
