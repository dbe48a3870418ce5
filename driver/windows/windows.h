/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of windows, each with a platform device to which the driver is bound as long as the
 * window exists.
 *
 * Lock order, outermost first:
 *
 *   pci_lock_rescan_remove(), which the kernel also holds while a PCI device is removed. A write
 *	has it only until its memory is claimed
 *   the device locks of a card: of its PCI function, then of its auxiliary device
 *   ocxlpmem_windows_lock
 *   the device lock of a window's platform device, while the window is created
 *   ocxlpmem.region_lock; several only with ocxlpmem_windows_lock
 *   ocxlpmem_connections_lock. With it, work that takes a region_lock is waited for, but only of a
 *	window that is in no list, so that nobody else has this region_lock
 *   the locks of libnvdimm and the others of nvdimm/pmem.h
 *
 * An ioctl that delivers an answer has a lock of libnvdimm, and may wait for its caller's memory
 * for ever. So with ocxlpmem_windows_lock, no window is destroyed, no region is deleted, and the
 * last reference to a device below a region is not dropped. Nor is the kernel's lock of the module
 * parameters held while a write is executed (module.c).
 */
#ifndef OCXLPMEM_WINDOWS_H
#define OCXLPMEM_WINDOWS_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/workqueue.h>
#include "../nvdimm/pmem.h"
#include "front-end.h"

/**
 * struct ocxlpmem_window_entry - one window
 * @node: in ocxlpmem_window_list, in the list of removed windows, or in a list for
 *	ocxlpmem_windows_destroy()
 * @claimed_node: in ocxlpmem_claimed_windows while @claim exists
 * @window: the window; changes with ocxlpmem_windows_lock held
 * @claim: claim of its memory. Until the end of the write that expands the window, it may be larger
 * @pdev: its platform device
 * @pmem: changes with ocxlpmem_connections_lock held; exists while the window is in a list
 * @debugfs: directory of @pmem, or NULL
 * @no_controller: of generic memory: always ready, and takes no commands
 * @gone_controller: replaces that of @pmem when it disappears
 * @controller: NULL when its card has left; changes with ocxlpmem_windows_lock and
 *	ocxlpmem_connections_lock held
 * @memory: of its card, mapped until nobody uses the window, even if the card has left
 * @probe_rc: result of the probe
 * @created_now: created by the write that is being executed
 * @claimed: the region is claimed, see ocxlpmem_window_claim()
 * @sealed: its disks stay claimed until @work has expanded it, or ocxlpmem_windows_destroy()
 * @removed: in the list of removed windows, or was in it
 * @claims: claims of its disks while @claimed or sealed; the reason if claiming failed
 * @work: expands the window, or destroys a removed one, when it is not in use
 * @batch: until the window is expanded or destroyed, or was found to be in use; NULL
 * @reminder_due: time of the next message about a removed window, in jiffies
 */
