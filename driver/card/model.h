/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inside of the emulated card; private to driver/card. What the documents
 * leave open follows Documentation/protocol/controller.md 7.
 */
#ifndef OCXL_CARD_MODEL_H
#define OCXL_CARD_MODEL_H

#include "card.h"

#define OCXL_ALWAYS    (~0U)
#define OCXL_NS_PER_US 1000ULL
#define OCXL_NS_PER_MS 1000000ULL
#define OCXL_NS_PER_S  1000000000ULL

/* where the blocks lie in MMIO; request and response differ, so swapped halves show */
#define OCXL_CARD_RESPONSE     0x0200
#define OCXL_CARD_REQUEST      0x0300
#define OCXL_CARD_NS_RESPONSE  0x0400
#define OCXL_CARD_NS_REQUEST   0x0500
#define OCXL_CARD_NS_DATA      0x0600
#define OCXL_CARD_NS_DATA_SIZE 0x0100
#define OCXL_CARD_DATA	       0x1000
#define OCXL_CARD_DATA_SIZE    0x10000
#define OCXL_CARD_MMIO_SIZE    (OCXL_CARD_DATA + OCXL_CARD_DATA_SIZE)

/* secure erase among the opcodes of a scenario, behind those of the admin mailbox */
#define OCXL_CARD_OP_ERASE OCXL_OPCODE_COUNT
#define OCXL_CARD_OP_COUNT (OCXL_OPCODE_COUNT + 1)

