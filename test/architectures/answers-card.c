// SPDX-License-Identifier: GPL-2.0-only
/* The card's side: driver/core with an emulated card, without kernel and emulator. */
#include "answers.h"
#include "../unit/card-fixture.h"

struct answers_card {
	struct fixture *fixture;
};

struct answers_card *answers_card_new(void)
{
	struct answers_card *card = calloc(1, sizeof(*card));
	void *state;

	fixture_setup(&state);
	card->fixture = state;
	card->fixture->caller.admin = true;
	card->fixture->transport.inject = fixture_inject;
	return card;
}

void answers_card_tell(struct answers_card *card, const char *text)
{
	struct fixture *f = card->fixture;
	unsigned int line = 0;
	char why[600] = "";

	if (ocxlpmem_card_apply_scenario(f->card, text, strlen(text), &line, why, sizeof(why))) {
		fprintf(stderr, "answers: line %u: %s\n", line, why);
		exit(2);
	}
	ocxlpmem_device_refresh_health(&f->device);
}

void answers_card_wait(struct answers_card *card, unsigned int milliseconds)
{
	struct fixture *f = card->fixture;

	f->now += milliseconds * MS;
	ocxlpmem_card_advance(f->card);
	ocxlpmem_device_refresh_health(&f->device);
}

int answers_card_send(struct answers_card *card, void *envelope, size_t size, bool vendor)
{
	struct fixture *f = card->fixture;

	return vendor ? ocxlpmem_device_handle_vendor(&f->device, &f->caller, envelope, size)
		      : ocxlpmem_device_handle_call(&f->device, &f->caller, envelope, size);
}

void answers_card_free(struct answers_card *card)
{
	void *state;

	if (!card)
		return;
	state = card->fixture;
	fixture_teardown(&state);
	free(card);
}
