/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interface between the driver and its front ends. A front end is a module for one kind of
 * controller: real cards (ocxlpmem-opencapi), or emulated ones (ocxlpmem-emulated). It exports
 * operations; the driver asks for the controller of each window, and uses it through these
 * operations.
 *
 * The driver looks for the operations by the name of their symbol (front-ends.c), and a front end
 * calls the driver through struct ocxlpmem_controller_host. So neither is linked to the other, and
 * each can be loaded first.
 */
#ifndef OCXLPMEM_CONTROLLER_H
#define OCXLPMEM_CONTROLLER_H

#include "core/transport.h"
#include "core/window-text.h"

struct dentry;
struct device;
struct module;
struct ocxlpmem;
struct ocxlpmem_controller;
struct ocxlpmem_controller_host;

/**
 * struct ocxlpmem_controller_ops - the controllers of one front end
 * @owner: module that cannot be unloaded while a window has one of its controllers
 * @emulated: the controllers are emulated
 * @find: the controller of the card that a window names; NULL if there is no such card. With a
 *	host, the window gets the controller, whose @host this operation sets; with NULL, the
 *	driver only wants to know if there is a card. Set by front ends for real cards
 * @create: a controller for a window that names no card; NULL if there is no memory. Set by front
 *	ends that create controllers, instead of @find
 * @release: the window no longer uses its controller: free one of @create, clear the @host of one
 *	of @find
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
 * The driver serialises @listen, @set_targets, @rearm, @advance, @resize and all accesses to registers.
 */
struct ocxlpmem_controller_ops {
	struct module *owner;
	bool emulated;
	struct ocxlpmem_controller *(*find)(const struct ocxlpmem_window *window,
					    const struct ocxlpmem_controller_host *host);
	struct ocxlpmem_controller *(*create)(const struct ocxlpmem_window *window);
	void (*release)(struct ocxlpmem_controller *controller);
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
 * struct ocxlpmem_controller_host - what a front end calls in the driver
 * @owner: the driver. A front end that calls @remove holds a reference meanwhile
 * @interrupt: the controller has set a bit of CHI. Any context
 * @update: call @change between two commands, then read again what depends on the controller: its
 *	serial number, time-outs and events. Returns the result of @change. Only while the files of
 *	@add_files exist
 * @remove: remove the window of a controller of @find that disappears: @find has stopped to find
 *	it. Calls @release before it returns. Does not wait for users of the window: a window in use
 *	goes later, and its card is gone until then. Commands in flight end
 */
struct ocxlpmem_controller_host {
	struct module *owner;
	void (*interrupt)(struct ocxlpmem_controller *controller);
	int (*update)(struct ocxlpmem_controller *controller, int (*change)(void *context),
		      void *context);
	void (*remove)(struct ocxlpmem_controller *controller);
};

/**
 * struct ocxlpmem_controller - a controller, whether the driver is bound to its window or not
 * @ops: its front end; set by the driver
 * @parent: device of the card, which becomes the parent of its window's device, so that sysfs shows
 *	where the card is. It outlives the controller. NULL: none; set by the front end
 * @registers: read64, write64 and inject; set by the front end, valid while the driver is bound
 * @host: the driver; set before it calls any operation of a controller
 * @pmem: the bound driver, or NULL; private to the driver
 */
struct ocxlpmem_controller {
	const struct ocxlpmem_controller_ops *ops;
	struct device *parent;
	struct ocxlpmem_transport registers;
	const struct ocxlpmem_controller_host *host;
	struct ocxlpmem *pmem;
};

/*
 * The front ends, which their modules export. The driver looks them up by these names: it can be
 * loaded before or after their modules.
 */
extern const struct ocxlpmem_controller_ops ocxlpmem_emulated_controllers;
extern const struct ocxlpmem_controller_ops ocxlpmem_opencapi_controllers;

#endif /* OCXLPMEM_CONTROLLER_H */
