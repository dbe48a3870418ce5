// SPDX-License-Identifier: GPL-2.0-only
/*
 * Real cards: the registers of an OpenCAPI function through the kernel's ocxl interface
 * (Documentation/protocol/controller.md 1 and 2). Mapping a card's memory never reached the
 * kernel, so its window comes from the module's parameters, which name the card. This file
 * has never met a card.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <misc/ocxl.h>
#include "ocxlpmem.h"

#define DEVICE_ID	0x0625
#define LINK_FUNCTION	0 /* opened so that the link gets its templates, and so its bandwidth */
#define MEMORY_FUNCTION 1
#define AFU_INDEX	0
#define LINES		2

/* controller.md 1.5: what each line reports */
static const u64 line_bits[LINES] = {
	OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CRDY | OCXL_CHI_MA,
	OCXL_CHI_CFFS | OCXL_CHI_CHFS,
};

static const u32 line_handles[LINES] = { OCXL_REG_IMA0_OHP, OCXL_REG_IMA1_OHP };
static const u32 line_parameters[LINES] = { OCXL_REG_IMA0_CFP, OCXL_REG_IMA1_CFP };

struct card;

/**
 * struct line - one interrupt of a card
 * @card: whose
 * @id: of the ocxl core, negative for none
 * @trigger: the page that the card writes to
 */
struct line {
	struct card *card;
	int id;
	void __iomem *trigger;
};

/**
 * struct card - one memory function
 * @controller: for the window that names it
 * @node: in the list of cards
 * @pci: its function
 * @function: of the ocxl core
 * @afu: of the ocxl core
 * @context: of the ocxl core
 * @lines: interrupts
 */
struct card {
	struct ocxlpmem_controller controller;
	struct list_head node;
	struct pci_dev *pci;
	struct ocxl_fn *function;
	struct ocxl_afu *afu;
	struct ocxl_context *context;
	struct line lines[LINES];
};

static DEFINE_MUTEX(lock);
static LIST_HEAD(cards);

