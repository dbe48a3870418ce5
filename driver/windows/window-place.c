// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of the memory of a window before the window exists: the kernel's resources around it, and
 * an answer of the memory itself.
 */
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/lockdep.h>
#include <linux/pci.h>
#include <linux/uaccess.h>
#include "window-labels.h"
#include "windows.h"

#ifdef CONFIG_PPC_POWERNV
#include <asm/firmware.h>

/*
 * POWER9 and POWER10: from here on, addresses belong to registers of the processor chips, which no
 * resource describes, and to BARs of PCI devices
 */
#define CHIP_REGISTERS 0x6000000000000ULL

static bool has_chip_registers(u64 start, u64 size)
{
	return firmware_has_feature(FW_FEATURE_OPAL) && start + (size - 1) >= CHIP_REGISTERS;
}
#else
static bool has_chip_registers(u64 start, u64 size)
{
	return false;
}
#endif

/* the innermost resource around a page; NULL if a driver has claimed the page */
static struct resource *find_around_page(u64 start)
{
	struct resource *around, *claim = request_mem_region(start, PAGE_SIZE, OCXL_NAME);

	if (!claim)
		return NULL;
	around = claim->parent;
	release_mem_region(start, PAGE_SIZE);
	return around;
}

static struct resource *find_around_window(const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_window_entry *entry;
	struct resource *around = NULL;

	mutex_lock(&ocxlpmem_connections_lock);
	list_for_each_entry(entry, &ocxlpmem_claimed_windows, claimed_node) {
		if (entry->claim->start == window->start)
			around = entry->claim->parent;
	}
	mutex_unlock(&ocxlpmem_connections_lock);
	return around ? around : find_around_page(window->start);
}

static int note_start(struct resource *resource, void *start)
{
	*(u64 *)start = resource->start;
	return 1;
}

/*
 * Walks through all nested resources: the memory of a device is below its bus, the claim of a
 * driver below the device. Memory that is only described, for example a BAR without a driver, is
 * not busy.
 */
static bool is_busy(u64 start, u64 size)
{
	u64 first;

	return walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_MEM | IORESOURCE_BUSY, start,
				   start + (size - 1), &first, note_start) == 1;
}

/* its regions exist, even if all its namespaces are disabled, and also without their driver */
static bool is_persistent_memory(u64 start, u64 size)
{
	return region_intersects(start, size, IORESOURCE_MEM, IORES_DESC_PERSISTENT_MEMORY) !=
		       REGION_DISJOINT ||
	       region_intersects(start, size, IORESOURCE_MEM,
				 IORES_DESC_PERSISTENT_MEMORY_LEGACY) != REGION_DISJOINT;
}

static int refuse_place(char *reason, int rc, const char *why)
{
	strscpy(reason, why, OCXL_WINDOW_REASON_MAX);
	return rc;
}

static int refuse_larger(char *reason, const struct resource *around)
{
	const char *name = around->name ? around->name : "";

	scnprintf(reason, OCXL_WINDOW_REASON_MAX,
		  "is larger than \"%.24s\", which ends at 0x%llx%s", name, (u64)around->end,
		  strcmp(name, "Reserved") ? "" : "; memmap=SIZE$START reserves memory");
	return -EBUSY;
}

/* request_mem_region() fails if the range has parts of a resource that does not contain it */
static int check_borders(const struct resource *around, u64 start, u64 size, char *reason)
{
	u64 end = start + (size - 1), inner = start;
	struct resource *claim;
	bool fits = false;

	if (around->end < end)
		return refuse_larger(reason, around);
	claim = request_mem_region(start, size, OCXL_NAME);
	if (claim) {
		fits = claim->parent == around;
		release_mem_region(start, size);
	}
	if (fits)
		return 0;
	walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_MEM, start, end, &inner, note_start);
	if (inner == start)
		return refuse_place(reason, -EBUSY, "has more than one resource of /proc/iomem");
	scnprintf(reason, OCXL_WINDOW_REASON_MAX,
		  "reaches into the resource at 0x%llx in /proc/iomem", inner);
	return -EBUSY;
}

static bool is_memory_of_bus(struct pci_dev *dev, const struct resource *memory)
{
	struct resource *resource;
	int i;

	pci_bus_for_each_resource(dev->bus, resource, i) {
		if (resource == memory)
			return true;
	}
	/* of a bridge without devices behind it */
	return memory >= &dev->resource[PCI_BRIDGE_RESOURCES] &&
	       memory < &dev->resource[PCI_NUM_RESOURCES];
}

static bool is_bar_of_device(struct pci_dev *dev, const struct resource *memory)
{
	return memory >= &dev->resource[0] && memory < &dev->resource[PCI_BRIDGE_RESOURCES];
}

/* the kernel claims it for itself whenever virtual functions are enabled, and stops if it cannot */
static bool is_memory_of_virtual_functions(struct pci_dev *dev, const struct resource *memory)
{
	if (dev->is_virtfn)
		return is_bar_of_device(dev, memory);
	return memory > &dev->resource[PCI_ROM_RESOURCE] &&
	       memory < &dev->resource[PCI_BRIDGE_RESOURCES];
}

