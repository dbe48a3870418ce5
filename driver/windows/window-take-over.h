/* SPDX-License-Identifier: GPL-2.0-only */
/* Windows without a controller get one. */
#ifndef OCXLPMEM_WINDOW_TAKE_OVER_H
#define OCXLPMEM_WINDOW_TAKE_OVER_H

/**
 * ocxlpmem_windows_take_over() - give controllers to windows without one that are not in use
 *
 * Waits until they have them, but not for ioctls.
 */
void ocxlpmem_windows_take_over(void);

#endif /* OCXLPMEM_WINDOW_TAKE_OVER_H */
