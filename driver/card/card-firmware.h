/* SPDX-License-Identifier: GPL-2.0-only */
/* Firmware of the emulated card, and its updates. */
#ifndef OCXL_CARD_FIRMWARE_H
#define OCXL_CARD_FIRMWARE_H

#include "card-state.h"

/** ocxlpmem_card_set_firmware() - set register FWVER */
void ocxlpmem_card_set_firmware(struct ocxlpmem_card *card, u64 packed);

/** ocxlpmem_card_change_firmware() - apply a scenario line */
void ocxlpmem_card_change_firmware(struct ocxlpmem_card *card,
				   const struct ocxlpmem_firmware_change *change);

/** ocxlpmem_card_answer_firmware() - accept the piece in the data buffer; returns a card status */
u8 ocxlpmem_card_answer_firmware(struct ocxlpmem_card *card);

/** ocxlpmem_card_next_firmware() - register FWNEXT */
u64 ocxlpmem_card_next_firmware(const struct ocxlpmem_card *card);

/** ocxlpmem_card_run_firmware() - at a reset: run the staged image */
void ocxlpmem_card_run_firmware(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_FIRMWARE_H */
