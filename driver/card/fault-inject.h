/* SPDX-License-Identifier: GPL-2.0-only */
/* Faults and corrupted responses that a scenario requested. */
#ifndef OCXL_CARD_FAULT_INJECT_H
#define OCXL_CARD_FAULT_INJECT_H

#include "card-state.h"

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

#endif /* OCXL_CARD_FAULT_INJECT_H */