static int read64(void *context, u32 offset, u64 *value)
{
	struct card *card = context;

	if (offset % 8)
		return -EINVAL;
	return ocxl_global_mmio_read64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

static int write64(void *context, u32 offset, u64 value)
{
	struct card *card = context;

	if (offset % 8)
		return -EINVAL;
	return ocxl_global_mmio_write64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

/* hard interrupt: the line is masked, ocxlpmem_opencapi_rearm() lets it through again */
static irqreturn_t handle(void *context)
{
	struct line *line = context;
	struct ocxlpmem *pmem = READ_ONCE(line->card->controller.pmem);

	write64(line->card, OCXL_REG_CHIEC, line_bits[line - line->card->lines]);
	if (pmem)
		ocxlpmem_events_interrupt(pmem);
	return IRQ_HANDLED;
}

bool ocxlpmem_opencapi_rearm(struct ocxlpmem_controller *controller)
{
	struct card *card = container_of(controller, struct card, controller);
	u64 health;

	/* nobody listens any more */
	if (card->lines[0].id < 0)
		return false;
	if (read64(card, OCXL_REG_CHI, &health) || health == ~0ULL)
		return false;
	/* what is so already would interrupt again and again */
	write64(card, OCXL_REG_CHIE, (line_bits[0] | line_bits[1]) & ~health);
	return health & (OCXL_CHI_ELA | OCXL_CHI_CDA);
}

static void free_line(struct line *line)
{
	if (line->id < 0)
		return;
	ocxl_afu_irq_free(line->card->context, line->id);
	line->id = -1;
	if (line->trigger)
		iounmap(line->trigger);
	line->trigger = NULL;
}

static int make_line(struct card *card, unsigned int number)
{
	struct line *line = &card->lines[number];
	int rc;

	rc = ocxl_afu_irq_alloc(card->context, &line->id);
	if (rc) {
		line->id = -1;
		return rc;
	}
	rc = ocxl_irq_set_handler(card->context, line->id, handle, NULL, line);
	if (rc)
		return rc;
	line->trigger = ioremap(ocxl_afu_irq_get_addr(card->context, line->id), PAGE_SIZE);
	if (!line->trigger)
		return -ENOMEM;
	rc = write64(card, line_handles[number], (u64)(uintptr_t)line->trigger);
	return rc ? rc : write64(card, line_parameters[number], 0);
}

int ocxlpmem_opencapi_listen(struct ocxlpmem_controller *controller, bool on)
{
	struct card *card = container_of(controller, struct card, controller);
	unsigned int number;
	int rc = 0;

	if (controller->emulated)
		return 0;
	for (number = 0; number < LINES && on && !rc; number++)
		rc = make_line(card, number);
	if (on && !rc) {
		ocxlpmem_opencapi_rearm(controller);
		return 0;
	}
	write64(card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	for (number = 0; number < LINES; number++)
		free_line(&card->lines[number]);
	return rc;
}

static bool is_named(const struct card *card, const struct ocxlpmem_window *window)
{
	return pci_domain_nr(card->pci->bus) == window->domain &&
	       card->pci->bus->number == window->bus &&
	       card->pci->devfn == PCI_DEVFN(window->device, window->function);
}

struct ocxlpmem_controller *ocxlpmem_opencapi_find(const struct ocxlpmem_window *window)
{
	struct ocxlpmem_controller *found = NULL;
	struct card *card;

	mutex_lock(&lock);
	list_for_each_entry(card, &cards, node) {
		if (is_named(card, window))
			found = &card->controller;
	}
	mutex_unlock(&lock);
	return found;
}

/* controller.md 1.1: its own, else that of function 0 */
static u64 find_serial(struct pci_dev *pci)
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

/* one context of the kernel: no address space of a process */
static int open_afu(struct card *card)
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

static void close_afu(struct card *card)
{
	ocxl_context_detach(card->context);
	ocxl_context_free(card->context);
	ocxl_afu_put(card->afu);
}

static struct card *make_card(struct pci_dev *pci, struct ocxl_fn *function)
{
	struct card *card = kzalloc(sizeof(*card), GFP_KERNEL);
	unsigned int number;
	int rc;

	if (!card)
		return ERR_PTR(-ENOMEM);
	card->pci = pci;
	card->function = function;
	card->controller.serial = find_serial(pci);
	card->controller.registers.context = card;
	card->controller.registers.read64 = read64;
	card->controller.registers.write64 = write64;
	for (number = 0; number < LINES; number++) {
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
	struct card *card;

	if (IS_ERR(function))
		return PTR_ERR(function);
	card = make_card(pci, function);
	if (IS_ERR(card)) {
		ocxl_function_close(function);
		return PTR_ERR(card);
	}
	pci_set_drvdata(pci, card);
	mutex_lock(&lock);
	list_add_tail(&card->node, &cards);
	mutex_unlock(&lock);
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

static int probe(struct pci_dev *pci, const struct pci_device_id *id)
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

static void remove_memory_function(struct card *card)
{
	mutex_lock(&lock);
	list_del(&card->node);
	mutex_unlock(&lock);
	/* nobody finds it any more; now whoever found it before */
	ocxlpmem_windows_remove_controller(&card->controller);
	close_afu(card);
	ocxl_function_close(card->function);
	kfree(card);
}

static void remove(struct pci_dev *pci)
{
	if (PCI_FUNC(pci->devfn) == MEMORY_FUNCTION)
		remove_memory_function(pci_get_drvdata(pci));
	else if (PCI_FUNC(pci->devfn) == LINK_FUNCTION)
		ocxl_function_close(pci_get_drvdata(pci));
}

static const struct pci_device_id ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_IBM, DEVICE_ID) },
	{},
};
MODULE_DEVICE_TABLE(pci, ids);

static struct pci_driver driver = {
	.name = OCXL_NAME,
	.id_table = ids,
	.probe = probe,
	.remove = remove,
};

int ocxlpmem_opencapi_init(void)
{
	return pci_register_driver(&driver);
}

void ocxlpmem_opencapi_exit(void)
{
	pci_unregister_driver(&driver);
}
