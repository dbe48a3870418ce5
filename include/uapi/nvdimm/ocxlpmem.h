/* SPDX-License-Identifier: LGPL-2.1-or-later WITH Linux-syscall-note */
/*
 * The wire protocol between user space and the driver of OpenCAPI persistent
 * memory: the messages that ioctls of /dev/nmemX carry. The comments name sections of
 * Documentation/protocol/wire.md.
 *
 * All structs have native byte order, natural alignment and explicit padding,
 * contain no pointers, and grow only at their end.
 *
 * This header compiles as C in kernel and user space, and as C++.
 */
#ifndef _UAPI_NVDIMM_OCXLPMEM_H_
#define _UAPI_NVDIMM_OCXLPMEM_H_

#include <linux/types.h>

/* wire.md 1: the family in nd_cmd_pkg.nd_family */
#ifndef NVDIMM_FAMILY_OCXL
#define NVDIMM_FAMILY_OCXL 6
#endif

/* wire.md 1: the opcode of the package inside ND_CMD_VENDOR, "OCXL" */
#define OCXLPMEM_VENDOR_OPCODE 0x4C58434FU

/* wire.md 1: bytes that libnvdimm copies for one ioctl at most, headers included */
#define OCXLPMEM_ENVELOPE_MAX (4U << 20)

/* wire.md 2, rule 6: bytes of the longest valid answer, header included */
#define OCXLPMEM_ANSWER_MAX (1U << 20)

/* wire.md 4: nd_cmd_pkg.nd_command, and the number of the bit in capabilities.cmd_mask */
enum {
	OCXLPMEM_CMD_SMART = 1, /* SMART attributes */
	OCXLPMEM_CMD_ERROR_LOG = 2, /* the first entry of the error log after a cursor */
	OCXLPMEM_CMD_HEARTBEAT = 3, /* does the controller answer */
	OCXLPMEM_CMD_STATS = 4, /* controller statistics */
	OCXLPMEM_CMD_CAPABILITIES = 5, /* properties of card and driver */
	/* never use 6: libnvdimm takes a CALL of that number for a label write */
	OCXLPMEM_CMD_REQUEST_HEALTH = 7, /* make the card write an entry about its health */
	OCXLPMEM_CMD_DUMP_TAKE = 8, /* take a dump, or read its state */
	OCXLPMEM_CMD_DUMP_READ = 9, /* a piece of the dump */
	OCXLPMEM_CMD_DUMP_RELEASE = 10, /* end of reading the dump */
	OCXLPMEM_CMD_FW_INFO = 11, /* versions of the firmware, limits of an update */
	OCXLPMEM_CMD_FW_START = 12, /* start an update */
	OCXLPMEM_CMD_FW_SEND = 13, /* a piece of the image */
	OCXLPMEM_CMD_FW_FINISH = 14, /* end an update */
	OCXLPMEM_CMD_FW_QUERY = 15, /* state of an update */
	OCXLPMEM_CMD_SHUTDOWN = 16, /* shut the controller down */
	OCXLPMEM_CMD_EVENTS = 17, /* pending events and counters */
	OCXLPMEM_CMD_SMART_INJECT = 18, /* change the SMART data of an emulated card */
	OCXLPMEM_CMD_CLEAR_CONDITIONS = 19, /* clear conditions that the driver keeps */
	OCXLPMEM_CMD_END,
	OCXLPMEM_CMD_MAX = OCXLPMEM_CMD_END - 1
};

/* wire.md 4.17: events; the bit in events.pending, and the index in events.count */
enum {
	OCXLPMEM_EVENT_DUMP = 0, /* the controller has a dump */
	OCXLPMEM_EVENT_ERROR_LOG = 1, /* the error log has entries */
	OCXLPMEM_EVENT_HARDWARE_FATAL = 2, /* fatal failure of the hardware */
	OCXLPMEM_EVENT_FIRMWARE_FATAL = 3, /* fatal failure of the firmware */
	OCXLPMEM_EVENT_MEMORY_AVAILABLE = 4, /* a good state: counted, never pending */
	OCXLPMEM_EVENT_SMART_NOTIFY = 5, /* an attribute was failing when SMART was last read */
	OCXLPMEM_EVENT_ERASE_FAILED = 6, /* the last erase failed */
};

