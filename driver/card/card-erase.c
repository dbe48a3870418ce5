// SPDX-License-Identifier: GPL-2.0-only
/*
 * Near-storage secure erase: the card's second mailbox. It clears the memory piece by piece. While
 * it runs, MA is clear and the admin mailbox answers BLOCKED (controller.md
 * 4.9 and 7).
 */
#include "card-state.h"

/* bytes cleared at a time */
#define ERASE_PIECE	 (4ULL << 20)
/* size of one page in the result; the documents do not define it */
#define ERASE_PAGE_SHIFT 16

/* controller.md 4.9: words of the response block */
#define PAGES_ERASED (0x20 / 8)
#define PAGES	     (0x28 / 8)

static u64 memory_size(const struct ocxlpmem_card *card)
{
	return OCXL_LABEL_AREA_SIZE + card->capacity;
}

static void answer_erase(struct ocxlpmem_card *card, u8 status)
{
	memset(card->ns_response, 0, sizeof(card->ns_response));
	card->ns_response[0] = OCXL_REQUEST_WORD0(status, OCXL_WORD0_ID(card->ns_request_word));
	if (card->erasing) {
		card->ns_response[PAGES_ERASED] = card->erased >> ERASE_PAGE_SHIFT;
		card->ns_response[PAGES] = memory_size(card) >> ERASE_PAGE_SHIFT;
	}
	card->erasing = false;
	ocxlpmem_card_raise_chi(card, OCXL_CHI_NSCRA);
}

static void begin_erase(struct ocxlpmem_card *card)
{
	struct ocxlpmem_fault_rule rule;

	card->erasing = true;
	card->erased = 0;
	card->erase_status = OCXL_CARD_STATUS_OK;
	card->erase_began_ns = ocxlpmem_card_now_ns(card);
	card->erase_late_ns = 0;
	card->chi &= ~OCXL_CHI_MA;
	if (!ocxlpmem_card_next_fault(card, OCXL_CARD_OP_ERASE, false, &rule))
		return;
	card->erase_status = rule.status;
	if (rule.fault == OCXL_FAULT_TIMEOUT)
		card->erase_late_ns = rule.late_ms ? rule.late_ms * OCXL_NS_PER_MS : OCXL_NEVER;
}

/* a scenario may change the latency of a running erase, so that it ends now */
static u64 end_of_erase(const struct ocxlpmem_card *card)
{
	if (card->erase_late_ns == OCXL_NEVER)
		return OCXL_NEVER;
	return card->erase_began_ns + card->erase_late_ns +
	       card->latency_us[OCXL_CARD_OP_ERASE] * OCXL_NS_PER_US;
}

void ocxlpmem_card_accept_erase(struct ocxlpmem_card *card)
{
	if (!(card->chi & OCXL_CHI_CRDY) || card->erasing || (card->chi & OCXL_CHI_NSCRA)) {
		ocxlpmem_card_warn(card, "a near-storage request was ignored");
		return;
	}
	card->ns_request_word = card->ns_request[0];
	if (OCXL_WORD0_LOW(card->ns_request_word) != OCXL_OPCODE_SECURE_ERASE || !card->host->erase)
		answer_erase(card, OCXL_CARD_STATUS_BAD_OPCODE);
	else if (card->chi & OCXL_CHI_FATAL)
		answer_erase(card, OCXL_CARD_STATUS_FAILED);
	else
		begin_erase(card);
}

static void clear_piece(struct ocxlpmem_card *card)
{
	u64 piece = min_t(u64, ERASE_PIECE, memory_size(card) - card->erased);

	if (card->host->erase(card->host->context, card->erased, piece))
		card->erase_status = OCXL_CARD_STATUS_FAILED;
	else
		card->erased += piece;
}

u64 ocxlpmem_card_advance_erase(struct ocxlpmem_card *card)
{
	u64 now = ocxlpmem_card_now_ns(card);

	if (!card->erasing)
		return OCXL_NEVER;
	if (card->erase_status == OCXL_CARD_STATUS_OK && card->erased < memory_size(card)) {
		clear_piece(card);
		return now;
	}
	if (now < end_of_erase(card))
		return end_of_erase(card);
	answer_erase(card, card->erase_status);
	return OCXL_NEVER;
}
