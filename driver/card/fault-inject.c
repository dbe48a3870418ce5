// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults and corrupted responses that a scenario requested.
 */
#include "card-state.h"

static void remove_rule(struct ocxlpmem_card *card, u32 index)
{
	card->rule_count--;
	memmove(&card->rules[index], &card->rules[index + 1],
		(card->rule_count - index) * sizeof(card->rules[0]));
}

static bool is_corruption(const struct ocxlpmem_fault_rule *rule)
{
	return rule->fault == OCXL_FAULT_CORRUPT;
}

bool ocxlpmem_card_next_fault(struct ocxlpmem_card *card, u8 opcode, bool corruption,
			      struct ocxlpmem_fault_rule *rule)
{
	u32 i;

	for (i = 0; i < card->rule_count; i++) {
		if (card->rules[i].opcode == opcode && is_corruption(&card->rules[i]) == corruption)
			break;
	}
	if (i == card->rule_count)
		return false;
	*rule = card->rules[i];
	if (rule->times != OCXL_ALWAYS && --card->rules[i].times == 0)
		remove_rule(card, i);
	return true;
}

/* a rule with "always" ends with the next rule of its kind; "none" ends rules of both kinds */
static bool is_rule_ended_by(const struct ocxlpmem_fault_rule *old,
			     const struct ocxlpmem_fault_rule *rule)
{
	if (old->opcode != rule->opcode)
		return false;
	if (rule->fault == OCXL_FAULT_NONE)
		return true;
	return old->times == OCXL_ALWAYS && is_corruption(old) == is_corruption(rule);
}

void ocxlpmem_card_add_fault(struct ocxlpmem_card *card, const struct ocxlpmem_fault_rule *rule)
{
	u32 i = card->rule_count;

	while (i-- > 0) {
		if (is_rule_ended_by(&card->rules[i], rule))
			remove_rule(card, i);
	}
	if (rule->fault != OCXL_FAULT_NONE && card->rule_count < OCXL_FAULT_RULES)
		card->rules[card->rule_count++] = *rule;
}

/*
 * Makes the length wrong by 8 bytes. In the error log any length can be right, so there it leaves
 * the valid range. A dump may come in pieces of any length: a shorter piece is valid, a longer one
 * ends with 8 bytes that do not belong to the dump, and exceeds a request of the same size.
 */
static void change_length(struct ocxlpmem_card *card, u8 opcode, bool longer)
{
	u64 header = card->data[0];

	if (opcode == OCXL_OPCODE_ERROR_LOG)
		card->data[0] = (header & ~0xFFFFULL) | (longer ? OCXL_ERROR_LOG_LENGTH_MAX + 8
								: OCXL_ERROR_LOG_LENGTH_FIXED - 8);
	else if (opcode == OCXL_OPCODE_DUMP && !longer)
		card->data[0] = header - min_t(u32, OCXL_DATA_LENGTH16(header), 8);
	else
		card->data[0] = longer ? header + 8 : header - 8;
}

/* xorshift, because every run must give the same bytes */
static void fill_random(struct ocxlpmem_card *card)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(card->data); i++) {
		card->random ^= card->random << 13;
		card->random ^= card->random >> 7;
		card->random ^= card->random << 17;
		card->data[i] = card->random;
	}
}

static bool has_length16(u8 opcode)
{
	return opcode == OCXL_OPCODE_ERROR_LOG || opcode == OCXL_OPCODE_DUMP;
}

void ocxlpmem_card_corrupt_response(struct ocxlpmem_card *card, u8 opcode)
{
	switch (card->corruption) {
	case OCXL_CORRUPT_ID:
		card->response[0] ^= 0xFFFFULL << 16;
		break;
	case OCXL_CORRUPT_IDENTIFIER:
		card->data[0] ^= 0xFFFFULL << 48;
		break;
	case OCXL_CORRUPT_LENGTH:
		card->data[0] |= has_length16(opcode) ? 0xFFFF : 0xFFFFFFFF;
		break;
	case OCXL_CORRUPT_SHORT:
		change_length(card, opcode, false);
		break;
	case OCXL_CORRUPT_LONG:
		change_length(card, opcode, true);
		break;
	case OCXL_CORRUPT_RANDOM:
		fill_random(card);
		break;
	}
}
