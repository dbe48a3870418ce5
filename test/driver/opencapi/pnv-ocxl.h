/* SPDX-License-Identifier: GPL-2.0-only */
/* In place of POWER's asm/pnv-ocxl.h: what memory.c calls. */
#ifndef OCXL_MOCK_PNV_OCXL_H
#define OCXL_MOCK_PNV_OCXL_H

#include <linux/pci.h>

int pnv_ocxl_map_lpc_mem(struct pci_dev *dev, u64 size, u64 *base, void **platform_data);
void pnv_ocxl_unmap_lpc_mem(void *platform_data);

#endif /* OCXL_MOCK_PNV_OCXL_H */
