/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parser of scenario lines: a line is a keyword and its keys, and becomes a directive; private to
 * driver/card.
 */
#ifndef OCXL_CARD_SCENARIO_PARSE_H
#define OCXL_CARD_SCENARIO_PARSE_H

#include "scenario-directive.h"
#include "scenario-token.h"

/* bytes of the longest line, without the newline */
#define OCXL_SCENARIO_LINE_MAX 1000

/**
 * ocxlpmem_scenario_parse_line() - parse one line
 * @line: without its newline
 * @directive: filled
 * @message: receives what is wrong with the line
 *
 * Return: 0 or -EINVAL.
 */
int ocxlpmem_scenario_parse_line(const struct ocxlpmem_token *line,
				 struct ocxlpmem_directive *directive,
				 const struct ocxlpmem_message *message);

/** ocxlpmem_scenario_list_keywords() - see ocxlpmem_card_list_keywords() */
size_t ocxlpmem_scenario_list_keywords(char *text, size_t size);

#endif /* OCXL_CARD_SCENARIO_PARSE_H */
