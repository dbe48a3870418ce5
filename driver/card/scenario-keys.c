// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keywords of a scenario about the state of the card: their keys, which of them may be combined,
 * and the directive that they make.
 */
#include "scenario-parse.h"

/* longest latency: an hour */
#define US_MAX (OCXL_MS_MAX / 24 * 1000)

/* serial, fw */
static const struct ocxlpmem_key serial_keys[] = { { "N", OCXL_KEY_PLACE_NUMBER, 0, ~0ULL } };
static const struct ocxlpmem_key fw_keys[] = { { "TEXT", OCXL_KEY_PLACE_TEXT, 0, 0 } };

static const char *build_serial(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_SERIAL;
	directive->number = values->value[0];
	return ocxlpmem_has_key(values, 0) ? NULL : "the number is missing";
}

static const char *build_fw(const struct ocxlpmem_key_values *values,
			    struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_FW;
	directive->number = values->value[0];
	return ocxlpmem_has_key(values, 0) ? NULL : "the text is missing";
}

/* ready-after, memory-after, ready, memory */
static const struct ocxlpmem_key after_keys[] = { { "ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX } };
enum { STATE_NOW, STATE_NEVER };
static const struct ocxlpmem_key state_keys[] = {
	[STATE_NOW] = { "now", OCXL_KEY_WORD, 0, 0 },
	[STATE_NEVER] = { "never", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_after(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	directive->after_ms = values->value[0];
	return ocxlpmem_has_key(values, 0) ? NULL : "ms= is missing";
}

static const char *build_ready_after(const struct ocxlpmem_key_values *values,
				     struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_READY;
	return build_after(values, directive);
}

static const char *build_memory_after(const struct ocxlpmem_key_values *values,
				      struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_MEMORY;
	return build_after(values, directive);
}

static const char *build_state(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	if (ocxlpmem_has_key(values, STATE_NOW) == ocxlpmem_has_key(values, STATE_NEVER))
		return "give one of now, never";
	directive->after_ms = ocxlpmem_has_key(values, STATE_NOW) ? 0 : OCXL_NEVER;
	return NULL;
}

static const char *build_ready(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_READY;
	return build_state(values, directive);
}

static const char *build_memory(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_MEMORY;
	return build_state(values, directive);
}

/* latency, timeout */
enum { OP_OP, OP_VALUE };
static const struct ocxlpmem_key latency_keys[] = {
	[OP_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[OP_VALUE] = { "us", OCXL_KEY_NUMBER, 0, US_MAX },
};
static const struct ocxlpmem_key timeout_keys[] = {
	[OP_OP] = { "op", OCXL_KEY_OPCODE, 0, 0 },
	[OP_VALUE] = { "ms", OCXL_KEY_NUMBER, 0, OCXL_MS_MAX },
};

static const char *build_op_value(const struct ocxlpmem_key_values *values,
				  struct ocxlpmem_directive *directive)
{
	directive->opcode = (u8)values->value[OP_OP];
	directive->value = (u32)values->value[OP_VALUE];
	return ocxlpmem_has_key(values, OP_OP) ? NULL : "op= is missing";
}

static const char *build_latency(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_LATENCY;
	if (!ocxlpmem_has_key(values, OP_VALUE))
		return "us= is missing";
	return build_op_value(values, directive);
}

static const char *build_timeout(const struct ocxlpmem_key_values *values,
				 struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_TIMEOUT;
	if (!ocxlpmem_has_key(values, OP_VALUE))
		return "ms= is missing";
	if (values->value[OP_OP] == OCXL_CARD_OP_ERASE)
		return "the time limit of erase cannot be changed";
	return build_op_value(values, directive);
}

/* fatal, health */
enum { FATAL_HW, FATAL_FW };
static const struct ocxlpmem_key fatal_keys[] = {
	[FATAL_HW] = { "hw", OCXL_KEY_WORD, 0, 0 },
	[FATAL_FW] = { "fw", OCXL_KEY_WORD, 0, 0 },
};
enum { HEALTH_BIT, HEALTH_SET, HEALTH_CLEAR };
static const struct ocxlpmem_value_name health_names[] = {
	{ "cda", OCXL_CHI_CDA },
	{ "cffs", OCXL_CHI_CFFS },
	{ "chfs", OCXL_CHI_CHFS },
	{ "dump", OCXL_CHI_CDA },
	{ "fw_fatal", OCXL_CHI_CFFS },
	{ "hw_fatal", OCXL_CHI_CHFS },
	{ NULL, 0 },
};
static const struct ocxlpmem_key health_keys[] = {
	[HEALTH_BIT] = { "BIT", OCXL_KEY_PLACE_NAME, 0, 0, health_names, NULL },
	[HEALTH_SET] = { "set", OCXL_KEY_WORD, 0, 0 },
	[HEALTH_CLEAR] = { "clear", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_fatal(const struct ocxlpmem_key_values *values,
			       struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_STATUS_SET;
	if (ocxlpmem_has_key(values, FATAL_HW) == ocxlpmem_has_key(values, FATAL_FW))
		return "give one of hw, fw";
	directive->number = ocxlpmem_has_key(values, FATAL_HW) ? OCXL_CHI_CHFS : OCXL_CHI_CFFS;
	return NULL;
}

static const char *build_health(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *directive)
{
	if (!ocxlpmem_has_key(values, HEALTH_BIT))
		return "the name of a bit is missing";
	if (ocxlpmem_has_key(values, HEALTH_SET) == ocxlpmem_has_key(values, HEALTH_CLEAR))
		return "give one of set, clear";
	directive->kind = ocxlpmem_has_key(values, HEALTH_SET) ? OCXL_DIRECTIVE_STATUS_SET
							       : OCXL_DIRECTIVE_STATUS_CLEAR;
	directive->number = values->value[HEALTH_BIT];
	return NULL;
}

/* keywords without keys */
static const char *build_answer(const struct ocxlpmem_key_values *values,
				struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_ANSWER;
	return NULL;
}

static const char *build_dead(const struct ocxlpmem_key_values *values,
			      struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_DEAD;
	return NULL;
}

/* break-assumption */
#define NUMBER_TEXT(number, NAME, unsourced) " " #number
enum { BREAK_NUMBER, BREAK_UNSOURCED, BREAK_NONE };
static const struct ocxlpmem_key break_keys[] = {
	[BREAK_NUMBER] = { "N", OCXL_KEY_PLACE_NUMBER, 0, 63 },
	[BREAK_UNSOURCED] = { "unsourced", OCXL_KEY_WORD, 0, 0 },
	[BREAK_NONE] = { "none", OCXL_KEY_WORD, 0, 0 },
};

static const char *build_break_assumption(const struct ocxlpmem_key_values *values,
					  struct ocxlpmem_directive *directive)
{
	directive->kind = OCXL_DIRECTIVE_BREAK_ASSUMPTION;
	if (ocxlpmem_has_key(values, BREAK_NUMBER) + ocxlpmem_has_key(values, BREAK_UNSOURCED) +
		    ocxlpmem_has_key(values, BREAK_NONE) !=
	    1)
		return "give a number, unsourced or none";
	if (ocxlpmem_has_key(values, BREAK_NUMBER))
		directive->number = BIT_ULL(values->value[BREAK_NUMBER]);
	if (ocxlpmem_has_key(values, BREAK_UNSOURCED))
		directive->number = OCXL_UNSOURCED_ASSUMPTIONS;
	if (directive->number & ~OCXL_BREAKABLE_ASSUMPTIONS)
		return "the number must be one of:" OCXL_ASSUMPTIONS(NUMBER_TEXT);
	return NULL;
}

const struct ocxlpmem_keyword ocxlpmem_state_keywords[] = {
	{ "serial", OCXL_KEYS(serial_keys), build_serial, NULL },
	{ "fw", OCXL_KEYS(fw_keys), build_fw, NULL },
	{ "ready-after", OCXL_KEYS(after_keys), build_ready_after, NULL },
	{ "ready", OCXL_KEYS(state_keys), build_ready, NULL },
	{ "memory-after", OCXL_KEYS(after_keys), build_memory_after, NULL },
	{ "memory", OCXL_KEYS(state_keys), build_memory, NULL },
	{ "latency", OCXL_KEYS(latency_keys), build_latency, NULL },
	{ "timeout", OCXL_KEYS(timeout_keys), build_timeout, NULL },
	{ "fatal", OCXL_KEYS(fatal_keys), build_fatal, NULL },
	{ "health", OCXL_KEYS(health_keys), build_health, NULL },
	{ "answer", NULL, 0, build_answer, NULL },
	{ "dead", NULL, 0, build_dead, NULL },
	{ "break-assumption", OCXL_KEYS(break_keys), build_break_assumption, NULL },
	{ NULL },
};
