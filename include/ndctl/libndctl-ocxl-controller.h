/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OpenCAPI: controller commands. <ndctl/libndctl-ocxl.h> describes errors, ownership and threads.
 */
#ifndef _LIBNDCTL_OCXL_CONTROLLER_H_
#define _LIBNDCTL_OCXL_CONTROLLER_H_

#include <stdbool.h>
#include <stdint.h>
#include <ndctl/libndctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/* bytes of a firmware version, with the terminating NUL */
#define NDCTL_OCXL_FW_VERSION_SIZE 9

/** ndctl_dimm_ocxl_cmd_new_heartbeat() - test if the controller answers (wire.md 4.3) */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_heartbeat(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_cmd_new_shutdown() - stop the controller (wire.md 4.16)
 * @dimm: an OpenCAPI DIMM
 *
 * Needs CAP_SYS_ADMIN. After a shutdown the controller accepts no command until it is reset.
 * ndctl_cmd_ocxl_submit() returns -EBUSY if the DIMM's region is enabled, if the kernel has its
 * memory as System RAM, or if the card runs another task.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_shutdown(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_cmd_new_capabilities() - read properties of card and driver (wire.md 4.5)
 * @dimm: an OpenCAPI DIMM
 *
 * The driver reads registers only, so this works even if the controller does not answer.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_capabilities(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_capabilities - properties of card and driver (wire.md 4.5)
 * @cmd_mask: bit n: the driver has command n
 * @serial: serial number
 * @fw_version: running firmware: the 8 bytes of the card, padded and terminated with NUL
 * @capacity_bytes: size of the region, without the label area
 * @label_area_bytes: size of the label area
 * @health_status: register CHI: bit 4 controller ready, 5 firmware fatal, 6 memory available, 7
 *	error log, 8 dump, 9 hardware fatal
 * @controller_status: register CSTS, whose bits are not public
 * @max_dump_bytes: size of the largest dump
 * @max_data_bytes: size of the mailbox's data buffer
 * @interface_revision: revision of the card's registers
 * @read_latency_ns: time of a read of the raw medium
 * @memory_available_timeout_seconds: time after which the memory must be available
 * @readiness_timeout_seconds: time after which the controller must be ready
 * @emulated: the card is an emulated one
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_capabilities {
	uint64_t cmd_mask;
	uint64_t serial;
	char fw_version[NDCTL_OCXL_FW_VERSION_SIZE];
	uint64_t capacity_bytes;
	uint64_t label_area_bytes;
	uint64_t health_status;
	uint64_t controller_status;
	uint32_t max_dump_bytes;
	uint32_t max_data_bytes;
	uint16_t interface_revision;
	uint16_t read_latency_ns;
	uint16_t memory_available_timeout_seconds;
	uint8_t readiness_timeout_seconds;
	bool emulated;
	uint64_t reserved[8];
};

/** ndctl_cmd_ocxl_get_capabilities() - get the answer to ndctl_dimm_ocxl_cmd_new_capabilities() */
int ndctl_cmd_ocxl_get_capabilities(struct ndctl_cmd *cmd,
				    struct ndctl_ocxl_capabilities *capabilities);

/** ndctl_dimm_ocxl_cmd_new_stats() - read the controller's statistics (wire.md 4.4) */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_stats(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_stats - controller statistics (wire.md 4.4)
 * @reset_count: resets of the controller
 * @reset_uptime_seconds: time since the last reset
 * @power_on_uptime_seconds: time that the card has been powered on in its life
 * @life_remaining_percentage: value of the card, which may exceed 100
 * @critical_resource_utilization_percentage: value of the card, which may exceed 100
 * @host_load_count: loads by the host
 * @host_store_count: stores by the host
 * @host_load_duration_ns: total time of these loads
 * @host_store_duration_ns: total time of these stores
 * @media_read_count: reads of the medium
 * @media_write_count: writes to the medium
 * @media_read_duration_ns: total time of these reads
 * @media_write_duration_ns: total time of these writes
 * @cache_read_hit_count: loads served from the cache
 * @cache_write_hit_count: stores that went to the cache
 * @fast_write_count: fast writes
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_stats {
	uint32_t reset_count;
	uint32_t reset_uptime_seconds;
	uint32_t power_on_uptime_seconds;
	uint8_t life_remaining_percentage;
	uint8_t critical_resource_utilization_percentage;
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
	uint64_t reserved[8];
};

/** ndctl_cmd_ocxl_get_stats() - get the answer to ndctl_dimm_ocxl_cmd_new_stats() */
int ndctl_cmd_ocxl_get_stats(struct ndctl_cmd *cmd, struct ndctl_ocxl_stats *stats);

/**
 * ndctl_dimm_ocxl_cmd_new_events() - read pending events and counters (wire.md 4.17)
 * @dimm: an OpenCAPI DIMM
 *
 * The driver reads registers only: -ENXIO when the card is gone. The command acknowledges nothing.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_events(struct ndctl_dimm *dimm);

/* events: bits of struct ndctl_ocxl_events.pending, indices of .count (wire.md 4.17) */
enum ndctl_ocxl_event {
	NDCTL_OCXL_EVENT_DUMP = 0,
	NDCTL_OCXL_EVENT_ERROR_LOG = 1,
	NDCTL_OCXL_EVENT_HW_FATAL = 2,
	NDCTL_OCXL_EVENT_FW_FATAL = 3,
	NDCTL_OCXL_EVENT_MEMORY_AVAILABLE = 4,
	NDCTL_OCXL_EVENT_SMART_NOTIFY = 5,
	NDCTL_OCXL_EVENT_ERASE_FAILED = 6,
};

/* elements of arrays by event, and by type of an entry; those without a meaning are 0 */
#define NDCTL_OCXL_EVENTS	   16
#define NDCTL_OCXL_ERROR_LOG_TYPES 16

/**
 * struct ndctl_ocxl_events - pending events and counters (wire.md 4.17)
 * @pending: bit n: event n is pending
 * @count: element n: how many times event n has begun since the driver was bound. Compare with an
 *	earlier answer to see what you missed
 * @entries: element n: how many entries of type n of the error log the driver has read from the
 *	card since it was bound
 * @other_entries: the same for all types that have no element of their own. A later version may
 *	count some of them in @entries
 * @kept_conditions: NDCTL_OCXL_KEPT_*
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_events {
	uint64_t pending;
	uint64_t count[NDCTL_OCXL_EVENTS];
	uint64_t entries[NDCTL_OCXL_ERROR_LOG_TYPES];
	uint64_t other_entries;
	uint64_t kept_conditions;
	uint64_t reserved[8];
};

/** ndctl_cmd_ocxl_get_events() - get the answer to ndctl_dimm_ocxl_cmd_new_events() */
int ndctl_cmd_ocxl_get_events(struct ndctl_cmd *cmd, struct ndctl_ocxl_events *events);

/**
 * ndctl_dimm_ocxl_cmd_new_clear_conditions() - clear conditions (wire.md 4.19)
 * @dimm: an OpenCAPI DIMM
 * @mask: NDCTL_OCXL_KEPT_* to clear. ndctl_cmd_ocxl_submit() refuses unknown bits with -EINVAL.
 *	Bits of conditions that the card does not have are ignored
 * @shown: the events that the administrator saw before the decision to clear
 *
 * NULL with errno EINVAL if @shown is NULL.
 *
 * The command needs CAP_SYS_ADMIN (-EPERM) and works at any time, also when the card is gone: use
 * events that were read before, or UINT64_MAX in an element of @entries to clear without a check.
 * A sum above UINT64_MAX counts as UINT64_MAX.
 * -EBUSY: the driver has read more entries from the card than @shown counts, and has cleared
 * nothing: show them, then try again with newer events.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_clear_conditions(struct ndctl_dimm *dimm, uint64_t mask,
							   const struct ndctl_ocxl_events *shown);

/**
 * ndctl_ocxl_event_name() - name of an event (wire.md 4.17)
 * @event: one of enum ndctl_ocxl_event, or any other number
 *
 * Return: "dump", "error_log", ...; NULL for any other number.
 */
const char *ndctl_ocxl_event_name(unsigned int event);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_CONTROLLER_H_ */