/* wire.md 5: words of the sysfs file "flags"; the number is the position of the word in the file */
enum {
	OCXLPMEM_FLAG_NOT_READY = 0, /* the controller is not ready */
	OCXLPMEM_FLAG_MEM_UNAVAILABLE = 1, /* the memory is not available */
	OCXLPMEM_FLAG_ERROR_LOG = 2, /* the error log has entries */
	OCXLPMEM_FLAG_DUMP = 3, /* the controller has a dump */
	OCXLPMEM_FLAG_SMART_NOTIFY = 4, /* an attribute was failing when SMART was last read */
	OCXLPMEM_FLAG_HW_FATAL = 5, /* fatal failure of the hardware */
	OCXLPMEM_FLAG_FW_FATAL = 6, /* fatal failure of the firmware */
	OCXLPMEM_FLAG_ERASE_FAILED = 7, /* the last erase failed */
	OCXLPMEM_FLAG_MAILBOX_STUCK = 8, /* a request has no answer for more than a minute */
	OCXLPMEM_FLAG_GONE = 9, /* the card has disappeared */
	OCXLPMEM_FLAG_NOT_READY_OVERDUE = 10, /* NOT_READY for longer than the card allows */
	OCXLPMEM_FLAG_MEM_UNAVAILABLE_OVERDUE = 11, /* MEM_UNAVAILABLE, likewise */
	OCXLPMEM_FLAG_DATA_LOSS = 12, /* a kept condition */
	OCXLPMEM_FLAG_REPLACEMENT_REQUESTED = 13, /* a kept condition */
	OCXLPMEM_FLAG_PREDICTIVE_FAILURE = 14, /* a kept condition */
	OCXLPMEM_FLAG_SHUT_DOWN = 15, /* NOT_READY, because the controller was shut down */
	OCXLPMEM_FLAG_FW_UPDATE_INCOMPLETE = 16,
	OCXLPMEM_FLAG_COUNT
};

/* wire.md 4.2: error_log_rsp.error_log_type */
enum {
	OCXLPMEM_ERROR_LOG_GENERAL = 0,
	OCXLPMEM_ERROR_LOG_PREDICTIVE_FAILURE = 1,
	OCXLPMEM_ERROR_LOG_THERMAL_WARNING = 2,
	OCXLPMEM_ERROR_LOG_DATA_LOSS = 3,
	OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE = 4,
};

/* wire.md 4.2: error_log_rsp.action_flags */
enum {
	OCXLPMEM_ERROR_LOG_ACTION_RESET = 1 << 0,
	OCXLPMEM_ERROR_LOG_ACTION_CHECK_FIRMWARE = 1 << 21,
	OCXLPMEM_ERROR_LOG_ACTION_REPLACE = 1 << 22, /* replace the card */
	OCXLPMEM_ERROR_LOG_ACTION_DUMP = 1 << 23, /* take a dump */
};

/* wire.md 4.17: events_rsp.kept_conditions. The word of "flags" has the same name */
enum {
	OCXLPMEM_KEPT_DATA_LOSS = 1 << 0,
	OCXLPMEM_KEPT_REPLACEMENT_REQUESTED = 1 << 1,
	OCXLPMEM_KEPT_PREDICTIVE_FAILURE = 1 << 2,
};

/*
 * wire.md 4.5: capabilities.health_status, the card's register CHI. The driver alone uses bits 0
 * and 1
 */
enum {
	OCXLPMEM_HEALTH_CONTROLLER_READY = 1 << 4,
	OCXLPMEM_HEALTH_FIRMWARE_FATAL = 1 << 5,
	OCXLPMEM_HEALTH_MEMORY_AVAILABLE = 1 << 6,
	OCXLPMEM_HEALTH_ERROR_LOG = 1 << 7,
	OCXLPMEM_HEALTH_DUMP = 1 << 8,
	OCXLPMEM_HEALTH_HARDWARE_FATAL = 1 << 9,
};

/* wire.md 4.1: identifiers of SMART attributes whose meaning is public */
enum {
	OCXLPMEM_SMART_POWER_ON_HOURS = 0x09,
	OCXLPMEM_SMART_TEMPERATURE = 0xC2, /* degrees Celsius */
	OCXLPMEM_SMART_LIFE_REMAINING = 0xCA, /* percent */
};

/*
 * Lists for driver, library and tool. The user of a list defines a macro and passes it to the list,
 * which calls the macro once for each row: with a constant, and its name in output, messages and
 * names of functions.
 */

/*
 * All commands (wire.md 4), in ascending order:
 *
 *	PLAIN(command, name, rights, state, opcode, answer)
 *	INPUT(command, name, rights, state, opcode, answer, request)
 *
 * PLAIN is a command without input, INPUT is one with input. A user that treats both alike
 * passes the same macro twice; OCXLPMEM_NO_ROW leaves one kind out.
 *
 * rights	ANYBODY: everybody who can open the device node for writing. ADMIN: only with
 *		CAP_SYS_ADMIN as well
 * state	READY: served while the controller is ready. AFTER_FATAL: also after a fatal failure.
 *		ANYTIME: always, the driver needs no card or checks the card's state itself.
 *		EMULATED: always, on emulated cards only
 * opcode	of the request to the card (controller.md 3.2); NONE: registers or memory serve it
 * answer	records in an answer with status OK. NONE: no record. ONE(struct): one record.
 *		OPTIONAL(struct): one record or none. LIST(struct): 0 to 255 records.
 *		"struct" is the name of the record's struct. After ONE and OPTIONAL, more
 *		bytes may follow: data, or fields of a later edition (wire.md 2, rule 2)
 * request	name of the struct that the input begins with
 */
