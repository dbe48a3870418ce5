/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * State of the emulated card; private to driver/card. Where the documents leave something open,
 * the card follows controller.md 7.
 */
#ifndef OCXL_CARD_CARD_STATE_H
#define OCXL_CARD_CARD_STATE_H

#include "../core/transport.h"
#include "card.h"
#include "directive.h"

#define OCXL_NS_PER_US 1000ULL
#define OCXL_NS_PER_MS 1000000ULL
#define OCXL_NS_PER_S  1000000000ULL

/* offsets of the blocks in MMIO. Request and response differ, to detect swapped halves */
#define OCXL_CARD_RESPONSE     0x0200
#define OCXL_CARD_REQUEST      0x0300
#define OCXL_CARD_NS_RESPONSE  0x0400
#define OCXL_CARD_NS_REQUEST   0x0500
#define OCXL_CARD_NS_DATA      0x0600
#define OCXL_CARD_NS_DATA_SIZE 0x0100
#define OCXL_CARD_DATA	       0x1000
#define OCXL_CARD_DATA_SIZE    0x10000
#define OCXL_CARD_MMIO_SIZE    (OCXL_CARD_DATA + OCXL_CARD_DATA_SIZE)
/* size of the data buffer that a card reports if it breaks OCXL_ASSUMPTION_BUFFER */
#define OCXL_CARD_LARGE_DATA   0x18000

/* bits of CHI for fatal failures */
#define OCXL_CHI_FATAL (OCXL_CHI_CFFS | OCXL_CHI_CHFS)

/*
 * Decisions of controller.md 7 that a scenario can break with "break-assumption": number, name, and
 * whether "unsourced" breaks it, because the driver reads a value that no public source describes
 */
#define OCXL_ASSUMPTIONS(X)          \
	X(1, HALVES, false)          \
	X(3, CLEAR_REGISTERS, true)  \
	X(4, DOORBELL, true)         \
	X(5, ACCEPTANCE, true)       \
	X(7, ENTRY_GONE, false)      \
	X(10, UNUSED_WORDS, true)    \
	X(12, RESERVED_BITS, true)   \
	X(14, BUFFER, false)         \
	X(21, CSTS, true)            \
	X(22, BYTE_ORDER, false)     \
	X(24, BLOCKS_KEPT, true)     \
	X(25, ENABLES, true)         \
	X(26, ANSWER_CLEARED, false) \
	X(27, READY_AT_WORK, true)   \
	X(28, LOG_LEVEL, true)       \
	X(30, NO_ERASE_ANSWER, true) \
	X(31, OTHER_STATUS, true)    \
	X(32, OTHER_DOORBELLS, true) \
	X(33, CONSTANTS, false)      \
	X(34, RESET, true)

#define OCXL_ASSUMPTION_NUMBER(number, NAME, unsourced)	   OCXL_ASSUMPTION_##NAME = (number),
#define OCXL_ASSUMPTION_BIT(number, NAME, unsourced)	   BIT_ULL(number) |
#define OCXL_ASSUMPTION_UNSOURCED(number, NAME, unsourced) ((unsourced) ? BIT_ULL(number) : 0) |
enum { OCXL_ASSUMPTIONS(OCXL_ASSUMPTION_NUMBER) };

#define OCXL_BREAKABLE_ASSUMPTIONS (OCXL_ASSUMPTIONS(OCXL_ASSUMPTION_BIT) 0)
#define OCXL_UNSOURCED_ASSUMPTIONS (OCXL_ASSUMPTIONS(OCXL_ASSUMPTION_UNSOURCED) 0)

/* opcode of secure erase in a scenario, behind those of the admin mailbox */
#define OCXL_CARD_OP_ERASE OCXL_OPCODE_COUNT
#define OCXL_CARD_OP_COUNT (OCXL_OPCODE_COUNT + 1)

#define OCXL_FAULT_RULES 64

/* an attribute in the card's layout (controller.md 4.5) */
struct ocxlpmem_card_attribute {
	u64 fields;
	u64 raw;
};

/* identifiers of attributes (controller.md 4.5) */
#define OCXL_ATTRIBUTE_POWER_ON_HOURS 0x09
#define OCXL_ATTRIBUTE_TEMPERATURE    0xC2
#define OCXL_ATTRIBUTE_LIFE_REMAINING 0xCA

/* one per identifier */
#define OCXL_CARD_ATTRIBUTES 256
/* number of attributes that the data buffer can hold */
#define OCXL_CARD_FILL_MAX   ((OCXL_CARD_DATA_SIZE - OCXL_DATA_HEADER) / OCXL_SMART_ATTRIBUTE_SIZE)

#define OCXL_LOG_SPECS 64

