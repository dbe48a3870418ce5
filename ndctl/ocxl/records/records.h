/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The records that verbs fill and renderers show. records.c and rates.c have a table of fields for
 * each, which describes the members.
 */
#ifndef OCXL_RECORDS_H
#define OCXL_RECORDS_H

#include <ndctl/libndctl-ocxl.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include <ndctl/libndctl-ocxl-controller.h>
#include <ndctl/libndctl-ocxl-error-log.h>
#include <ndctl/libndctl-ocxl-smart.h>
#include "ocxl/records/field.h"

/* bits of ocxl_info_record.present */
enum {
	OCXL_INFO_HAS_CAPABILITIES,
	OCXL_INFO_HAS_FLAGS,
	OCXL_INFO_HAS_FW_VERSION,
	OCXL_INFO_HAS_FW_NEXT_VERSION,
	OCXL_INFO_HAS_PCI_ADDRESS,
	OCXL_INFO_HAS_SLOT,
	OCXL_INFO_HAS_NUMA_NODE,
	OCXL_INFO_HAS_TEMPERATURE,
	OCXL_INFO_HAS_LIFE,
	OCXL_INFO_HAS_SEVERITY,
	OCXL_INFO_HAS_USED_BY,
};

/* what uses a card, or is used itself by another user */
struct ocxl_user_record {
	const char *type; /* a constant */
	const char *name;
	const char *uses; /* name of the DIMM, or of another user */
};

struct ocxl_info_record {
	OCXL_PRESENT;
	/*
	 * as the card sent them. Without OCXL_INFO_HAS_CAPABILITIES only the members that
	 * sysfs has are valid: cmd_mask, serial, fw_version
	 */
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_location location; /* where the card is */
	const char *envelope; /* name of the ioctl package format in use */
	unsigned int flags; /* NDCTL_OCXL_FLAG_* */
	char fw_next_version[9];
	char firmware[32]; /* for tables: "V1.00, next V1.03" */
	/* of SMART, for tables */
	uint64_t temperature_celsius;
	uint64_t life_remaining_percentage;
	const char *severity;
	struct ocxl_list used_by; /* of struct ocxl_user_record */
};
extern const struct ocxl_record ocxl_info_record;
/* a row of a table, of the same struct */
extern const struct ocxl_record ocxl_inventory_record;

/* room for the longest text: a failure, or the message or the action of a condition */
#define OCXL_CONDITION_MESSAGE_SIZE 400

/* bits of ocxl_condition_record.present */
enum { OCXL_CONDITION_HAS_VALUE, OCXL_CONDITION_HAS_THRESHOLD, OCXL_CONDITION_HAS_ATTRIBUTE };

/* a condition for a verdict: a condition of the card */
struct ocxl_condition_record {
	OCXL_PRESENT;
	const char *name;
	const char *severity;
	const char *message;
	const char *action; /* NULL: none */
	uint64_t value;
	uint64_t threshold;
	const char *unit; /* NULL: @value has no unit */
	unsigned int attribute;
};

/* bits of ocxl_check_record.present */
enum { OCXL_CHECK_HAS_USED_BY };

struct ocxl_check_record {
	OCXL_PRESENT;
	const char *verdict;
	struct ocxl_list conditions; /* of struct ocxl_condition_record, the worst first */
	uint64_t not_checked; /* bit n: condition n could not be checked */
	struct ocxl_list used_by; /* of struct ocxl_user_record */
};
extern const struct ocxl_record ocxl_check_record;

struct ocxl_clear_conditions_record {
	uint64_t cleared; /* NDCTL_OCXL_KEPT_* */
};
extern const struct ocxl_record ocxl_clear_conditions_record;

/* describes struct ndctl_ocxl_smart_attribute */
extern const struct ocxl_record ocxl_smart_attribute_record;

/* bits of ocxl_smart_summary_record.present */
enum { OCXL_SMART_HAS_TEMPERATURE, OCXL_SMART_HAS_LIFE, OCXL_SMART_HAS_HOURS };

struct ocxl_smart_summary_record {
	OCXL_PRESENT;
	struct ocxl_list attributes; /* of struct ndctl_ocxl_smart_attribute; key "smart" */
	uint64_t temperature_celsius; /* raw value of the first attribute 0xC2 */
	/* raw value of the first attribute 0xCA that is at most 100 */
	uint64_t life_remaining_percentage;
	uint64_t power_on_hours; /* raw value of the first attribute 0x09 */
};
extern const struct ocxl_record ocxl_smart_summary_record;

/* counters with a rate; OCXL_RATE_TIMED is the number of those that have a duration, too */
enum {
	OCXL_RATE_HOST_LOAD,
	OCXL_RATE_HOST_STORE,
	OCXL_RATE_MEDIA_READ,
	OCXL_RATE_MEDIA_WRITE,
	OCXL_RATE_CACHE_READ_HIT,
	OCXL_RATE_CACHE_WRITE_HIT,
	OCXL_RATE_FAST_WRITE,
	OCXL_RATES,
	OCXL_RATE_TIMED = OCXL_RATE_MEDIA_WRITE + 1,
};

