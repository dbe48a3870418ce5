// SPDX-License-Identifier: GPL-2.0-only
/*
 * A text of scenario lines: every line is checked before the first one is obeyed.
 */
#include "line.h"

/* the next line off @rest, without its newline; false at the end of the text */
static bool next_line(struct ocxlpmem_token *rest, struct ocxlpmem_token *line)
{
	const char *newline;

	if (rest->size == 0)
		return false;
	newline = memchr(rest->text, '\n', rest->size);
	line->text = rest->text;
	line->size = newline ? (size_t)(newline - rest->text) : rest->size;
	rest->text += line->size + (newline ? 1 : 0);
	rest->size -= line->size + (newline ? 1 : 0);
	return true;
}

/* what the queues will hold; lines that free room are not counted on */
struct room {
	u32 logs;
	u32 rules;
};

static int check_room(const struct ocxlpmem_directive *fact, struct room *room,
		      const struct ocxlpmem_message *why)
{
	if (fact->kind == OCXL_DIRECTIVE_ERROR_LOG && !(fact->log.given & OCXL_LOG_GIVEN_NONE) &&
	    ++room->logs > OCXL_LOG_SPECS) {
		scnprintf(why->text, why->size,
			  "error-log: the card's queue is full; allowed: %d lines waiting",
			  OCXL_LOG_SPECS);
		return -ENOSPC;
	}
	if (fact->kind == OCXL_DIRECTIVE_FAULT && fact->fault.fault != OCXL_FAULT_NONE &&
	    ++room->rules > OCXL_FAULT_RULES) {
		scnprintf(why->text, why->size,
			  "too many fault and corrupt lines; allowed: %d waiting",
			  OCXL_FAULT_RULES);
		return -ENOSPC;
	}
	return 0;
}

static int check_text(const struct ocxlpmem_card *card, struct ocxlpmem_token rest,
		      unsigned int *number, const struct ocxlpmem_message *why)
{
	struct room room = { .logs = card->log_count, .rules = card->rule_count };
	struct ocxlpmem_token line;
	struct ocxlpmem_directive fact;
	int rc;

	for (*number = 1; next_line(&rest, &line); (*number)++) {
		rc = ocxlpmem_scenario_parse_line(&line, &fact, why);
		if (!rc)
			rc = check_room(&fact, &room, why);
		if (rc)
			return rc;
	}
	return 0;
}

static u64 due(const struct ocxlpmem_card *card, u64 after_ms)
{
	return after_ms == OCXL_NEVER ? OCXL_NEVER
				      : ocxlpmem_card_now_ns(card) + after_ms * OCXL_NS_PER_MS;
}

static void obey_ready(struct ocxlpmem_card *card, u64 after_ms)
{
	card->stopped = false;
	card->ready_ns = due(card, after_ms);
	if (after_ms > 0)
		card->chi &= ~(OCXL_CHI_CRDY | OCXL_CHI_MA);
}

static void obey_memory(struct ocxlpmem_card *card, u64 after_ms)
{
	card->memory_ns = due(card, after_ms);
	if (after_ms > 0)
		card->chi &= ~OCXL_CHI_MA;
}

/* as at power-on: memory comes with the controller, unless one of them never does */
static void obey_reset(struct ocxlpmem_card *card, u64 after_ms)
{
	if (card->ready_ns != OCXL_NEVER)
		card->ready_ns = due(card, after_ms);
	if (card->memory_ns != OCXL_NEVER)
		card->memory_ns = card->ready_ns;
	ocxlpmem_card_reset(card);
}

static void obey_answer(struct ocxlpmem_card *card)
{
	if (card->running)
		card->answer_ns = ocxlpmem_card_now_ns(card);
}

static void obey(struct ocxlpmem_card *card, const struct ocxlpmem_directive *fact)
{
	switch (fact->kind) {
	case OCXL_DIRECTIVE_NONE:
		break;
	case OCXL_DIRECTIVE_SERIAL:
		card->serial = fact->number;
		break;
	case OCXL_DIRECTIVE_FW:
		ocxlpmem_card_set_firmware(card, fact->number);
		break;
	case OCXL_DIRECTIVE_READY:
		obey_ready(card, fact->after_ms);
		break;
	case OCXL_DIRECTIVE_MEMORY:
		obey_memory(card, fact->after_ms);
		break;
	case OCXL_DIRECTIVE_SMART:
		ocxlpmem_card_change_smart(card, &fact->smart);
		break;
	case OCXL_DIRECTIVE_ERROR_LOG:
		ocxlpmem_card_queue_log(card, &fact->log);
		break;
	case OCXL_DIRECTIVE_DUMP:
		ocxlpmem_card_change_dump(card, &fact->dump);
		break;
	case OCXL_DIRECTIVE_FW_UPDATE:
		ocxlpmem_card_change_firmware(card, &fact->firmware);
		break;
	case OCXL_DIRECTIVE_RESET:
		obey_reset(card, fact->after_ms);
		break;
	case OCXL_DIRECTIVE_STATS:
		ocxlpmem_card_change_stats(card, &fact->stats);
		break;
	case OCXL_DIRECTIVE_FAULT:
		ocxlpmem_card_add_fault(card, &fact->fault);
		break;
	case OCXL_DIRECTIVE_LATENCY:
		card->latency_us[fact->opcode] = fact->value;
		break;
	case OCXL_DIRECTIVE_TIMEOUT:
		card->timeout_ms[fact->opcode] = fact->value;
		break;
	case OCXL_DIRECTIVE_HEALTH_REPORT:
		ocxlpmem_card_change_health_report(card, &fact->health_report);
		break;
	case OCXL_DIRECTIVE_STATUS_SET:
		ocxlpmem_card_raise_chi(card, fact->number);
		break;
	case OCXL_DIRECTIVE_STATUS_CLEAR:
		card->chi &= ~fact->number;
		break;
	case OCXL_DIRECTIVE_ANSWER:
		obey_answer(card);
		break;
	case OCXL_DIRECTIVE_DEAD:
		card->dead = true;
		break;
	}
}

int ocxlpmem_card_apply_scenario(struct ocxlpmem_card *card, const char *text, size_t size,
				 unsigned int *line, char *why, size_t why_size)
{
	struct ocxlpmem_token rest = { .text = text, .size = size };
	struct ocxlpmem_message message = { .text = why, .size = why_size };
	struct ocxlpmem_message ignored = { .text = NULL, .size = 0 };
	struct ocxlpmem_token one;
	struct ocxlpmem_directive fact;
	int rc = check_text(card, rest, line, &message);

	if (rc)
		return rc;
	while (next_line(&rest, &one)) {
		ocxlpmem_scenario_parse_line(&one, &fact, &ignored);
		obey(card, &fact);
	}
	ocxlpmem_card_advance(card);
	return 0;
}
