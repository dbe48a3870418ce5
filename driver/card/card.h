/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The emulated card: a model of the registers of controller.md, driven by
 * register accesses and a clock. It knows neither the mailbox code nor the wire contract of the
 * driver.
 */
#ifndef OCXL_CARD_CARD_H
#define OCXL_CARD_CARD_H

#include "../core/transport.h"

/**
 * struct ocxlpmem_card_host - what the emulated card needs of its environment
 * @context: passed to every operation
 * @now_ns: monotonic clock in nanoseconds
 * @interrupt: a bit of CHI that is enabled in CHIE went from 0 to 1; @line is 0 (IMA0) or 1
 *	(IMA1), @handle the object handle of this line, 0 if the host has not written one. Called
 *	while a register is accessed or time passes, so it must not access the card. May be NULL
 * @log: one line about an access that a host should not make, for example a second request while
 *	one runs. May be NULL
 * @erase: clear @size bytes of the card's memory from @offset on, counted from the start of the
 *	label area. Returns 0 or -errno. NULL: secure erase is an unknown opcode
 * @changed: a line of a scenario that waited for its time has taken effect. The serial number,
 *	time-outs and health may differ. Called as @interrupt. May be NULL
 * @more_keywords: keywords that the host handles before it calls the parser of scenarios,
 *	for messages. NULL: none
 * @is_held: must requests with this opcode wait for their answer? Called as @interrupt. NULL: no
 */
struct ocxlpmem_card_host {
	void *context;
	u64 (*now_ns)(void *context);
	void (*interrupt)(void *context, unsigned int line, u64 handle);
	void (*log)(void *context, const char *text);
	int (*erase)(void *context, u64 offset, u64 size);
	void (*changed)(void *context);
	const char *more_keywords;
	bool (*is_held)(void *context, u8 opcode);
};

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

/**
 * ocxlpmem_card_running_opcode() - opcode of the request that has no answer yet, or
 * OCXL_OPCODE_NONE
 */
u8 ocxlpmem_card_running_opcode(const struct ocxlpmem_card *card);

/** ocxlpmem_card_timeout_ms() - time-out of an opcode that a scenario set, or 0 */
u32 ocxlpmem_card_timeout_ms(const struct ocxlpmem_card *card, u8 opcode);

#endif /* OCXL_CARD_CARD_H */