#define OCXLPMEM_COMMANDS(PLAIN, INPUT)                                                            \
	PLAIN(OCXLPMEM_CMD_SMART, smart, ANYBODY, READY, SMART, LIST(ocxlpmem_smart_attribute))    \
	INPUT(OCXLPMEM_CMD_ERROR_LOG, error_log, ANYBODY, ANYTIME, ERROR_LOG,                      \
	      OPTIONAL(ocxlpmem_error_log_rsp), ocxlpmem_error_log_req)                            \
	PLAIN(OCXLPMEM_CMD_HEARTBEAT, heartbeat, ANYBODY, READY, HEARTBEAT, NONE)                  \
	PLAIN(OCXLPMEM_CMD_STATS, stats, ANYBODY, READY, STATS, ONE(ocxlpmem_stats_rsp))           \
	PLAIN(OCXLPMEM_CMD_CAPABILITIES, capabilities, ANYBODY, ANYTIME, NONE,                     \
	      ONE(ocxlpmem_capabilities_rsp))                                                      \
	PLAIN(OCXLPMEM_CMD_REQUEST_HEALTH, request_health, ANYBODY, READY, NONE, NONE)             \
	INPUT(OCXLPMEM_CMD_DUMP_TAKE, dump_take, ANYBODY, AFTER_FATAL, NONE,                       \
	      ONE(ocxlpmem_dump_take_rsp), ocxlpmem_dump_take_req)                                 \
	INPUT(OCXLPMEM_CMD_DUMP_READ, dump_read, ANYBODY, AFTER_FATAL, DUMP,                       \
	      ONE(ocxlpmem_dump_read_rsp), ocxlpmem_dump_read_req)                                 \
	PLAIN(OCXLPMEM_CMD_DUMP_RELEASE, dump_release, ANYBODY, AFTER_FATAL, NONE, NONE)           \
	PLAIN(OCXLPMEM_CMD_FW_INFO, fw_info, ANYBODY, ANYTIME, NONE, ONE(ocxlpmem_fw_info_rsp))    \
	PLAIN(OCXLPMEM_CMD_FW_START, fw_start, ADMIN, READY, NONE, ONE(ocxlpmem_fw_context))       \
	INPUT(OCXLPMEM_CMD_FW_SEND, fw_send, ADMIN, READY, FW_UPDATE, NONE, ocxlpmem_fw_send_req)  \
	INPUT(OCXLPMEM_CMD_FW_FINISH, fw_finish, ADMIN, READY, NONE, NONE, ocxlpmem_fw_finish_req) \
	INPUT(OCXLPMEM_CMD_FW_QUERY, fw_query, ANYBODY, READY, NONE, ONE(ocxlpmem_fw_query_rsp),   \
	      ocxlpmem_fw_context)                                                                 \
	PLAIN(OCXLPMEM_CMD_SHUTDOWN, shutdown, ADMIN, READY, SHUTDOWN, NONE)                       \
	PLAIN(OCXLPMEM_CMD_EVENTS, events, ANYBODY, ANYTIME, NONE, ONE(ocxlpmem_events_rsp))       \
	INPUT(OCXLPMEM_CMD_SMART_INJECT, smart_inject, ADMIN, EMULATED, NONE, NONE,                \
	      ocxlpmem_smart_inject_req)                                                           \
	INPUT(OCXLPMEM_CMD_CLEAR_CONDITIONS, clear_conditions, ADMIN, ANYTIME, NONE, NONE,         \
	      ocxlpmem_clear_conditions_req)

#define OCXLPMEM_EVENTS(EVENT)                                   \
	EVENT(OCXLPMEM_EVENT_DUMP, dump)                         \
	EVENT(OCXLPMEM_EVENT_ERROR_LOG, error_log)               \
	EVENT(OCXLPMEM_EVENT_HARDWARE_FATAL, hw_fatal)           \
	EVENT(OCXLPMEM_EVENT_FIRMWARE_FATAL, fw_fatal)           \
	EVENT(OCXLPMEM_EVENT_MEMORY_AVAILABLE, memory_available) \
	EVENT(OCXLPMEM_EVENT_SMART_NOTIFY, smart_notify)         \
	EVENT(OCXLPMEM_EVENT_ERASE_FAILED, erase_failed)

#define OCXLPMEM_FLAGS(FLAG)                                                 \
	FLAG(OCXLPMEM_FLAG_NOT_READY, not_ready)                             \
	FLAG(OCXLPMEM_FLAG_MEM_UNAVAILABLE, mem_unavailable)                 \
	FLAG(OCXLPMEM_FLAG_ERROR_LOG, error_log)                             \
	FLAG(OCXLPMEM_FLAG_DUMP, dump)                                       \
	FLAG(OCXLPMEM_FLAG_SMART_NOTIFY, smart_notify)                       \
	FLAG(OCXLPMEM_FLAG_HW_FATAL, hw_fatal)                               \
	FLAG(OCXLPMEM_FLAG_FW_FATAL, fw_fatal)                               \
	FLAG(OCXLPMEM_FLAG_ERASE_FAILED, erase_failed)                       \
	FLAG(OCXLPMEM_FLAG_MAILBOX_STUCK, mailbox_stuck)                     \
	FLAG(OCXLPMEM_FLAG_GONE, gone)                                       \
	FLAG(OCXLPMEM_FLAG_NOT_READY_OVERDUE, not_ready_overdue)             \
	FLAG(OCXLPMEM_FLAG_MEM_UNAVAILABLE_OVERDUE, mem_unavailable_overdue) \
	FLAG(OCXLPMEM_FLAG_DATA_LOSS, data_loss)                             \
	FLAG(OCXLPMEM_FLAG_REPLACEMENT_REQUESTED, replacement_requested)     \
	FLAG(OCXLPMEM_FLAG_PREDICTIVE_FAILURE, predictive_failure)           \
	FLAG(OCXLPMEM_FLAG_SHUT_DOWN, shut_down)                             \
	FLAG(OCXLPMEM_FLAG_FW_UPDATE_INCOMPLETE, fw_update_incomplete)

