// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/base/names.h"
#include "ocxl/records/records.h"

#define HAS_CAPABILITIES .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_CAPABILITIES)
#define RECORD		 struct ocxl_info_record
static const struct ocxl_field info_fields[] = {
	FIELD("serial", IDENTIFIER, capabilities.serial, .heading = "Serial number"),
	FIELD("pci_address", TEXT, location.pci_address, .heading = "PCI address",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_PCI_ADDRESS)),
	FIELD("slot", TEXT, location.slot, .heading = "Slot",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_SLOT)),
	FIELD("numa_node", QUANTITY, location.numa_node, .heading = "NUMA node",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_NUMA_NODE)),
	FIELD("fw_version", TEXT, capabilities.fw_version, .heading = "Firmware",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FW_VERSION)),
	FIELD("capacity_bytes", QUANTITY, capabilities.capacity_bytes, .heading = "Capacity",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("label_area_bytes", QUANTITY, capabilities.label_area_bytes, .heading = "Label area",
	      .unit = "B", HAS_CAPABILITIES),
	/* its format is not documented: the hexadecimal digits show any split into numbers */
	FIELD("interface_revision", QUANTITY, capabilities.interface_revision,
	      .heading = "Interface revision", .hex = true, HAS_CAPABILITIES),
	FIELD("read_latency_ns", QUANTITY, capabilities.read_latency_ns,
	      .heading = "Media read latency", .unit = "ns", HAS_CAPABILITIES),
	FIELD("readiness_timeout_seconds", QUANTITY, capabilities.readiness_timeout_seconds,
	      .heading = "Readiness time-out", .unit = "s", HAS_CAPABILITIES),
	FIELD("memory_available_timeout_seconds", QUANTITY,
	      capabilities.memory_available_timeout_seconds, .heading = "Memory time-out",
	      .unit = "s", HAS_CAPABILITIES),
	FIELD("max_dump_bytes", QUANTITY, capabilities.max_dump_bytes, .heading = "Largest dump",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("max_data_bytes", QUANTITY, capabilities.max_data_bytes, .heading = "Data buffer",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("emulated", BOOL, capabilities.emulated, .heading = "Emulated", HAS_CAPABILITIES),
	FIELD("envelope", WORD, envelope, .heading = "Envelope"),
	FIELD("commands", BITS, capabilities.cmd_mask, .heading = "Commands",
	      .names = ocxl_command_names),
	FIELD("driver_flags", BITS, flags, .heading = "Driver flags", .names = ocxl_flag_names,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FLAGS)),
	FIELD("health_status", HEX, capabilities.health_status, .heading = "Health status",
	      HAS_CAPABILITIES),
	FIELD("health", BITS, capabilities.health_status, .heading = "Health",
	      .names = ocxl_health_names, HAS_CAPABILITIES),
	FIELD("controller_status", HEX, capabilities.controller_status,
	      .heading = "Controller status", HAS_CAPABILITIES),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius, .heading = "Temperature",
	      .unit = "C", .table_only = true,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .heading = "Life remaining", .unit = "%", .table_only = true,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_LIFE)),
	FIELD("severity", WORD, severity, .heading = "Severity", .table_only = true,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_SEVERITY)),
	FIELDS_END,
};
const struct ocxl_record ocxl_info_record = DESCRIPTION(info_fields, .properties = true);

static const struct ocxl_field inventory_fields[] = {
	FIELD("capacity_bytes", QUANTITY, capabilities.capacity_bytes, .heading = "SIZE",
	      .unit = "B", .brief = true, HAS_CAPABILITIES),
	FIELD("fw_version", TEXT, capabilities.fw_version, .heading = "FIRMWARE", .detail = true,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FW_VERSION)),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius, .heading = "TEMPERATURE",
	      .unit = "C", .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage, .heading = "LIFE",
	      .unit = "%", .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_LIFE)),
	FIELD("severity", WORD, severity, .heading = "SEVERITY", .highlight = true,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_SEVERITY)),
	FIELD("driver_flags", BITS, flags, .heading = "FLAGS", .names = ocxl_flag_names,
	      .below = true, .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FLAGS)),
	FIELDS_END,
};
const struct ocxl_record ocxl_inventory_record = DESCRIPTION(inventory_fields, .located = true);
#undef RECORD
#undef HAS_CAPABILITIES

