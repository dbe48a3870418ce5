/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of a card, and how often each has occurred; private to core (wire.md 4.17). */
#ifndef OCXL_CORE_EVENT_COUNTERS_H
#define OCXL_CORE_EVENT_COUNTERS_H

#include "device-state.h"

/**
 * ocxlpmem_has_error_log() - are entries on the card, or retained here until a reader acknowledges them
 * @device: the caller holds the card's lock
 * @health: value of CHI
 */
bool ocxlpmem_has_error_log(const struct ocxlpmem_device *device, u64 health);

/**
 * ocxlpmem_count_events() - count new events
 * @device: the caller holds the card's lock; device->health is up to date
 *
 * Return: true if an event is new, or the events that EVENTS reports have changed.
 */
bool ocxlpmem_count_events(struct ocxlpmem_device *device);

#endif /* OCXL_CORE_EVENT_COUNTERS_H */
