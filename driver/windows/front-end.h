/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interface between the driver and the modules of its front ends. A front end is a module for one
 * kind of controller: real cards (ocxlpmem-opencapi), or emulated ones (ocxlpmem-emulated). The
 * driver asks it for the controller of each window.
 *
 * A front end registers auxiliary devices, to which the driver is bound (front-ends.c), and calls
 * the driver through struct ocxlpmem_controller_host. So neither is linked to the other.
 */
#ifndef OCXLPMEM_FRONT_END_H
#define OCXLPMEM_FRONT_END_H

#include <linux/auxiliary_bus.h>
#include <linux/list.h>
#include "../nvdimm/controller.h"
#include "window-plan.h"

/* name of the devices, after the name of the module */
#define OCXLPMEM_FRONT_END_NAME "controller"

/**
 * struct ocxlpmem_card_memory - memory of a card
 * @start: physical address
 * @size: bytes; 0: the card has no memory
 * @mapping: for @unmap
 * @owner: module of @unmap
 * @unmap: the reverse of map_memory() of struct ocxlpmem_front_end, also after the card has left;
 *	NULL: not mapped
 */
struct ocxlpmem_card_memory {
	u64 start;
	u64 size;
	void *mapping;
	struct module *owner;
	void (*unmap)(void *mapping);
};

/**
 * struct ocxlpmem_front_end - auxiliary device of a card, or of all emulated controllers
 * @device: that of a card is below the PCI function of the card
 * @node: private to the driver
 * @controller: controller of the card. When the driver is unbound from @device, the window no
 *	longer uses it
 * @map_memory: map the memory of the card: 0; -EOPNOTSUPP if the kernel or the firmware cannot; or
 *	another error of the kernel's ocxl. With @controller
 * @is_unplugged: before @device is deleted because the PCI core removes the card
 * @memory: private to the driver: mapped for a write that is executed, and for no window yet
 * @is_new: private to the driver: a window is to be created
 * @create: instead of @controller: a controller for a window that names no card, the same one for
 *	the same address; NULL if there is no memory. The driver serialises the calls
 */
struct ocxlpmem_front_end {
	struct auxiliary_device device;
	struct list_head node;
	struct ocxlpmem_controller *controller;
	int (*map_memory)(struct ocxlpmem_front_end *front_end,
			  struct ocxlpmem_card_memory *memory);
	bool is_unplugged;
	struct ocxlpmem_card_memory memory;
	bool is_new;
	struct ocxlpmem_controller *(*create)(const struct ocxlpmem_window *window);
};

#endif /* OCXLPMEM_FRONT_END_H */