/* of an interval, or since the last reset; NaN: unknown */
struct ocxl_means {
	double ns[OCXL_RATE_TIMED]; /* durations of the operations */
	double cache_read_hit_percentage; /* loads by the host that the cache served */
	double cache_write_hit_percentage; /* stores by the host that the cache accepted */
};

struct ocxl_stats_record {
	struct ndctl_ocxl_stats counters; /* as the card sent them */
	struct ocxl_means means;
};
extern const struct ocxl_record ocxl_stats_record;

/* bits of ocxl_rates_record.present */
enum {
	OCXL_RATES_HAS_COUNTERS,
	OCXL_RATES_HAS_FIRST,
	OCXL_RATES_HAS_RESET,
	OCXL_RATES_HAS_DIMM_COUNT,
};

/* an interval of one DIMM, or of all DIMMs together */
struct ocxl_rates_record {
	OCXL_PRESENT;
	/* at the end of the interval; not for all DIMMs together */
	struct ndctl_ocxl_stats counters;
	double interval_seconds; /* NaN: unknown */
	bool first;
	bool reset;
	uint64_t dimm_count; /* only for all DIMMs together */
	double per_second[OCXL_RATES]; /* rates; NaN: unknown */
	struct ocxl_means means;
};
extern const struct ocxl_record ocxl_rates_record;

/* bits of ocxl_error_log_record.present */
enum { OCXL_ERROR_LOG_HAS_DATA, OCXL_ERROR_LOG_HAS_TIME };

struct ocxl_error_log_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_error_log entry; /* as the card sent it */
	uint64_t time_about; /* when the card wrote it, in seconds since 1970 */
	uint64_t read_time; /* when the host read it, likewise */
	const char *severity; /* of the condition that it reports, for tables; NULL: of none */
};
extern const struct ocxl_record ocxl_error_log_record;

/* entries that are not streamed: of the report */
struct ocxl_error_log_list_record {
	struct ocxl_list entries; /* of struct ocxl_error_log_record; key "error_log" */
};
extern const struct ocxl_record ocxl_error_log_list_record;

/* a row of a table */
struct ocxl_event_row {
	uint64_t event; /* its bit in struct ndctl_ocxl_events, NDCTL_OCXL_EVENT_* */
	bool pending; /* it is pending now */
	uint64_t count; /* how many times it has occurred */
};

struct ocxl_events_record {
	struct ndctl_ocxl_events events; /* as the driver sent them */
	uint64_t entries[NDCTL_OCXL_ERROR_LOG_TYPES + 1]; /* of @events; the last: of other types */
	struct ocxl_event_row rows[NDCTL_OCXL_EVENTS]; /* what a table shows of them */
	struct ocxl_list list; /* of @rows */
};
extern const struct ocxl_record ocxl_events_record;

struct ocxl_heartbeat_record {
	uint64_t response_time_us;
};
extern const struct ocxl_record ocxl_heartbeat_record;

struct ocxl_shutdown_record {
	bool requested;
};
extern const struct ocxl_record ocxl_shutdown_record;

struct ocxl_dump_record {
	const char *file; /* name of the file as the user typed it */
	uint64_t dump_bytes;
};
extern const struct ocxl_record ocxl_dump_record;

/* bits of ocxl_metrics_record.present */
enum { OCXL_METRICS_HAS_READINESS, OCXL_METRICS_HAS_START_TIME, OCXL_METRICS_HAS_LIFE };

struct ocxl_metrics_record {
	OCXL_PRESENT;
	bool up; /* at least one command was answered */
	bool ready; /* the controller is ready */
	bool memory_available; /* the memory can be used */
	uint64_t start_time_seconds; /* last reset of the controller, in seconds since 1970 */
	/* of SMART; of the statistics if SMART does not have it */
	uint64_t life_remaining_percentage;
	uint64_t duration_us; /* time that all commands took */
};
extern const struct ocxl_record ocxl_metrics_record;

#define OCXL_HOST_TEXT_SIZE 65

/* bits of ocxl_host_record.present */
enum { OCXL_HOST_HAS_DRIVER, OCXL_HOST_HAS_DRIVER_VERSION, OCXL_HOST_HAS_DRIVER_SRCVERSION };

struct ocxl_host_record {
	OCXL_PRESENT;
	bool driver_loaded; /* as a module, or as a part of the kernel; for metrics */
	char name[OCXL_HOST_TEXT_SIZE];
	char kernel_release[OCXL_HOST_TEXT_SIZE];
	char architecture[OCXL_HOST_TEXT_SIZE];
	uint64_t uptime_seconds;
	const char *driver_module;
	char driver_version[OCXL_HOST_TEXT_SIZE];
	char driver_srcversion[OCXL_HOST_TEXT_SIZE];
};
extern const struct ocxl_record ocxl_host_record;

/*
 * for "make docs-update": the records of JSON documents, ended by NULL. That of a verb has the name
 * of its key
 */
extern const struct ocxl_record *const ocxl_records[];

#endif /* OCXL_RECORDS_H */
