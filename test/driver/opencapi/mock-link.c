// SPDX-License-Identifier: GPL-2.0-only
/* In place of the kernel's link.c: the process elements of the link of each card. */
#include <linux/kernel.h>
#include <linux/string.h>
#include "core/registers.h"
#include "mock-card.h"

#define POISON 0xEE

int ocxl_link_setup(struct pci_dev *dev, int PE_mask, void **link_handle)
{
	struct ocxl_mock_card *card = ocxl_mock_card_of(dev);
	int rc = ocxl_mock_step(card);

	if (!rc) {
		card->link_users++;
		*link_handle = card;
	}
	return rc;
}
EXPORT_SYMBOL_GPL(ocxl_link_setup);

static int add_element(struct ocxl_mock_card *card, int pasid, struct ocxl_context *context)
{
	unsigned long flags;
	int rc = -EBUSY;

	raw_spin_lock_irqsave(&card->lock, flags);
	if (!card->contexts[pasid]) {
		card->contexts[pasid] = context;
		card->elements |= BIT(pasid);
		rc = 0;
	}
	raw_spin_unlock_irqrestore(&card->lock, flags);
	return rc;
}

/* NULL: there was no element */
static struct ocxl_context *remove_element(struct ocxl_mock_card *card, int pasid)
{
	struct ocxl_context *context;
	unsigned long flags;

	raw_spin_lock_irqsave(&card->lock, flags);
	context = card->contexts[pasid];
	card->contexts[pasid] = NULL;
	card->elements &= ~BIT(pasid);
	raw_spin_unlock_irqrestore(&card->lock, flags);
	return context;
}

/*
 * The card did not let go of these contexts, so the driver has left them to the link, which refers
 * to them for faults. The kernel never frees them and their AFU, although the reset of the link
 * ends their use. Here they are freed then, so that kmemleak finds only leaks of the driver.
 */
static void free_abandoned_contexts(struct ocxl_mock_card *card)
{
	struct ocxl_context *context;
	int pasid;

	for (pasid = 0; pasid < OCXL_MOCK_PASIDS; pasid++) {
		context = remove_element(card, pasid);
		if (context)
			ocxl_context_free(context);
	}
}

/*
 * While the machine ends: the real ocxl would unmap the memory below its users. Not before, because
 * there the memory of a card survives that its functions are closed, and scenarios look at it.
 */
static void poison_memory(struct ocxl_mock_card *card)
{
	if (system_state > SYSTEM_RUNNING && card->memory)
		memset(card->memory, POISON, OCXL_MOCK_MEMORY);
}

/* the kernel frees the memory of the process elements with the last user */
void ocxl_link_release(struct pci_dev *dev, void *link_handle)
{
	struct ocxl_mock_card *card = link_handle;

	poison_memory(card);
	if (--card->link_users > 0)
		return;
	WARN(card->elements && !card->busy && !card->gone,
	     "slot %u: the link is closed with process elements\n", card->slot);
	free_abandoned_contexts(card);
}
EXPORT_SYMBOL_GPL(ocxl_link_release);

int ocxl_link_add_pe(void *link_handle, int pasid, u32 pidr, u32 tidr, u64 amr, u16 bdf,
		     struct mm_struct *mm, void (*xsl_err_cb)(void *data, u64 addr, u64 dsisr),
		     void *xsl_err_data)
{
	int rc = ocxl_mock_step(link_handle);

	return rc ? rc : add_element(link_handle, pasid, xsl_err_data);
}
EXPORT_SYMBOL_GPL(ocxl_link_add_pe);

int ocxl_link_remove_pe(void *link_handle, int pasid)
{
	return remove_element(link_handle, pasid) ? 0 : -EINVAL;
}
EXPORT_SYMBOL_GPL(ocxl_link_remove_pe);
