// SPDX-License-Identifier: GPL-2.0-only
/*
 * The front end for OpenCAPI cards: registers of a card's function through the kernel's ocxl
 * interface (Documentation/protocol/controller.md 1 and 2). The kernel cannot map the memory of a
 * card, so its window comes from the module parameters, which name the card. This file was never
 * tested with a card.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <misc/ocxl.h>
#include "controller.h"
#include "opencapi.h"

#define DEVICE_ID	0x0625
/* opened to set up the templates of the link, which gives it its full bandwidth */
#define LINK_FUNCTION	0
#define MEMORY_FUNCTION 1
#define AFU_INDEX	0
#define INTERRUPT_LINES 2

/* controller.md 1.5: bits that each line reports */
static const u64 line_bits[INTERRUPT_LINES] = {
	OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CRDY | OCXL_CHI_MA,
	OCXL_CHI_CFFS | OCXL_CHI_CHFS,
};

static const u32 line_handles[INTERRUPT_LINES] = { OCXL_REG_IMA0_OHP, OCXL_REG_IMA1_OHP };
static const u32 line_parameters[INTERRUPT_LINES] = { OCXL_REG_IMA0_CFP, OCXL_REG_IMA1_CFP };

struct opencapi_card;

/**
 * struct interrupt_line - one interrupt of a card
 * @card: the card
 * @id: id of the ocxl core; negative: none
 * @trigger: page that the card writes to
 */
struct interrupt_line {
	struct opencapi_card *card;
	int id;
	void __iomem *trigger;
};

/**
 * struct opencapi_card - the memory function of a card
 * @controller: for the window that names the card
 * @serial: serial number
 * @node: in the list of cards
 * @pci: its PCI function
 * @function: its function in the ocxl core
 * @afu: its AFU in the ocxl core
 * @context: its context in the ocxl core
 * @lines: its interrupts
 */
struct opencapi_card {
	struct ocxlpmem_controller controller;
	u64 serial;
	struct list_head node;
	struct pci_dev *pci;
	struct ocxl_fn *function;
	struct ocxl_afu *afu;
	struct ocxl_context *context;
	struct interrupt_line lines[INTERRUPT_LINES];
};

static DEFINE_MUTEX(ocxlpmem_opencapi_lock);
static LIST_HEAD(opencapi_cards);

