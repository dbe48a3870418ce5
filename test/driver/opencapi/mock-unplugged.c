// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts functions that were unplugged and to which somebody still refers. powernv frees what it
 * has for a function with the last reference, and may have given it to the next device by then.
 */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include "mock-card.h"

/* a device releases its resources before it is freed */
static void forget_function(struct device *dev, void *resource)
{
	struct ocxl_mock_card *card = *(struct ocxl_mock_card **)resource;

	atomic_dec(&card->unplugged);
	module_put(THIS_MODULE);
}

static int notice_function(struct notifier_block *block, unsigned long event, void *dev)
{
	struct ocxl_mock_card *card = ocxl_mock_card_of(to_pci_dev(dev)), **resource;

	if (event != BUS_NOTIFY_REMOVED_DEVICE || !card)
		return NOTIFY_DONE;
	resource = devres_alloc(forget_function, sizeof(card), GFP_KERNEL | __GFP_NOFAIL);
	*resource = card;
	/* of forget_function() */
	__module_get(THIS_MODULE);
	ocxl_mock_memory_forget(card, PCI_FUNC(to_pci_dev(dev)->devfn));
	atomic_inc(&card->unplugged);
	devres_add(dev, resource);
	return NOTIFY_DONE;
}

static struct notifier_block pci_block = { .notifier_call = notice_function };

int ocxl_mock_unplugged_attach(void)
{
	return bus_register_notifier(&pci_bus_type, &pci_block);
}

void ocxl_mock_unplugged_detach(void)
{
	bus_unregister_notifier(&pci_bus_type, &pci_block);
}
