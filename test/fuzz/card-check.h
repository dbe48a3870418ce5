/* SPDX-License-Identifier: GPL-2.0-only */
/* Invariants of an emulated card (driver/card/card-state.h), which hold after every operation. */
#ifndef TEST_FUZZ_CARD_CHECK_H
#define TEST_FUZZ_CARD_CHECK_H

#include "card/card-state.h"
#include "card/scenario.h"
#include "choice.h"

static inline void check_card_smart(const struct ocxlpmem_card *card)
{
	bool there[OCXL_CARD_ATTRIBUTES] = { false };
	u32 i;
	u8 id;

	FUZZ_CHECK(card->attribute_count <= OCXL_CARD_ATTRIBUTES);
	FUZZ_CHECK(card->fill <= OCXL_CARD_FILL_MAX);
	for (i = 0; i < card->attribute_count; i++) {
		id = (u8)(card->attributes[i].fields >> 56);
		FUZZ_CHECK(!there[id]);
		there[id] = true;
	}
}

static inline void check_card_queues(const struct ocxlpmem_card *card)
{
	u32 i;

	FUZZ_CHECK(card->log_count <= OCXL_LOG_SPECS);
	FUZZ_CHECK(!card->log_delivered || card->log_count > 0);
	FUZZ_CHECK(card->delayed_count <= OCXL_DELAYED_MAX);
	FUZZ_CHECK(card->rule_count <= OCXL_FAULT_RULES);
	for (i = 0; i < card->log_count; i++) {
		FUZZ_CHECK(card->logs[i].count > 0);
		FUZZ_CHECK(card->logs[i].data <= OCXL_ERROR_LOG_DATA_MAX);
	}
	for (i = 0; i < card->rule_count; i++) {
		FUZZ_CHECK(card->rules[i].times > 0);
		FUZZ_CHECK(card->rules[i].opcode < OCXL_CARD_OP_COUNT);
	}
}

/* a doorbell of a request is seen only in a card that breaks one of two assumptions */
static inline u64 allowed_doorbells(const struct ocxlpmem_card *card)
{
	u64 bits = OCXL_HCI_FDE | OCXL_HCI_CD | OCXL_HCI_CHPD;

	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_DOORBELL) ||
	    ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_ACCEPTANCE))
		bits |= OCXL_HCI_ACRW;
	return bits;
}

/* after ocxlpmem_card_advance() or an access to a register; a dead card does not change */
static inline void check_card(struct ocxlpmem_card *card)
{
	u64 now = ocxlpmem_card_now_ns(card);

	check_card_smart(card);
	check_card_queues(card);
	FUZZ_CHECK(!(card->chi & ~OCXL_CHI_ALL) && !(card->chie & ~OCXL_CHI_ALL));
	FUZZ_CHECK(!(card->hci & ~allowed_doorbells(card)));
	FUZZ_CHECK(!(card->chi & OCXL_CHI_MA) || (card->chi & OCXL_CHI_CRDY));
	FUZZ_CHECK(!card->erasing || !(card->chi & OCXL_CHI_MA));
	FUZZ_CHECK(!card->running || !(card->chi & OCXL_CHI_ACRA));
	FUZZ_CHECK(card->erased <= OCXL_LABEL_AREA_SIZE + card->capacity);
	FUZZ_CHECK(card->dump.piece >= 8 && card->dump.piece <= OCXL_DUMP_PIECE_MAX);
	FUZZ_CHECK(card->update.received % 8 == 0);
	if (card->dead)
		return;
	if (!ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_LOG_LEVEL))
		FUZZ_CHECK((card->log_count > 0) == ((card->chi & OCXL_CHI_ELA) != 0));
	FUZZ_CHECK(card->running || card->answer_ns == OCXL_NEVER);
	FUZZ_CHECK(!card->running || card->answer_ns > now);
	FUZZ_CHECK(card->stopped || card->ready_ns > now || (card->chi & OCXL_CHI_CRDY));
}

#endif /* TEST_FUZZ_CARD_CHECK_H */