static int opencapi_read64(void *context, u32 offset, u64 *value)
{
	struct opencapi_card *card = context;

	if (offset % 8)
		return -EINVAL;
	return ocxl_global_mmio_read64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

static int opencapi_write64(void *context, u32 offset, u64 value)
{
	struct opencapi_card *card = context;

	if (offset % 8)
		return -EINVAL;
	return ocxl_global_mmio_write64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

/* hard interrupt: masks the line until rearm_card() enables it again */
static irqreturn_t opencapi_interrupt(void *context)
{
	struct interrupt_line *line = context;
	struct ocxlpmem_controller *controller = &line->card->controller;

	opencapi_write64(line->card, OCXL_REG_CHIEC, line_bits[line - line->card->lines]);
	controller->host->interrupt(controller);
	return IRQ_HANDLED;
}

static struct opencapi_card *card_of(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct opencapi_card, controller);
}

/* operation @rearm */
static bool rearm_card(struct ocxlpmem_controller *controller)
{
	struct opencapi_card *card = card_of(controller);
	u64 health;

	/* the driver has stopped listening */
	if (card->lines[0].id < 0)
		return false;
	if (opencapi_read64(card, OCXL_REG_CHI, &health) || health == ~0ULL)
		return false;
	/* not the bits that are set: they would interrupt again and again */
	opencapi_write64(card, OCXL_REG_CHIE, (line_bits[0] | line_bits[1]) & ~health);
	return health & (OCXL_CHI_ELA | OCXL_CHI_CDA);
}

static void free_interrupt_line(struct interrupt_line *line)
{
	if (line->id < 0)
		return;
	ocxl_afu_irq_free(line->card->context, line->id);
	line->id = -1;
	if (line->trigger)
		iounmap(line->trigger);
	line->trigger = NULL;
}

static int set_up_interrupt_line(struct opencapi_card *card, unsigned int number)
{
	struct interrupt_line *line = &card->lines[number];
	int rc;

	rc = ocxl_afu_irq_alloc(card->context, &line->id);
	if (rc) {
		line->id = -1;
		return rc;
	}
	rc = ocxl_irq_set_handler(card->context, line->id, opencapi_interrupt, NULL, line);
	if (rc)
		return rc;
	line->trigger = ioremap(ocxl_afu_irq_get_addr(card->context, line->id), PAGE_SIZE);
	if (!line->trigger)
		return -ENOMEM;
	rc = opencapi_write64(card, line_handles[number], (u64)(uintptr_t)line->trigger);
	return rc ? rc : opencapi_write64(card, line_parameters[number], 0);
}

/* operation @listen */
static int listen_to_card(struct ocxlpmem_controller *controller, bool on)
{
	struct opencapi_card *card = card_of(controller);
	unsigned int number;
	int rc = 0;

	for (number = 0; number < INTERRUPT_LINES && on && !rc; number++)
		rc = set_up_interrupt_line(card, number);
	if (on && !rc) {
		rearm_card(controller);
		return 0;
	}
	opencapi_write64(card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	for (number = 0; number < INTERRUPT_LINES; number++)
		free_interrupt_line(&card->lines[number]);
	return rc;
}

static bool is_card_of_window(const struct opencapi_card *card,
			      const struct ocxlpmem_window *window)
{
	return pci_domain_nr(card->pci->bus) == window->domain &&
	       card->pci->bus->number == window->bus &&
	       card->pci->devfn == PCI_DEVFN(window->device, window->function);
}

/* operation @find */
static struct ocxlpmem_controller *find_card(const struct ocxlpmem_window *window)
{
	struct ocxlpmem_controller *found = NULL;
	struct opencapi_card *card;

	mutex_lock(&ocxlpmem_opencapi_lock);
	list_for_each_entry(card, &opencapi_cards, node) {
		if (is_card_of_window(card, window))
			found = &card->controller;
	}
	mutex_unlock(&ocxlpmem_opencapi_lock);
	return found;
}

/* controller.md 1.1: serial number of the function, else that of function 0 */
static u64 read_serial(struct pci_dev *pci)
{
	u64 serial = pci_get_dsn(pci);
	struct pci_dev *first;

	if (serial)
		return serial;
	first = pci_get_slot(pci->bus, PCI_DEVFN(PCI_SLOT(pci->devfn), 0));
	if (first)
		serial = pci_get_dsn(first);
	pci_dev_put(first);
	return serial;
}

/* the context belongs to the kernel: it has no address space of a process */
static int open_afu(struct opencapi_card *card)
{
	int rc;

	card->afu = ocxl_function_fetch_afu(card->function, AFU_INDEX);
	if (!card->afu)
		return -ENXIO;
	rc = ocxl_context_alloc(&card->context, card->afu, NULL);
	if (rc)
		goto put;
	rc = ocxl_context_attach(card->context, 0, NULL);
	if (!rc)
		return 0;
	ocxl_context_free(card->context);
put:
	ocxl_afu_put(card->afu);
	return rc;
}

static void close_afu(struct opencapi_card *card)
{
	ocxl_context_detach(card->context);
	ocxl_context_free(card->context);
	ocxl_afu_put(card->afu);
}

static struct opencapi_card *create_card(struct pci_dev *pci, struct ocxl_fn *function)
{
	struct opencapi_card *card = kzalloc(sizeof(*card), GFP_KERNEL);
	unsigned int number;
	int rc;

	if (!card)
		return ERR_PTR(-ENOMEM);
	card->pci = pci;
	card->function = function;
	card->serial = read_serial(pci);
	card->controller.parent = &pci->dev;
	card->controller.registers.context = card;
	card->controller.registers.read64 = opencapi_read64;
	card->controller.registers.write64 = opencapi_write64;
	for (number = 0; number < INTERRUPT_LINES; number++) {
		card->lines[number].card = card;
		card->lines[number].id = -1;
	}
	rc = open_afu(card);
	if (rc) {
		kfree(card);
		return ERR_PTR(rc);
	}
	return card;
}

static int probe_memory(struct pci_dev *pci)
{
	struct ocxl_fn *function = ocxl_function_open(pci);
	struct opencapi_card *card;

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
	return 0;
}

static int probe_link(struct pci_dev *pci)
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
		return probe_link(pci);
	case MEMORY_FUNCTION:
		return probe_memory(pci);
	default:
		return 0;
	}
}

static void remove_memory_function(struct opencapi_card *card)
{
	mutex_lock(&ocxlpmem_opencapi_lock);
	list_del(&card->node);
	mutex_unlock(&ocxlpmem_opencapi_lock);
	/* from here on find_card() does not find it */
	ocxlpmem_remove_controller(&card->controller);
	close_afu(card);
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

static const struct pci_device_id opencapi_ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_IBM, DEVICE_ID) },
	{},
};
MODULE_DEVICE_TABLE(pci, opencapi_ids);

static struct pci_driver opencapi_driver = {
	.name = "ocxlpmem",
	.id_table = opencapi_ids,
	.probe = probe_function,
	.remove = remove_function,
};

static u64 card_serial(const struct ocxlpmem_controller *controller)
{
	return card_of(controller)->serial;
}

/* without @owner: the front end is a part of the driver */
static const struct ocxlpmem_controller_ops opencapi_controllers = {
	.find = find_card,
	.serial = card_serial,
	.listen = listen_to_card,
	.rearm = rearm_card,
};

int ocxlpmem_opencapi_init(void)
{
	int rc = ocxlpmem_register_controllers(&opencapi_controllers);

	if (rc)
		return rc;
	rc = pci_register_driver(&opencapi_driver);
	if (rc)
		ocxlpmem_unregister_controllers(&opencapi_controllers);
	return rc;
}

void ocxlpmem_opencapi_exit(void)
{
	pci_unregister_driver(&opencapi_driver);
	ocxlpmem_unregister_controllers(&opencapi_controllers);
}
