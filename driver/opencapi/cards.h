/* SPDX-License-Identifier: GPL-2.0-only */
/* The PCI driver, and what becomes of a card to which it is bound. */
#ifndef OCXLPMEM_CARDS_H
#define OCXLPMEM_CARDS_H

#include "opencapi.h"

/** ocxlpmem_opencapi_register() - register the PCI driver; 0 or -errno */
int ocxlpmem_opencapi_register(void);

/** ocxlpmem_opencapi_unregister() - the reverse of ocxlpmem_opencapi_register() */
void ocxlpmem_opencapi_unregister(void);

/**
 * ocxlpmem_card_begin_use() - the card can be used from now on
 * @card: just created
 *
 * Return: 0 or -errno.
 */
int ocxlpmem_card_begin_use(struct ocxlpmem_opencapi *card);

/**
 * ocxlpmem_card_end_use() - end the use of a card that goes; waits until nobody accesses it
 * @card: its PCI device is locked
 *
 * Return: 0; -ESHUTDOWN if the system ends before that, and the memory of the card stays in use.
 */
int ocxlpmem_card_end_use(struct ocxlpmem_opencapi *card);

#endif /* OCXLPMEM_CARDS_H */
