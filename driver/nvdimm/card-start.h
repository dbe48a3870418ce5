/* SPDX-License-Identifier: GPL-2.0-only */
/* Brings a card up: CRDY, a heartbeat, MA, then the region. */
#ifndef OCXLPMEM_CARD_START_H
#define OCXLPMEM_CARD_START_H

#include "pmem.h"

/** ocxlpmem_card_start_init() - initialise the work; ocxlpmem_kick_start() begins */
void ocxlpmem_card_start_init(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_CARD_START_H */
