// SPDX-License-Identifier: GPL-2.0-only
/* The words of the interface, and one table of fields for each kind of record. */
#include <math.h>
#include <string.h>
#include "ocxl/render/model-field.h"

const struct ocxl_name ocxl_error_log_type_names[] = {
	{ 0, "general" },   { 1, "predictive_failure" }, { 2, "thermal_warning" },
	{ 3, "data_loss" }, { 4, "health_performance" }, { 0, NULL },
};

const struct ocxl_name ocxl_action_names[] = {
	{ 0, "reset" }, { 21, "check_firmware" }, { 22, "replace" }, { 23, "dump" }, { 0, NULL },
};

const struct ocxl_name ocxl_event_names[] = {
	{ 0, "dump" },
	{ 1, "error_log" },
	{ 2, "hw_fatal" },
	{ 3, "fw_fatal" },
	{ 4, "memory_available" },
	{ 5, "smart_notify" },
	{ 6, "erase_failed" },
	{ 0, NULL },
};

/* the card's own register: bits 0 and 1 belong to the mailboxes and mean nothing to a reader */
const struct ocxl_name ocxl_health_names[] = {
	{ 4, "controller_ready" },
	{ 5, "firmware_fatal" },
	{ 6, "memory_available" },
	{ 7, "error_log" },
	{ 8, "dump" },
	{ 9, "hardware_fatal" },
	{ 0, NULL },
};

const struct ocxl_name ocxl_flag_names[] = {
	{ 0, "not_ready" }, { 1, "mem_unavailable" }, { 2, "error_log" },
	{ 3, "dump" },	    { 4, "smart_notify" },    { 5, "hw_fatal" },
	{ 6, "fw_fatal" },  { 7, "erase_failed" },    { 8, "mailbox_stuck" },
	{ 0, NULL },
};

const struct ocxl_name ocxl_command_names[] = {
	{ 1, "smart" },	     { 2, "error_log" },     { 3, "heartbeat" },
	{ 4, "stats" },	     { 5, "capabilities" },  { 7, "request_health" },
	{ 8, "dump_take" },  { 9, "dump_read" },     { 10, "dump_release" },
	{ 11, "fw_info" },   { 12, "fw_start" },     { 13, "fw_send" },
	{ 14, "fw_finish" }, { 15, "fw_query" },     { 16, "shutdown" },
	{ 17, "events" },    { 18, "smart_inject" }, { 0, NULL },
};

const struct ocxl_name ocxl_attribute_names[] = {
	{ 0x09, "power_on_hours" },
	{ 0xc2, "temperature" },
	{ 0xca, "life_remaining" },
	{ 0, NULL },
};

const char *ocxl_name_find(const struct ocxl_name *names, unsigned int number)
{
	if (!names)
		return NULL;
	for (; names->name; names++) {
		if (names->number == number)
			return names->name;
	}
	return NULL;
}

const char *ocxl_attribute_name(uint64_t id)
{
	const char *name = id <= 0xff ? ocxl_name_find(ocxl_attribute_names, id) : NULL;

	return name ? name : "unknown";
}

static size_t value_size(enum ocxl_field_type type)
{
	switch (type) {
	case OCXL_FIELD_BOOL:
		return sizeof(bool);
	case OCXL_FIELD_REAL:
		return sizeof(double);
	case OCXL_FIELD_WORD:
		return sizeof(const char *);
	case OCXL_FIELD_CARD_TEXT:
		return sizeof(struct ocxl_text);
	case OCXL_FIELD_DATA:
		return sizeof(struct ocxl_data);
	case OCXL_FIELD_WWID:
		return sizeof(struct ocxl_wwid);
	case OCXL_FIELD_LIST:
		return sizeof(struct ocxl_list);
	default:
		return sizeof(uint64_t);
	}
}

union ocxl_value ocxl_field_value(const struct ocxl_field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;
	union ocxl_value value = { 0 };

	if (field->type == OCXL_FIELD_COUNTERS)
		value.counters = member;
	else
		memcpy(&value, member, value_size(field->type));
	return value;
}