struct ocxlpmem_window_entry {
	struct list_head node;
	struct list_head claimed_node;
	struct ocxlpmem_window window;
	struct resource *claim;
	struct platform_device *pdev;
	struct ocxlpmem *pmem;
	struct dentry *debugfs;
	struct ocxlpmem_controller no_controller;
	struct ocxlpmem_controller gone_controller;
	struct ocxlpmem_controller *controller;
	struct ocxlpmem_card_memory memory;
	int probe_rc;
	bool created_now;
	bool claimed;
	bool sealed;
	bool removed;
	struct ocxlpmem_claims claims;
	struct delayed_work work;
	struct ocxlpmem_batch *batch;
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

/*
 * windows, also those that were removed or do not exist yet; protected by ocxlpmem_connections_lock
 */
extern struct list_head ocxlpmem_claimed_windows;

/** ocxlpmem_windows_init() - register the platform driver; 0 or -errno */
int ocxlpmem_windows_init(void);

/** ocxlpmem_windows_exit() - remove all windows, when they are not in use, and the driver */
void ocxlpmem_windows_exit(void);

/** ocxlpmem_windows_are_open() - may windows be created */
bool ocxlpmem_windows_are_open(void);

/** ocxlpmem_window_find() - the window that starts at an address, or NULL */
struct ocxlpmem_window_entry *ocxlpmem_window_find(u64 start);

/**
 * ocxlpmem_window_reserve() - claim the memory of a new window, or that by which one grows
 * @window: the window as it will be; ocxlpmem_place_check() has passed
 * @reserved: receives a new window; for ocxlpmem_windows_unreserve(), which has to follow
 *
 * With the same hold of pci_lock_rescan_remove() as the check. From now on, a PCI device whose BAR
 * has the memory is not removed while ocxlpmem_windows_lock is held.
 *
 * Return: 0, -EBUSY or -ENOMEM.
 */
int ocxlpmem_window_reserve(const struct ocxlpmem_window *window, struct list_head *reserved);

/** ocxlpmem_windows_unreserve() - release the memory that no window got */
void ocxlpmem_windows_unreserve(struct list_head *reserved);

/**
 * ocxlpmem_window_create() - create a window and bind the driver to it
 * @entry: reserved; in the list of windows if this succeeds
 *
 * Return: 0, or the error of its controller, its platform device or ocxlpmem_bus_create(). If
 * @entry->pmem exists after an error, ocxlpmem_window_remove() has to follow.
 */
int ocxlpmem_window_create(struct ocxlpmem_window_entry *entry);

/**
 * ocxlpmem_windows_destroy() - remove windows
 * @windows: nobody else has the list; each window is closed, or not claimed
 *
 * Waits until no window is in use, and for each ioctl on their DIMMs: an ioctl may wait for memory
 * of its caller for as long as that likes. So ocxlpmem_windows_lock is not held.
 */
void ocxlpmem_windows_destroy(struct list_head *windows);

/**
 * ocxlpmem_window_claim() - make sure that a window is not in use and cannot be used
 * @entry: not claimed
 * @killable: fail if the process is killed: examining the pages of a window takes seconds
 *
 * Return: 0; -EBUSY or -EINTR with @entry->claims.reason set; or -ENOMEM.
 */
int ocxlpmem_window_claim(struct ocxlpmem_window_entry *entry, bool killable);

/** ocxlpmem_window_unclaim() - the reverse of ocxlpmem_window_claim(); nothing if not claimed */
void ocxlpmem_window_unclaim(struct ocxlpmem_window_entry *entry);

/**
 * ocxlpmem_window_seal() - let nobody use a claimed window until its region is deleted
 * @entry: claimed; ocxlpmem_window_resize() or ocxlpmem_windows_destroy() has to follow
 * @disconnect: end the use of its controller, too, for good
 */
void ocxlpmem_window_seal(struct ocxlpmem_window_entry *entry, bool disconnect);

/**
 * ocxlpmem_window_resize() - register the region of a window again, with the size of the window
 * @entry: sealed
 *
 * Waits for an ioctl that delivers an answer.
 */
void ocxlpmem_window_resize(struct ocxlpmem_window_entry *entry);

/* Windows that go as soon as nobody uses them. */

/** ocxlpmem_windows_removal_init() - before any window is created; 0 or -errno */
int ocxlpmem_windows_removal_init(void);

/**
 * ocxlpmem_windows_removal_exit() - destroy all removed windows; waits until none is in use
 *
 * No other window exists.
 */
void ocxlpmem_windows_removal_exit(void);

/** ocxlpmem_windows_queue_work() - it ends before the module does; with no lock of windows */
void ocxlpmem_windows_queue_work(struct work_struct *work);

/** ocxlpmem_batch_begin() - of no windows yet; ocxlpmem_batch_await() has to follow */
struct ocxlpmem_batch *ocxlpmem_batch_begin(void);

/** ocxlpmem_batch_await() - until its windows are ready; 0, or -EINTR for a killed process */
int ocxlpmem_batch_await(struct ocxlpmem_batch *batch);

/**
 * ocxlpmem_window_remove() - close a window, give its card back, and destroy it in the background
 * @entry: claimed, or not created. Its card can be unplugged while the window is destroyed
 * @batch: the window is one of these
 */
void ocxlpmem_window_remove(struct ocxlpmem_window_entry *entry, struct ocxlpmem_batch *batch);

/**
 * ocxlpmem_window_expand() - change the size of a window, and register its region in the background
 * @entry: claimed
 * @size: bytes
 * @batch: the window is one of these
 */
void ocxlpmem_window_expand(struct ocxlpmem_window_entry *entry, u64 size,
			    struct ocxlpmem_batch *batch);

/** ocxlpmem_window_work() - @work of a window, until it is destroyed */
void ocxlpmem_window_work(struct work_struct *work);

/** ocxlpmem_window_leave_batch() - no longer wait for this window; may be called again */
void ocxlpmem_window_leave_batch(struct ocxlpmem_window_entry *entry);

/**
 * ocxlpmem_windows_remove_controller() - remove the window of a controller that disappears
 * @controller: of a window, or of none; not used after the return
 * @unplugged: at once. False: the module is being unloaded, and a window that is not in use does not
 *	report that its card is gone
 *
 * Does not wait for users of the window: a window in use goes later. Until
 * then its card is gone, its memory stays claimed, and it is not among ocxlpmem_window_list. Waits
 * some seconds at most for one that is not in use: an ioctl may use its DIMM.
 */
void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller, bool unplugged);

/* Reads and writes of the module parameters map, add and remove. */

