// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenCAPI cards. The driver of their functions accesses the registers of a card through the
 * kernel's ocxl interface (controller.md 1 and 2).
 */
#include <linux/auxiliary_bus.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>
#include <misc/ocxl.h>
#include "../version.h"
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
	.owner = THIS_MODULE,
	.serial = card_serial,
	.listen = ocxlpmem_interrupts_listen,
	.set_targets = ocxlpmem_interrupts_set_targets,
	.rearm = ocxlpmem_interrupts_rearm,
};

/*
 * devices of cards that were not freed yet: somebody may have a reference when the module is
 * unloaded
 */
static atomic_t card_count;

static void free_card(struct device *device)
{
	kfree(container_of(device, struct ocxlpmem_opencapi, front_end.device.dev));
	if (atomic_dec_and_test(&card_count))
		wake_up_var(&card_count);
}

static int init_front_end(struct ocxlpmem_opencapi *card)
{
	struct auxiliary_device *device = &card->front_end.device;
	int rc;

	card->front_end.controller = &card->controller;
	card->front_end.map_memory = ocxlpmem_afu_map_memory;
	device->name = OCXLPMEM_FRONT_END_NAME;
	device->id = pci_domain_nr(card->pci->bus) << 16 | pci_dev_id(card->pci);
	device->dev.parent = &card->pci->dev;
	device->dev.release = free_card;
	rc = auxiliary_device_init(device);
	if (!rc)
		atomic_inc(&card_count);
	return rc;
}

static void init_controller(struct ocxlpmem_opencapi *card)
{
	card->controller.ops = &opencapi_operations;
	card->controller.parent = &card->pci->dev;
	card->controller.registers.context = card;
	card->controller.registers.read64 = ocxlpmem_afu_read64;
	card->controller.registers.write64 = ocxlpmem_afu_write64;
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
	init_controller(card);
	ocxlpmem_interrupts_init(card);
	rc = init_front_end(card);
	if (rc) {
		kfree(card);
		return ERR_PTR(rc);
	}
	rc = ocxlpmem_afu_open(card);
	if (rc) {
		auxiliary_device_uninit(&card->front_end.device);
		return ERR_PTR(rc);
	}
	return card;
}

static void destroy_card(struct ocxlpmem_opencapi *card)
{
	ocxlpmem_afu_close(card);
	ocxl_function_close(card->function);
	auxiliary_device_uninit(&card->front_end.device);
}

static int probe_memory_function(struct pci_dev *pci)
{
	struct ocxlpmem_opencapi *card;
	struct ocxl_fn *function;
	int rc;

	/* the users of that memory would write into this card */
	if (ocxlpmem_slot_has_other_memory(pci, read_serial(pci))) {
		dev_err(&pci->dev, "the memory of another card of this slot is still in use\n");
		return -EBUSY;
	}
	function = ocxl_function_open(pci);
	if (IS_ERR(function))
		return PTR_ERR(function);
	card = create_card(pci, function);
	if (IS_ERR(card)) {
		ocxl_function_close(function);
		return PTR_ERR(card);
	}
	pci_set_drvdata(pci, card);
	rc = auxiliary_device_add(&card->front_end.device);
	if (rc)
		destroy_card(card);
	return rc;
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

static void remove_memory_function(struct ocxlpmem_opencapi *card)
{
	card->front_end.is_unplugged = true;
	/* unbinds ocxlpmem, which does not use the controller from then on */
	auxiliary_device_delete(&card->front_end.device);
	destroy_card(card);
}

static void remove_function(struct pci_dev *pci)
{
	if (PCI_FUNC(pci->devfn) == MEMORY_FUNCTION)
		remove_memory_function(pci_get_drvdata(pci));
	else
		ocxl_function_close(pci_get_drvdata(pci));
}

/*
 * Without this, the card would use the interrupts of this kernel after kexec.
 *
 * "reboot -f" and "kexec -e" come here with everything in use, also mounted file systems and mapped
 * memory. So nothing is closed: closing the function would unmap the memory below its users.
 */
static void shut_down_function(struct pci_dev *pci)
{
	if (PCI_FUNC(pci->devfn) == MEMORY_FUNCTION)
		ocxlpmem_afu_stop(pci_get_drvdata(pci), is_shutdown_wanted());
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
	/* unbinding could not be refused while the memory of the card is in use */
	.driver = { .suppress_bind_attrs = true },
};

static int __init opencapi_init(void)
{
	return pci_register_driver(&opencapi_driver);
}

static void __exit opencapi_exit(void)
{
	pci_unregister_driver(&opencapi_driver);
	wait_var_event(&card_count, !atomic_read(&card_count));
}

module_init(opencapi_init);
module_exit(opencapi_exit);

MODULE_DESCRIPTION("OpenCAPI cards for ocxlpmem");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");