#define OCXLPMEM_ERROR_LOG_TYPES(TYPE)                                  \
	TYPE(OCXLPMEM_ERROR_LOG_GENERAL, general)                       \
	TYPE(OCXLPMEM_ERROR_LOG_PREDICTIVE_FAILURE, predictive_failure) \
	TYPE(OCXLPMEM_ERROR_LOG_THERMAL_WARNING, thermal_warning)       \
	TYPE(OCXLPMEM_ERROR_LOG_DATA_LOSS, data_loss)                   \
	TYPE(OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE, health_performance)

#define OCXLPMEM_ERROR_LOG_ACTIONS(ACTION)                               \
	ACTION(OCXLPMEM_ERROR_LOG_ACTION_RESET, reset)                   \
	ACTION(OCXLPMEM_ERROR_LOG_ACTION_CHECK_FIRMWARE, check_firmware) \
	ACTION(OCXLPMEM_ERROR_LOG_ACTION_REPLACE, replace)               \
	ACTION(OCXLPMEM_ERROR_LOG_ACTION_DUMP, dump)

/* a row also has the flag of the same condition */
#define OCXLPMEM_KEPT_CONDITIONS(KEPT)                                                 \
	KEPT(OCXLPMEM_KEPT_DATA_LOSS, OCXLPMEM_FLAG_DATA_LOSS, data_loss)              \
	KEPT(OCXLPMEM_KEPT_REPLACEMENT_REQUESTED, OCXLPMEM_FLAG_REPLACEMENT_REQUESTED, \
	     replacement_requested)                                                    \
	KEPT(OCXLPMEM_KEPT_PREDICTIVE_FAILURE, OCXLPMEM_FLAG_PREDICTIVE_FAILURE, predictive_failure)

#define OCXLPMEM_HEALTH_BITS(HEALTH)                               \
	HEALTH(OCXLPMEM_HEALTH_CONTROLLER_READY, controller_ready) \
	HEALTH(OCXLPMEM_HEALTH_FIRMWARE_FATAL, fw_fatal)           \
	HEALTH(OCXLPMEM_HEALTH_MEMORY_AVAILABLE, memory_available) \
	HEALTH(OCXLPMEM_HEALTH_ERROR_LOG, error_log)               \
	HEALTH(OCXLPMEM_HEALTH_DUMP, dump)                         \
	HEALTH(OCXLPMEM_HEALTH_HARDWARE_FATAL, hw_fatal)

#define OCXLPMEM_SMART_IDS(ATTRIBUTE)                            \
	ATTRIBUTE(OCXLPMEM_SMART_POWER_ON_HOURS, power_on_hours) \
	ATTRIBUTE(OCXLPMEM_SMART_TEMPERATURE, temperature)       \
	ATTRIBUTE(OCXLPMEM_SMART_LIFE_REMAINING, life_remaining)

/* for rows that the user of a list leaves out */
#define OCXLPMEM_NO_ROW(...)

/* OCXLPMEM_RECORD_SIZE_##answer: bytes of one record, by the column "answer" */
#define OCXLPMEM_RECORD_SIZE_NONE	   0
#define OCXLPMEM_RECORD_SIZE_ONE(tag)	   sizeof(struct tag)
#define OCXLPMEM_RECORD_SIZE_OPTIONAL(tag) sizeof(struct tag)
#define OCXLPMEM_RECORD_SIZE_LIST(tag)	   sizeof(struct tag)

#define OCXLPMEM_CMD_BIT(command, ...) | (1ULL << (command))
/* wire.md 4.5: capabilities.cmd_mask of a driver that has all commands, also EMULATED ones */
#define OCXLPMEM_CMD_MASK	       (0ULL OCXLPMEM_COMMANDS(OCXLPMEM_CMD_BIT, OCXLPMEM_CMD_BIT))

/* wire.md 3: rsp_header.status. Only the driver sets those from 0x80 to 0xFE */
#define OCXLPMEM_STATUS_OK		 0x00
#define OCXLPMEM_STATUS_MEM_UNAVAILABLE	 0x20
#define OCXLPMEM_STATUS_BLOCKED		 0x21
#define OCXLPMEM_STATUS_BAD_OPCODE	 0x50
#define OCXLPMEM_STATUS_BAD_REQUEST_PARM 0x51
#define OCXLPMEM_STATUS_BAD_DATA_PARM	 0x52
#define OCXLPMEM_STATUS_DEBUG_BLOCKED	 0x70
#define OCXLPMEM_STATUS_TIMEOUT		 0x80
#define OCXLPMEM_STATUS_NOT_READY	 0x81
#define OCXLPMEM_STATUS_NO_ENTRY	 0x82
#define OCXLPMEM_STATUS_BAD_RESPONSE	 0x83
#define OCXLPMEM_STATUS_BAD_INPUT	 0x84
#define OCXLPMEM_STATUS_NOT_PERMITTED	 0x85
#define OCXLPMEM_STATUS_FATAL		 0x86
#define OCXLPMEM_STATUS_HOLD_FULL	 0x87
#define OCXLPMEM_STATUS_FAILED		 0xFF

