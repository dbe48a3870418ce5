// SPDX-License-Identifier: GPL-2.0-only
/*
 * Applies a scenario. All lines are checked before the first one is applied.
 */
#include "card.h"
#include "card-state.h"
#include "scenario-parse.h"

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
		ocxlpmem_card_obey(card, &directive);
	}
	ocxlpmem_card_advance(card);
	return 0;
}
