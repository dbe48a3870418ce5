// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulated card: its start and reset, what happens without an access, interrupts, and what its
 * host sets (controller.md 1.3 and 7).
 */
#include "card-state.h"
#include "card.h"

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

size_t ocxlpmem_card_size(void)
{
	return sizeof(struct ocxlpmem_card);
}

struct ocxlpmem_card *ocxlpmem_card_init(void *memory, const struct ocxlpmem_card_host *host,
					 u64 serial, u64 capacity)
{
	struct ocxlpmem_card *card = memory;

	card->host = host;
	card->serial = serial;
	card->capacity = capacity;
	card->ready_ns = ocxlpmem_card_now_ns(card);
	card->memory_ns = card->ready_ns;
	card->answer_ns = OCXL_NEVER;
	card->random = 1;
	memcpy(card->firmware, "V1.00\0\0", sizeof(card->firmware));
	ocxlpmem_card_init_smart(card);
	ocxlpmem_card_init_stats(card);
	ocxlpmem_card_init_dump(card);
	ocxlpmem_card_init_health_report(card);
	ocxlpmem_card_advance(card);
	return card;
}

void ocxlpmem_card_reset(struct ocxlpmem_card *card)
{
	ocxlpmem_card_reset_state(card);
	ocxlpmem_card_advance(card);
}

/* sets CRDY, then MA; when the next of them is due */
static u64 advance_readiness(struct ocxlpmem_card *card)
{
	u64 now_ns = ocxlpmem_card_now_ns(card);

	if (card->stopped)
		return OCXL_NEVER;
	if (now_ns < card->ready_ns)
		return card->ready_ns;
	ocxlpmem_card_raise_chi(card, OCXL_CHI_CRDY);
	/* MA stays clear until the erase ends */
	if (card->erasing)
		return OCXL_NEVER;
	if (now_ns < card->memory_ns)
		return card->memory_ns;
	ocxlpmem_card_raise_chi(card, OCXL_CHI_MA);
	return OCXL_NEVER;
}

u64 ocxlpmem_card_advance(struct ocxlpmem_card *card)
{
	u64 next_ns = ocxlpmem_card_advance_scenario(card);

	next_ns = min_t(u64, next_ns, ocxlpmem_card_advance_erase(card));
	next_ns = min_t(u64, next_ns, advance_readiness(card));
	ocxlpmem_card_advance_health_report(card);
	ocxlpmem_card_answer_if_due(card);
	ocxlpmem_card_advance_log(card);
	next_ns = min_t(u64, next_ns, ocxlpmem_card_advance_dump(card));
	next_ns = min_t(u64, next_ns, card->health_ns);
	return min_t(u64, next_ns, ocxlpmem_card_answer_due_ns(card));
}

u64 ocxlpmem_card_serial(const struct ocxlpmem_card *card)
{
	return card->serial;
}

u32 ocxlpmem_card_timeout_ms(const struct ocxlpmem_card *card, u8 opcode)
{
	return opcode < OCXL_OPCODE_COUNT ? card->timeout_ms[opcode] : 0;
}

void ocxlpmem_card_resize(struct ocxlpmem_card *card, u64 capacity)
{
	card->capacity = capacity;
}

static void set_hardware_fatal(struct ocxlpmem_card *card, bool fatal)
{
	if (fatal)
		ocxlpmem_card_raise_chi(card, OCXL_CHI_CHFS);
	else
		card->chi &= ~OCXL_CHI_CHFS;
}

int ocxlpmem_card_inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct ocxlpmem_card *card = context;

	if (card->dead)
		return -ENXIO;
	if (!injection->fatal)
		return ocxlpmem_card_inject_smart(card, injection);
	set_hardware_fatal(card, !injection->restore);
	return 0;
}

void ocxlpmem_card_reset_state(struct ocxlpmem_card *card)
{
	card->chi = 0;
	if (!ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_RESET)) {
		card->chie = 0;
		memset(card->ima, 0, sizeof(card->ima));
	}
	ocxlpmem_card_reset_dump(card);
	card->hci = 0;
	card->running = false;
	card->erasing = false;
	card->stopped = false;
	ocxlpmem_card_run_firmware(card);
	card->answer_ns = OCXL_NEVER;
	card->health_ns = OCXL_NEVER;
	card->log_delivered = false;
	card->log_announced = 0;
	ocxlpmem_card_count_reset(card);
}
