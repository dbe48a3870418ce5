/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's side of the driver: from a window to a bus, a DIMM and a region of
 * libnvdimm, and from there to the card's registers.
 *
 * Lock order, outermost first:
 *
 *   the kernel's lock of the module's parameters (map, add, remove)
 *   the lock of the windows (windows.c)
 *   the device lock of a window's platform device
 *   ocxlpmem.region_lock: making and unmaking DIMM and region; several at once only
 *	with the lock of the windows
 *   libnvdimm's locks
 *   ocxlpmem.lock: the card; taken inside of libnvdimm's callbacks, so nothing of
 *	libnvdimm that takes a lock may be called with it
 *   ocxlpmem.text_lock
 */
#ifndef OCXLPMEM_H
#define OCXLPMEM_H

#include <linux/libnvdimm.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include "card/card.h"
#include "core/device.h"
#include "core/erase.h"
#include "core/window-plan.h"

#define OCXL_NAME "ocxlpmem"

/* bytes of what is said about a scenario */
#define OCXL_VERDICT_MAX 400

struct dentry;
struct kernfs_node;
struct platform_device;
struct resource;
struct ocxlpmem;

/**
 * struct ocxlpmem_controller - a card as it is, whether this driver is bound to it or not
 * @registers: how to reach its registers; valid while bound
 * @emulated: the model behind @registers, NULL for a real card
 * @model_host: what the model calls back
 * @pmem: who is bound to it, or NULL
 * @memory: physical address of its memory, where an erase clears it
 * @serial: of a real card
 */
struct ocxlpmem_controller {
	struct ocxlpmem_transport registers;
	struct ocxlpmem_card *emulated;
	struct ocxlpmem_card_host model_host;
	struct ocxlpmem *pmem;
	u64 memory;
	u64 serial;
};

/**
 * struct ocxlpmem_timing - how long commands took, for debugfs
 * @count: commands that ended without an errno
 * @last_ns: inside of the driver, waiting for the card's lock not counted
 * @min_ns: the shortest
 * @max_ns: the longest
 */
struct ocxlpmem_timing {
	u64 count;
	u64 last_ns;
	u64 min_ns;
	u64 max_ns;
};

/**
 * struct ocxlpmem_claims - nobody uses a region while these last
 * @list: one claim a disk
 * @why: after a refusal: who uses it, for the log
 */
struct ocxlpmem_claims {
	struct list_head list;
	char why[64];
};

/**
 * struct ocxlpmem - one window while the driver is bound to it
 * @dev: its platform device
 * @window: where it is; @region_lock
 * @controller: NULL for generic memory
 * @serial: serial number; 0 for a card that has none
 * @dimm_id: the same for libnvdimm, or the address
 * @bus_descriptor: for libnvdimm
 * @bus: one a window
 * @dimm: one a bus
 * @region: one a DIMM; NULL while the card is not ready, or is being erased
 * @set: the region's interleave set
 * @node: of the memory
 * @region_lock: for @dimm, @region, @window and @ending
 * @bound_lock: for @region as well, where a command asks for it: the card's lock is held for
 *	as long as a command takes, and nobody who deletes a region waits for that
 * @ending: no region is to be made, not yet or not any more
 * @label_resource: the label area, claimed
 * @labels: the label area, mapped
 * @going: the card is not to be touched any more: commands in flight end at once
 * @lock: for everything from here to @text_lock
 * @transport: to @controller, until @going
 * @host: what @device calls back
 * @device: the card
 * @erase: of the card
 * @timing: per wire command
 * @flags_node: sysfs file "flags", NULL while there is none
 * @verdict: on the last scenario
 * @text_lock: for @flags and @fw_version
 * @flags: text of the sysfs file, as last told to pollers
 * @fw_version: terminated
 * @start: brings the card up, then makes the region
 * @start_delay_ms: until the next look of @start
 * @start_began: jiffies
 * @started: CRDY was seen and the heartbeat sent
 * @complained: the log says that it takes too long
 * @events: looks at what the card reports
 * @clock: lets an emulated card's time pass
 * @erasing: looks whether an erase is over
 * @erase_delay_ms: until its next look
 * @erased: woken when it is
 * @renew: makes DIMM and region anew after an erase
 * @renewing: an erase began; until @renew is through there is no region
 * @renew_all: the erase is over, libnvdimm has been told
 * @debugfs: directory
 */
