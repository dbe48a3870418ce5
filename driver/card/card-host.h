/* SPDX-License-Identifier: GPL-2.0-only */
/* What the emulated card needs of its environment. */
#ifndef OCXL_CARD_CARD_HOST_H
#define OCXL_CARD_CARD_HOST_H

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
 */
struct ocxlpmem_card_host {
	void *context;
	u64 (*now_ns)(void *context);
	void (*interrupt)(void *context, unsigned int line, u64 handle);
	void (*log)(void *context, const char *text);
	int (*erase)(void *context, u64 offset, u64 size);
	void (*changed)(void *context);
	const char *more_keywords;
};

#endif /* OCXL_CARD_CARD_HOST_H */