/* what a fault_rule does to the next request of its opcode */
enum ocxlpmem_fault {
	OCXL_FAULT_STATUS,
	OCXL_FAULT_TIMEOUT,
	OCXL_FAULT_CORRUPT,
	OCXL_FAULT_NONE, /* scenario only: forget the rules of that opcode */
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
 * struct ocxlpmem_fault_rule - a fault or a corruption, in the order of the scenario
 * @fault: what
 * @opcode: whose requests
 * @status: what OCXL_FAULT_STATUS answers
 * @corruption: of OCXL_FAULT_CORRUPT
 * @late_ms: when OCXL_FAULT_TIMEOUT answers after all; 0 is never
 * @times: requests that it still holds for, or OCXL_ALWAYS
 */
struct ocxlpmem_fault_rule {
	enum ocxlpmem_fault fault;
	u8 opcode;
	u8 status;
	enum ocxlpmem_corruption corruption;
	u64 late_ms;
	u32 times;
};

#define OCXL_FAULT_RULES 64

/* one attribute in the card's layout; its id is 63:56 of @fields */
struct ocxlpmem_card_attribute {
	u64 fields;
	u64 raw;
};

/**
 * struct ocxlpmem_smart_change - one scenario line about SMART
 * @id: of the attribute
 * @given: OCXL_SMART_GIVEN_*
 * @fill: attributes to have in all, for OCXL_SMART_GIVEN_FILL
 * @flags: and the rest: new values, where given
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

#define OCXL_CARD_ATTRIBUTES 256 /* one an id */
/* what the data buffer can carry */
#define OCXL_CARD_FILL_MAX   ((OCXL_CARD_DATA_SIZE - OCXL_DATA_HEADER) / OCXL_SMART_ATTRIBUTE_SIZE)

/**
 * struct ocxlpmem_health_report - what becomes of a request for a health report
 * @after_ns: until its entry is in the log; OCXL_NEVER
 * @data: bytes of data of the entry
 * @has_after: of a scenario line: @after_ns is given
 * @has_data: of a scenario line: @data is
 */
struct ocxlpmem_health_report {
	u64 after_ns;
	u32 data;
	bool has_after;
	bool has_data;
};

/**
 * struct ocxlpmem_log_spec - @count entries of the error log that differ in number only
 * @number: of the first of them, from 1 since power-on
 * @id: log identifier of the first
 * @count: how many are left
 * @data: bytes of data of each
 * @due_ns: not there before
 * @given: OCXL_LOG_GIVEN_*: values that do not come from the entry's number
 */
struct ocxlpmem_log_spec {
	u64 number;
	u64 due_ns;
	u64 timestamp;
	u64 wwid[2];
	u32 id;
	u32 count;
	u32 data;
	u32 prc;
	u32 actions;
	u32 seconds;
	u64 after_ms;
	u8 type;
	u8 given;
	u8 fw_revision[8];
};

#define OCXL_LOG_GIVEN_ID	 0x01
#define OCXL_LOG_GIVEN_SECONDS	 0x02
#define OCXL_LOG_GIVEN_TIMESTAMP 0x04
#define OCXL_LOG_GIVEN_WWID	 0x08
#define OCXL_LOG_GIVEN_FW	 0x10
#define OCXL_LOG_GIVEN_NONE	 0x20 /* no entry: the log is empty */

#define OCXL_LOG_SPECS 64

/* which piece of a firmware image is refused */
enum ocxlpmem_refusal {
	OCXL_REFUSE_NOTHING,
	OCXL_REFUSE_START,
	OCXL_REFUSE_MIDDLE,
	OCXL_REFUSE_FINISH,
	OCXL_REFUSE_AT,
};

/**
 * struct ocxlpmem_firmware_change - one scenario line about firmware updates
 * @given: OCXL_FIRMWARE_GIVEN_*
 * @refusal: which piece is refused
 * @refuse_at: of OCXL_REFUSE_AT: the piece with this byte of the image
 * @next: version of a staged image as the card says it, packed; 0: it does not say
 * @size: bytes of an image; 0: not known
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
 * struct ocxlpmem_card_update - firmware that is on its way
 * @refusal, @refuse_at, @next, @size: see struct ocxlpmem_firmware_change
 * @received: bytes of the image so far; 0: none, or it was refused
 * @version: its first 8 bytes, which are its version unless @next says another
 * @staged: the next reset runs it
 */
struct ocxlpmem_card_update {
	enum ocxlpmem_refusal refusal;
	u64 refuse_at;
	u64 next;
	u64 size;
	u64 received;
	u64 version;
	bool staged;
};

/**
 * struct ocxlpmem_card_dump - the dump of a card, and those that it will take
 * @there: it can be read
 * @number: dumps since power-on; other bytes in each
 * @size: bytes of it, and of the next ones
 * @max_size: register CCAP1
 * @piece: most bytes of one answer
 * @take_ms: what it takes to take one; OCXL_NEVER
 * @due_ns: when the next one is there; OCXL_NEVER
 * @resize, @resize_at: when this offset is read the dump gets that many bytes; OCXL_NEVER
 */
struct ocxlpmem_card_dump {
	bool there;
	u64 number;
	u32 size;
	u32 max_size;
	u32 piece;
	u64 take_ms;
	u64 due_ns;
	u32 resize;
	u64 resize_at;
};

/**
 * struct ocxlpmem_dump_change - one scenario line about dumps
 * @given: OCXL_DUMP_GIVEN_*; the rest: new values, where given
 */
struct ocxlpmem_dump_change {
	u8 given;
	u32 size;
	u32 max_size;
	u32 piece;
	u32 resize;
	u64 after_ms;
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

/* a field goes on from @value, which it had at @since_ns and @since_commands */
struct ocxlpmem_stat_base {
	u64 value;
	u64 since_ns;
	u64 since_commands;
};

/**
 * struct ocxlpmem_stats_change - one scenario line about the statistics
 * @given: bit n: field n gets values[n]
 * @freeze: 1 stands still, 0 runs, -1 as before
 */
struct ocxlpmem_stats_change {
	u32 given;
	int freeze;
	u64 values[OCXL_STAT_COUNT];
};

/**
 * struct ocxlpmem_card - state of one card
 * @host, @serial, @capacity: see ocxlpmem_card_init()
 * @chi, @chie, @hci: registers
 * @ima: stored only
 * @ready_ns: when CRDY comes; OCXL_NEVER
 * @memory_ns: when MA comes, not before CRDY; OCXL_NEVER
 * @stopped: was shut down: neither CRDY nor MA until a reset
 * @health_ns: when the log entry asked for with HCI.CHPD comes; OCXL_NEVER
 * @health_report: how that entry comes
 * @dead: every register reads all ones
 * @firmware: register FWVER
 * @update: what it will be
 * @running: a request was accepted and is not answered
 * @request_word: its word 0
 * @answer_ns: when it is answered; OCXL_NEVER is held back
 * @corrupted, @corruption: what is to be done to that answer
 * @status: what it will say
 * @commands: requests accepted
 * @latency_us, @timeout_ms: per opcode, of the scenario
 * @rules, @rule_count: faults
 * @random: state of the generator of OCXL_CORRUPT_RANDOM
 * @attributes, @attribute_count: SMART
 * @injected: by identifier: values said instead of those in @attributes
 * @fill: attributes in all, made up ones included
 * @hours_given: the scenario set the power-on hours
 * @logs, @log_count: the error log's queue, oldest first
 * @log_number: entries queued since power-on
 * @log_taken: index of the spec that the unacknowledged answer came from, or -1
 * @dump: its dump
 * @stats, @frozen: statistics
 * @erasing: a secure erase runs
 * @erase_status: what it will say
 * @erased: bytes cleared so far
 * @erase_ns: when it is over at the earliest; OCXL_NEVER
 * @ns_request_word: word 0 of the near-storage request that was accepted
 * @request, @ns_request: written by the host
 * @response, @ns_response, @data: MMIO memory, little-endian words as numbers
 */
struct ocxlpmem_card {
	const struct ocxlpmem_card_host *host;
	u64 serial;
	u64 capacity;
	u64 chi;
	u64 chie;
	u64 hci;
	u64 ima[4];
	u64 ready_ns;
	u64 memory_ns;
	bool stopped;
	u64 health_ns;
	struct ocxlpmem_health_report health_report;
	bool dead;
	u8 firmware[8];
	struct ocxlpmem_card_update update;

