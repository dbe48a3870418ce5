/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The emulated card: a model of the registers of
 * Documentation/protocol/controller.md, driven by reads, writes and the clock.
 * It knows neither the mailbox code nor the wire contract of the driver.
 */
#ifndef OCXL_CARD_CARD_H
#define OCXL_CARD_CARD_H

#include "../core/registers.h"
#include "../core/transport.h"

/* a time at which nothing happens */
#define OCXL_NEVER (~0ULL)

/**
 * struct ocxlpmem_card_host - what the emulated card needs of the place where it lives
 * @context: handed to every operation
 * @now_ns: a monotonic clock, nanoseconds
 * @interrupt: a CHI bit that is enabled in CHIE went from 0 to 1; @line is 0 (IMA0) or 1
 *	(IMA1). Called from within ocxlpmem_card_read/write/advance; only to take a note.
 *	May be NULL
 * @erase: clear that many bytes of the card's memory, labels included, from @offset on;
 *	0 or -errno. NULL: secure erase is an unknown opcode
 * @log: one line about something that a host should not do (a request while one
 *	runs). May be NULL
 */
struct ocxlpmem_card_host {
	void *context;
	u64 (*now_ns)(void *context);
	void (*interrupt)(void *context, unsigned int line);
	void (*log)(void *context, const char *text);
	int (*erase)(void *context, u64 offset, u64 size);
};

struct ocxlpmem_card;

/**
 * ocxlpmem_card_size() - bytes that a card needs; ocxlpmem_card_init() takes that much zeroed memory
 */
size_t ocxlpmem_card_size(void);

/**
 * ocxlpmem_card_init() - a card in good health after power-on
 * @memory: ocxlpmem_card_size() bytes, zeroed, 8-byte aligned; stays the caller's
 * @host: stays the caller's, must outlive the card
 * @serial: shown until a scenario sets another
 * @capacity: bytes of memory behind the label area
 *
 * Return: the card, which is @memory.
 */
struct ocxlpmem_card *ocxlpmem_card_init(void *memory, const struct ocxlpmem_card_host *host,
					 u64 serial, u64 capacity);

/* the transport's two operations, see struct ocxlpmem_transport; @card is the context */
int ocxlpmem_card_read64(void *card, u32 offset, u64 *value);
int ocxlpmem_card_write64(void *card, u32 offset, u64 value);

/**
 * ocxlpmem_card_inject() - change what the card says of itself, by the back door of emulated cards
 * @card: as above
 * @injection: what to change; stays until it is restored, over what a scenario sets
 *
 * Return: 0, -ENOENT for an attribute that the card does not have. Restoring what was not
 * changed, or is not there, does nothing.
 */
int ocxlpmem_card_inject(void *card, const struct ocxlpmem_injection *injection);

/**
 * ocxlpmem_card_advance() - let time pass: raise what has become due
 * @card: the caller serialises
 *
 * Return: nanoseconds (of host->now_ns) at which something will next happen by
 * itself, or OCXL_NEVER.
 */
u64 ocxlpmem_card_advance(struct ocxlpmem_card *card);

/**
 * ocxlpmem_card_reset() - as an AFU reset: mailbox, enables and fatal bits start anew
 * @card: the caller serialises; what its scenario set and its error log stay
 */
void ocxlpmem_card_reset(struct ocxlpmem_card *card);

/** ocxlpmem_card_resize() - the memory behind the label area has another size now */
void ocxlpmem_card_resize(struct ocxlpmem_card *card, u64 capacity);

/** ocxlpmem_card_serial() - serial number (the PCI capability's, not a register) */
u64 ocxlpmem_card_serial(const struct ocxlpmem_card *card);

/** ocxlpmem_card_timeout_ms() - what the scenario says of an opcode's time-out, 0 for the default */
u32 ocxlpmem_card_timeout_ms(const struct ocxlpmem_card *card, u8 opcode);

/**
 * ocxlpmem_card_apply_scenario() - obey a text of scenario lines (driver/card/scenario.c)
 * @card: the caller serialises
 * @text: lines; need not be terminated
 * @size: bytes of @text
 * @line: receives the number of the bad line, from 1
 * @why: receives a message about it: the thing, the value, what is allowed
 * @why_size: bytes of @why
 *
 * All or nothing: every line is checked before the first one is obeyed.
 *
 * Return: 0, -EINVAL for a bad line, -ENOSPC when the card's queues cannot take it.
 */
int ocxlpmem_card_apply_scenario(struct ocxlpmem_card *card, const char *text, size_t size,
				 unsigned int *line, char *why, size_t why_size);

#endif /* OCXL_CARD_CARD_H */