/**
 * struct ocxlpmem_rsp_header - first 8 bytes of every answer (wire.md 3)
 * @count: number of complete records that follow; 0 if @status is not OCXLPMEM_STATUS_OK
 * @status: OCXLPMEM_STATUS_*
 * @reserved: zero
 */
struct ocxlpmem_rsp_header {
	__u8 count;
	__u8 status;
	__u8 reserved[6];
};

/* wire.md 4.1: records in one answer at most */
#define OCXLPMEM_SMART_ATTRIBUTES_MAX 255

/**
 * struct ocxlpmem_smart_attribute - a SMART attribute in the card's layout (wire.md 4.1)
 * @fields: id 63:56, flags 55:40, current value 39:32, threshold 31:24, worst value 23:16
 * @raw: raw value; its unit depends on the id
 */
struct ocxlpmem_smart_attribute {
	__u64 fields;
	__u64 raw;
};

#define OCXLPMEM_SMART_ID_SHIFT	       56
#define OCXLPMEM_SMART_FLAGS_SHIFT     40
#define OCXLPMEM_SMART_CURRENT_SHIFT   32
#define OCXLPMEM_SMART_THRESHOLD_SHIFT 24
#define OCXLPMEM_SMART_WORST_SHIFT     16

/* wire.md 4.1: greater raw values of these attributes mean nothing */
#define OCXLPMEM_SMART_TEMPERATURE_MAX 200
#define OCXLPMEM_SMART_PERCENTAGE_MAX  100
#define OCXLPMEM_SMART_HOURS_MAX       (1UL << 24)

/**
 * ocxlpmem_smart_is_plausible() - is a raw value within the range of its attribute (wire.md 4.1)
 * @id: of the attribute
 * @raw: its raw value
 *
 * Some firmware packs several numbers into one raw value, or sends negative ones.
 *
 * Return: 1, also for an attribute whose meaning is unknown; 0 outside the range.
 */
static __inline__ int ocxlpmem_smart_is_plausible(__u8 id, __u64 raw)
{
	switch (id) {
	case OCXLPMEM_SMART_TEMPERATURE:
		return raw <= OCXLPMEM_SMART_TEMPERATURE_MAX;
	case OCXLPMEM_SMART_LIFE_REMAINING:
		return raw <= OCXLPMEM_SMART_PERCENTAGE_MAX;
	case OCXLPMEM_SMART_POWER_ON_HOURS:
		return raw <= OCXLPMEM_SMART_HOURS_MAX;
	default:
		return 1;
	}
}

/**
 * ocxlpmem_smart_attribute_failing() - is an attribute failing (wire.md 4.1)
 * @attribute: the attribute, native byte order
 *
 * Driver, library and ndctl use this rule.
 *
 * Return: 1; 0 also for an attribute whose raw value is not plausible.
 */
static __inline__ int
ocxlpmem_smart_attribute_failing(const struct ocxlpmem_smart_attribute *attribute)
{
	__u8 id = (__u8)(attribute->fields >> OCXLPMEM_SMART_ID_SHIFT);
	__u8 current_value = (__u8)(attribute->fields >> OCXLPMEM_SMART_CURRENT_SHIFT);
	__u8 threshold = (__u8)(attribute->fields >> OCXLPMEM_SMART_THRESHOLD_SHIFT);

	if (!ocxlpmem_smart_is_plausible(id, attribute->raw))
		return 0;
	switch (id) {
	case OCXLPMEM_SMART_POWER_ON_HOURS:
		return 0;
	case OCXLPMEM_SMART_TEMPERATURE:
		return threshold != 0 && attribute->raw >= threshold;
	case OCXLPMEM_SMART_LIFE_REMAINING:
		return attribute->raw <= threshold;
	default:
		return threshold != 0 && current_value <= threshold;
	}
}

/* wire.md 4.2: error_log_req.flags */
#define OCXLPMEM_ERROR_LOG_ACKNOWLEDGE (1U << 0)

/**
 * struct ocxlpmem_error_log_req - read the first entry after a cursor (wire.md 4.2)
 * @flags: OCXLPMEM_ERROR_LOG_ACKNOWLEDGE: the caller has stored all entries up to and
 *	including @cursor; the driver may drop them
 * @reserved: zero
 * @cursor: 0 for the first entry, else the cursor of an entry
 */
struct ocxlpmem_error_log_req {
	__u32 flags;
	__u32 reserved;
	__u64 cursor;
};

/**
 * struct ocxlpmem_error_log_rsp - an entry; @data_length bytes of data follow (wire.md 4.2)
 * @cursor: number of the entry: never 0, larger than those of earlier entries, valid
 *	until the driver is unbound
 * @log_id: the card's number for the entry
 * @reference_code: the card's code for the error
 * @action_flags: OCXLPMEM_ERROR_LOG_ACTION_*; 0 unless the type is OCXLPMEM_ERROR_LOG_GENERAL
 * @power_on_seconds: seconds that the card had been powered on at the error
 * @card_timestamp: time of the card's own clock, unit not public
 * @wwid: world-wide identifier, word 0 and word 1
 * @fw_version: firmware, ASCII, not terminated
 * @error_log_type: OCXLPMEM_ERROR_LOG_*, or another number of the card
 * @reserved: zero
 * @data_length: bytes of data of the entry, also if the answer has space for fewer
 * @reserved2: zero
 */
