/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Evidence for the open questions of controller.md 7: the registers of a card,
 * and each access of a heartbeat. The program ocxl-first-contact compares this text with the decisions.
 */
#ifndef OCXL_CORE_FIRST_CONTACT_H
#define OCXL_CORE_FIRST_CONTACT_H

#include "device.h"

/* enough for the longest text, with its terminating NUL */
#define OCXL_FIRST_CONTACT_SIZE 16384

/**
 * ocxlpmem_first_contact_write() - read the registers of a card, send a heartbeat, read them again
 * @device: the caller holds the card's lock
 * @text: receives the lines
 * @size: bytes of @text
 *
 * Writes nothing but the heartbeat, and the acknowledgment of its answer, to the card. Each line is
 * one of
 *
 *	before NAME VALUE		a register or a word of a block before the heartbeat
 *	write NANOSECONDS OFFSET VALUE	a write of the heartbeat
 *	read NANOSECONDS OFFSET VALUE	a read
 *	status NANOSECONDS CHI HCI	CHI, and HCI right after it; only when one has
 *					changed, and after a write
 *	heartbeat ERRNO STATUS		its end: 0 or a negative errno, and the wire status
 *	after NAME VALUE		as "before"
 *
 * A register that cannot be read is omitted. The targets of interrupts, which are addresses of the
 * kernel, are not in the text.
 *
 * Return: bytes written, without the NUL.
 */
size_t ocxlpmem_first_contact_write(struct ocxlpmem_device *device, char *text, size_t size);

#endif /* OCXL_CORE_FIRST_CONTACT_H */
