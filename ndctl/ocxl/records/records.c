// SPDX-License-Identifier: GPL-2.0-only
/* The tables of fields. "make docs-update" prints schema and manual pages from them. */
#include "ocxl/base/names.h"
#include "ocxl/records/records.h"

#define RECORD struct ocxl_user_record
static const struct ocxl_field user_fields[] = {
	FIELD("type", WORD, type,
	      "'region', 'namespace', 'block_device' (also a partition, or a device of LVM or MD), 'dax_device', 'system_ram' (a DAX device as memory of the system), 'file_system' (btrfs), 'mount_point' or 'swap'.",
	      .heading = "TYPE"),
	FIELD("name", WORD, name,
	      "Its name: the path of a mount point, the UUID of a file system, or the name of a device.",
	      .heading = "NAME"),
	FIELD("uses", WORD, uses, "Name of the DIMM or device that it uses."),
	FIELDS_END,
};
static const struct ocxl_record user_record = DESCRIPTION("user", user_fields, "User of a card.");
#undef RECORD

/* the same for each record of a verb */
#define USED_BY(bit)                                                                             \
	FIELD("used_by", LIST, used_by,                                                          \
	      "Users of the card, in order from region to mount point. Empty: no "               \
	      "region of the card is enabled. null: unknown. Absent in 'report'.",               \
	      .heading = "Used by", .record = &user_record, .nullable = true, .empty = "nobody", \
	      KNOWN_BY(bit))

