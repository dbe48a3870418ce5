// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the planner of windows has to ask the kernel.
 */
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include "ocxlpmem.h"

static bool is_ram(void *context, u64 start, u64 size)
{
	return region_intersects(start, size, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) !=
	       REGION_DISJOINT;
}

static int found(struct resource *resource, void *context)
{
	return 1;
}

/*
 * Of all that is nested there: a device's memory is below its bus, a driver's claim below its
 * device. What is merely described, a BAR without a driver for example, is not busy.
 */
static bool is_claimed(void *context, u64 start, u64 size)
{
	return walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_MEM | IORESOURCE_BUSY, start,
				   start + (size - 1), NULL, found) == 1;
}

/* the range in which memory can be mapped as pages, which libnvdimm will do */
static bool is_addressable(void *context, u64 start, u64 size)
{
	struct range range = mhp_get_pluggable_range(true);

	return start >= range.start && start + (size - 1) <= range.end;
}

static bool has_card(void *context, const struct ocxlpmem_window *window)
{
	return ocxlpmem_opencapi_find(window);
}

const struct ocxlpmem_window_host ocxlpmem_window_host = {
	.is_ram = is_ram,
	.is_claimed = is_claimed,
	.is_addressable = is_addressable,
	.has_card = has_card,
};
