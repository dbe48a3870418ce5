// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of the kernel's config.c: the properties of functions and AFUs, which a card has in its
 * configuration space.
 */
#include "core/registers.h"
#include "mock-card.h"

#define LINK_FUNCTION	0
#define MEMORY_FUNCTION 1
/* BAR of the registers. Nobody accesses it; its last pages are those of the interrupts */
#define MMIO_BAR	2
/* a size that covers the registers and the blocks of the mailboxes */
#define MMIO_SIZE	0x20000
#define PASID_LOG	2

int ocxl_config_read_function(struct pci_dev *dev, struct ocxl_fn_config *fn)
{
	struct ocxl_mock_card *card = ocxl_mock_card_of(dev);
	bool has_afu;

	if (!card)
		return -ENODEV;
	has_afu = PCI_FUNC(dev->devfn) == MEMORY_FUNCTION || card->map.other_size;
	/* else the kernel does not read its serial number */
	dev->cfg_size = PCI_CFG_SPACE_EXP_SIZE;
	fn->max_pasid_log = has_afu ? PASID_LOG : -1;
	fn->max_afu_index = has_afu ? 0 : -1;
	return ocxl_mock_step(card);
}
EXPORT_SYMBOL_GPL(ocxl_config_read_function);

int ocxl_config_check_afu_index(struct pci_dev *dev, struct ocxl_fn_config *fn, int afu_idx)
{
	return ocxl_mock_step(ocxl_mock_card_of(dev)) ?: 1;
}

int ocxl_config_read_afu(struct pci_dev *dev, struct ocxl_fn_config *fn,
			 struct ocxl_afu_config *afu, u8 afu_idx)
{
	afu->idx = afu_idx;
	afu->global_mmio_bar = MMIO_BAR;
	afu->global_mmio_size = MMIO_SIZE;
	afu->pp_mmio_bar = MMIO_BAR;
	afu->pp_mmio_offset = MMIO_SIZE;
	afu->pp_mmio_stride = PAGE_SIZE;
	afu->pasid_supported_log = PASID_LOG;
	afu->actag_supported = 1;
	ocxl_mock_memory_configure(container_of(afu, struct ocxl_afu, config));
	return ocxl_mock_step(ocxl_mock_card_of(dev));
}
EXPORT_SYMBOL_GPL(ocxl_config_read_afu);

int ocxl_config_get_actag_info(struct pci_dev *dev, u16 *base, u16 *enabled, u16 *supported)
{
	*base = 0;
	*enabled = 1;
	*supported = 1;
	return ocxl_mock_step(ocxl_mock_card_of(dev));
}
EXPORT_SYMBOL_GPL(ocxl_config_get_actag_info);

int ocxl_config_get_pasid_info(struct pci_dev *dev, int *count)
{
	*count = OCXL_MOCK_PASIDS;
	return ocxl_mock_step(ocxl_mock_card_of(dev));
}

void ocxl_config_set_actag(struct pci_dev *dev, int func_offset, u32 actag_base, u32 actag_count)
{
}
EXPORT_SYMBOL_GPL(ocxl_config_set_actag);

void ocxl_config_set_afu_actag(struct pci_dev *dev, int afu_control_offset, int actag_base,
			       int actag_count)
{
}
EXPORT_SYMBOL_GPL(ocxl_config_set_afu_actag);

void ocxl_config_set_afu_pasid(struct pci_dev *dev, int afu_control_offset, int pasid_base,
			       u32 pasid_count_log)
{
}
EXPORT_SYMBOL_GPL(ocxl_config_set_afu_pasid);

void ocxl_config_set_afu_state(struct pci_dev *dev, int afu_control_offset, int enable)
{
}
EXPORT_SYMBOL_GPL(ocxl_config_set_afu_state);

int ocxl_config_set_TL(struct pci_dev *dev, int tl_dvsec)
{
	return ocxl_mock_step(ocxl_mock_card_of(dev));
}
EXPORT_SYMBOL_GPL(ocxl_config_set_TL);

/* in the kernel, a card that has dropped off its bus does not terminate a PASID either */
int ocxl_config_terminate_pasid(struct pci_dev *dev, int afu_control_offset, int pasid)
{
	struct ocxl_mock_card *card = ocxl_mock_card_of(dev);

	return card->busy || card->gone ? -EBUSY : 0;
}
EXPORT_SYMBOL_GPL(ocxl_config_terminate_pasid);
