// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module ocxlpmem-opencapi: the front end for OpenCAPI cards. It accesses the registers of a card's
 * function through the kernel's ocxl interface (Documentation/protocol/controller.md 1 and 2). The
 * kernel cannot map the memory of a card, so its window comes from the parameters of ocxlpmem, which
 * name the card.
 *
 * The module does not use a symbol of ocxlpmem, which looks for the one that this module exports.
 * So either of them can be loaded first.
 */
#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <misc/ocxl.h>
#include "../compat.h"
#include "afu.h"
#include "interrupts.h"
#include "../version.h"

#define DEVICE_ID	0x0625
/* opened to set up the templates of the link, which gives it its full bandwidth */
#define LINK_FUNCTION	0
#define MEMORY_FUNCTION 1

/* for the list, and for the host of each controller */
static DEFINE_MUTEX(ocxlpmem_opencapi_lock);
static LIST_HEAD(opencapi_cards);

static bool is_card_of_window(const struct ocxlpmem_opencapi *card,
			      const struct ocxlpmem_window *window)
{
	return pci_domain_nr(card->pci->bus) == window->domain &&
	       card->pci->bus->number == window->bus &&
	       card->pci->devfn == PCI_DEVFN(window->device, window->function);
}

static struct ocxlpmem_controller *find_card(const struct ocxlpmem_window *window,
					     const struct ocxlpmem_controller_host *host)
{
	struct ocxlpmem_opencapi *card, *found = NULL;

	mutex_lock(&ocxlpmem_opencapi_lock);
	list_for_each_entry(card, &opencapi_cards, node) {
		if (is_card_of_window(card, window))
			found = card;
	}
	if (found && host) {
		found->controller.host = host;
		reinit_completion(&found->unused);
	}
	mutex_unlock(&ocxlpmem_opencapi_lock);
	return found ? &found->controller : NULL;
}

static void release_card(struct ocxlpmem_controller *controller)
{
	mutex_lock(&ocxlpmem_opencapi_lock);
	controller->host = NULL;
	complete_all(&ocxlpmem_opencapi_of(controller)->unused);
	mutex_unlock(&ocxlpmem_opencapi_lock);
}

/* where a function that the kernel need not know has an extended capability; 0: it has none */
static int find_capability(struct pci_bus *bus, unsigned int devfn, u32 id)
{
	int left = (PCI_CFG_SPACE_EXP_SIZE - PCI_CFG_SPACE_SIZE) / 8;
	int position = PCI_CFG_SPACE_SIZE;
	u32 header;

	while (position >= PCI_CFG_SPACE_SIZE && left-- > 0) {
		if (pci_bus_read_config_dword(bus, devfn, position, &header))
			return 0;
		if (PCI_EXT_CAP_ID(header) == id)
			return position;
		position = PCI_EXT_CAP_NEXT(header);
	}
	return 0;
}

/*
 * Function 0 may have been unplugged alone. The card has it nevertheless, and another serial number
 * would be another interleave set, without the namespaces of this one.
 */
static u64 read_serial_of_function_0(struct pci_dev *pci)
{
	unsigned int devfn = PCI_DEVFN(PCI_SLOT(pci->devfn), 0);
	int position = find_capability(pci->bus, devfn, PCI_EXT_CAP_ID_DSN);
	u32 low, high;

	if (!position || pci_bus_read_config_dword(pci->bus, devfn, position + 4, &low) ||
	    pci_bus_read_config_dword(pci->bus, devfn, position + 8, &high))
		return 0;
	return (u64)high << 32 | low;
}

/* controller.md 1.1: serial number of the function, else that of function 0 */
static u64 read_serial(struct pci_dev *pci)
{
	u64 serial = pci_get_dsn(pci);

	return serial ? serial : read_serial_of_function_0(pci);
}

static struct ocxlpmem_opencapi *create_card(struct pci_dev *pci, struct ocxl_fn *function)
{
	struct ocxlpmem_opencapi *card = kzalloc(sizeof(*card), GFP_KERNEL);
	int rc;

	if (!card)
		return ERR_PTR(-ENOMEM);
	card->pci = pci;
	card->function = function;
	card->serial = read_serial(pci);
	card->controller.parent = &pci->dev;
	card->controller.registers.context = card;
	card->controller.registers.read64 = ocxlpmem_afu_read64;
	card->controller.registers.write64 = ocxlpmem_afu_write64;
	init_completion(&card->unused);
	complete_all(&card->unused);
	ocxlpmem_interrupts_init(card);
	rc = ocxlpmem_afu_open(card);
	if (rc) {
		kfree(card);
		return ERR_PTR(rc);
	}
	return card;
}

