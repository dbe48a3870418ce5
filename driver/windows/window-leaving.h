/* SPDX-License-Identifier: GPL-2.0-only */
/* Windows that go as soon as nobody uses them. */
#ifndef OCXLPMEM_WINDOW_LEAVING_H
#define OCXLPMEM_WINDOW_LEAVING_H

struct ocxlpmem_controller;
struct ocxlpmem_window_entry;
struct list_head;
struct resource;

/**
 * ocxlpmem_windows_leaving_exit() - remove all windows that are leaving; waits until none is in use
 *
 * After ocxlpmem_windows_exit(), so that no other window leaves.
 */
void ocxlpmem_windows_leaving_exit(void);

/**
 * ocxlpmem_window_close_and_leave() - ocxlpmem_window_close(), and the window gives its card back
 * @entry: claimed. Its card can be unplugged while the window is destroyed
 * @closed: list for ocxlpmem_windows_destroy(), which has to follow
 */
void ocxlpmem_window_close_and_leave(struct ocxlpmem_window_entry *entry, struct list_head *closed);

/** ocxlpmem_windows_leave_cards() - remove the windows of cards that are not in use; before ocxlpmem_windows_exit() */
void ocxlpmem_windows_leave_cards(void);

/**
 * ocxlpmem_windows_remove_controller() - remove the window of a controller that disappears
 * @controller: of a window, or of none; not used after the return
 *
 * Does not wait for users of the window: a window in use goes later. Until
 * then its card is gone, its memory stays claimed, and it is not among ocxlpmem_window_list. Waits
 * some seconds at most for one that is not in use: an ioctl may use its DIMM.
 */
void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller);

/**
 * ocxlpmem_windows_remove_memory() - remove the windows of a PCI device that disappears
 * @memory: resource of the device, in the kernel's tree of resources
 *
 * As ocxlpmem_windows_remove_controller().
 */
void ocxlpmem_windows_remove_memory(struct resource *memory);

#endif /* OCXLPMEM_WINDOW_LEAVING_H */
