// SPDX-License-Identifier: GPL-2.0-only
/* Reset of the emulated card (controller.md 7). */
#include "card-state.h"

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
