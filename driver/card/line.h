/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One scenario line is one fact; private to driver/card.
 */
#ifndef OCXL_CARD_LINE_H
#define OCXL_CARD_LINE_H

#include "token.h"

/* longest line, newline not counted */
#define OCXL_SCENARIO_LINE_MAX 1000
/* longest time in a scenario: a day */
#define OCXL_MS_MAX	       (24ULL * 3600 * 1000)

enum ocxlpmem_directive_kind {
	OCXL_DIRECTIVE_NONE, /* blank or comment */
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
};

/**
 * struct ocxlpmem_directive - what one line says
 * @kind: which member is valid
 * @number: serial number, packed text of FW, or bits of CHI
 * @after_ms: of READY, MEMORY and RESET; OCXL_NEVER
 * @opcode, @value: of LATENCY and TIMEOUT
 */
struct ocxlpmem_directive {
	enum ocxlpmem_directive_kind kind;
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

enum ocxlpmem_key_kind {
	OCXL_KEY_NUMBER, /* key=number */
	OCXL_KEY_SIZE, /* key=number, or number and one of K, M, G */
	OCXL_KEY_OPCODE, /* key=number or name */
	OCXL_KEY_TIMES, /* key=number or "always" */
	OCXL_KEY_TEXT, /* key=1 to 8 bytes */
	OCXL_KEY_PAIR, /* key=number or number:number; the second has the next key's slot */
	OCXL_KEY_WORD, /* the word itself */
	OCXL_KEY_PLACE_NUMBER, /* a number without a key */
	OCXL_KEY_PLACE_TEXT, /* 1 to 8 bytes without a key */
};

/**
 * struct ocxlpmem_key - something that may stand behind a word
 * @name: NULL for the second slot of OCXL_KEY_PAIR
 * @kind: what it takes
 * @min, @max: of numbers
 */
struct ocxlpmem_key {
	const char *name;
	enum ocxlpmem_key_kind kind;
	u64 min;
	u64 max;
};

#define OCXL_KEYS_MAX 20

/**
 * struct ocxlpmem_key_values - what stood behind a word
 * @given: bit n: key n
 * @value: by key
 */
struct ocxlpmem_key_values {
	u64 given;
	u64 value[OCXL_KEYS_MAX];
};

/** ocxlpmem_has_key() - did key number @key stand there */
static inline bool ocxlpmem_has_key(const struct ocxlpmem_key_values *values, u32 key)
{
	return (values->given & OCXL_BIT(key)) != 0;
}

/** ocxlpmem_given_flags() - those of @flags, one for each of @count keys, whose key stood there */
u8 ocxlpmem_given_flags(const struct ocxlpmem_key_values *values, const u8 *flags, u32 count);

/**
 * struct ocxlpmem_keyword - first word of a line
 * @name: the word
 * @keys, @key_count: what may follow, in any order
 * @build: fills a zeroed fact; returns what is wrong with the line, or NULL
 * @refused: why the word cannot be obeyed, or NULL
 */
struct ocxlpmem_keyword {
	const char *name;
	const struct ocxlpmem_key *keys;
	u32 key_count;
	const char *(*build)(const struct ocxlpmem_key_values *values,
			     struct ocxlpmem_directive *fact);
	const char *refused;
};

/* words-dump.c */
#define OCXL_DUMP_KEYS 9
extern const struct ocxlpmem_key ocxlpmem_dump_keys[OCXL_DUMP_KEYS];
const char *ocxlpmem_build_dump(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *fact);

/* words-firmware.c */
#define OCXL_FW_UPDATE_KEYS 7
extern const struct ocxlpmem_key ocxlpmem_fw_update_keys[OCXL_FW_UPDATE_KEYS];
const char *ocxlpmem_build_fw_update(const struct ocxlpmem_key_values *values,
				     struct ocxlpmem_directive *fact);
#define OCXL_RESET_KEYS 1
extern const struct ocxlpmem_key ocxlpmem_reset_keys[OCXL_RESET_KEYS];
const char *ocxlpmem_build_reset(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *fact);

/* words.c */
extern const struct ocxlpmem_keyword ocxlpmem_keywords[];
extern const u32 ocxlpmem_keyword_count;

/* words-health.c */
#define OCXL_HEALTH_REPORT_KEYS 3
extern const struct ocxlpmem_key ocxlpmem_health_report_keys[OCXL_HEALTH_REPORT_KEYS];
const char *ocxlpmem_build_health_report(const struct ocxlpmem_key_values *values,
					 struct ocxlpmem_directive *fact);

/**
 * ocxlpmem_scenario_parse_line() - one line
 * @line: without its newline
 * @fact: filled
 * @why: receives a message when the line is bad
 *
 * Return: 0 or -EINVAL.
 */
int ocxlpmem_scenario_parse_line(const struct ocxlpmem_token *line, struct ocxlpmem_directive *fact,
				 const struct ocxlpmem_message *why);

#endif /* OCXL_CARD_LINE_H */
