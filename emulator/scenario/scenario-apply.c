// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenario texts for several cards, see scenario-apply.h.
 */
#include <stdlib.h>
#include <string.h>
#include "card/scenario.h"
#include "scenario/scenario-apply.h"

#define ALL  (-1)
#define NONE (-2)

/**
 * struct share - the lines that are for one card
 * @text: each with its newline
 * @size: bytes of @text
 * @room: bytes allocated
 */
struct share {
	char *text;
	size_t size;
	size_t room;
};

/**
 * struct batch - one text on its way to the cards
 * @share: one a card
 */
struct batch {
	struct ocxl_cards *cards;
	const char *text;
	size_t size;
	struct share *share;
	unsigned int *line;
	char *why;
	size_t why_size;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool ocxl_scenario_word(const char *line, size_t size, const char *word, const char **value,
			size_t *value_size)
{
	size_t length = strlen(word);

	while (size > 0 && is_blank(*line))
		line++, size--;
	if (size < length || memcmp(line, word, length) ||
	    (size > length && !is_blank(line[length]) && line[length] != '#'))
		return false;
	line += length, size -= length;
	if (memchr(line, '#', size))
		size = (size_t)((const char *)memchr(line, '#', size) - line);
	while (size > 0 && is_blank(*line))
		line++, size--;
	while (size > 0 && is_blank(line[size - 1]))
		size--;
	*value = line;
	*value_size = size;
	return true;
}

static int select_card(struct batch *batch, const char *value, size_t size)
{
	unsigned int number = 0;
	size_t i;

	if (size == 3 && !memcmp(value, "all", 3))
		return ALL;
	for (i = 0; i < size && i < 6; i++) {
		if (value[i] < '0' || value[i] > '9')
			break;
		number = number * 10 + (unsigned int)(value[i] - '0');
	}
	if (size > 0 && i == size && number < batch->cards->count)
		return (int)number;
	snprintf(batch->why, batch->why_size, "card '%.*s': must be 'all' or a number from 0 to %u",
		 (int)min_t(size_t, size, 40), value, batch->cards->count - 1);
	return NONE;
}

static int append(struct share *share, const char *line, size_t size)
{
	size_t room = max_t(size_t, 2 * share->room, share->size + size + 1);
	char *text;

	if (share->room - share->size < size + 1) {
		text = realloc(share->text, room);
		if (!text)
			return -ENOMEM;
		share->text = text;
		share->room = room;
	}
	memcpy(share->text + share->size, line, size);
	share->text[share->size + size] = '\n';
	share->size += size + 1;
	return 0;
}

static int give_line(struct batch *batch, int card, const char *line, size_t size)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < batch->cards->count && !rc; i++) {
		if (card == ALL || (unsigned int)card == i)
			rc = append(&batch->share[i], line, size);
	}
	return rc;
}

static size_t line_size(const char *text, size_t size)
{
	const char *end = memchr(text, '\n', size);

	return end ? (size_t)(end - text) : size;
}

static int distribute(struct batch *batch)
{
	const char *value;
	size_t value_size;
	int card = ALL;
	size_t length;
	size_t at;
	int rc = 0;

	*batch->line = 0;
	for (at = 0; at < batch->size && !rc; at += length + 1) {
		const char *line = batch->text + at;

		length = line_size(line, batch->size - at);
		++*batch->line;
		if (!ocxl_scenario_word(line, length, "card", &value, &value_size)) {
			rc = give_line(batch, card, line, length);
			continue;
		}
		card = select_card(batch, value, value_size);
		rc = card == NONE ? -EINVAL : 0;
	}
	return rc;
}

/* from the number in a card's share to the number in the text */
static void number_line(struct batch *batch, unsigned int number)
{
	unsigned int left = *batch->line;
	const char *value;
	size_t value_size;
	int card = ALL;
	size_t length;
	size_t at;

	*batch->line = 0;
	for (at = 0; at < batch->size && left > 0; at += length + 1) {
		length = line_size(batch->text + at, batch->size - at);
		++*batch->line;
		if (ocxl_scenario_word(batch->text + at, length, "card", &value, &value_size))
			card = select_card(batch, value, value_size);
		else
			left -= card == ALL || (unsigned int)card == number;
	}
}

