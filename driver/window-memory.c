// SPDX-License-Identifier: GPL-2.0-only
/* The claim of a window's memory among the resources of the kernel. */
#include <linux/device.h>
#include <linux/ioport.h>
#include "window-memory.h"

int ocxlpmem_memory_claim(struct ocxlpmem *pmem)
{
	const struct ocxlpmem_window *window = &pmem->window;

	pmem->memory = request_mem_region(window->start, window->size, OCXL_NAME);
	if (!pmem->memory) {
		dev_err(pmem->dev, "another driver uses memory of the window at 0x%llx\n",
			window->start);
		return -EBUSY;
	}
	/* the label area and the drivers of namespaces claim parts of it */
	pmem->memory->flags &= ~IORESOURCE_BUSY;
	return 0;
}

int ocxlpmem_memory_resize(struct ocxlpmem *pmem, u64 size)
{
	int rc = adjust_resource(pmem->memory, pmem->window.start, size);

	if (rc)
		dev_err(pmem->dev, "another driver uses the memory behind the window\n");
	return rc;
}

void ocxlpmem_memory_release(struct ocxlpmem *pmem)
{
	/* release_mem_region() finds busy claims only */
	pmem->memory->flags |= IORESOURCE_BUSY;
	release_mem_region(pmem->window.start, pmem->window.size);
}