static int probe_memory_function(struct pci_dev *pci)
{
	struct ocxl_fn *function = ocxl_function_open(pci);
	struct ocxlpmem_opencapi *card;

	if (IS_ERR(function))
		return PTR_ERR(function);
	card = create_card(pci, function);
	if (IS_ERR(card)) {
		ocxl_function_close(function);
		return PTR_ERR(card);
	}
	pci_set_drvdata(pci, card);
	mutex_lock(&ocxlpmem_opencapi_lock);
	list_add_tail(&card->node, &opencapi_cards);
	mutex_unlock(&ocxlpmem_opencapi_lock);
	/* does not wait: ocxlpmem may be waiting for the end of this module's initialisation */
	request_module_nowait("ocxlpmem");
	return 0;
}

static int probe_link_function(struct pci_dev *pci)
{
	struct ocxl_fn *function = ocxl_function_open(pci);

	if (IS_ERR(function))
		return PTR_ERR(function);
	pci_set_drvdata(pci, function);
	return 0;
}

static int probe_function(struct pci_dev *pci, const struct pci_device_id *id)
{
	switch (PCI_FUNC(pci->devfn)) {
	case LINK_FUNCTION:
		return probe_link_function(pci);
	case MEMORY_FUNCTION:
		return probe_memory_function(pci);
	default:
		return 0;
	}
}

/*
 * Ends the use of a card by its window. If the driver is being unloaded, it removes the window
 * itself.
 */
static void end_window_use(struct ocxlpmem_opencapi *card)
{
	const struct ocxlpmem_controller_host *host;
	bool has_owner;

	mutex_lock(&ocxlpmem_opencapi_lock);
	/* from here on find_card() does not find it */
	list_del(&card->node);
	host = card->controller.host;
	has_owner = host && try_module_get(host->owner);
	mutex_unlock(&ocxlpmem_opencapi_lock);
	if (has_owner) {
		host->remove(&card->controller);
		module_put(host->owner);
	}
	wait_for_completion(&card->unused);
}

static void remove_memory_function(struct ocxlpmem_opencapi *card)
{
	end_window_use(card);
	ocxlpmem_afu_close(card);
	ocxl_function_close(card->function);
	kfree(card);
}

static void remove_function(struct pci_dev *pci)
{
	if (PCI_FUNC(pci->devfn) == MEMORY_FUNCTION)
		remove_memory_function(pci_get_drvdata(pci));
	else if (PCI_FUNC(pci->devfn) == LINK_FUNCTION)
		ocxl_function_close(pci_get_drvdata(pci));
}

/*
 * Without this, the card would use the interrupts of this kernel after kexec. The memory of a card
 * that was shut down is not available before its next reset, which kexec is not.
 */
static void shut_down_function(struct pci_dev *pci)
{
	bool is_last = system_state == SYSTEM_POWER_OFF || system_state == SYSTEM_HALT;
	struct ocxlpmem_opencapi *card;

	if (PCI_FUNC(pci->devfn) == MEMORY_FUNCTION) {
		card = pci_get_drvdata(pci);
		ocxlpmem_afu_stop(card, is_last);
		ocxl_function_close(card->function);
	} else if (PCI_FUNC(pci->devfn) == LINK_FUNCTION) {
		ocxl_function_close(pci_get_drvdata(pci));
	}
}

static const struct pci_device_id opencapi_ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_IBM, DEVICE_ID) },
	{},
};
MODULE_DEVICE_TABLE(pci, opencapi_ids);

static struct pci_driver opencapi_driver = {
	.name = "ocxlpmem-opencapi",
	.id_table = opencapi_ids,
	.probe = probe_function,
	.remove = remove_function,
	.shutdown = shut_down_function,
};

static u64 card_serial(const struct ocxlpmem_controller *controller)
{
	return ocxlpmem_opencapi_of(controller)->serial;
}

const struct ocxlpmem_controller_ops ocxlpmem_opencapi_controllers = {
	.owner = THIS_MODULE,
	.find = find_card,
	.release = release_card,
	.serial = card_serial,
	.listen = ocxlpmem_interrupts_listen,
	.set_targets = ocxlpmem_interrupts_set_targets,
	.rearm = ocxlpmem_interrupts_rearm,
};
OCXL_EXPORT_SYMBOL(ocxlpmem_opencapi_controllers);

module_pci_driver(opencapi_driver);

MODULE_DESCRIPTION("OpenCAPI cards for ocxlpmem");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");
