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

#include <linux/completion.h>
#include <linux/libnvdimm.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/device.h>
#include "../core/device.h"
#include "controller.h"

/* Devices below a region. */

/**
 * struct ocxlpmem_children - devices that were visited
 * @lock: for @visited
 * @visited: references that were not dropped yet
 * @put_work: drops them
 */
struct ocxlpmem_children {
	spinlock_t lock;
	struct list_head visited;
	struct work_struct put_work;
};

/** ocxlpmem_is_disk() - is a device a block device */
bool ocxlpmem_is_disk(const struct device *dev);

/** ocxlpmem_children_init() - none visited yet */
void ocxlpmem_children_init(struct ocxlpmem_children *children);

/**
 * ocxlpmem_children_visit() - as device_for_each_child(), but references are dropped by work
 * @children: ocxlpmem_children_flush() has to follow
 * @parent: the region, or a device below it
 * @visitor: is called for each child; a result other than 0 ends the visit
 * @context: for @visitor
 *
 * Return: the last result of @visitor.
 */
int ocxlpmem_children_visit(struct ocxlpmem_children *children, struct device *parent,
			    int (*visitor)(struct device *dev, void *context), void *context);

/**
 * ocxlpmem_children_flush() - wait until all references were dropped; this may wait for an ioctl
 */
void ocxlpmem_children_flush(struct ocxlpmem_children *children);

/* Is a region in use; claims that prevent its use. */

/**
 * struct ocxlpmem_claims - exclusive claims of the disks of a region
 * @list: one claim per disk
 * @children: of the window, while disks are being claimed
 * @killable: claiming fails if the process is killed
 * @reason: if claiming failed: the user of the region, for the log
 * @busy_page: number of a page that was referenced; 0: none
 */
struct ocxlpmem_claims {
	struct list_head list;
	struct ocxlpmem_children *children;
	bool killable;
	char reason[64];
	unsigned long busy_page;
};

