// SPDX-License-Identifier: GPL-2.0-only
/* In place of the kernel's link.c: the process elements of the link of each card. */
#include "core/registers.h"
#include "mock-card.h"

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

/* the kernel frees the memory of the process elements with the last user */
void ocxl_link_release(struct pci_dev *dev, void *link_handle)
{
	struct ocxl_mock_card *card = link_handle;

	if (--card->link_users > 0)
		return;
	WARN(card->elements && !card->busy && !card->gone,
	     "slot %u: the link is closed with process elements\n", card->slot);
	card->elements = 0;
}
EXPORT_SYMBOL_GPL(ocxl_link_release);

static bool set_element(struct ocxl_mock_card *card, int pasid, bool present)
{
	unsigned long flags;
	bool was_present;

	raw_spin_lock_irqsave(&card->lock, flags);
	was_present = card->elements & BIT(pasid);
	if (present)
		card->elements |= BIT(pasid);
	else
		card->elements &= ~BIT(pasid);
	raw_spin_unlock_irqrestore(&card->lock, flags);
	return was_present;
}

int ocxl_link_add_pe(void *link_handle, int pasid, u32 pidr, u32 tidr, u64 amr, u16 bdf,
		     struct mm_struct *mm, void (*xsl_err_cb)(void *data, u64 addr, u64 dsisr),
		     void *xsl_err_data)
{
	int rc = ocxl_mock_step(link_handle);

	if (rc)
		return rc;
	return set_element(link_handle, pasid, true) ? -EBUSY : 0;
}
EXPORT_SYMBOL_GPL(ocxl_link_add_pe);

int ocxl_link_remove_pe(void *link_handle, int pasid)
{
	return set_element(link_handle, pasid, false) ? 0 : -EINVAL;
}
EXPORT_SYMBOL_GPL(ocxl_link_remove_pe);
