// SPDX-License-Identifier: GPL-2.0-only
/* Checks of windows that only the kernel can do, for the planner. */
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include "controllers.h"
#include "window-checks.h"

static bool is_system_ram(void *context, u64 start, u64 size)
{
	return region_intersects(start, size, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) !=
	       REGION_DISJOINT;
}

static int stop_at_first(struct resource *resource, void *context)
{
	return 1;
}

/*
 * Walks through all nested resources: the memory of a device is below its bus, the claim of a
 * driver below the device. Memory that is only described, for example a BAR without a driver, is
 * not busy.
 */
static bool is_busy(u64 start, u64 size)
{
	return walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_MEM | IORESOURCE_BUSY, start,
				   start + (size - 1), NULL, stop_at_first) == 1;
}

/* its regions exist, even if all its namespaces are disabled */
static bool is_persistent_memory(u64 start, u64 size)
{
	return region_intersects(start, size, IORESOURCE_MEM, IORES_DESC_PERSISTENT_MEMORY) !=
		       REGION_DISJOINT ||
	       region_intersects(start, size, IORESOURCE_MEM,
				 IORES_DESC_PERSISTENT_MEMORY_LEGACY) != REGION_DISJOINT;
}

static bool is_claimed_memory(void *context, u64 start, u64 size)
{
	return is_busy(start, size) || is_persistent_memory(start, size);
}

/* libnvdimm maps the memory as pages, which is only possible in this range */
static bool is_mappable(void *context, u64 start, u64 size)
{
	struct range range = mhp_get_pluggable_range(true);

	return start >= range.start && start + (size - 1) <= range.end;
}

static bool has_named_card(void *context, const struct ocxlpmem_window *window)
{
	return ocxlpmem_controller_exists(window);
}

const struct ocxlpmem_window_host ocxlpmem_window_host = {
	.is_ram = is_system_ram,
	.is_claimed = is_claimed_memory,
	.is_addressable = is_mappable,
	.has_card = has_named_card,
};
