/* SPDX-License-Identifier: GPL-2.0-only */
/* Windows that go as soon as nobody uses them. */
#ifndef OCXLPMEM_WINDOW_LEAVING_H
#define OCXLPMEM_WINDOW_LEAVING_H

struct ocxlpmem_controller;

/** ocxlpmem_windows_leaving_init() - before any window is created; 0 or -ENOMEM */
int ocxlpmem_windows_leaving_init(void);

/**
 * ocxlpmem_windows_leaving_exit() - remove all windows that are leaving; waits until none is in use
 *
 * After ocxlpmem_windows_exit(), so that no other window leaves.
 */
void ocxlpmem_windows_leaving_exit(void);

/**
 * ocxlpmem_windows_remove_controller() - remove the window of a controller that disappears
 * @controller: of a window, or of none; not used after the return
 *
 * Does not wait for users of the window: a window in use goes later. Until
 * then its card is gone, its memory stays claimed, and it is not among ocxlpmem_window_list.
 */
void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller);

#endif /* OCXLPMEM_WINDOW_LEAVING_H */
