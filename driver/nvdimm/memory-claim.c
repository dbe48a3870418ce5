// SPDX-License-Identifier: GPL-2.0-only
/* The claim of memory among the resources of the kernel. */
#include <linux/device.h>
#include <linux/ioport.h>
#include "memory-claim.h"

int ocxlpmem_memory_claim(struct ocxlpmem *pmem)
{
	const struct ocxlpmem_memory *memory = &pmem->memory;

	pmem->claim = request_mem_region(memory->start, memory->size, OCXL_NAME);
	if (!pmem->claim) {
		dev_err(pmem->dev, "another driver uses memory of the window at 0x%llx\n",
			memory->start);
		return -EBUSY;
	}
	/* the label area and the drivers of namespaces claim parts of it */
	pmem->claim->flags &= ~IORESOURCE_BUSY;
	return 0;
}

int ocxlpmem_memory_resize(struct ocxlpmem *pmem, u64 size)
{
	int rc = adjust_resource(pmem->claim, pmem->memory.start, size);

	if (rc)
		dev_err(pmem->dev, "another driver uses the memory behind the window\n");
	return rc;
}

void ocxlpmem_memory_release(struct ocxlpmem *pmem)
{
	/* release_mem_region() finds busy claims only */
	pmem->claim->flags |= IORESOURCE_BUSY;
	release_mem_region(pmem->memory.start, pmem->memory.size);
}
