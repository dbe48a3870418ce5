// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a card. Only a kernel with the patches of patches/linux/ocxl can map it; Kbuild
 * names the header.
 */
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <misc/ocxl.h>
#include "opencapi.h"

#ifdef OCXL_HAS_CARD_MEMORY
/**
 * struct mapping - memory of a card, which may have left
 * @node: in the list of all
 * @memory: of the ocxl core
 * @domain: PCI domain of the card
 * @bus: its PCI bus
 * @slot: its slot
 * @serial: its serial number
 */
struct mapping {
	struct list_head node;
	struct ocxl_memory *memory;
	int domain;
	u8 bus;
	u8 slot;
	u64 serial;
};

/* protected by mappings_lock */
static LIST_HEAD(mappings);
static DEFINE_MUTEX(mappings_lock);

static bool has_same_slot(const struct mapping *mapping, const struct pci_dev *pci)
{
	return mapping->domain == pci_domain_nr(pci->bus) && mapping->bus == pci->bus->number &&
	       mapping->slot == PCI_SLOT(pci->devfn);
}

bool ocxlpmem_slot_has_other_memory(const struct pci_dev *pci, u64 serial)
{
	const struct mapping *mapping;
	bool found = false;

	mutex_lock(&mappings_lock);
	list_for_each_entry(mapping, &mappings, node)
		found |= has_same_slot(mapping, pci) && mapping->serial != serial;
	mutex_unlock(&mappings_lock);
	return found;
}

static struct mapping *create_mapping(const struct ocxlpmem_opencapi *card)
{
	struct mapping *mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);
	struct ocxl_memory *memory;

	if (!mapping)
		return ERR_PTR(-ENOMEM);
	memory = ocxl_afu_map_memory(card->afu);
	if (IS_ERR(memory)) {
		kfree(mapping);
		return ERR_CAST(memory);
	}
	mapping->memory = memory;
	mapping->domain = pci_domain_nr(card->pci->bus);
	mapping->bus = card->pci->bus->number;
	mapping->slot = PCI_SLOT(card->pci->devfn);
	mapping->serial = card->serial;
	mutex_lock(&mappings_lock);
	list_add(&mapping->node, &mappings);
	mutex_unlock(&mappings_lock);
	return mapping;
}

static void unmap_memory(void *context)
{
	struct mapping *mapping = context;

	ocxl_memory_unmap(mapping->memory);
	mutex_lock(&mappings_lock);
	list_del(&mapping->node);
	mutex_unlock(&mappings_lock);
	kfree(mapping);
}

int ocxlpmem_afu_map_memory(struct ocxlpmem_front_end *front_end,
			    struct ocxlpmem_card_memory *memory)
{
	struct ocxlpmem_opencapi *card =
		container_of(front_end, struct ocxlpmem_opencapi, front_end);
	struct mapping *mapping = create_mapping(card);
	const struct resource *lpc;

	if (IS_ERR(mapping))
		return PTR_ERR(mapping);
	lpc = ocxl_memory_lpc(mapping->memory);
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
bool ocxlpmem_slot_has_other_memory(const struct pci_dev *pci, u64 serial)
{
	return false;
}

int ocxlpmem_afu_map_memory(struct ocxlpmem_front_end *front_end,
			    struct ocxlpmem_card_memory *memory)
{
	return -EOPNOTSUPP;
}
#endif
