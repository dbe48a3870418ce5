/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks of the memory of a window before the window exists. */
#ifndef OCXLPMEM_WINDOW_PLACE_H
#define OCXLPMEM_WINDOW_PLACE_H

#include "window-plan.h"

/**
 * ocxlpmem_place_check() - can a range be claimed for a window
 * @window: the window, as it will be
 * @start: first address of the range: all of @window, or what it grows by
 * @size: bytes
 * @reason: receives why not; OCXL_WINDOW_REASON_MAX bytes
 *
 * The caller holds ocxlpmem_windows_lock, and pci_lock_rescan_remove().
 *
 * Return: 0, -EBUSY, or -ENXIO for addresses that a PCI bus has and none of its devices.
 */
int ocxlpmem_place_check(const struct ocxlpmem_window *window, u64 start, u64 size, char *reason);

/**
 * ocxlpmem_place_test() - does memory answer at both ends of a range
 * @window: the window, as it will be
 * @start: as for ocxlpmem_place_check(), which has passed
 * @size: bytes
 *
 * Changes one word at each end, and restores it at once, unless labels show that there is memory, which another
 * machine may use. Tests neither the memory of a card, which may not be available yet, nor registers. The log
 * has the reason of a refusal.
 *
 * Return: 0, -ENXIO without memory, or -ENOMEM.
 */
int ocxlpmem_place_test(const struct ocxlpmem_window *window, u64 start, u64 size);

#endif /* OCXLPMEM_WINDOW_PLACE_H */
