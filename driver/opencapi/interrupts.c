// SPDX-License-Identifier: GPL-2.0-only
/* The interrupts of a card (controller.md 1.5). */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <misc/ocxl.h>
#include "opencapi.h"

/* bits of CHI that each line reports */
static const u64 line_bits[OCXL_INTERRUPT_LINES] = {
	OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CRDY | OCXL_CHI_MA,
	OCXL_CHI_CFFS | OCXL_CHI_CHFS,
};

static const u32 line_handles[OCXL_INTERRUPT_LINES] = { OCXL_REG_IMA0_OHP, OCXL_REG_IMA1_OHP };
static const u32 line_parameters[OCXL_INTERRUPT_LINES] = { OCXL_REG_IMA0_CFP, OCXL_REG_IMA1_CFP };

/* hard interrupt: masks bits that are set until ocxlpmem_interrupts_rearm() enables them again */
static irqreturn_t handle_interrupt(void *context)
{
	struct ocxlpmem_interrupt_line *line = context;
	struct ocxlpmem_controller *controller = &line->card->controller;
	u64 health;

	if (!ocxlpmem_afu_read64(line->card, OCXL_REG_CHI, &health))
		ocxlpmem_afu_write64(line->card, OCXL_REG_CHIEC,
				     health & line_bits[line - line->card->lines]);
	controller->host->interrupt(controller);
	return IRQ_HANDLED;
}

bool ocxlpmem_interrupts_rearm(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem_opencapi *card = ocxlpmem_opencapi_of(controller);
	u64 health;

	/* the driver has stopped listening */
	if (card->lines[0].id < 0)
		return false;
	if (ocxlpmem_afu_read64(card, OCXL_REG_CHI, &health) || health == ~0ULL)
		return false;
	/* not the bits that are set: they would interrupt again and again */
	ocxlpmem_afu_write64(card, OCXL_REG_CHIE, (line_bits[0] | line_bits[1]) & ~health);
	return health & (OCXL_CHI_ELA | OCXL_CHI_CDA);
}

static void free_line(struct ocxlpmem_interrupt_line *line)
{
	if (line->id < 0)
		return;
	ocxl_afu_irq_free(line->card->context, line->id);
	line->id = -1;
	if (line->trigger)
		iounmap(line->trigger);
	line->trigger = NULL;
}

static int set_up_line(struct ocxlpmem_opencapi *card, unsigned int number)
{
	struct ocxlpmem_interrupt_line *line = &card->lines[number];
	u64 address;
	int rc;

	rc = ocxl_afu_irq_alloc(card->context, &line->id);
	if (rc) {
		line->id = -1;
		return rc;
	}
	rc = ocxl_irq_set_handler(card->context, line->id, handle_interrupt, NULL, line);
	if (rc)
		return rc;
	address = ocxl_afu_irq_get_addr(card->context, line->id);
	if (!address)
		return -ENXIO;
	line->trigger = ioremap(address, PAGE_SIZE);
	return line->trigger ? 0 : -ENOMEM;
}

int ocxlpmem_interrupts_set_targets(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem_opencapi *card = ocxlpmem_opencapi_of(controller);
	unsigned int number;
	int rc = 0;

	for (number = 0; number < OCXL_INTERRUPT_LINES && !rc; number++) {
		rc = ocxlpmem_afu_write64(card, line_handles[number],
					  (u64)(uintptr_t)card->lines[number].trigger);
		if (!rc)
			rc = ocxlpmem_afu_write64(card, line_parameters[number], 0);
	}
	return rc;
}

int ocxlpmem_interrupts_listen(struct ocxlpmem_controller *controller, bool on)
{
	struct ocxlpmem_opencapi *card = ocxlpmem_opencapi_of(controller);
	unsigned int number;
	int rc = 0;

	/* when it begins, too: a card that was gone has not seen that they were disabled */
	ocxlpmem_afu_write64(card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	for (number = 0; number < OCXL_INTERRUPT_LINES && on && !rc; number++)
		rc = set_up_line(card, number);
	if (on && !rc)
		return 0;
	for (number = 0; number < OCXL_INTERRUPT_LINES; number++)
		free_line(&card->lines[number]);
	return rc;
}

void ocxlpmem_interrupts_init(struct ocxlpmem_opencapi *card)
{
	unsigned int number;

	for (number = 0; number < OCXL_INTERRUPT_LINES; number++) {
		card->lines[number].card = card;
		card->lines[number].id = -1;
	}
}