struct ocxlpmem_error_log_rsp {
	__u64 cursor;
	__u32 log_id;
	__u32 reference_code;
	__u32 action_flags;
	__u32 power_on_seconds;
	__u64 card_timestamp;
	__u64 wwid[2];
	char fw_version[8];
	__u8 error_log_type;
	__u8 reserved[3];
	__u32 data_length;
	__u64 reserved2[2];
};

/**
 * struct ocxlpmem_stats_rsp - controller statistics (wire.md 4.4)
 * @reset_count: resets of the controller
 * @reset_uptime: seconds since the last reset
 * @power_on_uptime: seconds that the card has been powered on in its life
 * @life_remaining: percent
 * @critical_resource_utilization: percent
 * @reserved: zero
 * @host_load_count: loads by the host
 * @host_store_count: stores by the host
 * @host_load_duration: total nanoseconds of these loads
 * @host_store_duration: total nanoseconds of these stores
 * @media_read_count: reads of the medium
 * @media_write_count: writes to the medium
 * @media_read_duration: total nanoseconds of these reads
 * @media_write_duration: total nanoseconds of these writes
 * @cache_read_hit_count: loads served from the cache
 * @cache_write_hit_count: stores that went to the cache
 * @fast_write_count: fast writes
 */
struct ocxlpmem_stats_rsp {
	__u32 reset_count;
	__u32 reset_uptime;
	__u32 power_on_uptime;
	__u8 life_remaining;
	__u8 critical_resource_utilization;
	__u8 reserved[2];
	__u64 host_load_count;
	__u64 host_store_count;
	__u64 host_load_duration;
	__u64 host_store_duration;
	__u64 media_read_count;
	__u64 media_write_count;
	__u64 media_read_duration;
	__u64 media_write_duration;
	__u64 cache_read_hit_count;
	__u64 cache_write_hit_count;
	__u64 fast_write_count;
};

/* wire.md 4.5: capabilities.flags */
#define OCXLPMEM_CAPABILITY_EMULATED (1U << 0)

/**
 * struct ocxlpmem_capabilities_rsp - properties of card and driver (wire.md 4.5)
 * @cmd_mask: bit n: the driver has command n
 * @serial: serial number
 * @fw_version: running firmware, ASCII, not terminated
 * @capacity: bytes of the region, without the label area
 * @label_area_size: bytes of the label area
 * @health_status: register CHI, OCXLPMEM_HEALTH_*
 * @controller_status: register CSTS, whose bits are not public
 * @max_dump_size: bytes of the largest dump
 * @max_data_size: bytes of the mailbox's data buffer
 * @interface_revision: revision of the card's registers, from CCAP0
 * @read_latency: nanoseconds of a read of the raw medium
 * @memory_available_timeout: seconds until the memory is available after a reset
 * @readiness_timeout: seconds until the controller is ready after a reset
 * @flags: OCXLPMEM_CAPABILITY_*
 */
struct ocxlpmem_capabilities_rsp {
	__u64 cmd_mask;
	__u64 serial;
	char fw_version[8];
	__u64 capacity;
	__u64 label_area_size;
	__u64 health_status;
	__u64 controller_status;
	__u32 max_dump_size;
	__u32 max_data_size;
	__u16 interface_revision;
	__u16 read_latency;
	__u16 memory_available_timeout;
	__u8 readiness_timeout;
	__u8 flags;
};

/* wire.md 4.8: dump_take_req.flags */
#define OCXLPMEM_DUMP_NEW (1U << 0)

/**
 * struct ocxlpmem_dump_take_req - take a dump, or read its state (wire.md 4.8)
 * @flags: OCXLPMEM_DUMP_NEW: take a new dump, which replaces the old one
 * @reserved: zero
 */
struct ocxlpmem_dump_take_req {
	__u32 flags;
	__u32 reserved;
};

/* wire.md 4.8: dump_take_rsp.state */
#define OCXLPMEM_DUMP_STATE_NONE   0
#define OCXLPMEM_DUMP_STATE_TAKING 1
#define OCXLPMEM_DUMP_STATE_READY  2

/**
 * struct ocxlpmem_dump_take_rsp - state of the dump (wire.md 4.8)
 * @state: OCXLPMEM_DUMP_STATE_*
 * @max_size: bytes of the largest dump; 0: unknown
 */
struct ocxlpmem_dump_take_rsp {
	__u32 state;
	__u32 max_size;
};

/**
 * struct ocxlpmem_dump_read_req - read a piece of the dump (wire.md 4.9)
 * @offset: first byte, a multiple of 8
 * @length: number of bytes, a multiple of 8 and not 0
 */
struct ocxlpmem_dump_read_req {
	__u32 offset;
	__u32 length;
};

