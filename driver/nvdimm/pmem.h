/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * State of the memory of one DIMM while the driver is bound to it: that of a card, or a window.
 *
 * Lock order, outermost first (windows/windows.h adds the locks of windows):
 *
 *   ocxlpmem.region_lock: creating and deleting the DIMM and the region
 *   the locks of libnvdimm
 *   ocxlpmem.lock: the card. The callbacks of libnvdimm take it, so no function of libnvdimm that
 *	takes a lock may be called with it
 *   ocxlpmem.text_lock
 */
#ifndef OCXLPMEM_PMEM_H
#define OCXLPMEM_PMEM_H

#include <linux/libnvdimm.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include "../core/device.h"
#include "controller.h"

#define OCXL_NAME "ocxlpmem"

/* bytes of the name of a DIMM, with its terminating NUL */
#define OCXL_DIMM_NAME_SIZE 16

struct attribute_group;
struct kernfs_node;
struct resource;

/**
 * struct ocxlpmem_memory - a range of memory, with the label area at its start
 * @start: physical address
 * @size: bytes
 * @on_card: the memory is that of a card, which labels name by the addresses of the host
 */
struct ocxlpmem_memory {
	u64 start;
	u64 size;
	bool on_card;
};

/**
 * struct ocxlpmem_setup - what the module that creates the DIMM decides
 * @ioctl: operation ndctl of the bus: ocxlpmem_handle_ioctl(), or a function that calls it
 * @commands: commands of the DIMM, in addition to those of labels: BIT(ND_CMD_*)
 * @security: its security operations, or NULL
 * @groups: its directories in sysfs
 * @cookie: of the interleave set; 0: the serial number of the card
 * @renews: DIMM and region are registered anew after an erase
 */
struct ocxlpmem_setup {
	ndctl_fn ioctl;
	unsigned long commands;
	const struct nvdimm_security_ops *security;
	const struct attribute_group **groups;
	u64 cookie;
	bool renews;
};

/**
 * struct ocxlpmem - the memory of one DIMM while the driver is bound to it
 * @dev: the device to which the driver is bound
 * @memory: the memory; protected by @region_lock
 * @controller: its controller
 * @setup: decisions of the module that created it
 * @serial: serial number; 0 for a card that has none
 * @dimm_id: id of the DIMM for libnvdimm: the serial number or the address
 * @bus_descriptor: for libnvdimm
 * @bus: the bus, with one DIMM
 * @dimm: the only DIMM of @bus
 * @deleted_dimm: the DIMM before @dimm, to which somebody may still refer; NULL
 * @region: the only region of @dimm; NULL while the card is not ready or is being erased
 * @set: interleave set of the region
 * @node: NUMA node of the memory
 * @region_lock: for @dimm, @deleted_dimm, @region, @memory and @region_blocked
 * @bound_lock: for @region as well, where a command needs it: a command holds @lock for as long
 *	as it takes, and deleting a region must not wait for that
 * @region_blocked: no region may be created, not yet or no longer
 * @claim: claim of @memory
 * @machine_checks: in the list of memory whose machine checks are reported
 * @labels: the label area, claimed and mapped
 * @disconnected: the card is no longer accessed: commands in flight end with -ENXIO
 * @lock: for all members from here to @text_lock
 * @transport: to @controller, until @disconnected
 * @host: callbacks of @device
 * @device: the card
 * @erase: erase of the card
 * @erase_flushing: an erase runs, or the caches of the processors are flushed after it
 * @dimm_name: name of @dimm, or of the last one, padded with NUL; empty before the first one
 * @flags_node: sysfs file "flags"; NULL while it does not exist
 * @deleted_flags: that of @deleted_dimm; NULL
 * @text_lock: for @flags and @fw_version
 * @flags: text of the sysfs file, as pollers know it
 * @fw_version: text of the sysfs file, without the newline
 * @start_work: brings the card up, then creates the region
 * @start_delay_ms: delay until the next run of @start_work
 * @start_began: when bringing up began, in jiffies
 * @start_heartbeat_sent: CRDY was set and the first heartbeat was sent
 * @start_warned: the log says that the card takes too long
 * @events_work: reads CHI and reports events
 * @advance_work: calls operation @advance of the controller when something is due, and reads CHI
 *	when a word of "flags" is due
 * @erase_work: checks whether an erase has ended
 * @erase_delay_ms: delay until the next run of @erase_work
 * @erase_done: woken when an erase has ended
 * @renew_work: deletes the region when an erase begins, registers the DIMM anew afterwards
 * @renewing: an erase began and @renew_work has not ended; there is no region meanwhile
 * @erase_reported: libnvdimm knows that the erase has ended
 * @dimm_leaves: the DIMM is being registered anew: no erase begins on it
 */
struct ocxlpmem {
	struct device *dev;
	struct ocxlpmem_memory memory;
	struct ocxlpmem_controller *controller;
	const struct ocxlpmem_setup *setup;
	u64 serial;
	char dimm_id[20];

	struct nvdimm_bus_descriptor bus_descriptor;
	struct nvdimm_bus *bus;
	struct nvdimm *dimm;
	struct device *deleted_dimm;
	struct nd_region *region;
	struct nd_interleave_set set;
	int node;
	struct mutex region_lock;
	spinlock_t bound_lock;
	bool region_blocked;

	struct resource *claim;
	struct list_head machine_checks;
	void *labels;

	bool disconnected;
	struct mutex lock;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device_host host;
	struct ocxlpmem_device device;
	struct ocxlpmem_erase erase;
	bool erase_flushing;
	char dimm_name[OCXL_DIMM_NAME_SIZE];
	struct kernfs_node *flags_node;
	struct kernfs_node *deleted_flags;
	spinlock_t text_lock;
	char flags[OCXL_FLAGS_TEXT_SIZE];
	char fw_version[9];

	struct delayed_work start_work;
	u32 start_delay_ms;
	unsigned long start_began;
	bool start_heartbeat_sent;
	bool start_warned;
	struct delayed_work events_work;
	struct delayed_work advance_work;
	struct delayed_work erase_work;
	u32 erase_delay_ms;
	wait_queue_head_t erase_done;
	struct delayed_work renew_work;
	bool renewing;
	bool erase_reported;
	bool dimm_leaves;
};

/** ocxlpmem_has_range() - lies a range of physical addresses in the memory; the label area belongs to it */
static inline bool ocxlpmem_has_range(const struct ocxlpmem *pmem, u64 start, u64 size)
{
	return start >= pmem->memory.start && size <= pmem->memory.size &&
	       start - pmem->memory.start <= pmem->memory.size - size;
}

#endif /* OCXLPMEM_PMEM_H */
