// SPDX-License-Identifier: GPL-2.0-only
/*
 * Applies scenario texts to the cards.
 */
#include <stdlib.h>
#include "card/scenario.h"
#include "cards/card-lock.h"
#include "scenario/card-lines.h"
#include "scenario/scenario-apply.h"

/**
 * struct batch - a text and the cards that it is for
 * @cards: all cards
 * @text: the text
 * @size: bytes of @text
 * @lines: for each card; a card without lines is not touched
 * @locked: cards below this number are locked
 * @error: filled on failure
 */
struct batch {
	struct ocxl_emulated_cards *cards;
	const char *text;
	size_t size;
	struct ocxl_card_lines *lines;
	unsigned int locked;
	struct ocxl_scenario_error *error;
};

static int run_lines(struct batch *batch, unsigned int number, struct ocxlpmem_card *model)
{
	struct ocxl_scenario_error *error = batch->error;
	int rc = ocxlpmem_card_apply_scenario(model, batch->lines[number].text,
					      batch->lines[number].size, &error->line, error->why,
					      sizeof(error->why));

	if (rc)
		error->line = ocxl_card_lines_number(batch->text, batch->size, number, error->line);
	return rc;
}

/* A model has no pointers into itself: a copy of its memory is a second card. */
static int try_on_copy(struct batch *batch, unsigned int number)
{
	void *copy = malloc(ocxlpmem_card_size());
	int rc;

	if (!copy)
		return -ENOMEM;
	memcpy(copy, batch->cards->card[number].model, ocxlpmem_card_size());
	rc = run_lines(batch, number, copy);
	free(copy);
	return rc;
}

static int change_card(struct batch *batch, unsigned int number)
{
	struct ocxl_emulated_card *card = &batch->cards->card[number];
	int rc = run_lines(batch, number, card->model);

	ocxl_emulated_card_reload(card);
	return rc;
}

static int lock_card(struct batch *batch, unsigned int number)
{
	struct ocxl_scenario_error *error = batch->error;
	struct ocxl_emulated_card *card = &batch->cards->card[number];

	if (!ocxl_emulated_card_lock_unless_stopped(card)) {
		error->line = ocxl_card_lines_number(batch->text, batch->size, number, 1);
		snprintf(
			error->why, sizeof(error->why),
			"nmem%u: the driver waits for a request that is held; until it is released, "
			"only 'advance', 'hold' and 'release' are allowed",
			number);
		return -EBUSY;
	}
	batch->locked = number + 1;
	ocxl_emulated_card_run_events(card);
	return 0;
}

static int unlock_card(struct batch *batch, unsigned int number)
{
	if (number < batch->locked)
		ocxl_emulated_card_unlock(&batch->cards->card[number]);
	return 0;
}

static int for_each_card(struct batch *batch, int (*step)(struct batch *batch, unsigned int number))
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < batch->cards->count && !rc; i++) {
		if (batch->lines[i].size > 0)
			rc = step(batch, i);
	}
	return rc;
}

static int run_batch(struct ocxl_emulated_cards *cards, const char *text, size_t size,
		     struct ocxl_scenario_error *error, bool check_only)
{
	struct batch batch = { .cards = cards, .text = text, .size = size, .error = error };
	int rc;

	error->line = 0;
	snprintf(error->why, sizeof(error->why), "out of memory");
	batch.lines = calloc(cards->count, sizeof(*batch.lines));
	if (!batch.lines)
		return -ENOMEM;
	rc = ocxl_card_lines_split(batch.lines, cards->count, text, size, error);
	if (!rc) {
		rc = for_each_card(&batch, lock_card);
		if (!rc)
			rc = for_each_card(&batch, try_on_copy);
		if (!rc && !check_only)
			rc = for_each_card(&batch, change_card);
		for_each_card(&batch, unlock_card);
	}
	ocxl_card_lines_free(batch.lines, cards->count);
	free(batch.lines);
	return rc;
}

int ocxl_scenario_apply(struct ocxl_emulated_cards *cards, const char *text, size_t size,
			struct ocxl_scenario_error *error)
{
	return run_batch(cards, text, size, error, false);
}

int ocxl_scenario_check(struct ocxl_emulated_cards *cards, const char *text, size_t size,
			struct ocxl_scenario_error *error)
{
	return run_batch(cards, text, size, error, true);
}
