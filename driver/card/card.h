/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The emulated card: a model of the registers of controller.md, driven by
 * register accesses and a clock. It knows neither the mailbox code nor the wire contract of the
 * driver.
 */
#ifndef OCXL_CARD_CARD_H
#define OCXL_CARD_CARD_H

#include "../core/transport.h"
#include "card-host.h"

struct ocxlpmem_card;

/** ocxlpmem_card_size() - bytes of memory that ocxlpmem_card_init() needs */
size_t ocxlpmem_card_size(void);

/**
 * ocxlpmem_card_init() - a healthy card after power-on
 * @memory: ocxlpmem_card_size() bytes, zeroed, 8-byte aligned; owned by the caller
 * @host: owned by the caller, must outlive the card
 * @serial: serial number until a scenario sets another
 * @capacity: bytes of memory behind the label area
 *
 * Return: the card, which is at @memory.
 */
struct ocxlpmem_card *ocxlpmem_card_init(void *memory, const struct ocxlpmem_card_host *host,
					 u64 serial, u64 capacity);

/**
 * ocxlpmem_card_read64() - read64 of struct ocxlpmem_transport
 * @card: the card; the caller serialises
 * @offset: offset in MMIO
 * @value: receives the register
 */
int ocxlpmem_card_read64(void *card, u32 offset, u64 *value);

/**
 * ocxlpmem_card_write64() - write64 of struct ocxlpmem_transport
 * @card: the card; the caller serialises
 * @offset: offset in MMIO
 * @value: new value
 */
int ocxlpmem_card_write64(void *card, u32 offset, u64 value);

/**
 * ocxlpmem_card_inject() - change what the card reports; inject of struct ocxlpmem_transport
 * @card: the card; the caller serialises
 * @injection: the change. It lasts until it is restored, and overrides what a scenario sets
 *
 * Return: 0, -ENOENT if the card does not have the attribute, or -ENXIO for a dead card. Restoring
 * something that was not changed, or does not exist, does nothing.
 */
int ocxlpmem_card_inject(void *card, const struct ocxlpmem_injection *injection);

/**
 * ocxlpmem_card_advance() - do what has become due
 * @card: the card; the caller serialises
 *
 * Return: time (of host->now_ns) at which something happens next without an access, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_reset() - AFU reset: clears mailbox, handles and enables of interrupts, fatal bits
 * @card: the card; the caller serialises. Settings of its scenario and its error log stay
 */
void ocxlpmem_card_reset(struct ocxlpmem_card *card);

/** ocxlpmem_card_resize() - change the size of the memory behind the label area, in bytes */
void ocxlpmem_card_resize(struct ocxlpmem_card *card, u64 capacity);

/** ocxlpmem_card_serial() - serial number, which a real card has in its PCI configuration space */
u64 ocxlpmem_card_serial(const struct ocxlpmem_card *card);

/** ocxlpmem_card_timeout_ms() - time-out of an opcode that a scenario set, or 0 */
u32 ocxlpmem_card_timeout_ms(const struct ocxlpmem_card *card, u8 opcode);

#endif /* OCXL_CARD_CARD_H */
