// SPDX-License-Identifier: GPL-2.0-only
/*
 * Applies a scenario: all lines are checked before the first one is applied, and each takes effect
 * now or when it is due.
 */
#include "card-state.h"
#include "scenario.h"
#include "scenario-parse.h"

static void remove_delayed(struct ocxlpmem_card *card, u32 index)
{
	card->delayed_count--;
	memmove(&card->delayed[index], &card->delayed[index + 1],
		(card->delayed_count - index) * sizeof(card->delayed[0]));
}

static void apply_ready(struct ocxlpmem_card *card, u64 after_ms)
{
	card->stopped = false;
	card->ready_ns = ocxlpmem_card_due_ns(card, after_ms);
	if (after_ms > 0)
		card->chi &= ~(OCXL_CHI_CRDY | OCXL_CHI_MA);
}

static void apply_memory(struct ocxlpmem_card *card, u64 after_ms)
{
	card->memory_ns = ocxlpmem_card_due_ns(card, after_ms);
	if (after_ms > 0)
		card->chi &= ~OCXL_CHI_MA;
}

/* as at power-on: MA is set together with CRDY, unless one of them never is */
static void apply_reset(struct ocxlpmem_card *card, u64 after_ms)
{
	if (card->ready_ns != OCXL_NEVER)
		card->ready_ns = ocxlpmem_card_due_ns(card, after_ms);
	if (card->memory_ns != OCXL_NEVER)
		card->memory_ns = card->ready_ns;
	ocxlpmem_card_reset_state(card);
}

/* 0: back to a card without broken assumptions */
static void apply_break_assumption(struct ocxlpmem_card *card, u64 numbers)
{
	card->broken_assumptions = numbers ? card->broken_assumptions | numbers : 0;
	card->hci &= ~OCXL_HCI_ACRW;
}

static void apply_duration(struct ocxlpmem_card *card, const struct ocxlpmem_directive *directive)
{
	if (directive->kind == OCXL_DIRECTIVE_LATENCY)
		card->latency_us[directive->opcode] = directive->value;
	else
		card->timeout_ms[directive->opcode] = directive->value;
}

static void apply_status(struct ocxlpmem_card *card, const struct ocxlpmem_directive *directive)
{
	if (directive->kind == OCXL_DIRECTIVE_STATUS_SET)
		ocxlpmem_card_raise_chi(card, directive->number);
	else
		card->chi &= ~directive->number;
}

static void apply_stats(struct ocxlpmem_card *card, const struct ocxlpmem_stats_change *change)
{
	ocxlpmem_card_change_stats(card, change);
	if (change->given & 1U << OCXL_STAT_LIFE_REMAINING)
		ocxlpmem_card_move_life(card, change->values[OCXL_STAT_LIFE_REMAINING]);
}

static void apply_answer(struct ocxlpmem_card *card)
{
	if (card->running)
		card->answer_ns = ocxlpmem_card_now_ns(card);
}

/* "none" also cancels entries that would come later */
static void apply_error_log(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec)
{
	u32 i = card->delayed_count;

	while (spec->given & OCXL_LOG_GIVEN_NONE && i-- > 0) {
		if (card->delayed[i].directive.kind == OCXL_DIRECTIVE_ERROR_LOG)
			remove_delayed(card, i);
	}
	ocxlpmem_card_queue_log(card, spec);
}

static void apply_directive(struct ocxlpmem_card *card, const struct ocxlpmem_directive *directive)
{
	switch (directive->kind) {
	case OCXL_DIRECTIVE_NONE:
		break;
	case OCXL_DIRECTIVE_SERIAL:
		card->serial = directive->number;
		break;
	case OCXL_DIRECTIVE_FW:
		ocxlpmem_card_set_firmware(card, directive->number);
		break;
	case OCXL_DIRECTIVE_READY:
		apply_ready(card, directive->after_ms);
		break;
	case OCXL_DIRECTIVE_MEMORY:
		apply_memory(card, directive->after_ms);
		break;
	case OCXL_DIRECTIVE_SMART:
		ocxlpmem_card_change_smart(card, &directive->smart);
		break;
	case OCXL_DIRECTIVE_ERROR_LOG:
		apply_error_log(card, &directive->log);
		break;
	case OCXL_DIRECTIVE_DUMP:
		ocxlpmem_card_change_dump(card, &directive->dump);
		break;
	case OCXL_DIRECTIVE_FW_UPDATE:
		ocxlpmem_card_change_firmware(card, &directive->firmware);
		break;
	case OCXL_DIRECTIVE_RESET:
		apply_reset(card, directive->after_ms);
		break;
	case OCXL_DIRECTIVE_STATS:
		apply_stats(card, &directive->stats);
		break;
	case OCXL_DIRECTIVE_FAULT:
		ocxlpmem_card_add_fault(card, &directive->fault);
		break;
	case OCXL_DIRECTIVE_LATENCY:
	case OCXL_DIRECTIVE_TIMEOUT:
		apply_duration(card, directive);
		break;
	case OCXL_DIRECTIVE_HEALTH_REPORT:
		ocxlpmem_card_change_health_report(card, &directive->health_report);
		break;
	case OCXL_DIRECTIVE_STATUS_SET:
	case OCXL_DIRECTIVE_STATUS_CLEAR:
		apply_status(card, directive);
		break;
	case OCXL_DIRECTIVE_ANSWER:
		apply_answer(card);
		break;
	case OCXL_DIRECTIVE_BREAK_ASSUMPTION:
		apply_break_assumption(card, directive->number);
		break;
	case OCXL_DIRECTIVE_DEAD:
		card->dead = true;
		break;
	}
}

