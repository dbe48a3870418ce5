/* SPDX-License-Identifier: GPL-2.0-only */
/* What a line of a scenario changes; private to driver/card. */
#ifndef OCXL_CARD_DIRECTIVE_H
#define OCXL_CARD_DIRECTIVE_H

#include "../core/transport.h"

/* number of times of a rule without end */
#define OCXL_ALWAYS (~0U)

/* what a fault rule does to the next request of its opcode */
enum ocxlpmem_fault {
	OCXL_FAULT_STATUS,
	OCXL_FAULT_TIMEOUT,
	OCXL_FAULT_CORRUPT,
	OCXL_FAULT_NONE, /* scenario only: remove the rules of that opcode */
};

enum ocxlpmem_corruption {
	OCXL_CORRUPT_IDENTIFIER,
	OCXL_CORRUPT_LENGTH,
	OCXL_CORRUPT_ID,
	OCXL_CORRUPT_SHORT,
	OCXL_CORRUPT_LONG,
	OCXL_CORRUPT_RANDOM,
};

/**
 * struct ocxlpmem_fault_rule - a fault or a corruption; those of one opcode apply in turn
 * @fault: kind of fault
 * @opcode: opcode of the requests
 * @status: card status of OCXL_FAULT_STATUS
 * @corruption: kind of corruption of OCXL_FAULT_CORRUPT
 * @late_ms: delay of the response to OCXL_FAULT_TIMEOUT; 0: it never comes
 * @times: number of requests left to which the rule applies, or OCXL_ALWAYS
 */
struct ocxlpmem_fault_rule {
	enum ocxlpmem_fault fault;
	u8 opcode;
	u8 status;
	enum ocxlpmem_corruption corruption;
	u64 late_ms;
	u32 times;
};

/**
 * struct ocxlpmem_smart_change - a scenario line about SMART
 * @id: identifier of the attribute
 * @given: OCXL_SMART_GIVEN_*: which of the other values are valid
 * @fill: total number of attributes for OCXL_SMART_GIVEN_FILL
 * @flags: new flags
 * @current_value: new normalised value
 * @threshold: new threshold
 * @worst: new worst value
 * @raw: new raw value
 */
struct ocxlpmem_smart_change {
	u8 id;
	u8 given;
	u32 fill;
	u16 flags;
	u8 current_value;
	u8 threshold;
	u8 worst;
	u64 raw;
};

#define OCXL_SMART_GIVEN_FLAGS	   0x01
#define OCXL_SMART_GIVEN_CURRENT   0x02
#define OCXL_SMART_GIVEN_THRESHOLD 0x04
#define OCXL_SMART_GIVEN_WORST	   0x08
#define OCXL_SMART_GIVEN_RAW	   0x10
#define OCXL_SMART_GIVEN_REMOVE	   0x20
#define OCXL_SMART_GIVEN_FILL	   0x40

/**
 * struct ocxlpmem_health_report - the response to a request for a health report
 * @take_ms: delay until the entry is in the error log; OCXL_NEVER
 * @data: bytes of data of the entry
 * @has_take: in a scenario line: @take_ms is valid
 * @has_data: in a scenario line: @data is valid
 */
struct ocxlpmem_health_report {
	u64 take_ms;
	u32 data;
	bool has_take;
	bool has_data;
};

/**
 * struct ocxlpmem_log_spec - @count error-log entries that differ only in their numbers
 * @number: number of the first entry, counted from 1 since power-on
 * @timestamp: time stamp of the first entry
 * @wwid: world-wide identifier
 * @id: log identifier of the first entry
 * @count: number of entries left
 * @data: bytes of data of each entry
 * @reference_code: the card's code for the error
 * @actions: action flags
 * @seconds: power-on seconds of the first entry
 * @type: error-log type
 * @given: OCXL_LOG_GIVEN_*: values set by the scenario. Others are made from the number
 * @fw_version: firmware revision
 */
struct ocxlpmem_log_spec {
	u64 number;
	u64 timestamp;
	u64 wwid[2];
	u32 id;
	u32 count;
	u32 data;
	u32 reference_code;
	u32 actions;
	u32 seconds;
	u8 type;
	u8 given;
	u8 fw_version[8];
};

#define OCXL_LOG_GIVEN_ID	 0x01
#define OCXL_LOG_GIVEN_SECONDS	 0x02
#define OCXL_LOG_GIVEN_TIMESTAMP 0x04
#define OCXL_LOG_GIVEN_WWID	 0x08
#define OCXL_LOG_GIVEN_FW	 0x10
/* no entry: empties the log */
#define OCXL_LOG_GIVEN_NONE	 0x20

/* which piece of a firmware image the card refuses */
enum ocxlpmem_refusal {
	OCXL_REFUSE_NOTHING,
	OCXL_REFUSE_START,
	OCXL_REFUSE_MIDDLE,
	OCXL_REFUSE_FINISH,
	OCXL_REFUSE_AT,
};

/**
 * struct ocxlpmem_firmware_change - a scenario line about firmware updates
 * @given: OCXL_FIRMWARE_GIVEN_*: which of the other values are valid
 * @refusal: which piece is refused
 * @refuse_at: for OCXL_REFUSE_AT: the piece with this byte of the image
 * @next: version that the card reports for a staged image, packed; 0: it reports none
 * @size: bytes of an image; 0: unknown
 */
struct ocxlpmem_firmware_change {
	u8 given;
	enum ocxlpmem_refusal refusal;
	u64 refuse_at;
	u64 next;
	u64 size;
};

