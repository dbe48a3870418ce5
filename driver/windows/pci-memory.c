// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows in BARs of PCI devices go with their device: the kernel tells only the driver of a device that the device
 * is removed, and these devices have no driver.
 */
#include <linux/completion.h>
#include <linux/ioport.h>
#include <linux/notifier.h>
#include <linux/pci.h>
#include <linux/workqueue.h>
#include "pci-memory.h"
#include "window-leaving.h"
#include "window-work.h"

/**
 * struct removal - a device is removed
 * @work: removes the windows in its BARs
 * @dev: the device, whose resources are still those of the kernel
 * @done: @work has ended
 */
struct removal {
	struct work_struct work;
	struct pci_dev *dev;
	struct completion done;
};

static void remove_windows(struct work_struct *work)
{
	struct removal *removal = container_of(work, struct removal, work);
	int i;

	for (i = 0; i < PCI_NUM_RESOURCES; i++) {
		struct resource *memory = &removal->dev->resource[i];

		if (resource_type(memory) == IORESOURCE_MEM && memory->parent)
			ocxlpmem_windows_remove_memory(memory);
	}
	complete(&removal->done);
}

/*
 * As a work: the kernel holds the lock of the chain, and takes that of another bus for a window that is created,
 * with ocxlpmem_windows_lock; both locks are of one class for lockdep.
 */
static int notice_device(struct notifier_block *block, unsigned long event, void *dev)
{
	struct removal removal = { .dev = to_pci_dev(dev) };

	if (event != BUS_NOTIFY_DEL_DEVICE)
		return NOTIFY_DONE;
	INIT_WORK_ONSTACK(&removal.work, remove_windows);
	init_completion(&removal.done);
	queue_work(ocxlpmem_window_queue, &removal.work);
	wait_for_completion(&removal.done);
	destroy_work_on_stack(&removal.work);
	return NOTIFY_DONE;
}

static struct notifier_block pci_block = { .notifier_call = notice_device };

int ocxlpmem_pci_memory_init(void)
{
	return bus_register_notifier(&pci_bus_type, &pci_block);
}

void ocxlpmem_pci_memory_exit(void)
{
	bus_unregister_notifier(&pci_bus_type, &pci_block);
}
