// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a card. Only a kernel with the patches of patches/linux/ocxl can map it; Kbuild names the
 * header.
 */
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/module.h>
#include <misc/ocxl.h>
#include "opencapi.h"

#ifdef OCXL_HAS_CARD_MEMORY
static void unmap_memory(void *mapping)
{
	ocxl_memory_unmap(mapping);
}

int ocxlpmem_afu_map_memory(struct ocxlpmem_front_end *front_end,
			    struct ocxlpmem_card_memory *memory)
{
	struct ocxlpmem_opencapi *card =
		container_of(front_end, struct ocxlpmem_opencapi, front_end);
	struct ocxl_memory *mapping = ocxl_afu_map_memory(card->afu);
	const struct resource *lpc;

	if (IS_ERR(mapping))
		return PTR_ERR(mapping);
	lpc = ocxl_memory_lpc(mapping);
	*memory = (struct ocxlpmem_card_memory) {
		.start = lpc->start,
		.size = lpc->flags ? resource_size(lpc) : 0,
		.mapping = mapping,
		.owner = THIS_MODULE,
		.unmap = unmap_memory,
	};
	return 0;
}
#else
int ocxlpmem_afu_map_memory(struct ocxlpmem_front_end *front_end,
			    struct ocxlpmem_card_memory *memory)
{
	return -EOPNOTSUPP;
}
#endif