/**
 * struct ocxlpmem_dump_read_rsp - a piece of the dump; its bytes follow (wire.md 4.9)
 * @offset: as in the request
 * @length: number of bytes that follow; 0: end of the dump
 */
struct ocxlpmem_dump_read_rsp {
	__u32 offset;
	__u32 length;
};

/* wire.md 4.15: fw_info_rsp.state, fw_query_rsp.state */
#define OCXLPMEM_FW_STATE_IDLE	    0
#define OCXLPMEM_FW_STATE_RECEIVING 1
#define OCXLPMEM_FW_STATE_BUSY	    2
#define OCXLPMEM_FW_STATE_STAGED    3
#define OCXLPMEM_FW_STATE_FAILED    4

/**
 * struct ocxlpmem_fw_info_rsp - versions of the firmware, limits of an update (wire.md 4.11)
 * @max_image_size: bytes of the largest image
 * @running: running firmware, ASCII, not terminated
 * @next: firmware after the next reset, likewise; zeros: unknown
 * @max_send: bytes of the largest piece that FW_SEND takes
 * @query_interval: microseconds to wait between two FW_QUERY
 * @max_query_time: microseconds after which the caller considers an update failed
 * @state: OCXLPMEM_FW_STATE_*
 * @reserved: zero
 */
struct ocxlpmem_fw_info_rsp {
	__u64 max_image_size;
	char running[8];
	char next[8];
	__u32 max_send;
	__u32 query_interval;
	__u32 max_query_time;
	__u8 state;
	__u8 reserved[3];
};

/**
 * struct ocxlpmem_fw_context - names an update (wire.md 4.12, 4.15)
 * @context: number from FW_START, never 0
 * @reserved: zero
 */
struct ocxlpmem_fw_context {
	__u32 context;
	__u32 reserved;
};

/**
 * struct ocxlpmem_fw_send_req - a piece of the image; its bytes follow (wire.md 4.13)
 * @context: number from FW_START
 * @offset: position of the piece in the image, in bytes
 * @length: number of bytes that follow, a multiple of 8
 * @reserved: zero
 */
struct ocxlpmem_fw_send_req {
	__u32 context;
	__u32 offset;
	__u32 length;
	__u32 reserved;
};

/* wire.md 4.14: fw_finish_req.flags */
#define OCXLPMEM_FW_FINISH_ABORT (1U << 0)

/**
 * struct ocxlpmem_fw_finish_req - end an update (wire.md 4.14)
 * @context: number from FW_START; 0 with OCXLPMEM_FW_FINISH_ABORT: any running update
 * @flags: OCXLPMEM_FW_FINISH_ABORT: give up the image instead of staging it
 */
struct ocxlpmem_fw_finish_req {
	__u32 context;
	__u32 flags;
};

/**
 * struct ocxlpmem_fw_query_rsp - state of an update (wire.md 4.15)
 * @state: OCXLPMEM_FW_STATE_*
 * @card_status: OCXLPMEM_STATUS_* of the last piece
 * @reserved: zero
 * @next: as in struct ocxlpmem_fw_info_rsp
 */
struct ocxlpmem_fw_query_rsp {
	__u8 state;
	__u8 card_status;
	__u8 reserved[6];
	char next[8];
};

/* wire.md 4.17: elements of events.count, also for later events */
#define OCXLPMEM_EVENT_COUNT 8
/* wire.md 4.17: elements of events.entries, also for later types */
#define OCXLPMEM_ENTRY_COUNT 8
/* wire.md 4.17: element of events.entries that counts types without an element */
#define OCXLPMEM_ENTRY_OTHER 5

/**
 * struct ocxlpmem_events_rsp - pending events and counters (wire.md 4.17)
 * @pending: bit n: event n is pending
 * @count: how many times event n has begun since the driver was bound
 * @entries: error-log entries that the driver has read from the card since it was bound.
 *	Element OCXLPMEM_ERROR_LOG_<NAME> counts those of that type, OCXLPMEM_ENTRY_OTHER all others
 * @kept_conditions: OCXLPMEM_KEPT_*
 */
struct ocxlpmem_events_rsp {
	__u64 pending;
	__u64 count[OCXLPMEM_EVENT_COUNT];
	__u64 entries[OCXLPMEM_ENTRY_COUNT];
	__u64 kept_conditions;
};

/* wire.md 4.18: smart_inject_req.flags */
#define OCXLPMEM_SMART_INJECT_CURRENT	     (1U << 0)
#define OCXLPMEM_SMART_INJECT_THRESHOLD	     (1U << 1)
#define OCXLPMEM_SMART_INJECT_RAW	     (1U << 2)
#define OCXLPMEM_SMART_INJECT_RESTORE	     (1U << 3)
#define OCXLPMEM_SMART_INJECT_HARDWARE_FATAL (1U << 4)

/**
 * struct ocxlpmem_smart_inject_req - change the SMART data of an emulated card (wire.md 4.18)
 * @attribute: id of the attribute
 * @flags: OCXLPMEM_SMART_INJECT_*
 * @current_value: used with OCXLPMEM_SMART_INJECT_CURRENT
 * @threshold: used with OCXLPMEM_SMART_INJECT_THRESHOLD
 * @reserved: zero
 * @raw: used with OCXLPMEM_SMART_INJECT_RAW
 */