#define RECORD struct ocxl_condition_record
static const struct ocxl_field condition_fields[] = {
	FIELD("severity", WORD, severity, .heading = "SEVERITY", .highlight = true,
	      .table_only = true),
	FIELD("name", WORD, name, .heading = "CONDITION"),
	FIELD("severity", WORD, severity),
	FIELD("message", WORD, message, .heading = "MESSAGE", .below = true),
	FIELD("value", QUANTITY, value, .optional = OCXL_OPTIONAL(OCXL_CONDITION_HAS_VALUE)),
	FIELD("threshold", QUANTITY, threshold,
	      .optional = OCXL_OPTIONAL(OCXL_CONDITION_HAS_THRESHOLD)),
	FIELD("unit", WORD, unit),
	FIELD("attribute", QUANTITY, attribute,
	      .optional = OCXL_OPTIONAL(OCXL_CONDITION_HAS_ATTRIBUTE)),
	FIELDS_END,
};
const struct ocxl_record ocxl_condition_record = DESCRIPTION(condition_fields);
#undef RECORD

#define RECORD struct ocxl_check_record
static const struct ocxl_field check_fields[] = {
	FIELD("verdict", WORD, verdict),
	FIELD("conditions", LIST, conditions, .heading = "CONDITIONS",
	      .record = &ocxl_condition_record),
	FIELD("not_checked", BITS, not_checked, .names = ocxl_condition_names),
	FIELDS_END,
};
const struct ocxl_record ocxl_check_record = DESCRIPTION(check_fields, .located = true);
#undef RECORD

#define RECORD struct ocxl_clear_conditions_record
static const struct ocxl_field clear_conditions_fields[] = {
	FIELD("cleared", BITS, cleared, .heading = "CLEARED", .names = ocxl_kept_condition_names),
	FIELDS_END,
};
const struct ocxl_record ocxl_clear_conditions_record = DESCRIPTION(clear_conditions_fields);
#undef RECORD

#define RECORD struct ndctl_ocxl_smart_attribute
static const struct ocxl_field attribute_fields[] = {
	FIELD("id", QUANTITY, id, .heading = "ID", .hex = true),
	FIELD("name", NAME, id, .heading = "NAME", .names = ocxl_attribute_names),
	FIELD("flags", HEX, flags, .heading = "FLAGS", .detail = true, .verbose = true),
	FIELD("current", QUANTITY, current, .heading = "CURRENT"),
	FIELD("threshold", QUANTITY, threshold, .heading = "THRESHOLD"),
	FIELD("worst", QUANTITY, worst, .heading = "WORST"),
	FIELD("raw", QUANTITY, raw, .heading = "RAW"),
	FIELD("failing", BOOL, failing, .heading = "FAILING", .highlight = true),
	FIELDS_END,
};
const struct ocxl_record ocxl_smart_attribute_record = DESCRIPTION(attribute_fields);
#undef RECORD

/* the table shows these values as attributes, so they have no heading */
#define RECORD struct ocxl_smart_summary_record
static const struct ocxl_field smart_summary_fields[] = {
	FIELD("smart", LIST, attributes, .heading = "SMART",
	      .record = &ocxl_smart_attribute_record),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_LIFE)),
	FIELD("power_on_hours", QUANTITY, power_on_hours,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_HOURS)),
	FIELDS_END,
};
const struct ocxl_record ocxl_smart_summary_record = DESCRIPTION(smart_summary_fields);
#undef RECORD