static void obey_directive(struct ocxlpmem_card *card, const struct ocxlpmem_directive *directive)
{
	struct ocxlpmem_delayed *delayed = &card->delayed[card->delayed_count];

	if (directive->delay_ms == 0) {
		apply_directive(card, directive);
		return;
	}
	/* the scenario was checked, but the queue may be full since then */
	if (card->delayed_count == OCXL_DELAYED_MAX)
		return;
	delayed->due_ns = ocxlpmem_card_due_ns(card, directive->delay_ms);
	delayed->directive = *directive;
	card->delayed_count++;
}

/* the first one of those that are due first */
static u32 find_next_delayed(const struct ocxlpmem_card *card)
{
	u32 next = 0;
	u32 i;

	for (i = 1; i < card->delayed_count; i++) {
		if (card->delayed[i].due_ns < card->delayed[next].due_ns)
			next = i;
	}
	return next;
}

u64 ocxlpmem_card_advance_scenario(struct ocxlpmem_card *card)
{
	u64 now_ns = ocxlpmem_card_now_ns(card);
	struct ocxlpmem_delayed delayed;
	bool changed = false;
	u64 due_ns = OCXL_NEVER;
	u32 next;

	while (card->delayed_count > 0) {
		next = find_next_delayed(card);
		due_ns = card->delayed[next].due_ns;
		if (due_ns > now_ns)
			break;
		delayed = card->delayed[next];
		remove_delayed(card, next);
		apply_directive(card, &delayed.directive);
		changed = true;
		due_ns = OCXL_NEVER;
	}
	if (changed && card->host->changed)
		card->host->changed(card->host->context);
	return due_ns;
}

/* cuts the next line off @rest, without its newline; false at the end of the text */
static bool cut_line(struct ocxlpmem_token *rest, struct ocxlpmem_token *line)
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

size_t ocxlpmem_card_list_keywords(char *text, size_t size)
{
	return ocxlpmem_scenario_list_keywords(text, size);
}

/* elements of the queues after the scenario; lines that remove elements are not considered */
struct queue_use {
	u32 logs;
	u32 rules;
	u32 delayed;
};

static int check_queues(const struct ocxlpmem_directive *directive, struct queue_use *use,
			const struct ocxlpmem_message *message)
{
	if (directive->delay_ms > 0) {
		if (++use->delayed <= OCXL_DELAYED_MAX)
			return 0;
		scnprintf(message->text, message->size,
			  "too many lines with after-ms; allowed: %d waiting", OCXL_DELAYED_MAX);
		return -ENOSPC;
	}
	if (directive->kind == OCXL_DIRECTIVE_ERROR_LOG &&
	    !(directive->log.given & OCXL_LOG_GIVEN_NONE) && ++use->logs > OCXL_LOG_SPECS) {
		scnprintf(message->text, message->size,
			  "error-log: the card's queue is full; allowed: %d lines waiting",
			  OCXL_LOG_SPECS);
		return -ENOSPC;
	}
	if (directive->kind == OCXL_DIRECTIVE_FAULT && directive->fault.fault != OCXL_FAULT_NONE &&
	    ++use->rules > OCXL_FAULT_RULES) {
		scnprintf(message->text, message->size,
			  "too many fault and corrupt lines; allowed: %d waiting",
			  OCXL_FAULT_RULES);
		return -ENOSPC;
	}
	return 0;
}

static int check_text(const struct ocxlpmem_card *card, struct ocxlpmem_token rest,
		      unsigned int *number, const struct ocxlpmem_message *message)
{
	struct queue_use use = { card->log_count, card->rule_count, card->delayed_count };
	struct ocxlpmem_token line;
	struct ocxlpmem_directive directive;
	int rc;

	for (*number = 1; cut_line(&rest, &line); (*number)++) {
		rc = ocxlpmem_scenario_parse_line(&line, &directive, message);
		if (!rc)
			rc = check_queues(&directive, &use, message);
		if (rc)
			return rc;
	}
	return 0;
}

int ocxlpmem_card_apply_scenario(struct ocxlpmem_card *card, const char *text, size_t size,
				 unsigned int *line, char *message, size_t message_size)
{
	struct ocxlpmem_token rest = { .text = text, .size = size };
	struct ocxlpmem_message error = {
		.text = message,
		.size = message_size,
		.more_keywords = card->host->more_keywords,
	};
	struct ocxlpmem_message ignored = { .text = NULL, .size = 0 };
	struct ocxlpmem_token one;
	struct ocxlpmem_directive directive;
	int rc = check_text(card, rest, line, &error);

	if (rc)
		return rc;
	while (cut_line(&rest, &one)) {
		/* check_text() has checked it */
		ocxlpmem_scenario_parse_line(&one, &directive, &ignored);
		obey_directive(card, &directive);
	}
	ocxlpmem_card_advance(card);
	return 0;
}