struct ocxlpmem_smart_inject_req {
	__u8 attribute;
	__u8 flags;
	__u8 current_value;
	__u8 threshold;
	__u8 reserved[4];
	__u64 raw;
};

/**
 * struct ocxlpmem_clear_conditions_req - clear conditions that the driver keeps (wire.md 4.19)
 * @mask: OCXLPMEM_KEPT_* to clear
 * @seen: sum of events.entries that the caller has seen
 */
struct ocxlpmem_clear_conditions_req {
	__u64 mask;
	__u64 seen;
};

/**
 * union ocxlpmem_input - structs that the input of a command begins with, by the command's name
 */
union ocxlpmem_input {
#define OCXLPMEM_ROW(command, name, rights, state, opcode, answer, request) struct request name;
	OCXLPMEM_COMMANDS(OCXLPMEM_NO_ROW, OCXLPMEM_ROW)
#undef OCXLPMEM_ROW
};

/* wire.md 2, rule 1: sizes and offsets never change */
#if !defined(__cplusplus)
#define OCXLPMEM_ASSERT(expression) __extension__ _Static_assert(expression, #expression)
#elif __cplusplus >= 201103L
#define OCXLPMEM_ASSERT(expression) static_assert(expression, #expression)
#else /* has no assertions: a declaration that changes nothing */
#define OCXLPMEM_ASSERT(expression) struct ocxlpmem_rsp_header
#endif
#define OCXLPMEM_ASSERT_SIZE(type, size) OCXLPMEM_ASSERT(sizeof(struct type) == (size))
#define OCXLPMEM_ASSERT_OFFSET(type, field, offset) \
	OCXLPMEM_ASSERT(__builtin_offsetof(struct type, field) == (offset))

OCXLPMEM_ASSERT_SIZE(ocxlpmem_rsp_header, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_rsp_header, count, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_rsp_header, status, 1);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_rsp_header, reserved, 2);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_smart_attribute, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_attribute, fields, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_attribute, raw, 8);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_error_log_req, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_req, flags, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_req, reserved, 4);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_req, cursor, 8);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_error_log_rsp, 80);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, cursor, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, log_id, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, reference_code, 12);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, action_flags, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, power_on_seconds, 20);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, card_timestamp, 24);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, wwid, 32);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, fw_version, 48);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, error_log_type, 56);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, reserved, 57);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, data_length, 60);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_error_log_rsp, reserved2, 64);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_stats_rsp, 104);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, reset_count, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, reset_uptime, 4);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, power_on_uptime, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, life_remaining, 12);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, critical_resource_utilization, 13);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, reserved, 14);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, host_load_count, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, host_store_count, 24);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, host_load_duration, 32);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, host_store_duration, 40);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, media_read_count, 48);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, media_write_count, 56);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, media_read_duration, 64);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, media_write_duration, 72);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, cache_read_hit_count, 80);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, cache_write_hit_count, 88);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_stats_rsp, fast_write_count, 96);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_capabilities_rsp, 72);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, cmd_mask, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, serial, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, fw_version, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, capacity, 24);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, label_area_size, 32);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, health_status, 40);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, controller_status, 48);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, max_dump_size, 56);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, max_data_size, 60);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, interface_revision, 64);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, read_latency, 66);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, memory_available_timeout, 68);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, readiness_timeout, 70);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_capabilities_rsp, flags, 71);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_dump_take_req, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_take_req, flags, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_take_req, reserved, 4);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_dump_take_rsp, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_take_rsp, state, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_take_rsp, max_size, 4);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_dump_read_req, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_read_req, offset, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_read_req, length, 4);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_dump_read_rsp, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_read_rsp, offset, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_dump_read_rsp, length, 4);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_fw_info_rsp, 40);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, max_image_size, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, running, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, next, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, max_send, 24);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, query_interval, 28);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, max_query_time, 32);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, state, 36);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_info_rsp, reserved, 37);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_fw_context, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_context, context, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_context, reserved, 4);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_fw_send_req, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_send_req, context, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_send_req, offset, 4);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_send_req, length, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_send_req, reserved, 12);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_fw_finish_req, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_finish_req, context, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_finish_req, flags, 4);
OCXLPMEM_ASSERT_SIZE(ocxlpmem_fw_query_rsp, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_query_rsp, state, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_query_rsp, card_status, 1);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_query_rsp, reserved, 2);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_fw_query_rsp, next, 8);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_events_rsp, 144);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_events_rsp, pending, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_events_rsp, count, 8);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_events_rsp, entries, 72);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_events_rsp, kept_conditions, 136);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_smart_inject_req, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_inject_req, attribute, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_inject_req, flags, 1);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_inject_req, current_value, 2);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_inject_req, threshold, 3);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_inject_req, reserved, 4);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_smart_inject_req, raw, 8);

OCXLPMEM_ASSERT_SIZE(ocxlpmem_clear_conditions_req, 16);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_clear_conditions_req, mask, 0);
OCXLPMEM_ASSERT_OFFSET(ocxlpmem_clear_conditions_req, seen, 8);

#endif /* _UAPI_NVDIMM_OCXLPMEM_H_ */
