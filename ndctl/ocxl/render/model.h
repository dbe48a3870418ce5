/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was read from a DIMM, as plain records, and tables that describe their
 * fields once: key, type, unit, heading. Verbs fill records; renderers walk the
 * tables. Neither libndctl nor the wire is known here.
 */
#ifndef OCXL_MODEL_H
#define OCXL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * enum ocxl_field_type - how a member of a record is stored, and what it means
 * @OCXL_FIELD_QUANTITY: uint64_t; an exact integer; above 2^53 - 1 also "<key>_str"
 * @OCXL_FIELD_IDENTIFIER: uint64_t; a string with the decimal number
 * @OCXL_FIELD_HEX: uint64_t; a string "0x…", lower case, no padding
 * @OCXL_FIELD_BOOL: bool
 * @OCXL_FIELD_REAL: double
 * @OCXL_FIELD_WORD: const char *; our own word, never from a card
 * @OCXL_FIELD_CARD_TEXT: struct ocxl_text; bytes of a card: escaped in every output
 * @OCXL_FIELD_CODE: uint64_t; named by .names; gives <key> (name or "unknown")
 *	and "<key>_code" (number)
 * @OCXL_FIELD_BITS: uint64_t; list of names of the set bits by .names; a bit
 *	without a name is "bit_N"
 * @OCXL_FIELD_DATA: struct ocxl_data; lower-case hex
 * @OCXL_FIELD_WWID: struct ocxl_wwid; 32 hex digits
 * @OCXL_FIELD_LIST: struct ocxl_list; records of type .record
 * @OCXL_FIELD_COUNTERS: uint64_t[]; an object {name: n} by .names (reserved
 *	ones without a name are left out)
 */
enum ocxl_field_type {
	OCXL_FIELD_QUANTITY,
	OCXL_FIELD_IDENTIFIER,
	OCXL_FIELD_HEX,
	OCXL_FIELD_BOOL,
	OCXL_FIELD_REAL,
	OCXL_FIELD_WORD,
	OCXL_FIELD_CARD_TEXT,
	OCXL_FIELD_CODE,
	OCXL_FIELD_BITS,
	OCXL_FIELD_DATA,
	OCXL_FIELD_WWID,
	OCXL_FIELD_LIST,
	OCXL_FIELD_COUNTERS,
};

/** struct ocxl_text - bytes of a card; may hold anything, NUL included */
struct ocxl_text {
	unsigned char bytes[16];
	size_t size;
};

/** struct ocxl_data - opaque bytes; belong to whoever filled the record */
struct ocxl_data {
	const unsigned char *bytes;
	size_t size;
};

struct ocxl_wwid {
	uint64_t word[2];
};

/** struct ocxl_list - records one after the other; belong to whoever filled the record */
struct ocxl_list {
	const void *records;
	size_t count;
};

/** struct ocxl_name - one word for one number (of a code, or of a bit) */
struct ocxl_name {
	unsigned int number;
	const char *name;
};

/**
 * struct ocxl_field - one member of a record
 * @key: JSON key; NULL ends a table
 * @type: how it is stored
 * @offset: in the record
 * @optional: bit of the record's leading `uint64_t present` that says whether it
 *	is known, plus 1; 0: always known. What is not known is absent everywhere
 * @heading: column or line heading of tables; NULL: not in tables
 * @unit: for tables: "%", "C", "s", "B", "ns", "us"; NULL for none. ASCII, ndctl
 *	runs in the C locale. The last four are scaled for a reader, seconds stay
 *	exact. The key carries its own unit
 * @names: for CODE, BITS, COUNTERS; ended by a NULL name
 * @record: for LIST
 * @hex: QUANTITY: tables show it as documents write it, 0xC2
 * @width: columns in a streamed table, where nobody can look ahead; wider
 *	values push the rest of the line, nothing is cut; on a terminal wider details get a
 *	table of their own. 0: as wide as the heading
 * @highlight: BOOL: a true value makes the row stand out (a failing attribute);
 *	WORD: any value but "ok" does
 * @brief: REAL: tables show three digits, and whole numbers in full, so that columns are
 *	narrow and their points stand in line
 * @detail: not a column of its own in tables: too wide; shown where there is room
 */
