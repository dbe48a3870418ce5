/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A controller, as the driver uses it: registers, and operations that differ between kinds of
 * controllers.
 */
#ifndef OCXLPMEM_CONTROLLER_H
#define OCXLPMEM_CONTROLLER_H

#include "../core/transport.h"

struct dentry;
struct device;
struct module;
struct ocxlpmem;
struct ocxlpmem_controller;
struct ocxlpmem_controller_host;

/**
 * struct ocxlpmem_controller_ops - operations of one kind of controllers
 * @owner: module that cannot be unloaded while a window has one of the controllers
 * @emulated: the controllers are emulated
 * @no_commands: they take no commands: there is memory only
 * @serial: serial number
 * @listen: be ready for interrupts, or stop them and forget their targets. Called with the card's
 *	lock held. Returns 0 or -errno. NULL: nothing to do
 * @set_targets: tell the card where its interrupts go. Called with the card's lock held, after
 *	@listen and before interrupts are enabled, and again after a restart of the controller.
 *	Returns 0 or -errno. NULL: nothing to do
 * @rearm: enable interrupts again after one was handled; true if the card must be checked again
 *	later. Called with the card's lock held. NULL: nothing to do
 * @advance: do what has become due; the time (ktime_get_ns()) of the next call, or OCXL_NEVER.
 *	Called with the card's lock held, after each access. NULL: nothing to do
 * @resize: the memory behind the label area has another size, in bytes. Called with the card's
 *	lock held. NULL: nothing to do
 * @timeout_ms: time-out of an opcode, or 0 for the default. NULL: always the default
 * @add_files: create files in the debugfs directory of the controller. The driver removes them
 *	before it stops using the controller. NULL: no files
 *
 * The driver serialises @listen, @set_targets, @rearm, @advance, @resize, and register accesses.
 */
struct ocxlpmem_controller_ops {
	struct module *owner;
	bool emulated;
	bool no_commands;
	u64 (*serial)(const struct ocxlpmem_controller *controller);
	int (*listen)(struct ocxlpmem_controller *controller, bool on);
	int (*set_targets)(struct ocxlpmem_controller *controller);
	bool (*rearm)(struct ocxlpmem_controller *controller);
	u64 (*advance)(struct ocxlpmem_controller *controller);
	void (*resize)(struct ocxlpmem_controller *controller, u64 capacity);
	u32 (*timeout_ms)(const struct ocxlpmem_controller *controller, u8 opcode);
	void (*add_files)(struct ocxlpmem_controller *controller, struct dentry *directory);
};

/**
 * struct ocxlpmem_controller - a controller, whether the driver is bound to its memory or not
 * @ops: its operations
 * @parent: device of the card, which outlives the controller; NULL: none
 * @registers: access to its registers; valid while the driver is bound
 * @host: the driver; set before it uses @registers and the operation listen
 * @pmem: the bound driver, or NULL; private to the driver
 */
struct ocxlpmem_controller {
	const struct ocxlpmem_controller_ops *ops;
	struct device *parent;
	struct ocxlpmem_transport registers;
	const struct ocxlpmem_controller_host *host;
	struct ocxlpmem *pmem;
};

/**
 * struct ocxlpmem_controller_host - what a controller calls in the driver
 * @interrupt: the controller has set a bit of CHI. Any context
 * @update: call @change between two commands, then read again what depends on the controller: its
 *	serial number, time-outs and events. Returns the result of @change. Only while the
 *	driver is bound
 */
struct ocxlpmem_controller_host {
	void (*interrupt)(struct ocxlpmem_controller *controller);
	int (*update)(struct ocxlpmem_controller *controller, int (*change)(void *context),
		      void *context);
};

#endif /* OCXLPMEM_CONTROLLER_H */