/**
 * struct ocxlpmem_card_update - a firmware update
 * @refusal: see struct ocxlpmem_firmware_change
 * @refuse_at: see struct ocxlpmem_firmware_change
 * @next: see struct ocxlpmem_firmware_change
 * @size: see struct ocxlpmem_firmware_change
 * @received: bytes received so far; 0: none, or a piece was refused
 * @version: first 8 bytes of the image: its version, unless @next is set
 * @staged: the next reset runs the image
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
 * struct ocxlpmem_card_dump - the dump of a card, and how the next ones are taken
 * @available: there is a dump to be read
 * @number: dumps since power-on; makes the contents of each dump different
 * @size: bytes of this dump and of the next ones
 * @max_size: register CCAP1
 * @piece: largest number of bytes in one response
 * @take_ms: how long taking a dump lasts; OCXL_NEVER
 * @due_ns: when the next dump is complete; OCXL_NEVER
 * @resize: size that the dump gets when @resize_at is read
 * @resize_at: offset whose reading changes the size; OCXL_NEVER
 */
struct ocxlpmem_card_dump {
	bool available;
	u64 number;
	u32 size;
	u32 max_size;
	u32 piece;
	u64 take_ms;
	u64 due_ns;
	u32 resize;
	u64 resize_at;
};

/* a field had @value at the time @since_ns, after @since_commands commands */
struct ocxlpmem_stat_base {
	u64 value;
	u64 since_ns;
	u64 since_commands;
};

#define OCXL_DELAYED_MAX 64

/* a line of a scenario that takes effect later */
struct ocxlpmem_delayed {
	u64 due_ns;
	struct ocxlpmem_directive directive;
};

/**
 * struct ocxlpmem_card - state of one card
 * @host: environment of the card
 * @serial: serial number
 * @capacity: bytes of memory behind the label area
 * @chi: register CHI
 * @chie: register CHIE
 * @hci: register HCI
 * @ima: registers OHP and CFP of IMA0, then of IMA1. The parameters (CFP) are not used
 * @ready_ns: when CRDY is set; OCXL_NEVER
 * @memory_ns: when MA is set, but not before CRDY; OCXL_NEVER
 * @stopped: the card was shut down: neither CRDY nor MA are set before a reset
 * @health_ns: when a requested health report is due; OCXL_NEVER
 * @health_report: how health reports are made
 * @dead: every register reads as all ones
 * @broken_assumptions: bit n: the card breaks assumption n of controller.md 7
 * @firmware: register FWVER
 * @update: the firmware update
 * @running: a request was accepted and not answered
 * @corrupted: corrupt the response to this request
 * @status: card status of the response
 * @corruption: how to corrupt the response
 * @request_word: word 0 of the request
 * @answer_ns: when the request is answered; OCXL_NEVER
 * @commands: number of accepted requests
 * @latency_us: time until a response, per opcode
 * @timeout_ms: time-out for the driver, per opcode; 0 is the default
 * @rules: faults requested by a scenario
 * @rule_count: number of @rules
 * @random: state of the random numbers for OCXL_CORRUPT_RANDOM
 * @attributes: SMART attributes
 * @attribute_count: number of @attributes
 * @injected: injected values by identifier; they override @attributes
 * @fill: total number of attributes in a response; generated ones fill it up
 * @hours_given: a scenario set more power-on hours than the statistics can count
 * @logs: the error log, oldest entries first
 * @log_count: number of @logs
 * @log_number: entries since power-on
 * @log_delivered: the first entry is in the unacknowledged response
 * @log_announced: @log_number when ELA was set, on a card where the host clears ELA
 * @begins_request: CHI was not read since a request was accepted
 * @dump: the dump
 * @delayed: lines of scenarios that take effect later, in the order of their arrival
 * @delayed_count: number of @delayed
 * @stats: statistics
 * @frozen: the statistics do not advance
 * @erasing: a secure erase runs
 * @erase_status: card status of the secure erase
 * @erased: bytes cleared so far
 * @erase_began_ns: when the erase began
 * @erase_late_ns: how much longer than its latency it takes; OCXL_NEVER: it does not end
 * @ns_request_word: word 0 of the accepted near-storage request
 * @request: request block
 * @response: response block
 * @ns_request: request block of the near-storage mailbox
 * @ns_response: response block of the near-storage mailbox
 * @data: data buffer. All blocks are little-endian words as numbers
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
	u64 broken_assumptions;
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
	bool log_delivered;
	u64 log_announced;
	bool begins_request;

	struct ocxlpmem_card_dump dump;

	struct ocxlpmem_delayed delayed[OCXL_DELAYED_MAX];
	u32 delayed_count;

	struct ocxlpmem_stat_base stats[OCXL_STAT_COUNT];
	bool frozen;

	bool erasing;
	u8 erase_status;
	u64 erased;
	u64 erase_began_ns;
	u64 erase_late_ns;
	u64 ns_request_word;

	u64 request[OCXL_BLOCK_SIZE / 8];
	u64 response[OCXL_BLOCK_SIZE / 8];
	u64 ns_request[OCXL_BLOCK_SIZE / 8];
	u64 ns_response[OCXL_BLOCK_SIZE / 8];
	u64 data[OCXL_CARD_DATA_SIZE / 8];
};

/** ocxlpmem_card_breaks() - does the card break this assumption, OCXL_ASSUMPTION_* */
static inline bool ocxlpmem_card_breaks(const struct ocxlpmem_card *card, u32 assumption)
{
	return (card->broken_assumptions & BIT_ULL(assumption)) != 0;
}

