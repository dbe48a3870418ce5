/* SPDX-License-Identifier: GPL-2.0-only */
/* Access to a card: its lock, its registers, and the work that waits for it. */
#ifndef OCXLPMEM_DEVICE_ACCESS_H
#define OCXLPMEM_DEVICE_ACCESS_H

#include "pmem.h"

/** ocxlpmem_access_init() - initialise lock, transport and work */
void ocxlpmem_access_init(struct ocxlpmem *pmem);

/** ocxlpmem_lock_device() - get exclusive access to the card */
void ocxlpmem_lock_device(struct ocxlpmem *pmem);

/**
 * ocxlpmem_unlock_device() - let the controller do what has become due, then release the card
 * @pmem: locked by ocxlpmem_lock_device()
 *
 * Queues work for the next time when the controller or the device has something to do.
 */
void ocxlpmem_unlock_device(struct ocxlpmem *pmem);

/**
 * ocxlpmem_read_card_health() - read register CHI
 * @pmem: locked
 * @health: receives the register
 *
 * Return: 0, or -ENXIO if the card is gone.
 */
int ocxlpmem_read_card_health(struct ocxlpmem *pmem, u64 *health);

/** ocxlpmem_kick_start() - something changed for which bringing up the card may be waiting */
void ocxlpmem_kick_start(struct ocxlpmem *pmem);

/* milliseconds between two messages about a long wait */
#define OCXL_REMINDER_MS 10000

/**
 * ocxlpmem_is_reminder_due() - is it time for the next message about a long wait
 * @due: in jiffies; when the result is true, set to the time of the message after this one
 */
bool ocxlpmem_is_reminder_due(unsigned long *due);

/**
 * ocxlpmem_pause() - sleep between two checks of what others use; suspending does not wait for it
 * @ms: how long
 *
 * The process may be frozen with locks of the driver, and that of its device: suspending takes none of them.
 */
void ocxlpmem_pause(unsigned int ms);

/** ocxlpmem_system_ends() - are all devices being shut down, for which the kernel takes the lock of each */
bool ocxlpmem_system_ends(void);

#endif /* OCXLPMEM_DEVICE_ACCESS_H */