struct ocxl_field {
	const char *key;
	enum ocxl_field_type type;
	size_t offset;
	unsigned int optional;
	const char *heading;
	const char *unit;
	const struct ocxl_name *names;
	const struct ocxl_record *record;
	unsigned int width;
	bool hex;
	bool highlight;
	bool brief;
	bool detail;
};

/**
 * struct ocxl_record - description of one kind of record
 * @size: bytes of one
 * @fields: ended by a NULL key
 * @properties: tables show one line a field and DIMM, not one column a field
 */
struct ocxl_record {
	size_t size;
	const struct ocxl_field *fields;
	bool properties;
};

/* every record with optional fields begins so */
#define OCXL_PRESENT	   uint64_t present
#define OCXL_OPTIONAL(bit) ((bit) + 1)

/* the words of the interface, each list ended by a NULL name */
extern const struct ocxl_name ocxl_error_log_type_names[];
extern const struct ocxl_name ocxl_action_names[]; /* bits */
extern const struct ocxl_name ocxl_event_names[]; /* bits */
extern const struct ocxl_name ocxl_health_names[]; /* bits */
extern const struct ocxl_name ocxl_flag_names[]; /* bits, in the order of the sysfs file */
extern const struct ocxl_name ocxl_command_names[]; /* bits */
extern const struct ocxl_name ocxl_attribute_names[];

/** ocxl_name_find() - word for @number, NULL without one; @names may be NULL */
const char *ocxl_name_find(const struct ocxl_name *names, unsigned int number);

/** ocxl_attribute_name() - word for a SMART attribute, "unknown" without one */
const char *ocxl_attribute_name(uint64_t id);

/** union ocxl_value - a member of a record, by the type of its field */
union ocxl_value {
	uint64_t number; /* QUANTITY, IDENTIFIER, HEX, CODE, BITS */
	const uint64_t *counters; /* COUNTERS; stay the record's */
	bool truth;
	double real;
	const char *word;
	struct ocxl_text text;
	struct ocxl_data data;
	struct ocxl_wwid wwid;
	struct ocxl_list list;
};

/** ocxl_field_value() - a copy of @field of @record */
union ocxl_value ocxl_field_value(const struct ocxl_field *field, const void *record);

/**
 * ocxl_field_is_present() - is this field of @record known; a NULL word, NaN and
 * infinity, for which JSON has no word, are not
 */
bool ocxl_field_is_present(const struct ocxl_field *field, const void *record);

/** ocxl_text_set() - take @size bytes (at most 16), without trailing NULs and spaces */
void ocxl_text_set(struct ocxl_text *text, const void *bytes, size_t size);

/* ---- the records of the verbs; each has a table of the same name in model.c ---- */

struct ocxl_smart_record {
	uint64_t id;
	const char *name;
	uint64_t flags;
	uint64_t current_value;
	uint64_t threshold;
	uint64_t worst;
	uint64_t raw;
	bool failing;
};
extern const struct ocxl_record ocxl_smart_record;

/* stands beside "smart": what the known attributes say */
enum { OCXL_SMART_HAS_TEMPERATURE, OCXL_SMART_HAS_LIFE, OCXL_SMART_HAS_HOURS };
struct ocxl_smart_summary_record {
	OCXL_PRESENT;
	struct ocxl_list attributes; /* key "smart", of ocxl_smart_record */
	uint64_t temperature_celsius;
	uint64_t life_remaining_percentage;
	uint64_t power_on_hours;
};
extern const struct ocxl_record ocxl_smart_summary_record;

enum { OCXL_ERROR_LOG_HAS_DATA };
struct ocxl_error_log_record {
	OCXL_PRESENT;
	uint64_t cursor;
	uint64_t log_id;
	uint64_t reference_code;
	uint64_t type;
	uint64_t action_flags; /* keys "actions" and "action_flags" */
	uint64_t power_on_seconds;
	uint64_t card_timestamp;
	struct ocxl_wwid wwid;
	struct ocxl_text fw_version;
	uint64_t data_bytes;
	struct ocxl_data data;
	char read_time[32];
	const char *read_time_word; /* points to read_time */
};
extern const struct ocxl_record ocxl_error_log_record;

