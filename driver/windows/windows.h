/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of windows, each with a platform device to which the driver is bound.
 *
 * Lock order, outermost first:
 *
 *   the kernel's lock of the module parameters (map, add, remove)
 *   pci_lock_rescan_remove(), which the kernel also holds while a PCI device is removed
 *   ocxlpmem_windows_lock
 *   the device lock of a window's platform device; with ocxlpmem_windows_lock, that of an
 *	existing window is only tried
 *   ocxlpmem.region_lock, or ocxlpmem_connections_lock: never both. Several region_locks only with
 *	ocxlpmem_windows_lock
 *   the locks of libnvdimm and the others of nvdimm/pmem.h
 *   ocxlpmem_opencapi_lock: nothing is taken with it
 *
 * An ioctl that delivers an answer has a lock of libnvdimm, and may wait for the memory of its caller for
 * as long as that likes. So no region is deleted, and no driver unbound, with ocxlpmem_windows_lock.
 */
#ifndef OCXLPMEM_WINDOWS_H
#define OCXLPMEM_WINDOWS_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/workqueue.h>
#include "../nvdimm/pmem.h"
#include "../nvdimm/region-claims.h"
#include "no-controller.h"
#include "window-ioctl.h"
#include "window-text.h"

/**
 * struct ocxlpmem_window_entry - one window, whether the driver is bound to it or not
 * @node: in ocxlpmem_window_list, in the list of windows that are leaving, or in a list for
 *	ocxlpmem_windows_destroy()
 * @bound_node: in ocxlpmem_bound_windows while @pmem exists
 * @window: the window; changes with the device lock held
 * @pdev: its platform device
 * @pmem: NULL while the driver is not bound; changes with the device lock and ocxlpmem_connections_lock
 *	held
 * @setup: of @pmem
 * @debugfs: directory of @pmem, or NULL
 * @no_controller: for a window without one
 * @gone_controller: replaces that of @pmem when it disappears
 * @controller: NULL for a window without one; changes with ocxlpmem_windows_lock held, and the
 *	device lock or ocxlpmem_connections_lock
 * @front_end: where @controller came from
 * @probe_rc: result of the last probe
 * @closed: the driver may no longer be bound; changes with ocxlpmem_connections_lock held
 * @created_now: created by the write that is being executed
 * @claimed: device lock and region are claimed, see ocxlpmem_window_claim()
 * @sealed: closed while it was claimed: ocxlpmem_windows_destroy() unseals it
 * @claims: claims of its disks while @claimed or sealed; the reason if claiming failed
 * @leave_work: removes a window whose controller has disappeared, when it is not in use; only in
 *	the list of windows that are leaving
 * @leave_awaited: the first run of @leave_work is begun work, see window-work.h
 * @reminder_due: time of the next message about such a window, in jiffies
 */
struct ocxlpmem_window_entry {
	struct list_head node;
	struct list_head bound_node;
	struct ocxlpmem_window window;
	struct platform_device *pdev;
	struct ocxlpmem *pmem;
	struct ocxlpmem_setup setup;
	struct dentry *debugfs;
	struct ocxlpmem_no_controller no_controller;
	struct ocxlpmem_controller gone_controller;
	struct ocxlpmem_controller *controller;
	const struct ocxlpmem_front_end *front_end;
	int probe_rc;
	bool closed;
	bool created_now;
	bool claimed;
	bool sealed;
	struct ocxlpmem_claims claims;
	struct delayed_work leave_work;
	bool leave_awaited;
	unsigned long reminder_due;
};

/* protects the list and all changes of windows */
extern struct mutex ocxlpmem_windows_lock;

/*
 * Protects all connections: a controller can disappear while the driver is being bound to its
 * window, or unbound from it. Nobody waits for users of a window with this lock.
 */
extern struct mutex ocxlpmem_connections_lock;

/* all windows, in address order */
extern struct list_head ocxlpmem_window_list;

/* all windows with memory that is claimed, also those that are leaving; with ocxlpmem_connections_lock */
extern struct list_head ocxlpmem_bound_windows;

/** ocxlpmem_windows_init() - register the platform driver; 0 or -errno */
int ocxlpmem_windows_init(void);

/** ocxlpmem_windows_exit() - remove all windows and the platform driver; waits until none is in use */
void ocxlpmem_windows_exit(void);

/** ocxlpmem_windows_are_open() - may windows be created */
bool ocxlpmem_windows_are_open(void);

/** ocxlpmem_window_find() - the window that starts at an address, or NULL */
struct ocxlpmem_window_entry *ocxlpmem_window_find(u64 start);

/**
 * ocxlpmem_window_create() - create a window and bind the driver to it
 * @window: copied
 *
 * Return: 0, or the error of its controller, its platform device or ocxlpmem_bus_create().
 */
int ocxlpmem_window_create(const struct ocxlpmem_window *window);

/**
 * ocxlpmem_windows_destroy() - remove windows
 * @windows: nobody else has the list; each window is closed, or not claimed
 *
 * Waits until no window is in use, and for each ioctl on their DIMMs: an ioctl may wait for memory of
 * its caller for as long as that likes. So ocxlpmem_windows_lock is not held.
 */
void ocxlpmem_windows_destroy(struct list_head *windows);

/**
 * ocxlpmem_window_claim() - make sure that a window is not in use and cannot be used
 * @entry: not claimed
 *
 * Return: 0; -EBUSY with @entry->claims.reason set; or -ENOMEM.
 */
int ocxlpmem_window_claim(struct ocxlpmem_window_entry *entry);

/** ocxlpmem_window_unclaim() - the reverse of ocxlpmem_window_claim(); nothing if not claimed */
void ocxlpmem_window_unclaim(struct ocxlpmem_window_entry *entry);

/** ocxlpmem_window_expand() - change the size of a claimed window; 0, -EBUSY or -ENOMEM */
int ocxlpmem_window_expand(struct ocxlpmem_window_entry *entry, u64 size);

/**
 * ocxlpmem_window_close() - end the use of a claimed window for good
 * @entry: the driver is not bound to it again
 * @closed: list for ocxlpmem_windows_destroy(), which has to follow
 */
void ocxlpmem_window_close(struct ocxlpmem_window_entry *entry, struct list_head *closed);

#endif /* OCXLPMEM_WINDOWS_H */
