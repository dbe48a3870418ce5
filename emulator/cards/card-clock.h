/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clock of a card: the machine's, or a virtual one (--clock=virtual).
 *
 * Virtual time passes in two ways: a wait of the driver for its card takes no real time, and moves
 * the clock of this card by the length of the wait; and lines of the control socket move the clocks
 * of all cards. While a line holds the request that the driver waits for, only such lines move the
 * clock of the card.
 */
#ifndef OCXL_EMULATOR_CARD_CLOCK_H
#define OCXL_EMULATOR_CARD_CLOCK_H

#include "core/registers.h"

/**
 * struct ocxl_card_clock - the clock of one card, and the opcodes that are held
 * @now_ns: the virtual time
 * @until_ns: lines of the control socket have moved the clock to here, and events before that may
 *	be due
 * @held: bit n: the card does not answer requests with opcode n
 * @passing: bit n: except the request that it has already
 * @stopped_by: opcode of the held request that the driver waits for, or OCXL_OPCODE_NONE
 */
struct ocxl_card_clock {
	u64 now_ns;
	u64 until_ns;
	u32 held;
	u32 passing;
	u8 stopped_by;
};

/** ocxl_monotonic_ns() - the clock of the machine, in nanoseconds */
u64 ocxl_monotonic_ns(void);

/** ocxl_card_clock_choose() - use virtual clocks, or the machine's; before the first card exists */
void ocxl_card_clock_choose(bool is_virtual);

/** ocxl_card_clock_is_virtual() - are the clocks virtual? */
bool ocxl_card_clock_is_virtual(void);

/** ocxl_card_clock_init() - begin at the time of the machine */
void ocxl_card_clock_init(struct ocxl_card_clock *clock);

/** ocxl_card_clock_now_ns() - the time of a card, in nanoseconds */
u64 ocxl_card_clock_now_ns(struct ocxl_card_clock *clock);

/**
 * ocxl_card_clock_wait() - let virtual time pass for a driver that waits
 * @clock: the clock
 * @opcode: of the request that it waits for, or OCXL_OPCODE_NONE
 * @wait_ns: length of the wait
 * @has_ended: has the reason to wait ended? Called every 50 ms while the request is held
 * @context: for @has_ended
 *
 * Return: 0, or -EINTR if @has_ended says so.
 */
int ocxl_card_clock_wait(struct ocxl_card_clock *clock, u8 opcode, u64 wait_ns,
			 bool (*has_ended)(void *context), void *context);

/** ocxl_card_clock_hold() - hold or release requests with these opcodes, a mask of bits */
void ocxl_card_clock_hold(struct ocxl_card_clock *clock, u32 opcodes, bool hold);

/** ocxl_card_clock_hold_next() - release the request that the card has, and hold later ones */
void ocxl_card_clock_hold_next(struct ocxl_card_clock *clock, u32 opcodes);

/** ocxl_card_clock_begin_request() - the card has no request, and may get one now */
void ocxl_card_clock_begin_request(struct ocxl_card_clock *clock);

/** ocxl_card_clock_holds() - are requests with this opcode held? */
bool ocxl_card_clock_holds(struct ocxl_card_clock *clock, u8 opcode);

/**
 * ocxl_card_clock_stopped_by() - opcode of the held request that the driver waits for, or
 * OCXL_OPCODE_NONE
 */
u8 ocxl_card_clock_stopped_by(struct ocxl_card_clock *clock);

/**
 * ocxl_card_clock_advance() - let a driver that waits, and ocxl_card_clock_step(), move the clock
 * by this time
 */
void ocxl_card_clock_advance(struct ocxl_card_clock *clock, u64 ns);

/**
 * ocxl_card_clock_has_arrived() - has the clock moved as far as ocxl_card_clock_advance() lets it?
 */
bool ocxl_card_clock_has_arrived(struct ocxl_card_clock *clock);

/**
 * ocxl_card_clock_step() - move the clock to the next event, or as far as ocxl_card_clock_advance()
 * lets it
 * @clock: the clock; the caller holds the lock of its card
 * @event_ns: time of the next event
 *
 * Return: whether the clock has moved.
 */
bool ocxl_card_clock_step(struct ocxl_card_clock *clock, u64 event_ns);

/**
 * struct ocxl_virtual_limit - a call that waits until a virtual time
 * @next: next in the list
 * @end_ns: ocxl_virtual_time_passed_ns() at the end
 */
struct ocxl_virtual_limit {
	struct ocxl_virtual_limit *next;
	u64 end_ns;
};

/** ocxl_virtual_limit_begin() - a call begins to wait for this time */
void ocxl_virtual_limit_begin(struct ocxl_virtual_limit *limit, u64 ns);

/** ocxl_virtual_limit_end() - it does not wait any more */
void ocxl_virtual_limit_end(const struct ocxl_virtual_limit *limit);

/** ocxl_virtual_limit_count() - number of calls that wait */
unsigned int ocxl_virtual_limit_count(void);

/** ocxl_virtual_time_passed_ns() - the sum of all advances, from ocxl_virtual_time_pass() */
u64 ocxl_virtual_time_passed_ns(void);

/**
 * ocxl_program_time_ns() - the time by which programs are late: the machine's, or the sum of all
 * advances
 */
u64 ocxl_program_time_ns(void);

/**
 * ocxl_virtual_time_pass() - add to ocxl_virtual_time_passed_ns(), and wait for the calls whose
 * limit has passed
 */
void ocxl_virtual_time_pass(u64 ns);

#endif /* OCXL_EMULATOR_CARD_CLOCK_H */