bool ocxl_field_is_present(const struct ocxl_field *field, const void *record)
{
	uint64_t present;

	if (field->type == OCXL_FIELD_WORD && !ocxl_field_value(field, record).word)
		return false;
	if (field->type == OCXL_FIELD_REAL && !isfinite(ocxl_field_value(field, record).real))
		return false;
	if (!field->optional)
		return true;
	memcpy(&present, record, sizeof(present));
	return present & UINT64_C(1) << (field->optional - 1);
}

void ocxl_text_set(struct ocxl_text *text, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;

	if (size > sizeof(text->bytes))
		size = sizeof(text->bytes);
	while (size && (from[size - 1] == '\0' || from[size - 1] == ' '))
		size--;
	if (size)
		memcpy(text->bytes, from, size);
	text->size = size;
}

#define RECORD struct ocxl_smart_record
static const struct ocxl_field smart_fields[] = {
	FIELD("id", QUANTITY, id, .heading = "ID", .hex = true),
	FIELD("name", WORD, name, .heading = "NAME"),
	FIELD("flags", HEX, flags, .heading = "FLAGS", .detail = true),
	FIELD("current", QUANTITY, current_value, .heading = "CURRENT"),
	FIELD("threshold", QUANTITY, threshold, .heading = "THRESHOLD"),
	FIELD("worst", QUANTITY, worst, .heading = "WORST"),
	FIELD("raw", QUANTITY, raw, .heading = "RAW"),
	FIELD("failing", BOOL, failing, .heading = "FAILING", .highlight = true),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_smart_record = {
	.size = sizeof(struct ocxl_smart_record),
	.fields = smart_fields,
};

/* no headings for what the attributes say already */
#define RECORD struct ocxl_smart_summary_record
static const struct ocxl_field smart_summary_fields[] = {
	FIELD("smart", LIST, attributes, .heading = "SMART", .record = &ocxl_smart_record),
	FIELD("temperature_celsius", QUANTITY, temperature_celsius,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_TEMPERATURE)),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_LIFE)),
	FIELD("power_on_hours", QUANTITY, power_on_hours,
	      .optional = OCXL_OPTIONAL(OCXL_SMART_HAS_HOURS)),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_smart_summary_record = {
	.size = sizeof(struct ocxl_smart_summary_record),
	.fields = smart_summary_fields,
};

