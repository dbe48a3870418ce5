/* SPDX-License-Identifier: GPL-2.0-only */
/* Scenarios: text that makes the emulated card fail, be slow, or report other values. */
#ifndef OCXL_CARD_SCENARIO_H
#define OCXL_CARD_SCENARIO_H

#include "card.h"

/**
 * ocxlpmem_card_apply_scenario() - apply all lines of a text, or none
 * @card: the card; the caller serialises
 * @text: lines; need not be terminated
 * @size: bytes of @text
 * @line: receives the number of the bad line, from 1
 * @message: receives what is wrong with it and what is allowed, terminated
 * @message_size: bytes of @message
 *
 * Return: 0, -EINVAL for a bad line, -ENOSPC if the queues of the card are full.
 */
int ocxlpmem_card_apply_scenario(struct ocxlpmem_card *card, const char *text, size_t size,
				 unsigned int *line, char *message, size_t message_size);

/**
 * ocxlpmem_card_list_keywords() - the words that a line may begin with
 * @text: receives "serial, fw, ...", terminated
 * @size: bytes of @text; the rest is left out
 *
 * Return: bytes written without the terminator.
 */
size_t ocxlpmem_card_list_keywords(char *text, size_t size);

/**
 * ocxlpmem_scenario_parse_opcode() - parse the number or name of an opcode of the admin mailbox
 * @text: need not be terminated
 * @size: bytes of @text
 * @opcode: receives the opcode
 *
 * Return: 0 or -EINVAL.
 */
int ocxlpmem_scenario_parse_opcode(const char *text, size_t size, u8 *opcode);

#endif /* OCXL_CARD_SCENARIO_H */