/* entries that do not come one by one (the report): key "error_log" */
struct ocxl_error_log_list_record {
	struct ocxl_list entries; /* of ocxl_error_log_record */
};
extern const struct ocxl_record ocxl_error_log_list_record;

struct ocxl_heartbeat_record {
	uint64_t response_time_us;
};
extern const struct ocxl_record ocxl_heartbeat_record;

enum {
	OCXL_STATS_HAS_MEAN_HOST_LOAD,
	OCXL_STATS_HAS_MEAN_HOST_STORE,
	OCXL_STATS_HAS_MEAN_MEDIA_READ,
	OCXL_STATS_HAS_MEAN_MEDIA_WRITE,
	OCXL_STATS_HAS_CACHE_READ_HIT,
	OCXL_STATS_HAS_CACHE_WRITE_HIT,
};
struct ocxl_stats_record {
	OCXL_PRESENT;
	uint64_t reset_count;
	uint64_t reset_uptime_seconds;
	uint64_t power_on_uptime_seconds;
	uint64_t life_remaining_percentage;
	uint64_t critical_resource_utilization_percentage;
	uint64_t host_load_count;
	uint64_t host_store_count;
	uint64_t host_load_duration_ns;
	uint64_t host_store_duration_ns;
	uint64_t media_read_count;
	uint64_t media_write_count;
	uint64_t media_read_duration_ns;
	uint64_t media_write_duration_ns;
	uint64_t cache_read_hit_count;
	uint64_t cache_write_hit_count;
	uint64_t fast_write_count;
	double mean_host_load_ns;
	double mean_host_store_ns;
	double mean_media_read_ns;
	double mean_media_write_ns;
	double cache_read_hit_percentage;
	double cache_write_hit_percentage;
};
extern const struct ocxl_record ocxl_stats_record;

/* what "metrics" adds to the records of the other verbs; no document has it */
enum { OCXL_SCRAPE_HAS_READINESS, OCXL_SCRAPE_HAS_STATE, OCXL_SCRAPE_HAS_LIFE };
struct ocxl_scrape_record {
	OCXL_PRESENT;
	bool up; /* a command was answered */
	bool ready;
	bool memory_available;
	bool hardware_fatal;
	bool firmware_fatal;
	bool error_log_pending;
	bool dump_pending;
	uint64_t life_remaining_percentage; /* of SMART, else of the statistics */
	uint64_t duration_us;
};
extern const struct ocxl_record ocxl_scrape_record;

enum { OCXL_INFO_HAS_CAPABILITIES, OCXL_INFO_HAS_FLAGS, OCXL_INFO_HAS_FW_VERSION };
struct ocxl_info_record {
	OCXL_PRESENT;
	uint64_t serial;
	struct ocxl_text fw_version;
	uint64_t capacity_bytes;
	uint64_t label_area_bytes;
	uint64_t interface_revision;
	uint64_t read_latency_ns;
	uint64_t readiness_timeout_seconds;
	uint64_t memory_available_timeout_seconds;
	uint64_t max_dump_bytes;
	uint64_t max_data_bytes;
	bool emulated;
	const char *envelope;
	uint64_t commands; /* cmd_mask */
	uint64_t flags;
	uint64_t health_status; /* keys "health_status" and "health" */
	uint64_t controller_status;
};
extern const struct ocxl_record ocxl_info_record;

struct ocxl_reason_record {
	const char *name;
	const char *message;
};
extern const struct ocxl_record ocxl_reason_record;

struct ocxl_check_record {
	const char *verdict; /* "ok", "warning", "failed" */
	struct ocxl_list reasons; /* of ocxl_reason_record */
};
extern const struct ocxl_record ocxl_check_record;

struct ocxl_dump_record {
	const char *file; /* as the user typed it */
	uint64_t dump_bytes;
	char sha256[65];
	const char *sha256_word; /* points to sha256 */
};
extern const struct ocxl_record ocxl_dump_record;

struct ocxl_shutdown_record {
	bool requested;
};
extern const struct ocxl_record ocxl_shutdown_record;

struct ocxl_events_record {
	uint64_t pending;
	uint64_t counts[8];
};
extern const struct ocxl_record ocxl_events_record;

#endif /* OCXL_MODEL_H */