static bool is_pci_memory(const struct resource *memory,
			  bool (*matches)(struct pci_dev *dev, const struct resource *memory))
{
	struct pci_dev *dev = NULL;
	bool found = false;

	/* the bus of a machine whose firmware does not describe it */
	if (memory == &iomem_resource)
		return false;
	for_each_pci_dev(dev) found |= matches(dev, memory);
	return found;
}

/*
 * Parts of such a window that neither labels nor namespaces have are not busy. Of the windows that
 * exist, the caller knows that they do not overlap.
 */
static bool is_removed_window(u64 start, u64 size)
{
	const struct ocxlpmem_window_entry *entry;
	bool found = false;

	mutex_lock(&ocxlpmem_connections_lock);
	list_for_each_entry(entry, &ocxlpmem_claimed_windows, claimed_node) {
		const struct resource *claim = entry->claim;

		found |= claim->start < start + size && start <= claim->end;
	}
	mutex_unlock(&ocxlpmem_connections_lock);
	return found;
}

int ocxlpmem_place_check(const struct ocxlpmem_window *window, u64 start, u64 size, char *reason)
{
	const struct resource *around;
	int rc;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	if (has_chip_registers(start, size))
		return refuse_place(reason, -ENXIO,
				    "has registers of the processor chips, or BARs of PCI devices");
	if (is_persistent_memory(start, size))
		return refuse_place(
			reason, -EBUSY,
			"has persistent memory of the firmware, or of memmap=SIZE!START: use $");
	if (is_removed_window(start, size))
		return refuse_place(reason, -EBUSY, "overlaps a window that is being removed");
	around = is_busy(start, size) ? NULL : find_around_window(window);
	if (!around)
		return refuse_place(reason, -EBUSY, "has memory that another driver uses");
	rc = check_borders(around, start, size, reason);
	if (!rc && is_pci_memory(around, is_memory_of_bus))
		rc = refuse_place(reason, -ENXIO,
				  "belongs to a PCI bus, and to no BAR of a device");
	if (!rc && is_pci_memory(around, is_memory_of_virtual_functions))
		rc = refuse_place(reason, -ENXIO, "belongs to virtual functions of a PCI device");
	return rc;
}

/* 1 if memory answers, 0 if not, or -ENOMEM. The word is restored at once */
static int test_word(u64 address)
{
	void *page = memremap(ALIGN_DOWN(address, PAGE_SIZE), PAGE_SIZE, MEMREMAP_WB);
	u64 *word, before;
	int rc = 1;

	if (!page)
		return -ENOMEM;
	word = page + offset_in_page(address);
	/* memory with an error answers */
	if (!copy_mc_to_kernel(&before, word, sizeof(before))) {
		WRITE_ONCE(*word, ~before);
		ocxlpmem_flush_lines(word, sizeof(*word));
		rc = READ_ONCE(*word) == ~before;
		WRITE_ONCE(*word, before);
		ocxlpmem_flush_lines(word, sizeof(*word));
	}
	memunmap(page);
	return rc;
}

/* 1 if labels show memory from @start on, which another machine may use; 0 if not; -ENOMEM */
static int has_labelled_memory(const struct ocxlpmem_window *window, u64 start)
{
	void *labels = memremap(window->start, OCXL_LABEL_AREA_SIZE, MEMREMAP_WB);
	bool found;

	if (!labels)
		return -ENOMEM;
	found = ocxlpmem_labels_described_size(labels) > start - window->start;
	memunmap(labels);
	return found;
}

int ocxlpmem_place_test(const struct ocxlpmem_window *window, u64 start, u64 size)
{
	/* not the first word of the labels, which a crash at this moment would damage */
	u64 first = start == window->start ? start + OCXL_LABEL_AREA_SIZE - sizeof(u64) : start;
	u64 addresses[] = { first, start + (size - sizeof(u64)) };
	const struct resource *around = find_around_window(window);
	char text[OCXL_WINDOW_TEXT_MAX];
	int labelled, rc;
	bool is_bar;
	u32 i;

	if (window->has_card || !around)
		return 0;
	labelled = has_labelled_memory(window, start);
	if (labelled < 0)
		return labelled;
	ocxlpmem_window_format(window, text, sizeof(text));
	is_bar = is_pci_memory(around, is_bar_of_device);
	if (is_bar && !labelled && !window->unlabeled) {
		pr_err("%s: no labels describe this memory of a PCI device, and another program may use it: if none does, add %s/unlabeled\n",
		       text, text);
		return -ENODATA;
	}
	if (is_bar && !(around->flags & IORESOURCE_PREFETCH))
		return 0;
	for (i = 0; i < ARRAY_SIZE(addresses) && !labelled; i++) {
		rc = test_word(addresses[i]);
		if (rc < 0)
			return rc;
		if (!rc) {
			pr_err("%s: no memory answers at 0x%llx\n", text, addresses[i]);
			return -ENXIO;
		}
	}
	/* elsewhere resources do not describe memory */
	if (IS_ENABLED(CONFIG_X86) && around == &iomem_resource)
		pr_warn("%s: no resource in /proc/iomem describes this memory\n", text);
	return 0;
}
