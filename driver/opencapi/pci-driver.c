// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenCAPI cards. The driver of their functions accesses the registers of a card through the
 * kernel's ocxl interface (controller.md 1 and 2).
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <misc/ocxl.h>
#include "opencapi.h"

#define DEVICE_ID	0x0625
/* opened to set up the templates of the link, which gives it its full bandwidth */
#define LINK_FUNCTION	0
#define MEMORY_FUNCTION 1

/* offset of an extended capability of a function without a pci_dev; 0: not found */
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

static u64 card_serial(const struct ocxlpmem_controller *controller)
{
	return ocxlpmem_opencapi_of(controller)->serial;
}

static const struct ocxlpmem_controller_ops opencapi_operations = {
	.serial = card_serial,
	.listen = ocxlpmem_interrupts_listen,
	.set_targets = ocxlpmem_interrupts_set_targets,
	.rearm = ocxlpmem_interrupts_rearm,
};

static struct ocxlpmem_named_card *create_card(struct pci_dev *pci, struct ocxl_fn *function)
{
	struct ocxlpmem_named_card *named = kzalloc(sizeof(*named), GFP_KERNEL);
	struct ocxlpmem_opencapi *card;
	int rc;

	if (!named)
		return ERR_PTR(-ENOMEM);
	card = &named->card;
	card->pci = pci;
	card->function = function;
	card->serial = read_serial(pci);
	card->controller.ops = &opencapi_operations;
	card->controller.parent = &pci->dev;
	card->controller.registers.context = card;
	card->controller.registers.read64 = ocxlpmem_afu_read64;
	card->controller.registers.write64 = ocxlpmem_afu_write64;
	ocxlpmem_interrupts_init(card);
	rc = ocxlpmem_afu_open(card);
	if (rc) {
		kfree(named);
		return ERR_PTR(rc);
	}
	return named;
}

static void destroy_card(struct ocxlpmem_named_card *named)
{
	ocxlpmem_afu_close(&named->card);
	ocxl_function_close(named->card.function);
	kfree(named);
}

static int probe_memory_function(struct pci_dev *pci)
{
	struct ocxl_fn *function = ocxl_function_open(pci);
	struct ocxlpmem_named_card *named;

	if (IS_ERR(function))
		return PTR_ERR(function);
	named = create_card(pci, function);
	if (IS_ERR(named)) {
		ocxl_function_close(function);
		return PTR_ERR(named);
	}
	pci_set_drvdata(pci, named);
	ocxlpmem_card_begin_use(named);
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
		return -ENODEV;
	}
}

static bool shutdown_at_power_off;
module_param(shutdown_at_power_off, bool, 0644);
MODULE_PARM_DESC(shutdown_at_power_off,
		 "send SHUTDOWN to cards when the machine is halted or switched off (default: no)");

/* after a restart or kexec, the memory of a card that was shut down could not be used */
static bool is_shutdown_wanted(void)
{
	return READ_ONCE(shutdown_at_power_off) &&
	       (system_state == SYSTEM_POWER_OFF || system_state == SYSTEM_HALT);
}

static void remove_function(struct pci_dev *pci)
{
	if (PCI_FUNC(pci->devfn) != MEMORY_FUNCTION) {
		ocxl_function_close(pci_get_drvdata(pci));
		return;
	}
	ocxlpmem_card_end_use(pci_get_drvdata(pci));
	destroy_card(pci_get_drvdata(pci));
}

/*
 * Without this, the card would use the interrupts of this kernel after kexec.
 *
 * "reboot -f" and "kexec -e" come here with everything in use, also mounted file systems and mapped
 * memory. So nothing is closed: closing the function would unmap the memory below its users.
 */
static void shut_down_function(struct pci_dev *pci)
{
	struct ocxlpmem_named_card *named = pci_get_drvdata(pci);

	if (PCI_FUNC(pci->devfn) == MEMORY_FUNCTION)
		ocxlpmem_afu_stop(&named->card, is_shutdown_wanted());
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

module_pci_driver(opencapi_driver);
