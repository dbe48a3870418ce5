/* SPDX-License-Identifier: GPL-2.0-only */
/* Reset of the emulated card; private to driver/card. */
#ifndef OCXL_CARD_RESET_H
#define OCXL_CARD_RESET_H

#include "card-state.h"

/** ocxlpmem_card_reset_state() - what a reset changes at once; the caller advances the card */
void ocxlpmem_card_reset_state(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_RESET_H */