struct ocxlpmem {
	struct device *dev;
	struct ocxlpmem_window window;
	struct ocxlpmem_controller *controller;
	u64 serial;
	char dimm_id[20];

	struct nvdimm_bus_descriptor bus_descriptor;
	struct nvdimm_bus *bus;
	struct nvdimm *dimm;
	struct nd_region *region;
	struct nd_interleave_set set;
	int node;
	struct mutex region_lock;
	spinlock_t bound_lock;
	bool ending;

	struct resource *label_resource;
	void *labels;

	bool going;
	struct mutex lock;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device_host host;
	struct ocxlpmem_device device;
	struct ocxlpmem_erase erase;
	struct ocxlpmem_timing timing[OCXL_CMD_MAX + 1];
	struct kernfs_node *flags_node;
	char verdict[OCXL_VERDICT_MAX];
	spinlock_t text_lock;
	char flags[128];
	char fw_version[9];

	struct delayed_work start;
	u32 start_delay_ms;
	unsigned long start_began;
	bool started;
	bool complained;
	struct delayed_work events;
	struct delayed_work clock;
	struct delayed_work erasing;
	u32 erase_delay_ms;
	wait_queue_head_t erased;
	struct delayed_work renew;
	bool renewing;
	bool renew_all;
	struct dentry *debugfs;
};

/* pmem.c */

/**
 * ocxlpmem_bus_create() - bus and DIMM of a window; the region follows by itself
 * @dev: platform device of the window
 * @window: copied
 * @controller: NULL for generic memory; outlives the result
 *
 * Return: the window or an ERR_PTR: -EBUSY when somebody uses its label area, -ENOMEM, -ENXIO.
 */
struct ocxlpmem *ocxlpmem_bus_create(struct device *dev, const struct ocxlpmem_window *window,
				     struct ocxlpmem_controller *controller);

/**
 * ocxlpmem_bus_destroy() - take everything away again
 * @pmem: nobody else calls anything for it any more. Waits until its region is not in use
 */
void ocxlpmem_bus_destroy(struct ocxlpmem *pmem);

/** ocxlpmem_lock_device() - get the card for oneself */
void ocxlpmem_lock_device(struct ocxlpmem *pmem);

/** ocxlpmem_unlock_device() - let time pass for an emulated card, then let others have it */
void ocxlpmem_unlock_device(struct ocxlpmem *pmem);

/**
 * ocxlpmem_read_card_health() - register CHI
 * @pmem: has a controller; its lock is held
 * @health: receives it
 *
 * Return: 0 or -ENXIO.
 */
int ocxlpmem_read_card_health(struct ocxlpmem *pmem, u64 *health);

/* region.c */

