/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The admin mailbox: one request at a time, request id, doorbell, time-out,
 * acknowledge (Documentation/protocol/controller.md 3).
 */
#ifndef OCXL_CORE_MAILBOX_H
#define OCXL_CORE_MAILBOX_H

#include "registers.h"
#include "transport.h"

/* so many requests whose answers are not waited for any more are remembered */
#define OCXL_ABANDONED_MAX 4

/**
 * struct ocxlpmem_abandoned_request - a request whose answer is not waited for any more, but may come
 * @id: 0: none
 * @opcode: of that request
 * @since_ns: when it was given up
 */
struct ocxlpmem_abandoned_request {
	u16 id;
	u8 opcode;
	u64 since_ns;
};

/**
 * struct ocxlpmem_mailbox - state of one card's admin mailbox
 * @transport: how to reach the card; outlives the mailbox
 * @request_block: offset in MMIO of the 64-byte request block
 * @response_block: offset in MMIO of the 64-byte response block
 * @data: offset in MMIO of the data buffer
 * @data_size: its size in bytes
 * @last_id: id of the last request; 0 is never used
 * @overdue: a request timed out and its answer has not come yet
 * @presumed_lost: the late answer may never come: the request was rung before the controller was
 *	ready, or while it worked on one that was given up, or by a driver that was unbound. It is
 *	waited for as long again as it had before, and then given up
 * @presumed_lost_since_ns: when that was noticed
 * @overdue_opcode: of that request
 * @overdue_id: of that request
 * @overdue_since_ns: when it timed out
 * @abandoned: requests that were given up. An answer to one of them is told from that to the
 *	request at hand by its id; it is dealt with like a late one, and the wait goes on
 * @abandoned_next: where the next one goes; the oldest is forgotten
 * @stale_count: answers so far that nobody waited for; what stood in the data buffer is not what
 *	was written there, when this has changed since
 * @chi_seen_clear: bits of CHI that were 0 while an answer was waited for; who looks at them clears them
 * @first_sleep_us: per opcode: how long to sleep before the answer is looked for, as the last one took
 *	longer than may be spun, and not much longer; 0: it is looked for at once
 * @timeout_ms: per opcode; 0 is the default of controller.md 3.2
 * @save_stale: called when an answer has come that nobody waits for (any more), before it is
 *	acknowledged: the last chance to read what the card is about to forget (an error-log
 *	entry). It is told what was asked, OCXL_OPCODE_COUNT when nobody remembers. Unless it
 *	gives 0 the answer stays on the card, for the next one who settles. May be NULL
 * @save_stale_context: handed to @save_stale
 */
struct ocxlpmem_mailbox {
	const struct ocxlpmem_transport *transport;
	u32 request_block;
	u32 response_block;
	u32 data;
	u32 data_size;
	u16 last_id;
	bool overdue;
	bool presumed_lost;
	u8 overdue_opcode;
	u16 overdue_id;
	u64 overdue_since_ns;
	u64 presumed_lost_since_ns;
	struct ocxlpmem_abandoned_request abandoned[OCXL_ABANDONED_MAX];
	u8 abandoned_next;
	u32 stale_count;
	u64 chi_seen_clear;
	u8 first_sleep_us[OCXL_OPCODE_COUNT];
	u32 timeout_ms[OCXL_OPCODE_COUNT];
	int (*save_stale)(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context);
	void *save_stale_context;
};

/**
 * ocxlpmem_mailbox_init() - read the offsets of the blocks and check them
 * @mailbox: zeroed; @timeout_ms, @save_stale and @save_stale_context may be set and stay
 * @transport: stays the caller's, must outlive @mailbox
 *
 * The first time, a request that the block still holds and the response does not answer is
 * taken for one that a driver before us left behind: late, and doubtful.
 *
 * Return: 0, -EIO when the card names blocks that overlap each other or the
 * registers, are unaligned or reach past 32 bits, or the transport's error.
 */
int ocxlpmem_mailbox_init(struct ocxlpmem_mailbox *mailbox,
			  const struct ocxlpmem_transport *transport);

/**
 * ocxlpmem_mailbox_drain() - have no answer of an earlier request about
 * @mailbox: the caller holds the card's lock
 * @opcode: whose time the caller is ready to wait for a late answer
 * @status: 0; TIMEOUT: the late answer has not come; NOT_READY: the controller has stopped
 *	meanwhile; BAD_RESPONSE: it answers again and again, and nobody asked
 *
 * A late answer, and one to a request that was given up, is known by its request id. One that
 * nobody here asked for is known by the request block, if that still holds its request. All go
 * through @mailbox->save_stale.
 *
 * Return: 0 with @status set, else the transport's error (-ENXIO, -EINTR) or what
 * @mailbox->save_stale gave (-ENOMEM).
 */
