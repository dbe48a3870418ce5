/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A card on the OpenCAPI bus, its AFU (accelerator function unit) with context and registers, and
 * its interrupts.
 */
#ifndef OCXLPMEM_OPENCAPI_H
#define OCXLPMEM_OPENCAPI_H

#include <linux/types.h>
#include "../core/registers.h"
#include "../nvdimm/controller.h"
#include "../windows/front-end.h"

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
 * @front_end: its auxiliary device, whose release function frees this struct
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
	struct ocxlpmem_front_end front_end;
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

/**
 * ocxlpmem_afu_open() - get the AFU of a function, and attach a context to it
 * @card: with its function
 *
 * Return: 0, -ENXIO if the function has no such AFU, or the error of the ocxl core.
 */
int ocxlpmem_afu_open(struct ocxlpmem_opencapi *card);

/**
 * ocxlpmem_afu_close() - the reverse of ocxlpmem_afu_open()
 * @card: nobody accesses its registers
 *
 * If the card does not let go of the context, the context stays until the link is reset, with a
 * line in the kernel log.
 */
void ocxlpmem_afu_close(struct ocxlpmem_opencapi *card);

/**
 * ocxlpmem_afu_stop() - the machine stops: end the use of the AFU at once
 * @card: accesses to its registers fail from now on. ocxlpmem_afu_close() does not follow
 * @shut_down: send SHUTDOWN, and wait for the answer
 */
void ocxlpmem_afu_stop(struct ocxlpmem_opencapi *card, bool shut_down);

/** ocxlpmem_afu_read64() - read64 of struct ocxlpmem_transport, for a card */
int ocxlpmem_afu_read64(void *card, u32 offset, u64 *value);

/** ocxlpmem_afu_write64() - write64 of struct ocxlpmem_transport, for a card. Any context */
int ocxlpmem_afu_write64(void *card, u32 offset, u64 value);

/** ocxlpmem_afu_map_memory() - operation map_memory of struct ocxlpmem_front_end */
int ocxlpmem_afu_map_memory(struct ocxlpmem_front_end *front_end,
			    struct ocxlpmem_card_memory *memory);

/**
 * ocxlpmem_slot_has_other_memory() - is the memory of another card of a slot mapped
 * @pci: function of the card that is in the slot now
 * @serial: serial number of this card
 *
 * The memory of a card that has left is mapped until nobody uses it.
 */
bool ocxlpmem_slot_has_other_memory(const struct pci_dev *pci, u64 serial);

/** ocxlpmem_interrupts_init() - a card without interrupts */
void ocxlpmem_interrupts_init(struct ocxlpmem_opencapi *card);

/** ocxlpmem_interrupts_listen() - operation listen of struct ocxlpmem_controller_ops */
int ocxlpmem_interrupts_listen(struct ocxlpmem_controller *controller, bool on);

/** ocxlpmem_interrupts_set_targets() - operation set_targets of struct ocxlpmem_controller_ops */
int ocxlpmem_interrupts_set_targets(struct ocxlpmem_controller *controller);

/** ocxlpmem_interrupts_rearm() - operation rearm of struct ocxlpmem_controller_ops */
bool ocxlpmem_interrupts_rearm(struct ocxlpmem_controller *controller);

#endif /* OCXLPMEM_OPENCAPI_H */