/* Clock, interrupts and messages of the emulated card, for all of its parts. */

/** ocxlpmem_card_now_ns() - the clock of the host */
u64 ocxlpmem_card_now_ns(const struct ocxlpmem_card *card);

/** ocxlpmem_card_due_ns() - the time in @after_ms milliseconds; OCXL_NEVER stays OCXL_NEVER */
u64 ocxlpmem_card_due_ns(const struct ocxlpmem_card *card, u64 after_ms);

/** ocxlpmem_card_warn() - report an access that a host should not make */
void ocxlpmem_card_warn(const struct ocxlpmem_card *card, const char *text);

/** ocxlpmem_card_raise_chi() - set bits of CHI; interrupt for those that were 0 and are enabled */
void ocxlpmem_card_raise_chi(struct ocxlpmem_card *card, u64 bits);

/** ocxlpmem_card_enable_chi() - enable bits in CHIE; interrupt for those that are set in CHI */
void ocxlpmem_card_enable_chi(struct ocxlpmem_card *card, u64 bits);

/* Reset of the emulated card. */

/** ocxlpmem_card_reset_state() - what a reset changes at once; the caller advances the card */
void ocxlpmem_card_reset_state(struct ocxlpmem_card *card);

/* The card's side of the admin mailbox. */

/** ocxlpmem_card_accept_request() - doorbell ACRW */
void ocxlpmem_card_accept_request(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_answer_due_ns() - when the running request is answered; OCXL_NEVER: never, held,
 * or none runs
 */
u64 ocxlpmem_card_answer_due_ns(const struct ocxlpmem_card *card);

/** ocxlpmem_card_answer_if_due() - answer the running request if its time has come */
void ocxlpmem_card_answer_if_due(struct ocxlpmem_card *card);

/* Faults and corrupted responses that a scenario requested. */

/** ocxlpmem_card_add_fault() - apply a scenario line */
void ocxlpmem_card_add_fault(struct ocxlpmem_card *card, const struct ocxlpmem_fault_rule *rule);

/**
 * ocxlpmem_card_next_fault() - the rule for a request; counts as one use of the rule
 * @card: the card
 * @opcode: of the request
 * @corruption: find rules that corrupt the response; otherwise those that make the request fail
 * @rule: receives a copy of the rule
 *
 * Return: false if there is no rule.
 */
bool ocxlpmem_card_next_fault(struct ocxlpmem_card *card, u8 opcode, bool corruption,
			      struct ocxlpmem_fault_rule *rule);

/** ocxlpmem_card_corrupt_response() - apply @card->corruption to the response in MMIO */
void ocxlpmem_card_corrupt_response(struct ocxlpmem_card *card, u8 opcode);

/* SMART attributes of the emulated card. */

/** ocxlpmem_card_init_smart() - the attributes of a healthy card */
void ocxlpmem_card_init_smart(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_smart() - apply a scenario line */
void ocxlpmem_card_change_smart(struct ocxlpmem_card *card,
				const struct ocxlpmem_smart_change *change);

/** ocxlpmem_card_move_life() - set the attribute, if any, to the life of the statistics */
void ocxlpmem_card_move_life(struct ocxlpmem_card *card, u64 life);

/** ocxlpmem_card_inject_smart() - see ocxlpmem_card_inject(); without @injection->fatal */
int ocxlpmem_card_inject_smart(struct ocxlpmem_card *card,
			       const struct ocxlpmem_injection *injection);

/** ocxlpmem_card_answer_smart() - fill the data buffer; returns a card status */
u8 ocxlpmem_card_answer_smart(struct ocxlpmem_card *card);

/* Statistics of the emulated card. */

/** ocxlpmem_card_init_stats() - the statistics at power-on */
void ocxlpmem_card_init_stats(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_stats() - apply a scenario line */
void ocxlpmem_card_change_stats(struct ocxlpmem_card *card,
				const struct ocxlpmem_stats_change *change);

/** ocxlpmem_card_count_reset() - add one to the number of resets, restart the uptime since then */
void ocxlpmem_card_count_reset(struct ocxlpmem_card *card);

/** ocxlpmem_card_set_power_on_hours() - set the power-on time; false if the field has no room */
bool ocxlpmem_card_set_power_on_hours(struct ocxlpmem_card *card, u64 hours);

/** ocxlpmem_card_set_life() - set the remaining life in percent, as far as the field has room */
void ocxlpmem_card_set_life(struct ocxlpmem_card *card, u64 life);

/** ocxlpmem_card_stat_value() - the present value of one field */
u64 ocxlpmem_card_stat_value(const struct ocxlpmem_card *card, enum ocxlpmem_stat stat);

/** ocxlpmem_card_answer_stats() - fill the data buffer; returns a card status */
u8 ocxlpmem_card_answer_stats(struct ocxlpmem_card *card);

/* The error log of the emulated card. */

/** ocxlpmem_card_queue_log() - append entries to the log, or empty it */
void ocxlpmem_card_queue_log(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec);

/** ocxlpmem_card_answer_error_log() - fill the data buffer with an entry; returns a card status */
u8 ocxlpmem_card_answer_error_log(struct ocxlpmem_card *card);

/** ocxlpmem_card_forget_log() - the response was acknowledged: remove its entry from the log */
void ocxlpmem_card_forget_log(struct ocxlpmem_card *card);

/** ocxlpmem_card_advance_log() - set or clear ELA */
void ocxlpmem_card_advance_log(struct ocxlpmem_card *card);

/* Health reports of the emulated card: doorbell CHPD makes an error-log entry. */

/** ocxlpmem_card_init_health_report() - defaults until a scenario changes them */
void ocxlpmem_card_init_health_report(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_health_report() - apply a scenario line */
void ocxlpmem_card_change_health_report(struct ocxlpmem_card *card,
					const struct ocxlpmem_health_report *change);

/** ocxlpmem_card_request_health_report() - doorbell CHPD */
void ocxlpmem_card_request_health_report(struct ocxlpmem_card *card);

/** ocxlpmem_card_cancel_health_report() - the requested report never comes */
void ocxlpmem_card_cancel_health_report(struct ocxlpmem_card *card);

/** ocxlpmem_card_advance_health_report() - write the report to the error log if it is due */
void ocxlpmem_card_advance_health_report(struct ocxlpmem_card *card);

/* The dump of the emulated card. */

/** ocxlpmem_card_init_dump() - defaults until a scenario changes them; no dump */
void ocxlpmem_card_init_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_dump() - apply a scenario line */
void ocxlpmem_card_change_dump(struct ocxlpmem_card *card,
			       const struct ocxlpmem_dump_change *change);

/** ocxlpmem_card_take_dump() - doorbell CD */
void ocxlpmem_card_take_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_collect_dump() - doorbell CDC */
void ocxlpmem_card_collect_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_reset_dump() - cancel a dump that is being taken; called before HCI is cleared */
void ocxlpmem_card_reset_dump(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_advance_dump() - complete the dump if it is due
 * @card: the card
 *
 * Return: when the dump is complete, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance_dump(struct ocxlpmem_card *card);

/** ocxlpmem_card_answer_dump() - fill the data buffer with a piece; returns a card status */
u8 ocxlpmem_card_answer_dump(struct ocxlpmem_card *card);

/* Firmware of the emulated card, and its updates. */

/** ocxlpmem_card_set_firmware() - set register FWVER */
void ocxlpmem_card_set_firmware(struct ocxlpmem_card *card, u64 packed);

/** ocxlpmem_card_change_firmware() - apply a scenario line */
void ocxlpmem_card_change_firmware(struct ocxlpmem_card *card,
				   const struct ocxlpmem_firmware_change *change);

/** ocxlpmem_card_answer_firmware() - accept the piece in the data buffer; returns a card status */
u8 ocxlpmem_card_answer_firmware(struct ocxlpmem_card *card);

/** ocxlpmem_card_next_firmware() - register FWNEXT */
u64 ocxlpmem_card_next_firmware(const struct ocxlpmem_card *card);

/** ocxlpmem_card_run_firmware() - at a reset: run the staged image */
void ocxlpmem_card_run_firmware(struct ocxlpmem_card *card);

/* Near-storage secure erase: the card's second mailbox. */

/** ocxlpmem_card_accept_erase() - doorbell NSCRW */
void ocxlpmem_card_accept_erase(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_advance_erase() - clear the next piece of the memory, or end the erase
 * @card: the card
 *
 * Return: when to call this again, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance_erase(struct ocxlpmem_card *card);

/* Applies lines of a scenario, now or when they are due. */

/**
 * ocxlpmem_card_advance_scenario() - apply the lines that are due
 * @card: the card
 *
 * Return: when the next line becomes due, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance_scenario(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_CARD_STATE_H */