	bool running;
	bool corrupted;
	u8 status;
	enum ocxlpmem_corruption corruption;
	u64 request_word;
	u64 answer_ns;
	u64 commands;
	u32 latency_us[OCXL_CARD_OP_COUNT];
	u32 timeout_ms[OCXL_CARD_OP_COUNT];
	struct ocxlpmem_fault_rule rules[OCXL_FAULT_RULES];
	u32 rule_count;
	u64 random;

	struct ocxlpmem_card_attribute attributes[OCXL_CARD_ATTRIBUTES];
	u32 attribute_count;
	struct ocxlpmem_injection injected[OCXL_CARD_ATTRIBUTES];
	u32 fill;
	bool hours_given;

	struct ocxlpmem_log_spec logs[OCXL_LOG_SPECS];
	u32 log_count;
	u64 log_number;
	int log_taken;

	struct ocxlpmem_card_dump dump;

	struct ocxlpmem_stat_base stats[OCXL_STAT_COUNT];
	bool frozen;

	bool erasing;
	u8 erase_status;
	u64 erased;
	u64 erase_ns;
	u64 ns_request_word;

	u64 request[OCXL_BLOCK_SIZE / 8];
	u64 response[OCXL_BLOCK_SIZE / 8];
	u64 ns_request[OCXL_BLOCK_SIZE / 8];
	u64 ns_response[OCXL_BLOCK_SIZE / 8];
	u64 data[OCXL_CARD_DATA_SIZE / 8];
};

/* card.c */
u64 ocxlpmem_card_now_ns(const struct ocxlpmem_card *card);
void ocxlpmem_card_warn(const struct ocxlpmem_card *card, const char *text);
/** ocxlpmem_card_raise_chi() - set bits of CHI; those that were 0 and are enabled interrupt */
void ocxlpmem_card_raise_chi(struct ocxlpmem_card *card, u64 bits);

/** ocxlpmem_card_stop() - shut down: what comes by itself or is asked for comes no more */
void ocxlpmem_card_stop(struct ocxlpmem_card *card);

/* mailbox.c: the card's side of the admin mailbox */
void ocxlpmem_card_accept_request(struct ocxlpmem_card *card);
void ocxlpmem_card_acknowledged(struct ocxlpmem_card *card);
/** ocxlpmem_card_answer_if_due() - answer the running request when its time has come */
void ocxlpmem_card_answer_if_due(struct ocxlpmem_card *card);

/* erase.c: the card's side of the near-storage mailbox */
void ocxlpmem_card_accept_erase(struct ocxlpmem_card *card);
/** ocxlpmem_card_advance_erase() - go on; when it wants to be called again, or OCXL_NEVER */
u64 ocxlpmem_card_advance_erase(struct ocxlpmem_card *card);

/* faults.c */
/** ocxlpmem_card_next_fault() - the rule for this request, used up by one; false for none */
bool ocxlpmem_card_next_fault(struct ocxlpmem_card *card, u8 opcode, bool corruption,
			      struct ocxlpmem_fault_rule *rule);
void ocxlpmem_card_add_fault(struct ocxlpmem_card *card, const struct ocxlpmem_fault_rule *rule);
void ocxlpmem_card_corrupt_response(struct ocxlpmem_card *card, u8 opcode);

/* words-health.c */
void ocxlpmem_card_change_health_report(struct ocxlpmem_card *card,
					const struct ocxlpmem_health_report *change);

/* error-log.c: each answer function fills the data buffer and gives a status */
u8 ocxlpmem_card_answer_error_log(struct ocxlpmem_card *card);
void ocxlpmem_card_queue_log(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec);
void ocxlpmem_card_forget_log(struct ocxlpmem_card *card);
bool ocxlpmem_card_has_due_log(const struct ocxlpmem_card *card);
/** ocxlpmem_card_next_log_ns() - when the next entry that is not due yet becomes so, or OCXL_NEVER */
u64 ocxlpmem_card_next_log_ns(const struct ocxlpmem_card *card);

/* dump.c */
void ocxlpmem_card_init_dump(struct ocxlpmem_card *card);
void ocxlpmem_card_change_dump(struct ocxlpmem_card *card,
			       const struct ocxlpmem_dump_change *change);
/** ocxlpmem_card_take_dump() - doorbell CD */
void ocxlpmem_card_take_dump(struct ocxlpmem_card *card);
/** ocxlpmem_card_collect_dump() - doorbell CDC */
void ocxlpmem_card_collect_dump(struct ocxlpmem_card *card);
/** ocxlpmem_card_reset_dump() - before HCI is cleared: one that was being taken is given up */
void ocxlpmem_card_reset_dump(struct ocxlpmem_card *card);
/** ocxlpmem_card_advance_dump() - go on; when the next one is there, or OCXL_NEVER */
u64 ocxlpmem_card_advance_dump(struct ocxlpmem_card *card);
u8 ocxlpmem_card_answer_dump(struct ocxlpmem_card *card);

/* firmware.c */
void ocxlpmem_card_set_firmware(struct ocxlpmem_card *card, u64 packed);
void ocxlpmem_card_change_firmware(struct ocxlpmem_card *card,
				   const struct ocxlpmem_firmware_change *change);
/** ocxlpmem_card_answer_firmware() - take the piece in the data buffer, or not */
u8 ocxlpmem_card_answer_firmware(struct ocxlpmem_card *card);
/** ocxlpmem_card_next_firmware() - register FWNEXT */
u64 ocxlpmem_card_next_firmware(const struct ocxlpmem_card *card);
/** ocxlpmem_card_run_firmware() - at a reset: what is staged runs */
void ocxlpmem_card_run_firmware(struct ocxlpmem_card *card);

/* smart.c */
void ocxlpmem_card_init_smart(struct ocxlpmem_card *card);
void ocxlpmem_card_change_smart(struct ocxlpmem_card *card,
				const struct ocxlpmem_smart_change *change);
u8 ocxlpmem_card_answer_smart(struct ocxlpmem_card *card);

/* stats.c */
void ocxlpmem_card_init_stats(struct ocxlpmem_card *card);
void ocxlpmem_card_change_stats(struct ocxlpmem_card *card,
				const struct ocxlpmem_stats_change *change);
u64 ocxlpmem_card_stat_value(const struct ocxlpmem_card *card, enum ocxlpmem_stat stat);
u8 ocxlpmem_card_answer_stats(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_MODEL_H */