/** ocxlpmem_region_init() - locks and work */
void ocxlpmem_region_init(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_create() - register the DIMM; 0 or -ENOMEM */
int ocxlpmem_dimm_create(struct ocxlpmem *pmem);

/** ocxlpmem_dimm_destroy() - unregister it, and wait for the ioctls on their way to it */
void ocxlpmem_dimm_destroy(struct ocxlpmem *pmem);

/** ocxlpmem_region_close_when_idle() - ocxlpmem_region_close() as soon as it is not in use */
void ocxlpmem_region_close_when_idle(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_claim() - nobody begins to use the region, nobody uses it
 * @pmem: its device lock is held
 * @claims: initialised; receives the claims of its disks
 * @windows: the lock of the windows, held: whoever holds it may hold several regions
 *
 * Return: 0 with region_lock held, -EBUSY with @claims->why set, or -ENOMEM.
 */
int ocxlpmem_region_claim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims,
			  struct mutex *windows);

/**
 * ocxlpmem_region_is_bound() - is the region enabled; operation @region_bound of a device
 * @pmem: struct ocxlpmem
 */
bool ocxlpmem_region_is_bound(void *pmem);

/** ocxlpmem_region_unclaim() - end of ocxlpmem_region_claim() */
void ocxlpmem_region_unclaim(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_region_close() - delete the region for good; between hold and release
 *
 * From then on the card is not touched any more: commands in flight end at once.
 */
void ocxlpmem_region_close(struct ocxlpmem *pmem);

/**
 * ocxlpmem_region_resize() - register the region anew with another size
 * @pmem: between hold and release
 * @claims: of ocxlpmem_region_claim(); dropped before the new region is there
 * @size: of the window
 *
 * Return: 0, or -ENOMEM; then it has its old size.
 */
int ocxlpmem_region_resize(struct ocxlpmem *pmem, struct ocxlpmem_claims *claims, u64 size);

/**
 * ocxlpmem_region_create() - attach the DIMM and create the region
 * @pmem: region_lock is held, there is no region
 *
 * Return: 0, -ENOMEM, or -ENODEV without a DIMM.
 */
int ocxlpmem_region_create(struct ocxlpmem *pmem);

/* claim.c: the busy rule */

/** ocxlpmem_claims_init() - none yet */
void ocxlpmem_claims_init(struct ocxlpmem_claims *claims);

/**
 * ocxlpmem_claims_acquire() - claim every disk of a region, and find none that is open
 * @region: libnvdimm's asynchronous work is done
 * @start: physical address of its first byte
 * @size: of it, in bytes
 * @claims: receives the claims
 *
 * Return: 0; -EBUSY with nothing claimed while a disk is mounted or open, a device-dax
 * namespace is enabled, or somebody refers to a page of it; -ENOMEM.
 */
int ocxlpmem_claims_acquire(struct nd_region *region, u64 start, u64 size,
			    struct ocxlpmem_claims *claims);

/** ocxlpmem_claims_release() - give them back; may be called again */
void ocxlpmem_claims_release(struct ocxlpmem_claims *claims);

/* start.c: a card becomes ready in its own time */
void ocxlpmem_start_init(struct ocxlpmem *pmem);
/** ocxlpmem_start_kick() - something changed that the start may be waiting for */
void ocxlpmem_start_kick(struct ocxlpmem *pmem);

/* ndctl.c */
int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc);

/**
 * ocxlpmem_envelope_name() - "call" or "vendor": the envelope that user space had better use
 */
const char *ocxlpmem_envelope_name(void);

/** ocxlpmem_envelope_init() - find out; -EINVAL for a parameter that is none of auto, call, vendor */
int ocxlpmem_envelope_init(void);

/* labels.c: the three label commands; 0 or the errno of the ioctl */
int ocxlpmem_labels_map(struct ocxlpmem *pmem);
void ocxlpmem_labels_unmap(struct ocxlpmem *pmem);
int ocxlpmem_labels_size(struct ocxlpmem *pmem, void *buffer, size_t size);
int ocxlpmem_labels_read(struct ocxlpmem *pmem, void *buffer, size_t size);
int ocxlpmem_labels_write(struct ocxlpmem *pmem, void *buffer, size_t size);

/* events.c */
void ocxlpmem_events_init(struct ocxlpmem *pmem);
void ocxlpmem_events_attach(struct ocxlpmem *pmem);
void ocxlpmem_events_detach(struct ocxlpmem *pmem);
/** ocxlpmem_events_interrupt() - the card reports something; any context */
void ocxlpmem_events_interrupt(struct ocxlpmem *pmem);
/** ocxlpmem_events_changed() - tell pollers, bring the texts up to date; the lock is held */
void ocxlpmem_events_changed(void *pmem);
/** ocxlpmem_events_log_retained() - held error-log entries into the kernel log */
void ocxlpmem_events_log_retained(struct ocxlpmem *pmem);

/* sysfs.c */
extern const struct attribute_group *ocxlpmem_dimm_groups[];

/* security.c */
extern const struct nvdimm_security_ops ocxlpmem_security_ops;
void ocxlpmem_security_init(struct ocxlpmem *pmem);
/** ocxlpmem_security_stop() - no look at an erase any more */
void ocxlpmem_security_stop(struct ocxlpmem *pmem);
/** ocxlpmem_erase_is_running() - does an erase run */
bool ocxlpmem_erase_is_running(struct ocxlpmem *pmem);

/* emulated.c */

/** ocxlpmem_emulated_create() - a card for a window; NULL without memory */
struct ocxlpmem_controller *ocxlpmem_emulated_create(const struct ocxlpmem_window *window);
void ocxlpmem_emulated_destroy(struct ocxlpmem_controller *controller);
void ocxlpmem_emulated_init(struct ocxlpmem *pmem);
/** ocxlpmem_emulated_settle() - let time pass; the lock is held */
void ocxlpmem_emulated_settle(struct ocxlpmem *pmem);
/** ocxlpmem_emulated_timeouts() - the time that a scenario allows each command; the lock is held */
void ocxlpmem_emulated_timeouts(struct ocxlpmem *pmem);
/** ocxlpmem_emulated_refresh() - after a scenario: what the driver knows from elsewhere */
void ocxlpmem_emulated_refresh(struct ocxlpmem *pmem);

/* opencapi.c; without it there are no real cards */
#if IS_ENABLED(CONFIG_OCXL)
int ocxlpmem_opencapi_init(void);
void ocxlpmem_opencapi_exit(void);
/** ocxlpmem_opencapi_find() - the card that a window names, or NULL */
struct ocxlpmem_controller *ocxlpmem_opencapi_find(const struct ocxlpmem_window *window);
/**
 * ocxlpmem_opencapi_listen() - interrupts go to controller->pmem from now on, or no more
 *
 * The lock is held; 0, or why there are none.
 */
int ocxlpmem_opencapi_listen(struct ocxlpmem_controller *controller, bool on);
/**
 * ocxlpmem_opencapi_rearm() - after an interrupt; the lock is held
 *
 * Return: true when the card is to be looked at again.
 */
bool ocxlpmem_opencapi_rearm(struct ocxlpmem_controller *controller);
#else
static inline int ocxlpmem_opencapi_init(void)
{
	return 0;
}

static inline void ocxlpmem_opencapi_exit(void)
{
}

static inline struct ocxlpmem_controller *
ocxlpmem_opencapi_find(const struct ocxlpmem_window *window)
{
	return NULL;
}

static inline int ocxlpmem_opencapi_listen(struct ocxlpmem_controller *controller, bool on)
{
	return 0;
}

static inline bool ocxlpmem_opencapi_rearm(struct ocxlpmem_controller *controller)
{
	return false;
}
#endif

/* window-host.c: what the planner asks the kernel */
extern const struct ocxlpmem_window_host ocxlpmem_window_host;

/* windows.c */
int ocxlpmem_windows_init(void);
void ocxlpmem_windows_exit(void);
/**
 * ocxlpmem_windows_write() - do what a write to a parameter asks for
 * @verb: which parameter
 * @text: as written
 *
 * Return: 0 or as ocxlpmem_window_plan(), -EBUSY for a window in use, -ENODEV while the module
 * is being unloaded, or what failed; then everything is as before as far as the log does
 * not say otherwise.
 */
int ocxlpmem_windows_write(enum ocxlpmem_window_operation verb, const char *text);
/** ocxlpmem_windows_remove_controller() - a real card goes: so does its window */
void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller);
/** ocxlpmem_windows_read() - the windows there are, a newline, terminated; bytes without the NUL */
int ocxlpmem_windows_read(char *text, size_t size);

/* params.c */
extern bool ocxlpmem_param_emulate;
extern char *ocxlpmem_param_envelope;
/** ocxlpmem_params_apply() - do what "map" said on load */
int ocxlpmem_params_apply(void);

/* debugfs.c */
void ocxlpmem_debugfs_init(void);
void ocxlpmem_debugfs_exit(void);
void ocxlpmem_debugfs_attach(struct ocxlpmem *pmem);
void ocxlpmem_debugfs_detach(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_H */