/** ocxlpmem_claims_init() - no claims yet */
void ocxlpmem_claims_init(struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_claims_acquire() - claim every disk of a region; fail if the region is in use
 * @region: registered; no driver enables or disables a namespace
 * @start: physical address of its first byte
 * @size: its size in bytes
 * @children: for visits to its devices
 * @claims: receives the claims
 *
 * Return: 0; -EBUSY without claims if a disk is mounted or open, a device-dax namespace is
 * enabled, or a page of the region is referenced; -EINTR for a killed process,
 * if @killable; or -ENOMEM.
 */
int ocxlpmem_claims_acquire(struct nd_region *region, u64 start, u64 size,
			    struct ocxlpmem_children *children, struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_claims_wait() - pause until the next check whether something can be claimed
 * @claims: if not killable, for a short time
 * @waited: milliseconds so far: 0 at first
 *
 * Return: false without a pause: it took too long, or the process is being killed.
 */
bool ocxlpmem_claims_wait(const struct ocxlpmem_claims *claims, unsigned int *waited);

/** ocxlpmem_claims_release() - release all claims; may be called again */
void ocxlpmem_claims_release(struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_is_system_ram() - does the kernel use a part of the memory, or could it without asking
 * @start: physical address
 * @size: bytes
 */
bool ocxlpmem_is_system_ram(u64 start, u64 size);

/**
 * struct ocxlpmem_guard - prevents that namespaces of a closed region are enabled
 * @block: in the notifier chain of libnvdimm's bus
 * @lock: for all members below
 * @region: the region while it is closed, or NULL
 * @reservations: memory of the closed region
 * @refusals: namespaces that could not be enabled
 * @enable_work: enables these again
 * @events: number of times that one of the next two may have changed
 * @changing: namespaces that are being enabled or disabled
 * @enabled: namespaces that are enabled
 * @next: while memory is being reserved: the first address that was not looked at
 * @module_is_pinned: a part of the memory is System RAM, and the region is disabled
 */
struct ocxlpmem_guard {
	struct notifier_block block;
	struct mutex lock;
	struct device *region;
	struct list_head reservations;
	struct list_head refusals;
	struct work_struct enable_work;
	unsigned int events;
	unsigned int changing;
	unsigned int enabled;
	u64 next;
	bool module_is_pinned;
};

#define OCXL_NAME "ocxlpmem"

/* bytes of the name of a DIMM, with its terminating NUL */
#define OCXL_DIMM_NAME_SIZE 16

struct kernfs_node;

/**
 * struct ocxlpmem_memory - a range of memory, with the label area at its start
 * @start: physical address
 * @size: bytes
 * @on_card: the memory is that of a card: labels have physical addresses of the host
 * @cookie: of the interleave set; 0: the serial number of the card
 */
struct ocxlpmem_memory {
	u64 start;
	u64 size;
	bool on_card;
	u64 cookie;
};

struct nd_cmd_set_config_hdr;

/*
 * must ND_CMD_SET_CONFIG_DATA fail, to keep labels; a copied @command of @size bytes. If so, the
 * log has the reason, also without a command
 */
typedef bool ocxlpmem_keeps_labels_fn(struct ocxlpmem *pmem,
				      const struct nd_cmd_set_config_hdr *command, size_t size);

/**
 * struct ocxlpmem - the memory of one DIMM while the driver is bound to it
 * @dev: the device to which the driver is bound
 * @memory: the memory; protected by @region_lock
 * @controller: its controller
 * @keeps_labels: of the module that created it
 * @serial: serial number; 0 for a card that has none
 * @dimm_id: id of the DIMM for libnvdimm: the serial number or the address
 * @bus_descriptor: for libnvdimm
 * @bus: the bus, with one DIMM
 * @dimm: the only DIMM of @bus
 * @dimm_release: tells @dimm_gone about the end of @dimm
 * @dimm_gone: nobody refers to a DIMM that was deleted
 * @region: the only region of @dimm; NULL while the card is not ready or is being erased
 * @set: interleave set of the region
 * @node: NUMA node of the memory
 * @region_lock: for @dimm, @region, @memory and @region_blocked
 * @bound_lock: also for @region. A command reads @region with @lock held, and must not take
 *	@region_lock then: deleting a region would wait until the command is answered
 * @region_blocked: no region may be created: the driver is being bound or unbound, or the window
 *	is being expanded
 * @children: devices below the region
 * @guard: prevents that namespaces are enabled while the region is claimed
 * @machine_checks: in the list of memory whose machine checks are reported
 * @labels: the label area, claimed and mapped
 * @disconnected: the card is no longer accessed: commands in flight end with -ENXIO
 * @card_gone: the card was unplugged or does not answer: writing a cache line back may reach nobody
 * @lock: for all members from here to @text_lock
 * @transport: to @controller, until @disconnected
 * @host: callbacks of @device
 * @device: the card
 * @erase: erase of the card
 * @erase_flushing: an erase runs, or the caches of the processors are flushed after it
 * @dimm_name: name of @dimm, or of the last one, padded with NUL; empty before the first one
 * @flags_node: sysfs file "flags"; NULL while it does not exist
 * @deleted_flags: that of a DIMM that was deleted, and may not be gone; NULL
 * @text_lock: for @flags and @fw_version
 * @flags: text of the sysfs file, as pollers know it
 * @fw_version: text of the sysfs file, without the newline
 * @start_work: brings the card up, then creates the region
 * @start_delay_ms: delay until the next run of @start_work
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
	ocxlpmem_keeps_labels_fn *keeps_labels;
	u64 serial;
	char dimm_id[20];

	struct nvdimm_bus_descriptor bus_descriptor;
	struct nvdimm_bus *bus;
	struct nvdimm *dimm;
	void *dimm_release;
	struct completion dimm_gone;
	struct nd_region *region;
	struct nd_interleave_set set;
	int node;
	struct mutex region_lock;
	spinlock_t bound_lock;
	bool region_blocked;
	struct ocxlpmem_children children;
	struct ocxlpmem_guard guard;

	struct list_head machine_checks;
	void *labels;

	bool disconnected;
	bool card_gone;
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

/** ocxlpmem_has_range() - is a range of physical addresses in the memory, labels included */
static inline bool ocxlpmem_has_range(const struct ocxlpmem *pmem, u64 start, u64 size)
{
	return start >= pmem->memory.start && size <= pmem->memory.size &&
	       start - pmem->memory.start <= pmem->memory.size - size;
}

/* Access to a card: its lock, its registers, and the work that waits for it. */

/** ocxlpmem_lock_device() - get exclusive access to the card */
void ocxlpmem_lock_device(struct ocxlpmem *pmem);

/**
 * ocxlpmem_unlock_device() - let the controller do what has become due, then release the card
 * @pmem: locked by ocxlpmem_lock_device()
 *
 * Queues work for the next time when the controller or the device has something to do.
 */
void ocxlpmem_unlock_device(struct ocxlpmem *pmem);

/** ocxlpmem_kick_start() - something changed for which bringing up the card may be waiting */
void ocxlpmem_kick_start(struct ocxlpmem *pmem);

/* milliseconds between two messages about a long wait */
#define OCXL_REMINDER_MS 10000

/**
 * ocxlpmem_is_reminder_due() - is it time for the next message about a long wait
 * @due: in jiffies; when the result is true, set to the time of the message after this one
 */
bool ocxlpmem_is_reminder_due(unsigned long *due);

/* Memory as an NVDIMM bus: everything that exists while the driver is bound. */

/**
 * ocxlpmem_bus_create() - create a bus and a DIMM; the region follows later
 * @dev: device of the memory
 * @memory: copied; claimed
 * @controller: outlives the result, or is replaced with the card's lock held
 * @keeps_labels: is asked before labels are written, and when the region is created
 *
 * The caller serialises this, ocxlpmem_bus_free() and a replacement of the controller.
 *
 * Return: the result or an ERR_PTR: -EBUSY if another driver uses the memory, -ENOMEM, -ENXIO. If
 * the result has no DIMM, there was no memory for it: only ocxlpmem_bus_retire() may follow.
 */
struct ocxlpmem *ocxlpmem_bus_create(struct device *dev, const struct ocxlpmem_memory *memory,
				     struct ocxlpmem_controller *controller,
				     ocxlpmem_keeps_labels_fn *keeps_labels);

/**
 * ocxlpmem_bus_retire() - remove bus, DIMM and region
 * @pmem: no other call for it runs. Waits until its region is not in use, and until ioctls end
 */
void ocxlpmem_bus_retire(struct ocxlpmem *pmem);

/** ocxlpmem_bus_free() - stop to use the controller and the memory, after ocxlpmem_bus_retire() */
void ocxlpmem_bus_free(struct ocxlpmem *pmem);

/* The connection of the bound driver to the controller of a card. */

/** ocxlpmem_connection_stop_interrupts() - stop listening to a controller */
void ocxlpmem_connection_stop_interrupts(struct ocxlpmem_controller *controller);

/* The region of a DIMM. */

/**
 * ocxlpmem_region_create() - attach the DIMM and create the region
 * @pmem: with a DIMM, without a region
 *
 * Return: 0 or -ENOMEM.
 */
int ocxlpmem_region_create(struct ocxlpmem *pmem);

/** ocxlpmem_region_delete() - delete the region, which exists */
void ocxlpmem_region_delete(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_block() - create no other region
 * @pmem: its region is not in use, and will be deleted
 * @disconnect: for good: commands in flight end with -ENXIO
 */
void ocxlpmem_region_block(struct ocxlpmem *pmem, bool disconnect);

/** ocxlpmem_region_unblock() - create the region when the memory is available; not disconnected */
void ocxlpmem_region_unblock(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_close() - block the region, and delete it
 * @pmem: its region is not in use
 *
 * Waits until no ioctl delivers an answer.
 */
void ocxlpmem_region_close(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_claim() - claim the memory, and the disks of the region if there is one
 * @pmem: the DIMM
 * @claims: initialised; receives the claims
 *
 * None of its namespaces can be enabled until ocxlpmem_region_unclaim().
 *
 * Return: 0; -EBUSY with @claims->reason set: a part of the memory is System RAM, or as
 * ocxlpmem_claims_acquire(); or -ENOMEM.
 */
int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims);

/** ocxlpmem_region_unclaim() - the reverse of ocxlpmem_region_claim(); may be called again */
void ocxlpmem_region_unclaim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims);

/* Erase of a card through the security operations of libnvdimm. */

/** ocxlpmem_erase_is_running() - does an erase run */
bool ocxlpmem_erase_is_running(struct ocxlpmem *pmem);

/* Caches of the processors over the memory of a card. */

/** ocxlpmem_flush_lines() - write back and invalidate the cache lines of mapped memory */
void ocxlpmem_flush_lines(void *start, size_t size);

/**
 * ocxlpmem_flush_caches() - write back and invalidate all cache lines of the memory
 * @pmem: nobody uses its region. The kernel log has the reason of a failure
 *
 * Return: 0, -ENOMEM, or -ENODEV when the card disappears meanwhile.
 */
int ocxlpmem_flush_caches(struct ocxlpmem *pmem);

/* Uncorrectable memory errors, which machine checks report. */

void ocxlpmem_machine_checks_init(void);

/** ocxlpmem_machine_checks_exit() - the reverse of ocxlpmem_machine_checks_init() */
void ocxlpmem_machine_checks_exit(void);

#endif /* OCXLPMEM_PMEM_H */
