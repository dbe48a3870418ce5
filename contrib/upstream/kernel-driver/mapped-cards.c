// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a card. The ocxl core lets it appear in the address space of the host, and says where;
 * the driver makes an NVDIMM of it.
 */
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/pci.h>
#include <misc/ocxl.h>
#include "../nvdimm-bus.h"
#include "cards.h"

/* closing the function releases the memory again */
static int map_memory(struct ocxlpmem_opencapi *card, struct ocxlpmem_memory *memory)
{
	int rc = ocxl_afu_map_lpc_mem(card->afu);
	const struct resource *range;

	if (rc)
		return rc;
	range = ocxl_afu_lpc_mem(card->afu);
	/* an AFU without memory has no start */
	if (!range->start || resource_size(range) <= OCXL_LABEL_AREA_SIZE)
		return dev_err_probe(&card->pci->dev, -ENXIO, "no memory behind the label area\n");
	memory->start = range->start;
	memory->size = resource_size(range);
	return 0;
}

int ocxlpmem_card_begin_use(struct ocxlpmem_opencapi *card)
{
	struct ocxlpmem_memory memory;
	int rc = map_memory(card, &memory);

	if (rc)
		return rc;
	card->pmem = ocxlpmem_bus_create(&card->pci->dev, &memory, &card->controller);
	return PTR_ERR_OR_ZERO(card->pmem);
}

void ocxlpmem_card_end_use(struct ocxlpmem_opencapi *card)
{
	ocxlpmem_bus_destroy(card->pmem);
}
