/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, what its controller is and does. A part of
 * <ndctl/libndctl-ocxl.h>, which says what holds for every command and getter.
 */
#ifndef _LIBNDCTL_OCXL_CONTROLLER_H_
#define _LIBNDCTL_OCXL_CONTROLLER_H_

#include <stdbool.h>
#include <stdint.h>
#include <ndctl/libndctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * ndctl_dimm_ocxl_new_heartbeat() - does the controller answer (wire.md 4)
 * @dimm: an OpenCAPI DIMM
 *
 * There is nothing to get from the answer.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_heartbeat(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_shutdown() - have the controller flush and stop (wire.md 4.16)
 * @dimm: an OpenCAPI DIMM
 *
 * Needs CAP_SYS_ADMIN. -EBUSY from ndctl_cmd_ocxl_submit() means that the DIMM's region
 * is enabled, or that another task of the card is in the way. There is nothing to get
 * from the answer. After it the controller takes no command until it is reset.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_shutdown(struct ndctl_dimm *dimm);

/**
 * ndctl_dimm_ocxl_new_capabilities() - what card and driver can do (wire.md 4.5)
 * @dimm: an OpenCAPI DIMM
 *
 * Answered from registers: works when the controller does not answer, too.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_capabilities(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_capabilities - what card and driver can do (wire.md 4.5)
 * @cmd_mask: bit n is command n
 * @serial: serial number
 * @fw_version: 8 bytes as the card has them, NUL-padded and terminated
 * @capacity_bytes: of the region; labels are not counted
 * @label_area_bytes: for labels
 * @health_status: register CHI as it is: bit 4 controller ready, 5 firmware fatal,
 *	6 memory available, 7 error log, 8 dump, 9 hardware fatal
 * @controller_status: register CSTS as it is; its bits are not public
 * @max_dump_bytes: the most that a dump can have
 * @max_data_bytes: of the mailbox's data buffer
 * @interface_revision: as the card says it
 * @read_latency_ns: of the raw medium
 * @memory_available_timeout_seconds: after which memory should be available
 * @readiness_timeout_seconds: after which the controller should be ready
 * @emulated: not a real card
 */
struct ndctl_ocxl_capabilities {
	uint64_t cmd_mask;
	uint64_t serial;
	char fw_version[9];
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
};

/**
 * ndctl_cmd_ocxl_capabilities_get() - the capabilities
 * @cmd: of ndctl_dimm_ocxl_new_capabilities()
 * @capabilities: filled in
 */
int ndctl_cmd_ocxl_capabilities_get(struct ndctl_cmd *cmd,
				    struct ndctl_ocxl_capabilities *capabilities);

/**
 * ndctl_dimm_ocxl_new_stats() - the controller's statistics (wire.md 4.4)
 * @dimm: an OpenCAPI DIMM
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_stats(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_stats - controller statistics (wire.md 4.4)
 * @reset_count: resets of the controller
 * @reset_uptime_seconds: since the last reset
 * @power_on_uptime_seconds: powered on, in all
 * @life_remaining_percentage: as the card has it, not limited to 100
 * @critical_resource_utilization_percentage: likewise
 * @host_load_count: loads by the host
 * @host_store_count: stores by the host
 * @host_load_duration_ns: in all
 * @host_store_duration_ns: in all
 * @media_read_count: reads of the medium
 * @media_write_count: writes to the medium
 * @media_read_duration_ns: in all
 * @media_write_duration_ns: in all
 * @cache_read_hit_count: loads that the cache answered
 * @cache_write_hit_count: stores that the cache took
 * @fast_write_count: fast writes
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
};

/**
 * ndctl_cmd_ocxl_stats_get() - the statistics
 * @cmd: of ndctl_dimm_ocxl_new_stats()
 * @stats: filled in
 */
int ndctl_cmd_ocxl_stats_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_stats *stats);

/**
 * ndctl_dimm_ocxl_new_events() - what is so now, and how often it became so (wire.md 4.17)
 * @dimm: an OpenCAPI DIMM
 *
 * Answered from registers. Nothing is acknowledged by it.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_events(struct ndctl_dimm *dimm);

/* bits of struct ndctl_ocxl_events.pending and indices of .count (wire.md 4.17) */
#define NDCTL_OCXL_EVENT_DUMP		  0
#define NDCTL_OCXL_EVENT_ERROR_LOG	  1
#define NDCTL_OCXL_EVENT_HW_FATAL	  2
#define NDCTL_OCXL_EVENT_FW_FATAL	  3
#define NDCTL_OCXL_EVENT_MEMORY_AVAILABLE 4
#define NDCTL_OCXL_EVENT_SMART_NOTIFY	  5
#define NDCTL_OCXL_EVENT_ERASE_FAILED	  6
#define NDCTL_OCXL_EVENTS		  8

/**
 * struct ndctl_ocxl_events - what is so now, and how often it became so (wire.md 4.17)
 * @pending: bit NDCTL_OCXL_EVENT_*: it is so now
 * @count: [NDCTL_OCXL_EVENT_*]: how often it became so since the driver was bound.
 *	A reader keeps its own copy and compares
 */
struct ndctl_ocxl_events {
	uint64_t pending;
	uint64_t count[NDCTL_OCXL_EVENTS];
};

/**
 * ndctl_cmd_ocxl_events_get() - the events
 * @cmd: of ndctl_dimm_ocxl_new_events()
 * @events: filled in
 */
int ndctl_cmd_ocxl_events_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_events *events);

/**
 * ndctl_ocxl_event_name() - word of an event (wire.md 4.17)
 * @event: one of NDCTL_OCXL_EVENT_*
 *
 * Return: "dump", "error_log", ...; NULL for a reserved bit or anything else.
 */
const char *ndctl_ocxl_event_name(unsigned int event);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_CONTROLLER_H_ */
