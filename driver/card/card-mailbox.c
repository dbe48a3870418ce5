// SPDX-License-Identifier: GPL-2.0-only
/*
 * The card's side of the admin mailbox: it accepts one request at a time at the doorbell and
 * answers it later (controller.md 3 and 7).
 */
#include "card.h"
#include "card-state.h"

#define PARAMETER   (OCXL_REQUEST_PARAMETER / 8)
/* fills the unused words of a response that breaks an assumption */
#define UNUSED_BYTE 0x5A

static void plan_answer(struct ocxlpmem_card *card, u8 opcode)
{
	struct ocxlpmem_fault_rule rule;
	u64 delay = opcode < OCXL_OPCODE_COUNT ? card->latency_us[opcode] * OCXL_NS_PER_US : 0;

	card->status = OCXL_CARD_STATUS_OK;
	card->answer_ns = ocxlpmem_card_now_ns(card) + delay;
	if (ocxlpmem_card_next_fault(card, opcode, false, &rule)) {
		card->status = rule.status;
		if (rule.fault == OCXL_FAULT_TIMEOUT && rule.late_ms == 0)
			card->answer_ns = OCXL_NEVER;
		else
			card->answer_ns += rule.late_ms * OCXL_NS_PER_MS;
	}
	card->corrupted = ocxlpmem_card_next_fault(card, opcode, true, &rule);
	if (card->corrupted)
		card->corruption = rule.corruption;
}

void ocxlpmem_card_accept_request(struct ocxlpmem_card *card)
{
	if (!(card->chi & OCXL_CHI_CRDY)) {
		ocxlpmem_card_warn(card, "a request was ignored: the controller is not ready");
		return;
	}
	if (card->running || (card->chi & OCXL_CHI_ACRA)) {
		ocxlpmem_card_warn(card, "a request was ignored: the previous one has not ended");
		return;
	}
	card->running = true;
	card->begins_request = true;
	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_DOORBELL) ||
	    ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_ACCEPTANCE))
		card->hci |= OCXL_HCI_ACRW;
	card->request_word = card->request[0];
	card->commands++;
	plan_answer(card, OCXL_WORD0_LOW(card->request_word));
}

/* does the controller still serve this opcode after a fatal failure */
static bool is_served(const struct ocxlpmem_card *card, u8 opcode)
{
	if (!(card->chi & OCXL_CHI_FATAL))
		return true;
	return opcode == OCXL_OPCODE_ERROR_LOG || opcode == OCXL_OPCODE_DUMP;
}

/* ready again only after a reset */
static void shut_down(struct ocxlpmem_card *card)
{
	card->stopped = true;
	ocxlpmem_card_cancel_health_report(card);
	card->chi &= ~(OCXL_CHI_MA | OCXL_CHI_CRDY);
}

static u8 serve_request(struct ocxlpmem_card *card, u8 opcode)
{
	if (card->status != OCXL_CARD_STATUS_OK)
		return card->status;
	if (!is_served(card, opcode))
		return OCXL_CARD_STATUS_FAILED;
	if (card->erasing)
		return OCXL_CARD_STATUS_BLOCKED;
	switch (opcode) {
	case OCXL_OPCODE_HEARTBEAT:
		return OCXL_CARD_STATUS_OK;
	case OCXL_OPCODE_SHUTDOWN:
		shut_down(card);
		return OCXL_CARD_STATUS_OK;
	case OCXL_OPCODE_FW_UPDATE:
		return ocxlpmem_card_answer_firmware(card);
	case OCXL_OPCODE_ERROR_LOG:
		return ocxlpmem_card_answer_error_log(card);
	case OCXL_OPCODE_DUMP:
		return ocxlpmem_card_answer_dump(card);
	case OCXL_OPCODE_SMART:
	case OCXL_OPCODE_STATS:
		/* detects a host that leaves the word of the previous request there */
		if (card->request[PARAMETER])
			return OCXL_CARD_STATUS_BAD_REQUEST_PARM;
		return opcode == OCXL_OPCODE_SMART ? ocxlpmem_card_answer_smart(card)
						   : ocxlpmem_card_answer_stats(card);
	default:
		return OCXL_CARD_STATUS_BAD_OPCODE;
	}
}

u8 ocxlpmem_card_running_opcode(const struct ocxlpmem_card *card)
{
	return card->running ? OCXL_WORD0_LOW(card->request_word) : OCXL_OPCODE_NONE;
}

u64 ocxlpmem_card_answer_due_ns(const struct ocxlpmem_card *card)
{
	const struct ocxlpmem_card_host *host = card->host;

	if (!card->running ||
	    (host->is_held && host->is_held(host->context, ocxlpmem_card_running_opcode(card))))
		return OCXL_NEVER;
	return card->answer_ns;
}

void ocxlpmem_card_answer_if_due(struct ocxlpmem_card *card)
{
	u8 opcode = OCXL_WORD0_LOW(card->request_word);
	u8 status;

	if (ocxlpmem_card_now_ns(card) < ocxlpmem_card_answer_due_ns(card))
		return;
	card->running = false;
	card->answer_ns = OCXL_NEVER;
	if (!ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_DOORBELL))
		card->hci &= ~OCXL_HCI_ACRW;
	status = serve_request(card, opcode);
	memset(card->response,
	       ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_UNUSED_WORDS) ? UNUSED_BYTE : 0,
	       sizeof(card->response));
	card->response[0] = OCXL_REQUEST_WORD0(status, OCXL_WORD0_ID(card->request_word));
	if (card->corrupted)
		ocxlpmem_card_corrupt_response(card, opcode);
	ocxlpmem_card_raise_chi(card, OCXL_CHI_ACRA);
}