#define HAS_CAPABILITIES KNOWN_BY(OCXL_INFO_HAS_CAPABILITIES)
#define RECORD		 struct ocxl_info_record
static const struct ocxl_field info_fields[] = {
	FIELD("serial", IDENTIFIER, capabilities.serial, "Serial number.",
	      .heading = "Serial number", .table_only = true),
	FIELD("pci_address", TEXT, location.pci_address,
	      "PCI function of the card. Absent if unknown, and for windows without a controller.",
	      .heading = "PCI address", KNOWN_BY(OCXL_INFO_HAS_PCI_ADDRESS)),
	FIELD("slot", TEXT, location.slot, "Name of the PCI slot. Absent if unknown.",
	      .heading = "Slot", KNOWN_BY(OCXL_INFO_HAS_SLOT)),
	FIELD("numa_node", QUANTITY, location.numa_node,
	      "NUMA node of the PCI function. Absent if unknown.", .heading = "NUMA node",
	      KNOWN_BY(OCXL_INFO_HAS_NUMA_NODE)),
	FIELD("fw_version", BYTES, capabilities.fw_version, "Version of the running firmware.",
	      .heading = "Firmware", KNOWN_BY(OCXL_INFO_HAS_FW_VERSION)),
	FIELD("fw_next_version", BYTES, fw_next_version,
	      "After an update: version of the firmware that the next reset starts. Absent if the card does not report it, and in 'report'.",
	      .heading = "Next firmware", KNOWN_BY(OCXL_INFO_HAS_FW_NEXT_VERSION)),
	FIELD("capacity_bytes", QUANTITY, capabilities.capacity_bytes,
	      "Size of the persistent memory in bytes, without the label area.",
	      .heading = "Capacity", .unit = "B", HAS_CAPABILITIES),
	FIELD("label_area_bytes", QUANTITY, capabilities.label_area_bytes,
	      "Size of the label area in bytes.", .heading = "Label area", .unit = "B",
	      HAS_CAPABILITIES),
	/* its format is not documented: the hexadecimal digits show any split into numbers */
	FIELD("interface_revision", HEX, capabilities.interface_revision,
	      "Revision of the card's interface.", .heading = "Interface revision",
	      HAS_CAPABILITIES),
	FIELD("read_latency_ns", QUANTITY, capabilities.read_latency_ns,
	      "Read latency of the medium in nanoseconds, without its cache.",
	      .heading = "Media read latency", .unit = "ns", HAS_CAPABILITIES),
	FIELD("readiness_timeout_seconds", QUANTITY, capabilities.readiness_timeout_seconds,
	      "How long the controller may take to become ready after a reset.",
	      .heading = "Readiness time-out", .unit = "s", HAS_CAPABILITIES),
	FIELD("memory_available_timeout_seconds", QUANTITY,
	      capabilities.memory_available_timeout_seconds,
	      "How long the memory may take to become available after a reset.",
	      .heading = "Memory time-out", .unit = "s", HAS_CAPABILITIES),
	FIELD("max_dump_bytes", QUANTITY, capabilities.max_dump_bytes,
	      "Size of the largest controller dump in bytes.", .heading = "Largest dump",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("max_data_bytes", QUANTITY, capabilities.max_data_bytes,
	      "Size in bytes of the buffer through which the card transfers data.",
	      .heading = "Data buffer", .unit = "B", HAS_CAPABILITIES),
	FIELD("emulated", BOOL, capabilities.emulated, "True for an emulated card.",
	      .heading = "Emulated", HAS_CAPABILITIES),
	FIELD("envelope", WORD, envelope,
	      "How commands reach the driver: 'call' (ND_CMD_CALL) or 'vendor' (ND_CMD_VENDOR).",
	      .heading = "Envelope"),
	FIELD("commands", BITS, capabilities.cmd_mask,
	      "Commands that the driver supports for this card.", .heading = "Commands",
	      .names = ocxl_command_names),
	FIELD("driver_flags", BITS, flags,
	      "Words of the driver's file 'flags'. An empty list is normal.",
	      .heading = "Driver flags", .names = ocxl_flag_names, .closed = true,
	      KNOWN_BY(OCXL_INFO_HAS_FLAGS)),
	FIELD("health_status", HEX, capabilities.health_status, "The card's health register (CHI).",
	      .heading = "Health status", HAS_CAPABILITIES),
	FIELD("health", BITS, capabilities.health_status,
	      "Names of the bits that are set in the health register.", .heading = "Health",
	      .names = ocxl_health_names, HAS_CAPABILITIES),
	FIELD("controller_status", HEX, capabilities.controller_status,
	      "The controller's status register. The meaning of its bits is not public.",
	      .heading = "Controller status", HAS_CAPABILITIES),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius,
	      "Temperature. Absent if SMART does not have it, and in 'report'.",
	      .heading = "Temperature", .unit = "C", KNOWN_BY(OCXL_INFO_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      "Remaining life. Absent if SMART does not have it, and in 'report'.",
	      .heading = "Life remaining", .unit = "%", KNOWN_BY(OCXL_INFO_HAS_LIFE)),
	FIELD("severity", WORD, severity,
	      "Severity of the worst condition that 'driver_flags' and SMART show. Absent in 'report'.",
	      .heading = "Severity", KNOWN_BY(OCXL_INFO_HAS_SEVERITY)),
	USED_BY(OCXL_INFO_HAS_USED_BY),
	FIELDS_END,
};
const struct ocxl_record ocxl_info_record = DESCRIPTION(
	"info", info_fields,
	"Identity and state. Values of the command CAPABILITIES are all present or all absent.",
	.properties = true);

static const struct ocxl_field inventory_fields[] = {
	COLUMN("capacity_bytes", QUANTITY, capabilities.capacity_bytes, "SIZE", .unit = "B",
	       .brief = true, HAS_CAPABILITIES),
	COLUMN("firmware", BYTES, firmware, "FIRMWARE", .detail = true,
	       KNOWN_BY(OCXL_INFO_HAS_FW_VERSION)),
	COLUMN("temperature_celsius", QUANTITY, temperature_celsius, "TEMPERATURE", .unit = "C",
	       KNOWN_BY(OCXL_INFO_HAS_TEMPERATURE)),
	COLUMN("life_remaining_percentage", QUANTITY, life_remaining_percentage, "LIFE",
	       .unit = "%", KNOWN_BY(OCXL_INFO_HAS_LIFE)),
	COLUMN("severity", WORD, severity, "SEVERITY", .highlight = true,
	       KNOWN_BY(OCXL_INFO_HAS_SEVERITY)),
	COLUMN("driver_flags", BITS, flags, "FLAGS", .names = ocxl_flag_names, .below = true,
	       KNOWN_BY(OCXL_INFO_HAS_FLAGS)),
	FIELDS_END,
};
const struct ocxl_record ocxl_inventory_record =
	DESCRIPTION("inventory", inventory_fields, NULL, .located = true);
#undef RECORD
#undef HAS_CAPABILITIES

#define RECORD struct ocxl_condition_record
static const struct ocxl_field condition_fields[] = {
	COLUMN("severity", WORD, severity, "SEVERITY", .highlight = true),
	FIELD("name", WORD, name, "Name of the condition.", .heading = "CONDITION"),
	FIELD("severity", WORD, severity,
	      "Severity of the condition: 'warning', 'unknown' or 'critical'."),
	FIELD("message", WORD, message, "Description of the condition, for people.",
	      .heading = "MESSAGE", .below = true),
	FIELD("action", WORD, action,
	      "Recommended action, for people. Commands stand between single quotes.",
	      .heading = "ACTION", .own_line = true),
	FIELD("value", QUANTITY, value, "Measured value, of conditions with numbers only.",
	      KNOWN_BY(OCXL_CONDITION_HAS_VALUE)),
	FIELD("threshold", QUANTITY, threshold, "Limit of 'value'.",
	      KNOWN_BY(OCXL_CONDITION_HAS_THRESHOLD)),
	FIELD("unit", WORD, unit,
	      "Unit of 'value' and 'threshold': 'Cel' (degrees Celsius) or '%'. Absent without a unit.",
	      KNOWN_BY(OCXL_CONDITION_HAS_VALUE)),
	FIELD("attribute", QUANTITY, attribute, "Number of the SMART attribute.",
	      KNOWN_BY(OCXL_CONDITION_HAS_ATTRIBUTE)),
	FIELDS_END,
};
static const struct ocxl_record condition_record =
	DESCRIPTION("condition", condition_fields, "Condition of the card.");
#undef RECORD

#define RECORD struct ocxl_check_record
static const struct ocxl_field check_fields[] = {
	FIELD("verdict", WORD, verdict,
	      "Severity of the worst condition: 'ok', 'warning', 'unknown' or 'critical'."),
	FIELD("conditions", LIST, conditions, "The conditions, the worst first.",
	      .heading = "CONDITIONS", .record = &condition_record),
	FIELD("not_checked", BITS, not_checked, "Conditions that could not be checked.",
	      .names = ocxl_condition_names, .closed = true),
	USED_BY(OCXL_CHECK_HAS_USED_BY),
	FIELDS_END,
};
const struct ocxl_record ocxl_check_record =
	DESCRIPTION("check", check_fields, "Verdict on a DIMM.", .located = true);
#undef RECORD

#define RECORD struct ocxl_clear_conditions_record
static const struct ocxl_field clear_conditions_fields[] = {
	FIELD("cleared", BITS, cleared,
	      "Conditions that were cleared. The list is empty if no condition was set.",
	      .heading = "CLEARED", .names = ocxl_kept_condition_names, .closed = true),
	FIELDS_END,
};
const struct ocxl_record ocxl_clear_conditions_record =
	DESCRIPTION("clear_conditions", clear_conditions_fields, "Cleared conditions.");
#undef RECORD

#define RECORD struct ndctl_ocxl_smart_attribute
static const struct ocxl_field attribute_fields[] = {
	FIELD("id", QUANTITY, id, "Number of the attribute. Tables show it in hexadecimal.",
	      .heading = "ID", .hex = true),
	FIELD("name", NAME, id, "Name of the attribute, if its meaning is public.",
	      .heading = "NAME", .names = ocxl_attribute_names),
	FIELD("flags", HEX, flags,
	      "The card's flags of the attribute. Their meaning is not public.", .heading = "FLAGS",
	      .detail = true, .verbose = true),
	FIELD("current", QUANTITY, current, "Normalized value between 0 and 255.",
	      .heading = "CURRENT"),
	FIELD("threshold", QUANTITY, threshold,
	      "Threshold of 'current'. For 'temperature' and 'life_remaining': threshold of 'raw'.",
	      .heading = "THRESHOLD"),
	FIELD("worst", QUANTITY, worst, "Worst normalized value so far.", .heading = "WORST"),
	FIELD("raw", QUANTITY, raw,
	      "Measured value: degrees Celsius, percent or hours for the attributes with a name.",
	      .heading = "RAW"),
	FIELD("failing", BOOL, failing, "True if the attribute has reached its threshold.",
	      .heading = "FAILING", .highlight = true),
	FIELDS_END,
};
const struct ocxl_record ocxl_smart_attribute_record =
	DESCRIPTION("attribute", attribute_fields, "SMART attribute.");
#undef RECORD

/* the table shows these values as attributes, so they have no heading */
#define RECORD struct ocxl_smart_summary_record
static const struct ocxl_field smart_summary_fields[] = {
	FIELD("smart", LIST, attributes, "The attributes, in the order of the card.",
	      .heading = "SMART", .record = &ocxl_smart_attribute_record),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius,
	      "Temperature. Absent without the attribute, and above 200 degrees Celsius.",
	      KNOWN_BY(OCXL_SMART_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      "Remaining life. Absent without the attribute, and above 100 %.",
	      KNOWN_BY(OCXL_SMART_HAS_LIFE)),
	FIELD("power_on_hours", QUANTITY, power_on_hours,
	      "Hours powered on. Absent without the attribute, and above 2^24 hours.",
	      KNOWN_BY(OCXL_SMART_HAS_HOURS)),
	FIELDS_END,
};
const struct ocxl_record ocxl_smart_summary_record =
	DESCRIPTION("smart", smart_summary_fields,
		    "SMART attributes, and the values of those whose meaning is public.");
#undef RECORD

/*
 * up to the actions, without the reference code, a row has 78 columns; several actions move the
 * rest to the right
 */
#define RECORD struct ocxl_error_log_record
static const struct ocxl_field error_log_fields[] = {
	FIELD("cursor", HEX, entry.cursor,
	      "The driver's identifier of the entry, valid until the driver is unbound.",
	      .heading = "CURSOR", .width = 18, .detail = true, .verbose = true),
	FIELD("time_about", TIME, time_about,
	      "Approximate time when the card wrote the entry, computed from its power-on time. Absent if the card does not report it.",
	      .heading = "TIME", .width = 17, .brief = true, KNOWN_BY(OCXL_ERROR_LOG_HAS_TIME)),
	FIELD("log_id", HEX, entry.log_id, "The card's number of the entry.", .heading = "LOG ID",
	      .width = 10, .detail = true),
	FIELD("reference_code", HEX, entry.reference_code, "The card's code for the incident.",
	      .heading = "REFERENCE", .width = 10, .detail = true),
	COLUMN("severity", WORD, severity, "SEVERITY", .width = 8, .highlight = true),
	FIELD("type", CODE, entry.type, "Type of the entry.", .heading = "TYPE", .width = 18,
	      .names = ocxl_error_log_type_names),
	FIELD("actions", BITS, entry.action_flags, "Actions that the card requests.",
	      .heading = "ACTIONS", .width = 14, .names = ocxl_action_names),
	FIELD("action_flags", HEX, entry.action_flags, "The bits of 'actions'."),
	FIELD("power_on_seconds", QUANTITY, entry.power_on_seconds,
	      "How long the card had been powered on when it wrote the entry.",
	      .heading = "POWER ON", .unit = "s", .width = 9, .brief = true, .detail = true),
	FIELD("card_timestamp", QUANTITY, entry.card_timestamp,
	      "Time on the card's own clock. Its unit is not public.", .heading = "CARD TIMESTAMP",
	      .width = 20, .detail = true, .verbose = true),
	FIELD("wwid", WWID, entry.wwid, "World-wide identifier of the card.", .heading = "WWID",
	      .width = 32, .detail = true, .verbose = true),
	FIELD("fw_version", BYTES, entry.fw_version,
	      "Version of the firmware that ran when the card wrote the entry.",
	      .heading = "FIRMWARE", .width = 8, .detail = true, .verbose = true),
	FIELD("data_bytes", QUANTITY, entry.data_length, "Length of the data in bytes.",
	      .heading = "DATA", .width = 5, .detail = true),
	FIELD("data", DATA, entry.data,
	      "The data in hexadecimal. Its meaning is not public. Absent with '--no-data' and '--redact'.",
	      .size_offset = offsetof(RECORD, entry.data_length),
	      KNOWN_BY(OCXL_ERROR_LOG_HAS_DATA)),
	FIELD("read_time", TIME, read_time, "When the command read the entry.",
	      .heading = "READ AT", .width = 20, .detail = true, .verbose = true),
	FIELDS_END,
};
const struct ocxl_record ocxl_error_log_record =
	DESCRIPTION("error_log_entry", error_log_fields, "Entry of the error log.", .dated = true);
#undef RECORD

#define RECORD struct ocxl_error_log_list_record
static const struct ocxl_field error_log_list_fields[] = {
	FIELD("error_log", LIST, entries, "Entries of the error log.", .heading = "ERROR LOG",
	      .record = &ocxl_error_log_record),
	FIELDS_END,
};
const struct ocxl_record ocxl_error_log_list_record =
	DESCRIPTION("error_log", error_log_list_fields, "Entries of the error log.");
#undef RECORD

#define RECORD struct ocxl_event_row
static const struct ocxl_field event_fields[] = {
	COLUMN("event", NAME, event, "EVENT", .names = ocxl_event_names, .width = 16),
	COLUMN("pending", BOOL, pending, "PENDING"),
	COLUMN("count", QUANTITY, count, "COUNT"),
	FIELDS_END,
};
static const struct ocxl_record event_record = DESCRIPTION("event", event_fields, NULL);
#undef RECORD

#define RECORD struct ocxl_events_record
static const struct ocxl_field events_fields[] = {
	FIELD("pending", BITS, events.pending, "Events that are pending now.",
	      .names = ocxl_event_names),
	FIELD("counts", COUNTERS, events.count,
	      "How many times each event has occurred since the driver was bound.",
	      .names = ocxl_event_names),
	FIELD("entries", COUNTERS, entries,
	      "How many error-log entries the driver has read from the card since it was bound, by type. Not in tables.",
	      .names = ocxl_entry_names),
	FIELD("kept_conditions", BITS, events.kept_conditions,
	      "Conditions that entries have set, kept until 'clear-conditions' clears them, or the driver is bound again. Not in tables.",
	      .names = ocxl_kept_condition_names),
	COLUMN("rows", LIST, list, NULL, .record = &event_record),
	FIELDS_END,
};
const struct ocxl_record ocxl_events_record = DESCRIPTION(
	"events", events_fields, "Pending events, and the number of occurrences of each event.");
#undef RECORD

#define RECORD struct ocxl_heartbeat_record
static const struct ocxl_field heartbeat_fields[] = {
	FIELD("response_time_us", QUANTITY, response_time_us,
	      "Time until the answer, in microseconds.", .heading = "RESPONSE TIME", .unit = "us"),
	FIELDS_END,
};
const struct ocxl_record ocxl_heartbeat_record =
	DESCRIPTION("heartbeat", heartbeat_fields, "Answer to a heartbeat.");
#undef RECORD

#define RECORD struct ocxl_shutdown_record
static const struct ocxl_field shutdown_fields[] = {
	FIELD("requested", BOOL, requested, "True: the controller accepted the request.",
	      .heading = "REQUESTED"),
	FIELDS_END,
};
const struct ocxl_record ocxl_shutdown_record =
	DESCRIPTION("shutdown", shutdown_fields, "Answer to the request to stop.");
#undef RECORD

#define RECORD struct ocxl_dump_record
static const struct ocxl_field dump_fields[] = {
	FIELD("file", WORD, file, "File name, with the directory of '--output'.",
	      .heading = "File"),
	FIELD("dump_bytes", QUANTITY, dump_bytes, "Size of the dump in bytes.", .heading = "Size",
	      .unit = "B"),
	FIELDS_END,
};
const struct ocxl_record ocxl_dump_record =
	DESCRIPTION("dump", dump_fields, "Dump that was saved completely.", .properties = true);
#undef RECORD

#define HAS_READINESS KNOWN_BY(OCXL_METRICS_HAS_READINESS)
#define RECORD	      struct ocxl_metrics_record
static const struct ocxl_field metrics_fields[] = {
	FIELD("up", BOOL, up, NULL),
	FIELD("ready", BOOL, ready, NULL, HAS_READINESS),
	FIELD("memory_available", BOOL, memory_available, NULL, HAS_READINESS),
	FIELD("start_time_seconds", QUANTITY, start_time_seconds, NULL,
	      KNOWN_BY(OCXL_METRICS_HAS_START_TIME)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage, NULL,
	      KNOWN_BY(OCXL_METRICS_HAS_LIFE)),
	FIELD("duration_us", QUANTITY, duration_us, NULL),
	FIELDS_END,
};
/* in no JSON: the table of metrics describes its values */
const struct ocxl_record ocxl_metrics_record = DESCRIPTION("metrics", metrics_fields, NULL);
#undef RECORD
#undef HAS_READINESS

#define RECORD struct ocxl_host_record
static const struct ocxl_field host_fields[] = {
	FIELD("name", TEXT, name, "Name of the host.", .heading = "Name"),
	FIELD("kernel_release", TEXT, kernel_release,
	      "Release of the running kernel, as 'uname -r' prints it.", .heading = "Kernel"),
	FIELD("architecture", TEXT, architecture,
	      "Architecture of the machine, as 'uname -m' prints it.", .heading = "Architecture"),
	FIELD("uptime_seconds", QUANTITY, uptime_seconds,
	      "How many seconds ago the host was started.", .heading = "Uptime", .unit = "s"),
	FIELD("driver_module", WORD, driver_module,
	      "Name of the driver's module. Absent while it is not loaded.", .heading = "Driver",
	      KNOWN_BY(OCXL_HOST_HAS_DRIVER)),
	FIELD("driver_version", TEXT, driver_version,
	      "Version of the module. Absent if it has none.", .heading = "Driver version",
	      KNOWN_BY(OCXL_HOST_HAS_DRIVER_VERSION)),
	FIELD("driver_srcversion", TEXT, driver_srcversion,
	      "Checksum of the module's sources. Absent if the kernel has none.",
	      .heading = "Driver checksum", KNOWN_BY(OCXL_HOST_HAS_DRIVER_SRCVERSION)),
	FIELDS_END,
};
const struct ocxl_record ocxl_host_record = DESCRIPTION(
	"host", host_fields, "The host, its kernel and the driver.", .properties = true);
#undef RECORD

const struct ocxl_record *const ocxl_records[] = {
	&ocxl_info_record,
	&ocxl_check_record,
	&condition_record,
	&user_record,
	&ocxl_smart_summary_record,
	&ocxl_smart_attribute_record,
	&ocxl_error_log_record,
	&ocxl_heartbeat_record,
	&ocxl_stats_record,
	&ocxl_rates_record,
	&ocxl_events_record,
	&ocxl_dump_record,
	&ocxl_clear_conditions_record,
	&ocxl_shutdown_record,
	&ocxl_host_record,
	NULL,
};
