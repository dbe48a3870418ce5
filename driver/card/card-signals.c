// SPDX-License-Identifier: GPL-2.0-only
/* Clock, interrupts and messages of the emulated card (controller.md 1.3). */
#include "card-state.h"

u64 ocxlpmem_card_now_ns(const struct ocxlpmem_card *card)
{
	return card->host->now_ns(card->host->context);
}

u64 ocxlpmem_card_due_ns(const struct ocxlpmem_card *card, u64 after_ms)
{
	if (after_ms == OCXL_NEVER)
		return OCXL_NEVER;
	return ocxlpmem_card_now_ns(card) + after_ms * OCXL_NS_PER_MS;
}

void ocxlpmem_card_warn(const struct ocxlpmem_card *card, const char *text)
{
	if (card->host->log)
		card->host->log(card->host->context, text);
}

static void raise_interrupts(struct ocxlpmem_card *card, u64 bits)
{
	if (!card->host->interrupt)
		return;
	if (bits & ~OCXL_CHI_FATAL)
		card->host->interrupt(card->host->context, 0, card->ima[0]);
	if (bits & OCXL_CHI_FATAL)
		card->host->interrupt(card->host->context, 1, card->ima[2]);
}

void ocxlpmem_card_raise_chi(struct ocxlpmem_card *card, u64 bits)
{
	u64 risen = bits & ~card->chi;

	card->chi |= bits;
	raise_interrupts(card, risen & card->chie);
}

void ocxlpmem_card_enable_chi(struct ocxlpmem_card *card, u64 bits)
{
	u64 enabled = bits & OCXL_CHI_ALL & ~card->chie;

	card->chie |= enabled;
	raise_interrupts(card, enabled & card->chi);
}