/* with the DIMM and without details 77 columns; many actions push the size of the data */
#define RECORD struct ocxl_error_log_record
static const struct ocxl_field error_log_fields[] = {
	FIELD("cursor", HEX, cursor, .heading = "CURSOR", .width = 18, .detail = true),
	FIELD("log_id", HEX, log_id, .heading = "LOG ID", .width = 10),
	FIELD("reference_code", HEX, reference_code, .heading = "REFERENCE", .width = 10),
	FIELD("type", CODE, type, .heading = "TYPE", .width = 18,
	      .names = ocxl_error_log_type_names),
	FIELD("actions", BITS, action_flags, .heading = "ACTIONS", .width = 20,
	      .names = ocxl_action_names),
	FIELD("action_flags", HEX, action_flags),
	FIELD("power_on_seconds", QUANTITY, power_on_seconds, .heading = "POWER ON", .unit = "s",
	      .width = 16, .detail = true),
	FIELD("card_timestamp", QUANTITY, card_timestamp, .heading = "CARD TIME", .width = 20,
	      .detail = true),
	FIELD("wwid", WWID, wwid, .heading = "WWID", .width = 32, .detail = true),
	FIELD("fw_version", CARD_TEXT, fw_version, .heading = "FIRMWARE", .width = 8,
	      .detail = true),
	FIELD("data_bytes", QUANTITY, data_bytes, .heading = "DATA", .width = 7),
	FIELD("data", DATA, data, .optional = OCXL_OPTIONAL(OCXL_ERROR_LOG_HAS_DATA)),
	FIELD("read_time", WORD, read_time_word, .heading = "READ AT", .width = 20, .detail = true),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_error_log_record = {
	.size = sizeof(struct ocxl_error_log_record),
	.fields = error_log_fields,
};

#define RECORD struct ocxl_error_log_list_record
static const struct ocxl_field error_log_list_fields[] = {
	FIELD("error_log", LIST, entries, .heading = "ERROR LOG", .record = &ocxl_error_log_record),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_error_log_list_record = {
	.size = sizeof(struct ocxl_error_log_list_record),
	.fields = error_log_list_fields,
};

#define RECORD struct ocxl_heartbeat_record
static const struct ocxl_field heartbeat_fields[] = {
	FIELD("response_time_us", QUANTITY, response_time_us, .heading = "RESPONSE TIME",
	      .unit = "us"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_heartbeat_record = {
	.size = sizeof(struct ocxl_heartbeat_record),
	.fields = heartbeat_fields,
};

#define COUNTER(member, title, scale) \
	FIELD(#member, QUANTITY, member, .heading = title, .unit = scale)
#define RECORD struct ocxl_stats_record
static const struct ocxl_field stats_fields[] = {
	OCXL_STATS_COUNTERS(COUNTER),
	FIELD("mean_host_load_ns", REAL, mean_host_load_ns, .heading = "Mean host load",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_HOST_LOAD)),
	FIELD("mean_host_store_ns", REAL, mean_host_store_ns, .heading = "Mean host store",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_HOST_STORE)),
	FIELD("mean_media_read_ns", REAL, mean_media_read_ns, .heading = "Mean media read",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_MEDIA_READ)),
	FIELD("mean_media_write_ns", REAL, mean_media_write_ns, .heading = "Mean media write",
	      .unit = "ns", .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_MEAN_MEDIA_WRITE)),
	FIELD("cache_read_hit_percentage", REAL, cache_read_hit_percentage,
	      .heading = "Cache read hit ratio", .unit = "%",
	      .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_CACHE_READ_HIT)),
	FIELD("cache_write_hit_percentage", REAL, cache_write_hit_percentage,
	      .heading = "Cache write hit ratio", .unit = "%",
	      .optional = OCXL_OPTIONAL(OCXL_STATS_HAS_CACHE_WRITE_HIT)),
	FIELDS_END,
};
#undef RECORD
#undef COUNTER

const struct ocxl_record ocxl_stats_record = {
	.size = sizeof(struct ocxl_stats_record),
	.fields = stats_fields,
	.properties = true,
};

#define HAS_READINESS .optional = OCXL_OPTIONAL(OCXL_SCRAPE_HAS_READINESS)
#define HAS_STATE     .optional = OCXL_OPTIONAL(OCXL_SCRAPE_HAS_STATE)
#define RECORD	      struct ocxl_scrape_record
static const struct ocxl_field scrape_fields[] = {
	FIELD("up", BOOL, up),
	FIELD("ready", BOOL, ready, HAS_READINESS),
	FIELD("memory_available", BOOL, memory_available, HAS_READINESS),
	FIELD("hardware_fatal", BOOL, hardware_fatal, HAS_STATE),
	FIELD("firmware_fatal", BOOL, firmware_fatal, HAS_STATE),
	FIELD("error_log_pending", BOOL, error_log_pending, HAS_STATE),
	FIELD("dump_pending", BOOL, dump_pending, HAS_STATE),
	FIELD("life_remaining_percentage", QUANTITY, life_remaining_percentage,
	      .optional = OCXL_OPTIONAL(OCXL_SCRAPE_HAS_LIFE)),
	FIELD("duration_us", QUANTITY, duration_us),
	FIELDS_END,
};
#undef RECORD
#undef HAS_STATE
#undef HAS_READINESS

const struct ocxl_record ocxl_scrape_record = {
	.size = sizeof(struct ocxl_scrape_record),
	.fields = scrape_fields,
};

