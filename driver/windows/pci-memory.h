/* SPDX-License-Identifier: GPL-2.0-only */
/* Windows in BARs of PCI devices go with their device. */
#ifndef OCXLPMEM_PCI_MEMORY_H
#define OCXLPMEM_PCI_MEMORY_H

/** ocxlpmem_pci_memory_init() - notice PCI devices that are removed; after ocxlpmem_window_work_init() */
int ocxlpmem_pci_memory_init(void);

/** ocxlpmem_pci_memory_exit() - stop that; before ocxlpmem_window_work_exit() */
void ocxlpmem_pci_memory_exit(void);

#endif /* OCXLPMEM_PCI_MEMORY_H */