int ocxlpmem_mailbox_drain(struct ocxlpmem_mailbox *mailbox, u8 opcode, u8 *status);

/**
 * ocxlpmem_mailbox_run() - send one request and wait for its answer
 * @mailbox: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*
 * @parameter: word 0x08 of the request; the other words are written 0
 * @status: wire status (OCXL_STATUS_*): the card's own, or TIMEOUT, BAD_RESPONSE
 *
 * First settles (ocxlpmem_mailbox_drain()): without that, TIMEOUT and no ringing.
 * A status of 0x80 to 0xFE from the card becomes BAD_RESPONSE, because those
 * numbers are the driver's own. On status 0 the
 * answer stands in the data buffer, *unacknowledged*: read it, then call
 * ocxlpmem_mailbox_acknowledge(). On every other outcome it is acknowledged already
 * or remembered as late.
 *
 * Polls every 2 us for 10 us, then after every eighth of the time waited so far, at most
 * 1 ms, until the opcode's time-out. Where the opcode's last answer came after more than
 * those 10 us, but soon, they begin with a nap that ends a little before the answer.
 *
 * Return: as ocxlpmem_mailbox_drain(); -EINVAL for an opcode that there is not.
 */
int ocxlpmem_mailbox_run(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status);

/**
 * ocxlpmem_mailbox_timeout_ms() - how long an answer is waited for, milliseconds
 * @mailbox: need not be initialised
 * @opcode: OCXL_OPCODE_*
 */
u32 ocxlpmem_mailbox_timeout_ms(const struct ocxlpmem_mailbox *mailbox, u8 opcode);

/**
 * ocxlpmem_mailbox_write() - copy into the data buffer, in memory order of the card
 * @mailbox: after ocxlpmem_mailbox_drain() gave status 0, before ocxlpmem_mailbox_run()
 * @offset: bytes from the start of the data buffer, a multiple of 8
 * @bytes: source: raw bytes
 * @size: a multiple of 8
 *
 * Return: 0, -EINVAL when it is no multiple or reaches past the buffer, or the transport's
 * error.
 */
int ocxlpmem_mailbox_write(struct ocxlpmem_mailbox *mailbox, u32 offset, const void *bytes,
			   u32 size);

/**
 * ocxlpmem_mailbox_acknowledge() - tell the card that its answer was read
 * @mailbox: after ocxlpmem_mailbox_run() gave status 0, exactly once
 *
 * Return: 0 or the transport's error.
 */
int ocxlpmem_mailbox_acknowledge(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_read() - copy from the data buffer, in memory order of the card
 * @mailbox: between run and acknowledge
 * @offset: bytes from the start of the data buffer, a multiple of 8
 * @bytes: destination: raw bytes, the card's (little-endian) order
 * @size: bytes wanted; need not be a multiple of 8
 *
 * Return: 0, -EINVAL when it reaches past the buffer, or the transport's error.
 */
int ocxlpmem_mailbox_read(struct ocxlpmem_mailbox *mailbox, u32 offset, void *bytes, u32 size);

/**
 * ocxlpmem_mailbox_read64() - one little-endian word of the data buffer as a number
 * @mailbox: between run and acknowledge
 * @offset: bytes from the start of the data buffer, a multiple of 8
 * @value: in the host's order
 *
 * Return: as ocxlpmem_mailbox_read().
 */
int ocxlpmem_mailbox_read64(struct ocxlpmem_mailbox *mailbox, u32 offset, u64 *value);

/**
 * ocxlpmem_mailbox_presume_lost() - a late answer may never come, as the controller may not have heard
 * @mailbox: the caller holds the card's lock
 */
void ocxlpmem_mailbox_presume_lost(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_abandon_overdue() - the controller starts again: what is late is given up
 * @mailbox: the caller holds the card's lock
 */
void ocxlpmem_mailbox_abandon_overdue(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_awaits_stale() - was such a request given up within the last minute, and not answered
 * @mailbox: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*
 *
 * Its answer may still come, and takes the data buffer.
 */
bool ocxlpmem_mailbox_awaits_stale(const struct ocxlpmem_mailbox *mailbox, u8 opcode);

/**
 * ocxlpmem_mailbox_is_stuck() - has a late answer been missing for over 60 s
 * @mailbox: the caller holds the card's lock
 */
bool ocxlpmem_mailbox_is_stuck(const struct ocxlpmem_mailbox *mailbox);

#endif /* OCXL_CORE_MAILBOX_H */