#define HAS_CAPABILITIES .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_CAPABILITIES)
#define RECORD		 struct ocxl_info_record
static const struct ocxl_field info_fields[] = {
	FIELD("serial", IDENTIFIER, serial, .heading = "Serial number"),
	FIELD("fw_version", CARD_TEXT, fw_version, .heading = "Firmware",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FW_VERSION)),
	FIELD("capacity_bytes", QUANTITY, capacity_bytes, .heading = "Capacity", .unit = "B",
	      HAS_CAPABILITIES),
	FIELD("label_area_bytes", QUANTITY, label_area_bytes, .heading = "Label area", .unit = "B",
	      HAS_CAPABILITIES),
	/* how it splits into numbers is not known for certain; its digits show any split */
	FIELD("interface_revision", QUANTITY, interface_revision, .heading = "Interface revision",
	      .hex = true, HAS_CAPABILITIES),
	FIELD("read_latency_ns", QUANTITY, read_latency_ns, .heading = "Media read latency",
	      .unit = "ns", HAS_CAPABILITIES),
	FIELD("readiness_timeout_seconds", QUANTITY, readiness_timeout_seconds,
	      .heading = "Readiness time-out", .unit = "s", HAS_CAPABILITIES),
	FIELD("memory_available_timeout_seconds", QUANTITY, memory_available_timeout_seconds,
	      .heading = "Memory time-out", .unit = "s", HAS_CAPABILITIES),
	FIELD("max_dump_bytes", QUANTITY, max_dump_bytes, .heading = "Largest dump", .unit = "B",
	      HAS_CAPABILITIES),
	FIELD("max_data_bytes", QUANTITY, max_data_bytes, .heading = "Data buffer", .unit = "B",
	      HAS_CAPABILITIES),
	FIELD("emulated", BOOL, emulated, .heading = "Emulated", HAS_CAPABILITIES),
	FIELD("envelope", WORD, envelope, .heading = "Envelope"),
	FIELD("commands", BITS, commands, .heading = "Commands", .names = ocxl_command_names),
	FIELD("flags", BITS, flags, .heading = "Flags", .names = ocxl_flag_names,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FLAGS)),
	FIELD("health_status", HEX, health_status, .heading = "Health status", HAS_CAPABILITIES),
	FIELD("health", BITS, health_status, .heading = "Health", .names = ocxl_health_names,
	      HAS_CAPABILITIES),
	FIELD("controller_status", HEX, controller_status, .heading = "Controller status",
	      HAS_CAPABILITIES),
	FIELDS_END,
};
#undef RECORD
#undef HAS_CAPABILITIES

const struct ocxl_record ocxl_info_record = {
	.size = sizeof(struct ocxl_info_record),
	.fields = info_fields,
	.properties = true,
};

#define RECORD struct ocxl_reason_record
static const struct ocxl_field reason_fields[] = {
	FIELD("name", WORD, name, .heading = "REASON"),
	FIELD("message", WORD, message, .heading = "MESSAGE"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_reason_record = {
	.size = sizeof(struct ocxl_reason_record),
	.fields = reason_fields,
};

#define RECORD struct ocxl_check_record
static const struct ocxl_field check_fields[] = {
	FIELD("verdict", WORD, verdict, .heading = "VERDICT", .highlight = true),
	FIELD("reasons", LIST, reasons, .heading = "REASONS", .record = &ocxl_reason_record),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_check_record = {
	.size = sizeof(struct ocxl_check_record),
	.fields = check_fields,
};

#define RECORD struct ocxl_dump_record
static const struct ocxl_field dump_fields[] = {
	FIELD("file", WORD, file, .heading = "File"),
	FIELD("dump_bytes", QUANTITY, dump_bytes, .heading = "Size", .unit = "B"),
	FIELD("sha256", WORD, sha256_word, .heading = "SHA-256"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_dump_record = {
	.size = sizeof(struct ocxl_dump_record),
	.fields = dump_fields,
	.properties = true,
};

#define RECORD struct ocxl_shutdown_record
static const struct ocxl_field shutdown_fields[] = {
	FIELD("requested", BOOL, requested, .heading = "REQUESTED"),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_shutdown_record = {
	.size = sizeof(struct ocxl_shutdown_record),
	.fields = shutdown_fields,
};

#define RECORD struct ocxl_events_record
static const struct ocxl_field events_fields[] = {
	FIELD("pending", BITS, pending, .heading = "PENDING", .names = ocxl_event_names),
	FIELD("counts", COUNTERS, counts, .heading = "COUNT", .names = ocxl_event_names),
	FIELDS_END,
};
#undef RECORD

const struct ocxl_record ocxl_events_record = {
	.size = sizeof(struct ocxl_events_record),
	.fields = events_fields,
};
