/* SPDX-License-Identifier: GPL-2.0-only */
/* Clock, interrupts and messages of the emulated card, for all of its parts. */
#ifndef OCXL_CARD_SIGNALS_H
#define OCXL_CARD_SIGNALS_H

#include "card-state.h"

/** ocxlpmem_card_now_ns() - the clock of the host */
u64 ocxlpmem_card_now_ns(const struct ocxlpmem_card *card);

/** ocxlpmem_card_due_ns() - the time in @after_ms milliseconds; OCXL_NEVER stays OCXL_NEVER */
u64 ocxlpmem_card_due_ns(const struct ocxlpmem_card *card, u64 after_ms);

/** ocxlpmem_card_warn() - report an access that a host should not make */
void ocxlpmem_card_warn(const struct ocxlpmem_card *card, const char *text);

/** ocxlpmem_card_raise_chi() - set bits of CHI; interrupt for those that were 0 and are enabled */
void ocxlpmem_card_raise_chi(struct ocxlpmem_card *card, u64 bits);

/** ocxlpmem_card_enable_chi() - enable bits in CHIE; interrupt for those that are set in CHI */
void ocxlpmem_card_enable_chi(struct ocxlpmem_card *card, u64 bits);

#endif /* OCXL_CARD_SIGNALS_H */
