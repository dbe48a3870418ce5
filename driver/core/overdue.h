/* SPDX-License-Identifier: GPL-2.0-only */
/* Controller and memory that take longer than the card allows; private to core. */
#ifndef OCXL_CORE_OVERDUE_H
#define OCXL_CORE_OVERDUE_H

#include "device-state.h"

/**
 * ocxlpmem_overdue_update() - start and stop the clocks of CRDY and MA (wire.md 5)
 * @device: @erasing and @shut_down are up to date
 * @health: present value of CHI; 0 when the driver is bound
 * @restarted: the controller has restarted, or the driver is being bound: begin anew
 *
 * CRDY is not counted after a shutdown. MA is counted from CRDY, and not during an erase, for which
 * the card takes its memory away. Reads the limits from CCAP0 if the card is not ready; without them
 * nothing is overdue.
 */
void ocxlpmem_overdue_update(struct ocxlpmem_device *device, u64 health, bool restarted);

/**
 * ocxlpmem_overdue_ns() - when a bit is overdue
 * @clock: its clock
 *
 * Return: a time of the transport's now_ns(); OCXL_NEVER if the bit is set or has no limit.
 */
u64 ocxlpmem_overdue_ns(const struct ocxlpmem_overdue_clock *clock);

#endif /* OCXL_CORE_OVERDUE_H */
