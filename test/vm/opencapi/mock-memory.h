/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of a card, as ocxl would map it; declarations that <misc/ocxl.h> lacks. */
#ifndef OCXL_MOCK_MEMORY_H
#define OCXL_MOCK_MEMORY_H

struct ocxl_afu;
struct ocxl_mock_card;
struct resource;

/** ocxl_afu_map_lpc_mem() - let the memory of an AFU appear in the address space; 0 or -errno */
int ocxl_afu_map_lpc_mem(struct ocxl_afu *afu);

/** ocxl_afu_lpc_mem() - where it is, after ocxl_afu_map_lpc_mem() */
struct resource *ocxl_afu_lpc_mem(struct ocxl_afu *afu);

/**
 * ocxl_mock_memory_release() - a function of the card is closed
 * @card: the card
 *
 * While the machine ends, its memory is poisoned: the real ocxl would unmap it below its users.
 */
void ocxl_mock_memory_release(struct ocxl_mock_card *card);

#endif /* OCXL_MOCK_MEMORY_H */
