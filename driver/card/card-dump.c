// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dump of the emulated card (controller.md 4.7 and 7). Its bytes are
 * generated when they are read, so a large dump needs no memory.
 */
#include "card-state.h"

#define PARAMETER	 (OCXL_REQUEST_PARAMETER / 8)
/* until a scenario changes them */
#define DEFAULT_SIZE	 (64U << 10)
#define DEFAULT_TAKE_MS	 10
#define DEFAULT_MAX_SIZE (1U << 20)

void ocxlpmem_card_init_dump(struct ocxlpmem_card *card)
{
	card->dump.size = DEFAULT_SIZE;
	card->dump.max_size = DEFAULT_MAX_SIZE;
	card->dump.piece = OCXL_DUMP_PIECE_MAX;
	card->dump.take_ms = DEFAULT_TAKE_MS;
	card->dump.due_ns = OCXL_NEVER;
	card->dump.resize_at = OCXL_NEVER;
}

static void begin_dump(struct ocxlpmem_card *card, u64 due_ns)
{
	card->dump.available = false;
	card->dump.number++;
	card->dump.due_ns = due_ns;
}

void ocxlpmem_card_change_dump(struct ocxlpmem_card *card,
			       const struct ocxlpmem_dump_change *change)
{
	struct ocxlpmem_card_dump *dump = &card->dump;

	if (change->given & OCXL_DUMP_GIVEN_TAKE)
		dump->take_ms = change->take_ms;
	if (change->given & OCXL_DUMP_GIVEN_PIECE)
		dump->piece = change->piece;
	if (change->given & OCXL_DUMP_GIVEN_RESIZE) {
		dump->resize = change->resize;
		dump->resize_at = change->resize_at;
	}
	if (change->given & OCXL_DUMP_GIVEN_SIZE) {
		dump->size = change->size;
		dump->max_size = max_t(u32, dump->max_size, change->size);
		begin_dump(card, ocxlpmem_card_now_ns(card));
	}
	if (change->given & OCXL_DUMP_GIVEN_MAX)
		dump->max_size = change->max_size;
	if (change->given & OCXL_DUMP_GIVEN_NONE) {
		dump->available = false;
		dump->due_ns = OCXL_NEVER;
		card->hci &= ~OCXL_HCI_CD;
		card->chi &= ~OCXL_CHI_CDA;
	}
}

void ocxlpmem_card_take_dump(struct ocxlpmem_card *card)
{
	if (!(card->chi & OCXL_CHI_CRDY)) {
		ocxlpmem_card_warn(card, "a dump was requested before the controller was ready");
		return;
	}
	if (card->chi & OCXL_CHI_CDA) {
		ocxlpmem_card_warn(
			card, "a dump was requested while CDA was set; the request was ignored");
		return;
	}
	/* one is being taken already */
	if (card->hci & OCXL_HCI_CD)
		return;
	card->hci |= OCXL_HCI_CD;
	begin_dump(card, ocxlpmem_card_due_ns(card, card->dump.take_ms));
}

void ocxlpmem_card_collect_dump(struct ocxlpmem_card *card)
{
	if (!card->dump.available)
		ocxlpmem_card_warn(card, "a dump was collected, but no dump is available");
	/* CDA is an event: the host clears it */
	card->dump.available = false;
}

void ocxlpmem_card_reset_dump(struct ocxlpmem_card *card)
{
	if (card->hci & OCXL_HCI_CD)
		card->dump.due_ns = OCXL_NEVER;
	if (card->dump.available)
		ocxlpmem_card_raise_chi(card, OCXL_CHI_CDA);
}

u64 ocxlpmem_card_advance_dump(struct ocxlpmem_card *card)
{
	if (ocxlpmem_card_now_ns(card) >= card->dump.due_ns) {
		card->dump.due_ns = OCXL_NEVER;
		card->dump.available = true;
		card->hci &= ~OCXL_HCI_CD;
		ocxlpmem_card_raise_chi(card, OCXL_CHI_CDA);
	}
	return card->dump.due_ns;
}

/* eight bytes of the dump: the same at each read, different in another dump */
static u64 dump_word(const struct ocxlpmem_card *card, u32 offset)
{
	u64 word = card->serial + (card->dump.number << 32) + offset / 8;

	word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9ULL;
	word = (word ^ word >> 27) * 0x94D049BB133111EBULL;
	return word ^ word >> 31;
}

static void write_dump_piece(struct ocxlpmem_card *card, u32 offset, u32 length)
{
	u64 *to = card->data;
	u32 at;

	*to++ = (u64)OCXL_IDENTIFIER_DUMP << 48 | length;
	for (at = 0; at < length; at += 8) {
		*to = dump_word(card, offset + at);
		if (length - at < 8)
			*to &= BIT_ULL((length - at) * 8) - 1;
		to++;
	}
}

static bool is_valid_dump_request(u32 offset, u32 capacity)
{
	return offset % 8 == 0 && capacity % 8 == 0 && capacity >= OCXL_DATA_HEADER &&
	       capacity <= OCXL_DUMP_CAPACITY_MAX && capacity <= OCXL_CARD_DATA_SIZE;
}

u8 ocxlpmem_card_answer_dump(struct ocxlpmem_card *card)
{
	u32 offset = OCXL_DUMP_REQUEST_OFFSET(card->request[PARAMETER]);
	u32 capacity = OCXL_DUMP_REQUEST_CAPACITY(card->request[PARAMETER]);
	struct ocxlpmem_card_dump *dump = &card->dump;
	u32 length;

	if (!is_valid_dump_request(offset, capacity))
		return OCXL_CARD_STATUS_BAD_REQUEST_PARM;
	if (!dump->available) {
		ocxlpmem_card_warn(card, "a dump was read, but no dump is available");
		return OCXL_CARD_STATUS_FAILED;
	}
	if (offset >= dump->resize_at) {
		dump->size = dump->resize;
		dump->resize_at = OCXL_NEVER;
	}
	length = offset < dump->size ? dump->size - offset : 0;
	length = min_t(u32, length, capacity - OCXL_DATA_HEADER);
	write_dump_piece(card, offset, min_t(u32, length, dump->piece));
	return OCXL_CARD_STATUS_OK;
}