#define COUNTER(member, title, scale) \
	FIELD(#member, QUANTITY, counters.member, .heading = title, .unit = scale)
#define RECORD struct ocxl_stats_record
static const struct ocxl_field stats_fields[] = {
	OCXL_STATS_COUNTERS(COUNTER),
	FIELD("mean_host_load_ns", REAL, means.ns[OCXL_RATE_HOST_LOAD], .heading = "Mean host load",
	      .unit = "ns"),
	FIELD("mean_host_store_ns", REAL, means.ns[OCXL_RATE_HOST_STORE],
	      .heading = "Mean host store", .unit = "ns"),
	FIELD("mean_media_read_ns", REAL, means.ns[OCXL_RATE_MEDIA_READ],
	      .heading = "Mean media read", .unit = "ns"),
	FIELD("mean_media_write_ns", REAL, means.ns[OCXL_RATE_MEDIA_WRITE],
	      .heading = "Mean media write", .unit = "ns"),
	FIELD("cache_read_hit_percentage", REAL, means.cache_read_hit_percentage,
	      .heading = "Cache read hit ratio", .unit = "%"),
	FIELD("cache_write_hit_percentage", REAL, means.cache_write_hit_percentage,
	      .heading = "Cache write hit ratio", .unit = "%"),
	FIELDS_END,
};
const struct ocxl_record ocxl_stats_record = DESCRIPTION(stats_fields, .properties = true);
#undef RECORD
#undef COUNTER

/* up to the actions a row has 80 columns; several actions move the rest to the right */
#define RECORD struct ocxl_error_log_record
static const struct ocxl_field error_log_fields[] = {
	FIELD("cursor", HEX, entry.cursor, .heading = "CURSOR", .width = 18, .detail = true,
	      .verbose = true),
	FIELD("time_about", TIME, time_about, .heading = "TIME", .width = 17, .brief = true,
	      .optional = OCXL_OPTIONAL(OCXL_ERROR_LOG_HAS_TIME)),
	FIELD("log_id", HEX, entry.log_id, .heading = "LOG ID", .width = 10, .detail = true),
	FIELD("reference_code", HEX, entry.reference_code, .heading = "REFERENCE", .width = 10,
	      .detail = true),
	FIELD("type", CODE, entry.type, .heading = "TYPE", .width = 18,
	      .names = ocxl_error_log_type_names),
	FIELD("actions", BITS, entry.action_flags, .heading = "ACTIONS", .width = 14,
	      .names = ocxl_action_names),
	FIELD("action_flags", HEX, entry.action_flags),
	FIELD("power_on_seconds", QUANTITY, entry.power_on_seconds, .heading = "POWER ON",
	      .unit = "s", .width = 9, .brief = true, .detail = true),
	FIELD("card_timestamp", QUANTITY, entry.card_timestamp, .heading = "CARD TIME", .width = 20,
	      .detail = true, .verbose = true),
	FIELD("wwid", WWID, entry.wwid, .heading = "WWID", .width = 32, .detail = true,
	      .verbose = true),
	FIELD("fw_version", TEXT, entry.fw_version, .heading = "FIRMWARE", .width = 8,
	      .detail = true, .verbose = true),
	FIELD("data_bytes", QUANTITY, entry.data_length, .heading = "DATA", .width = 5,
	      .detail = true),
	FIELD("data", DATA, entry.data, .size_offset = offsetof(RECORD, entry.data_length),
	      .optional = OCXL_OPTIONAL(OCXL_ERROR_LOG_HAS_DATA)),
	FIELD("read_time", TIME, read_time, .heading = "READ AT", .width = 20, .detail = true,
	      .verbose = true),
	FIELDS_END,
};
const struct ocxl_record ocxl_error_log_record = DESCRIPTION(error_log_fields, .dated = true);
#undef RECORD

#define RECORD struct ocxl_error_log_list_record
static const struct ocxl_field error_log_list_fields[] = {
	FIELD("error_log", LIST, entries, .heading = "ERROR LOG", .record = &ocxl_error_log_record),
	FIELDS_END,
};
const struct ocxl_record ocxl_error_log_list_record = DESCRIPTION(error_log_list_fields);
#undef RECORD

#define RECORD struct ocxl_event_row
static const struct ocxl_field event_fields[] = {
	FIELD("event", NAME, event, .heading = "EVENT", .names = ocxl_event_names, .width = 16),
	FIELD("pending", BOOL, pending, .heading = "PENDING"),
	FIELD("count", QUANTITY, count, .heading = "COUNT"),
	FIELDS_END,
};
static const struct ocxl_record event_record = DESCRIPTION(event_fields);
#undef RECORD

#define RECORD struct ocxl_events_record
static const struct ocxl_field events_fields[] = {
	FIELD("pending", BITS, events.pending, .names = ocxl_event_names),
	FIELD("counts", COUNTERS, events.count, .names = ocxl_event_names),
	FIELD("entries", COUNTERS, events.entries, .names = ocxl_entry_names),
	FIELD("kept_conditions", BITS, events.kept_conditions, .names = ocxl_kept_condition_names),
	FIELD("rows", LIST, list, .record = &event_record, .table_only = true),
	FIELDS_END,
};
const struct ocxl_record ocxl_events_record = DESCRIPTION(events_fields);
#undef RECORD

#define RECORD struct ocxl_heartbeat_record
static const struct ocxl_field heartbeat_fields[] = {
	FIELD("response_time_us", QUANTITY, response_time_us, .heading = "RESPONSE TIME",
	      .unit = "us"),
	FIELDS_END,
};
const struct ocxl_record ocxl_heartbeat_record = DESCRIPTION(heartbeat_fields);
#undef RECORD

#define RECORD struct ocxl_shutdown_record
static const struct ocxl_field shutdown_fields[] = {
	FIELD("requested", BOOL, requested, .heading = "REQUESTED"),
	FIELDS_END,
};
const struct ocxl_record ocxl_shutdown_record = DESCRIPTION(shutdown_fields);
#undef RECORD

#define RECORD struct ocxl_dump_record
static const struct ocxl_field dump_fields[] = {
	FIELD("file", WORD, file, .heading = "File"),
	FIELD("dump_bytes", QUANTITY, dump_bytes, .heading = "Size", .unit = "B"),
	FIELDS_END,
};
const struct ocxl_record ocxl_dump_record = DESCRIPTION(dump_fields, .properties = true);
#undef RECORD

#define HAS_READINESS .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_READINESS)
#define RECORD	      struct ocxl_metrics_record
static const struct ocxl_field metrics_fields[] = {
	FIELD("up", BOOL, up),
	FIELD("ready", BOOL, ready, HAS_READINESS),
	FIELD("memory_available", BOOL, memory_available, HAS_READINESS),
	FIELD("start_time_seconds", QUANTITY, start_time_seconds,
	      .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_START_TIME)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_METRICS_HAS_LIFE)),
	FIELD("duration_us", QUANTITY, duration_us),
	FIELDS_END,
};
const struct ocxl_record ocxl_metrics_record = DESCRIPTION(metrics_fields);
#undef RECORD
#undef HAS_READINESS

#define RECORD struct ocxl_host_record
static const struct ocxl_field host_fields[] = {
	FIELD("name", TEXT, name, .heading = "Name"),
	FIELD("kernel_release", TEXT, kernel_release, .heading = "Kernel"),
	FIELD("architecture", TEXT, architecture, .heading = "Architecture"),
	FIELD("uptime_seconds", QUANTITY, uptime_seconds, .heading = "Uptime", .unit = "s"),
	FIELD("driver_module", WORD, driver_module, .heading = "Driver",
	      .optional = OCXL_OPTIONAL(OCXL_HOST_HAS_DRIVER)),
	FIELD("driver_version", TEXT, driver_version, .heading = "Driver version",
	      .optional = OCXL_OPTIONAL(OCXL_HOST_HAS_DRIVER_VERSION)),
	FIELD("driver_srcversion", TEXT, driver_srcversion, .heading = "Driver checksum",
	      .optional = OCXL_OPTIONAL(OCXL_HOST_HAS_DRIVER_SRCVERSION)),
	FIELDS_END,
};
const struct ocxl_record ocxl_host_record = DESCRIPTION(host_fields, .properties = true);
#undef RECORD