#define OCXL_FIRMWARE_GIVEN_REFUSAL 0x01
#define OCXL_FIRMWARE_GIVEN_NEXT    0x02
#define OCXL_FIRMWARE_GIVEN_SIZE    0x04

/**
 * struct ocxlpmem_dump_change - a scenario line about dumps
 * @given: OCXL_DUMP_GIVEN_*: which of the other values are valid
 * @size: see struct ocxlpmem_card_dump
 * @max_size: see struct ocxlpmem_card_dump
 * @piece: see struct ocxlpmem_card_dump
 * @resize: see struct ocxlpmem_card_dump
 * @take_ms: see struct ocxlpmem_card_dump
 * @resize_at: see struct ocxlpmem_card_dump
 */
struct ocxlpmem_dump_change {
	u8 given;
	u32 size;
	u32 max_size;
	u32 piece;
	u32 resize;
	u64 take_ms;
	u64 resize_at;
};

#define OCXL_DUMP_GIVEN_SIZE   0x01
#define OCXL_DUMP_GIVEN_TAKE   0x02
#define OCXL_DUMP_GIVEN_PIECE  0x04
#define OCXL_DUMP_GIVEN_MAX    0x08
#define OCXL_DUMP_GIVEN_RESIZE 0x10
#define OCXL_DUMP_GIVEN_NONE   0x20

/**
 * enum ocxlpmem_stat - fields of the statistics (wire.md 4.4)
 */
enum ocxlpmem_stat {
	OCXL_STAT_RESET_COUNT,
	OCXL_STAT_RESET_UPTIME,
	OCXL_STAT_POWER_ON_UPTIME,
	OCXL_STAT_LIFE_REMAINING,
	OCXL_STAT_UTILIZATION,
	OCXL_STAT_HOST_LOADS,
	OCXL_STAT_HOST_STORES,
	OCXL_STAT_HOST_LOAD_DURATION,
	OCXL_STAT_HOST_STORE_DURATION,
	OCXL_STAT_MEDIA_READS,
	OCXL_STAT_MEDIA_WRITES,
	OCXL_STAT_MEDIA_READ_DURATION,
	OCXL_STAT_MEDIA_WRITE_DURATION,
	OCXL_STAT_CACHE_READ_HITS,
	OCXL_STAT_CACHE_WRITE_HITS,
	OCXL_STAT_FAST_WRITES,
	OCXL_STAT_COUNT,
};

/**
 * struct ocxlpmem_stats_change - a scenario line about the statistics
 * @given: bit n: values[n] is valid
 * @freeze: 1: stop all fields; 0: let them advance; -1: no change
 * @values: new values
 */
struct ocxlpmem_stats_change {
	u32 given;
	int freeze;
	u64 values[OCXL_STAT_COUNT];
};

enum ocxlpmem_directive_kind {
	OCXL_DIRECTIVE_NONE, /* blank line or comment */
	OCXL_DIRECTIVE_SERIAL,
	OCXL_DIRECTIVE_FW,
	OCXL_DIRECTIVE_READY,
	OCXL_DIRECTIVE_MEMORY,
	OCXL_DIRECTIVE_SMART,
	OCXL_DIRECTIVE_ERROR_LOG,
	OCXL_DIRECTIVE_DUMP,
	OCXL_DIRECTIVE_FW_UPDATE,
	OCXL_DIRECTIVE_RESET,
	OCXL_DIRECTIVE_STATS,
	OCXL_DIRECTIVE_FAULT,
	OCXL_DIRECTIVE_LATENCY,
	OCXL_DIRECTIVE_TIMEOUT,
	OCXL_DIRECTIVE_HEALTH_REPORT,
	OCXL_DIRECTIVE_STATUS_SET,
	OCXL_DIRECTIVE_STATUS_CLEAR,
	OCXL_DIRECTIVE_ANSWER,
	OCXL_DIRECTIVE_DEAD,
	OCXL_DIRECTIVE_BREAK_ASSUMPTION,
};

/**
 * struct ocxlpmem_directive - what one scenario line says
 * @kind: tells which member of the union is valid
 * @delay_ms: when the line takes effect, from now on
 * @number: SERIAL: serial number; FW: packed text; STATUS_SET, STATUS_CLEAR: bits of CHI;
 *	BREAK_ASSUMPTION: bits of numbers in controller.md 7; 0: none
 * @after_ms: READY, MEMORY, RESET: delay; OCXL_NEVER
 * @opcode: LATENCY, TIMEOUT: opcode
 * @value: LATENCY: microseconds; TIMEOUT: milliseconds
 * @smart: SMART
 * @log: ERROR_LOG
 * @dump: DUMP
 * @firmware: FW_UPDATE
 * @stats: STATS
 * @fault: FAULT
 * @health_report: HEALTH_REPORT
 */
struct ocxlpmem_directive {
	enum ocxlpmem_directive_kind kind;
	u64 delay_ms;
	union {
		u64 number;
		u64 after_ms;
		struct {
			u8 opcode;
			u32 value;
		};
		struct ocxlpmem_smart_change smart;
		struct ocxlpmem_log_spec log;
		struct ocxlpmem_dump_change dump;
		struct ocxlpmem_firmware_change firmware;
		struct ocxlpmem_stats_change stats;
		struct ocxlpmem_fault_rule fault;
		struct ocxlpmem_health_report health_report;
	};
};

#endif /* OCXL_CARD_DIRECTIVE_H */