/**
 * ocxlpmem_windows_write() - execute a write to a parameter
 * @operation: the parameter
 * @text: the text written to it
 *
 * Return: 0; an error of ocxlpmem_window_plan(); -EBUSY for a window in use; -ENODEV while the
 * module is being unloaded; or the error of a step. Then created windows that are not in use
 * are removed again, and the log names the windows that exist.
 */
int ocxlpmem_windows_write(enum ocxlpmem_window_operation operation, const char *text);

/**
 * ocxlpmem_windows_read() - all windows as text, with a newline
 * @text: receives the text, terminated
 * @size: bytes of @text
 *
 * Return: bytes written without the NUL, or -ENOMEM.
 */
int ocxlpmem_windows_read(char *text, size_t size);

/* Checks of the memory of a window before the window exists. */

/**
 * ocxlpmem_place_check() - can a range be claimed for a window
 * @window: the window, as it will be
 * @start: first address of the range: all of @window, or what it grows by
 * @size: bytes
 * @reason: receives why not; OCXL_WINDOW_REASON_MAX bytes
 *
 * The caller holds ocxlpmem_windows_lock, and pci_lock_rescan_remove().
 *
 * Return: 0, -EBUSY, or -ENXIO for addresses that a PCI bus has and none of its devices, and on
 * powernv for those of registers of processor chips and of BARs.
 */
int ocxlpmem_place_check(const struct ocxlpmem_window *window, u64 start, u64 size, char *reason);

/**
 * ocxlpmem_place_test() - does memory answer at both ends of a range
 * @window: the window, as it will be
 * @start: as for ocxlpmem_place_check(), which has passed
 * @size: bytes
 *
 * Changes one word at each end, and restores it at once. Tests neither memory that labels describe,
 * which another machine may use, nor the memory of a card, which may not be available yet, nor
 * registers. The log has the reason of a refusal.
 *
 * Return: 0, -ENXIO without memory, -ENODATA for memory of a PCI device that no labels describe, or
 * -ENOMEM.
 */
int ocxlpmem_place_test(const struct ocxlpmem_window *window, u64 start, u64 size);

/* Directories and files in /sys/kernel/debug/ocxlpmem. */

/** ocxlpmem_debugfs_init() - create the directory of the driver */
void ocxlpmem_debugfs_init(void);

void ocxlpmem_debugfs_exit(void);

/**
 * ocxlpmem_debugfs_attach() - create the files of a window with a controller
 * @pmem: its DIMM
 *
 * Return: their directory, which the caller removes.
 */
struct dentry *ocxlpmem_debugfs_attach(struct ocxlpmem *pmem);

/* The front ends, and the controllers that windows get of them. */

/**
 * ocxlpmem_controller_get() - set the controller of a window, and its memory if that was mapped
 * @entry: its module cannot be unloaded until ocxlpmem_controller_put(), and
 *	ocxlpmem_card_memory_put()
 *
 * Return: 0, -ENODEV if the window names a card that does not exist, or -ENOMEM.
 */
int ocxlpmem_controller_get(struct ocxlpmem_window_entry *entry);

/** ocxlpmem_controller_put() - release the controller of a window; may be called again */
void ocxlpmem_controller_put(struct ocxlpmem_window_entry *entry);

/** ocxlpmem_card_memory_put() - nobody uses the memory of a window: unmap it */
void ocxlpmem_card_memory_put(struct ocxlpmem_window_entry *entry);

/**
 * ocxlpmem_card_memory_find() - find_card of struct ocxlpmem_window_host
 *
 * Maps the memory. ocxlpmem_card_memory_unmap_unused() has to follow before ocxlpmem_windows_lock
 * is released.
 */
int ocxlpmem_card_memory_find(void *context, struct ocxlpmem_window *window, char *reason);

/** ocxlpmem_card_memory_unmap_unused() - unmap what no window has got */
void ocxlpmem_card_memory_unmap_unused(void);

/** ocxlpmem_cards_add() - create the windows of new cards later, in a work item */
void ocxlpmem_cards_add(void);

/** ocxlpmem_cards_begin() - the same for all cards, those that were found already and later ones */
void ocxlpmem_cards_begin(void);

/**
 * ocxlpmem_front_ends_init() - before any window is created
 * @request_emulated: load ocxlpmem-emulated; a line in the log if that fails
 *
 * Windows of cards are created when the caller releases the kernel's lock of the parameters.
 *
 * Return: 0 or -errno.
 */
int ocxlpmem_front_ends_init(bool request_emulated);

/** ocxlpmem_front_ends_exit() - remove the windows of all cards, as when the cards disappear */
void ocxlpmem_front_ends_exit(void);

#endif /* OCXLPMEM_WINDOWS_H */
