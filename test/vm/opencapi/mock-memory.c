// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a card, as ocxl would map it: two functions that were posted for the kernel in 2020, but
 * not merged. The series kernel-driver needs them (Documentation/upstream.md).
 */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "mock-card.h"
#include "mock-memory.h"

#define POISON 0xEE

int ocxl_afu_map_lpc_mem(struct ocxl_afu *afu)
{
	return ocxl_mock_step(ocxl_mock_card_of_afu(afu));
}
EXPORT_SYMBOL_GPL(ocxl_afu_map_lpc_mem);

/* a card without memory has an empty range that begins at 0 */
struct resource *ocxl_afu_lpc_mem(struct ocxl_afu *afu)
{
	return &ocxl_mock_card_of_afu(afu)->range;
}
EXPORT_SYMBOL_GPL(ocxl_afu_lpc_mem);

/*
 * Not while the machine runs: there the memory of a card survives that its functions are closed, as that of a
 * real one, and scenarios with cards that leave look at it.
 */
void ocxl_mock_memory_release(struct ocxl_mock_card *card)
{
	if (system_state > SYSTEM_RUNNING && card->memory)
		memset(card->memory, POISON, OCXL_MOCK_MEMORY);
}
