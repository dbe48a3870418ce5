// SPDX-License-Identifier: GPL-2.0-only
/*
 * The card's side of a firmware update: it receives an image piece by piece and runs it after the
 * next reset (controller.md 4.2 and 7).
 */
#include "card-state.h"

#define PARAMETER (OCXL_REQUEST_PARAMETER / 8)

void ocxlpmem_card_change_firmware(struct ocxlpmem_card *card,
				   const struct ocxlpmem_firmware_change *change)
{
	struct ocxlpmem_card_update *update = &card->update;

	if (change->given & OCXL_FIRMWARE_GIVEN_REFUSAL) {
		update->refusal = change->refusal;
		update->refuse_at = change->refuse_at;
	}
	if (change->given & OCXL_FIRMWARE_GIVEN_NEXT)
		update->next = change->next;
	if (change->given & OCXL_FIRMWARE_GIVEN_SIZE)
		update->size = change->size;
}

/* nothing marks the last piece: it completes the image if its size is known, or is a short one */
static bool is_last_piece(const struct ocxlpmem_card_update *update, u32 offset, u32 length)
{
	if (update->size)
		return (u64)offset + length >= update->size;
	return length < OCXL_FW_PIECE_MAX;
}

static bool is_piece_refused(const struct ocxlpmem_card_update *update, u32 offset, u32 length)
{
	if (update->size && (u64)offset + length > update->size)
		return true;
	switch (update->refusal) {
	case OCXL_REFUSE_NOTHING:
		break;
	case OCXL_REFUSE_START:
		return offset == 0;
	case OCXL_REFUSE_MIDDLE:
		return offset > 0 && !is_last_piece(update, offset, length);
	case OCXL_REFUSE_FINISH:
		return is_last_piece(update, offset, length);
	case OCXL_REFUSE_AT:
		return update->refuse_at >= offset && update->refuse_at - offset < length;
	}
	return false;
}

static bool is_next_piece(const struct ocxlpmem_card_update *update, u32 offset, u32 length)
{
	if (length == 0 || length % 8 != 0 || length > OCXL_FW_PIECE_MAX)
		return false;
	return offset == 0 || offset == update->received;
}

u8 ocxlpmem_card_answer_firmware(struct ocxlpmem_card *card)
{
	struct ocxlpmem_card_update *update = &card->update;
	u32 offset = OCXL_FW_PIECE_OFFSET(card->request[PARAMETER]);
	u32 length = OCXL_FW_PIECE_LENGTH(card->request[PARAMETER]);

	if (!is_next_piece(update, offset, length))
		return OCXL_CARD_STATUS_BAD_REQUEST_PARM;
	/* discards the previous image, and what was received of a refused one */
	update->staged = false;
	update->received = 0;
	if (offset == 0)
		update->version = card->data[0];
	if (is_piece_refused(update, offset, length))
		return OCXL_CARD_STATUS_BAD_DATA_PARM;
	update->received = (u64)offset + length;
	/* if the size is unknown, any piece may be the last */
	update->staged = !update->size || update->received == update->size;
	return OCXL_CARD_STATUS_OK;
}

u64 ocxlpmem_card_next_firmware(const struct ocxlpmem_card *card)
{
	return card->update.staged ? card->update.next : 0;
}

void ocxlpmem_card_run_firmware(struct ocxlpmem_card *card)
{
	struct ocxlpmem_card_update *update = &card->update;

	if (update->staged)
		ocxlpmem_card_set_firmware(card, update->next ? update->next : update->version);
	update->staged = false;
	update->received = 0;
}

void ocxlpmem_card_set_firmware(struct ocxlpmem_card *card, u64 packed)
{
	ocxlpmem_unpack_text(packed, card->firmware);
}