/* on a copy of the card, which has no pointers into itself */
static int rehearse(struct batch *batch, unsigned int card)
{
	void *copy = malloc(ocxlpmem_card_size());
	int rc;

	if (!copy)
		return -ENOMEM;
	memcpy(copy, batch->cards->card[card].model, ocxlpmem_card_size());
	rc = ocxlpmem_card_apply_scenario(copy, batch->share[card].text, batch->share[card].size,
					  batch->line, batch->why, batch->why_size);
	if (rc)
		number_line(batch, card);
	free(copy);
	return rc;
}

static void take_timeouts(struct ocxl_emulated *card)
{
	u8 opcode;

	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++)
		ocxlpmem_device_set_timeout(&card->device, opcode,
					    ocxlpmem_card_timeout_ms(card->model, opcode));
}

static int perform(struct batch *batch, unsigned int number)
{
	struct ocxl_emulated *card = &batch->cards->card[number];
	int rc = ocxlpmem_card_apply_scenario(card->model, batch->share[number].text,
					      batch->share[number].size, batch->line, batch->why,
					      batch->why_size);

	/* another number is another card: who takes one out has unbound the driver */
	if (card->device.setup.serial != ocxlpmem_card_serial(card->model))
		ocxl_emulated_rebind(card);
	take_timeouts(card);
	/* a card that goes away to start anew has nothing left to interrupt with */
	ocxlpmem_device_refresh_health(&card->device);
	return rc;
}

static int each_card(struct batch *batch, int (*act)(struct batch *batch, unsigned int card))
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < batch->cards->count && !rc; i++) {
		if (batch->share[i].size > 0)
			rc = act(batch, i);
	}
	return rc;
}

static int lock(struct batch *batch, unsigned int card)
{
	ocxl_emulated_lock(&batch->cards->card[card]);
	ocxl_emulated_settle(&batch->cards->card[card]);
	return 0;
}

static int unlock(struct batch *batch, unsigned int card)
{
	ocxl_emulated_unlock(&batch->cards->card[card]);
	return 0;
}

/* on all cards or on none; without @act it is only tried out */
static int run(struct batch *batch, int (*act)(struct batch *batch, unsigned int card))
{
	struct ocxl_cards *cards = batch->cards;
	unsigned int i;
	int rc;

	snprintf(batch->why, batch->why_size, "out of memory");
	batch->share = calloc(cards->count + 1, sizeof(*batch->share));
	if (!batch->share)
		return -ENOMEM;
	rc = distribute(batch);
	if (!rc) {
		each_card(batch, lock);
		rc = each_card(batch, rehearse);
		if (!rc && act)
			rc = each_card(batch, act);
		each_card(batch, unlock);
	}
	for (i = 0; i < cards->count; i++)
		free(batch->share[i].text);
	free(batch->share);
	return rc;
}

/* @act: NULL only checks */
static int obey(struct ocxl_cards *cards, const char *text, size_t size, unsigned int *line,
		char *why, size_t why_size, int (*act)(struct batch *batch, unsigned int card))
{
	struct batch batch = { .cards = cards,
			       .text = text,
			       .size = size,
			       .line = line,
			       .why = why,
			       .why_size = why_size };

	return run(&batch, act);
}

int ocxl_scenario_apply(struct ocxl_cards *cards, const char *text, size_t size, unsigned int *line,
			char *why, size_t why_size)
{
	return obey(cards, text, size, line, why, why_size, perform);
}

int ocxl_scenario_check(struct ocxl_cards *cards, const char *text, size_t size, unsigned int *line,
			char *why, size_t why_size)
{
	return obey(cards, text, size, line, why, why_size, NULL);
}
