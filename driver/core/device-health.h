/* SPDX-License-Identifier: GPL-2.0-only */
/* Health of a card: register CHI, restarts of the controller. */
#ifndef OCXL_CORE_DEVICE_HEALTH_H
#define OCXL_CORE_DEVICE_HEALTH_H

#include "device-state.h"

/*
 * Bits of CHI that are enabled to interrupt. The driver that was posted in 2020 enabled the first
 * four; a card that interrupts for CRDY and MA too saves the driver some polling.
 */
#define OCXL_CHI_INTERRUPTS \
	(OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CFFS | OCXL_CHI_CHFS | OCXL_CHI_CRDY | OCXL_CHI_MA)

/**
 * ocxlpmem_device_enable_interrupts() - set the targets of interrupts, then enable these
 * @device: the caller holds the card's lock
 *
 * Return: 0, or the error of the transport or of the host.
 */
int ocxlpmem_device_enable_interrupts(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_refresh_health() - read CHI, and wake pollers if anything changed
 * @device: the caller holds the card's lock; not in atomic context
 *
 * If the controller has restarted, what the driver knows of it starts anew. A card that was gone has
 * restarted, and one that has forgotten all interrupt enables.
 *
 * Return: 0, -ENXIO if CHI reads as all ones (the card is gone), or the error of the transport.
 */
int ocxlpmem_device_refresh_health(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_update_events() - wake pollers if anything changed
 * @device: call this after a change of a member that a word of "flags" or an event depends on
 */
void ocxlpmem_device_update_events(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_format_flags() - text of the sysfs file "flags" (wire.md 5)
 * @device: the caller holds the card's lock
 * @text: receives the words and a newline, terminated
 * @size: bytes of @text; OCXL_FLAGS_TEXT_SIZE is enough
 *
 * Reads CHI; sends no command. For a card that is gone, the words are "gone" and the kept ones.
 *
 * Return: bytes written without the NUL, or the error of the transport.
 */
int ocxlpmem_device_format_flags(struct ocxlpmem_device *device, char *text, size_t size);

/**
 * ocxlpmem_device_next_check_ns() - when something changes because time passes
 * @device: the caller holds the card's lock
 *
 * A word of "flags" is due. Call ocxlpmem_device_refresh_health() at that time, or a little later. Ask
 * anew after each access.
 *
 * Return: a time of the transport's now_ns(), perhaps in the past; OCXL_NEVER.
 */
u64 ocxlpmem_device_next_check_ns(const struct ocxlpmem_device *device);

#endif /* OCXL_CORE_DEVICE_HEALTH_H */
