/* SPDX-License-Identifier: GPL-2.0-only */
/* A card on the OpenCAPI bus: the struct that the files here share. */
#ifndef OCXLPMEM_OPENCAPI_H
#define OCXLPMEM_OPENCAPI_H

#include <linux/types.h>
#include "../core/registers.h"
#include "../nvdimm/controller.h"

#define OCXL_INTERRUPT_LINES 2

struct ocxl_afu;
struct ocxl_context;
struct ocxl_fn;
struct ocxlpmem_opencapi;
struct pci_dev;

/**
 * struct ocxlpmem_interrupt_line - one interrupt of a card
 * @card: the card
 * @id: id of the ocxl core; negative: none
 * @trigger: page that the card writes to
 */
struct ocxlpmem_interrupt_line {
	struct ocxlpmem_opencapi *card;
	int id;
	void __iomem *trigger;
};

/**
 * struct ocxlpmem_opencapi - the memory function of a card
 * @controller: for the driver
 * @serial: serial number
 * @pci: its PCI function
 * @function: its function in the ocxl core
 * @afu: its AFU in the ocxl core
 * @context: its context in the ocxl core
 * @closed: registers are no longer accessible. Each access reads it in an RCU critical section
 * @lines: its interrupts
 */
struct ocxlpmem_opencapi {
	struct ocxlpmem_controller controller;
	u64 serial;
	struct pci_dev *pci;
	struct ocxl_fn *function;
	struct ocxl_afu *afu;
	struct ocxl_context *context;
	bool closed;
	struct ocxlpmem_interrupt_line lines[OCXL_INTERRUPT_LINES];
};

/** ocxlpmem_opencapi_of() - the card behind a controller */
static inline struct ocxlpmem_opencapi *
ocxlpmem_opencapi_of(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct ocxlpmem_opencapi, controller);
}

#endif /* OCXLPMEM_OPENCAPI_H */
