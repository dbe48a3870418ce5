/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The admin mailbox: one request at a time, request id, doorbell, time-out, acknowledgment
 * (controller.md 3).
 *
 * A request that timed out is *overdue*: the mailbox stays busy, because the response may still
 * come. A response that comes after its request was given up is *stale*. If an overdue request is
 * presumed lost, the mailbox waits as long again and then *abandons* it: the mailbox
 * accepts new requests, and recognises a stale response by the request id.
 */
#ifndef OCXL_CORE_MAILBOX_H
#define OCXL_CORE_MAILBOX_H

#include "registers.h"
#include "transport.h"

/**
 * struct ocxlpmem_abandoned_request - a request whose response is no longer awaited
 * @id: request id; 0: there is none
 * @opcode: OCXL_OPCODE_*
 * @since_ns: when it was abandoned
 */
struct ocxlpmem_abandoned_request {
	u16 id;
	u8 opcode;
	u64 since_ns;
};

/**
 * struct ocxlpmem_transaction - a request to the card and its result
 * @opcode: OCXL_OPCODE_*
 * @id: request id; 0 if the request was not sent
 * @parameter: word 0x08 of the request
 * @rc: result of ocxlpmem_mailbox_run()
 * @status: wire status, if @rc is 0
 * @duration_ns: time of the whole call, with the wait for an overdue response
 */
struct ocxlpmem_transaction {
	u8 opcode;
	u16 id;
	u64 parameter;
	int rc;
	u8 status;
	u64 duration_ns;
};

/**
 * struct ocxlpmem_mailbox - state of one card's admin mailbox
 * @transport: how to reach the card; outlives the mailbox
 * @request_block: offset in MMIO of the 64-byte request block
 * @response_block: offset in MMIO of the 64-byte response block
 * @data: offset in MMIO of the data buffer
 * @data_size: size of the data buffer in bytes
 * @last_id: id of the last request; 0 is never used
 * @overdue: a request timed out and its response has not come yet
 * @presumed_lost: the response of the overdue request may never come. The request was sent
 *	before the controller was ready, or while the controller worked on an abandoned one, or
 *	by a driver that was unbound. It is abandoned after as long again
 * @overdue_opcode: opcode of the last request, which is the overdue one
 * @overdue_id: its id; 0 before the first request
 * @overdue_since_ns: when it timed out
 * @presumed_lost_since_ns: when @presumed_lost was set
 * @abandoned: the last abandoned request. A response to it is treated as stale, and the wait for
 *	the current request goes on
 * @stale_count: stale responses so far. Each of them may have overwritten the data buffer
 * @seen_clear: bits of CHI that were 0 at any poll; ocxlpmem_device_refresh_health() evaluates and
 *	clears them. So a bit that is set again before a wait ends is noticed
 * @timeout_ms: per opcode; 0 is the default of controller.md 3.2
 * @save_stale: called with each stale response before it is acknowledged, which makes the card
 *	forget an error-log entry. Receives the opcode of the request, or OCXL_OPCODE_COUNT if it
 *	is not known. Returns 0, or an error that leaves the response on the card for the next
 *	ocxlpmem_mailbox_drain(). May be NULL
 * @save_stale_context: passed to @save_stale
 * @transaction_ended: called after each ocxlpmem_mailbox_run(); may be NULL
 * @transaction_context: passed to @transaction_ended
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
	struct ocxlpmem_abandoned_request abandoned;
	u32 stale_count;
	u64 seen_clear;
	u32 timeout_ms[OCXL_OPCODE_COUNT];
	int (*save_stale)(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context);
	void *save_stale_context;
	void (*transaction_ended)(void *context, const struct ocxlpmem_transaction *transaction);
	void *transaction_context;
};

/**
 * ocxlpmem_mailbox_init() - read the offsets of the blocks and check them
 * @mailbox: zeroed; @timeout_ms and the callbacks with their contexts may be set and stay
 * @transport: owned by the caller, must outlive @mailbox
 *
 * The first call looks for a request that an earlier driver left in the request block without a
 * response. Such a request becomes overdue and presumed lost.
 *
 * Return: 0, -EIO if the blocks are unaligned, overlap each other or the registers or reach past
 * 32 bits, or the error of the transport.
 */
int ocxlpmem_mailbox_init(struct ocxlpmem_mailbox *mailbox,
			  const struct ocxlpmem_transport *transport);

/**
 * ocxlpmem_mailbox_find_blocks() - first part of ocxlpmem_mailbox_init(); private to the mailbox
 * @mailbox: with its transport
 *
 * Return: 0, -EIO or the error of the transport.
 */
int ocxlpmem_mailbox_find_blocks(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_drain() - take stale responses out of the mailbox
 * @mailbox: the caller holds the card's lock
 * @opcode: its time-out limits the wait for an overdue response
 * @status: receives OCXLPMEM_STATUS_OK; _TIMEOUT if the overdue response has not come; _NOT_READY
 *	if the controller has stopped meanwhile; _BAD_RESPONSE if it sends responses without end
 *
 * Every stale response goes through @mailbox->save_stale. The request id tells to which request
 * it belongs; if the mailbox does not know the id, the request block does.
 *
 * Return: 0 with @status set, the error of the transport (-ENXIO, -EINTR), or the error of
 * @mailbox->save_stale (-ENOMEM).
 */
int ocxlpmem_mailbox_drain(struct ocxlpmem_mailbox *mailbox, u8 opcode, u8 *status);

/**
 * ocxlpmem_mailbox_run() - send one request and wait for its response
 * @mailbox: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*
 * @parameter: word 0x08 of the request; the other words are written as 0
 * @status: receives the wire status (OCXLPMEM_STATUS_*): the card's own, TIMEOUT or BAD_RESPONSE
 *
 * Drains the mailbox first. If that fails, @status is that of ocxlpmem_mailbox_drain() and no
 * request is sent. A status of 0x80 to 0xFE from the card becomes BAD_RESPONSE: these numbers are
 * reserved for the driver. With OCXLPMEM_STATUS_OK the response is in the data buffer and *not yet
 * acknowledged*: read it, then call ocxlpmem_mailbox_acknowledge(). With any other status it is
 * acknowledged already, or the request is overdue.
 *
 * Polls every 2 us for 10 us, then after each eighth of the time waited so far, at most 1 ms,
 * until the time-out of the opcode.
 *
 * Return: as ocxlpmem_mailbox_drain(); -EINVAL for an unknown opcode.
 */
int ocxlpmem_mailbox_run(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status);

/**
 * ocxlpmem_mailbox_timeout_ms() - how long to wait for a response, in milliseconds
 * @mailbox: need not be initialised
 * @opcode: OCXL_OPCODE_*
 */
u32 ocxlpmem_mailbox_timeout_ms(const struct ocxlpmem_mailbox *mailbox, u8 opcode);

/**
 * ocxlpmem_mailbox_write() - copy bytes into the data buffer, in the card's memory order
 * @mailbox: after ocxlpmem_mailbox_drain() gave OCXLPMEM_STATUS_OK, before ocxlpmem_mailbox_run()
 * @offset: offset in the data buffer, a multiple of 8
 * @bytes: source
 * @size: bytes, a multiple of 8
 *
 * Return: 0, -EINVAL if unaligned or past the end of the buffer, or the error of the transport.
 */
int ocxlpmem_mailbox_write(struct ocxlpmem_mailbox *mailbox, u32 offset, const void *bytes,
			   u32 size);

/**
 * ocxlpmem_mailbox_acknowledge() - tell the card that the response was read
 * @mailbox: after ocxlpmem_mailbox_run() gave OCXLPMEM_STATUS_OK, exactly once
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_mailbox_acknowledge(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_read() - copy bytes out of the data buffer, in the card's memory order
 * @mailbox: between ocxlpmem_mailbox_run() and ocxlpmem_mailbox_acknowledge()
 * @offset: offset in the data buffer, a multiple of 8
 * @bytes: destination; multi-byte values stay little-endian
 * @size: bytes, not necessarily a multiple of 8
 *
 * Return: 0, -EINVAL past the end of the buffer, or the error of the transport.
 */
int ocxlpmem_mailbox_read(struct ocxlpmem_mailbox *mailbox, u32 offset, void *bytes, u32 size);

/**
 * ocxlpmem_mailbox_read64() - read one little-endian word of the data buffer as a number
 * @mailbox: between ocxlpmem_mailbox_run() and ocxlpmem_mailbox_acknowledge()
 * @offset: offset in the data buffer, a multiple of 8
 * @value: receives the word in host order
 *
 * Return: as ocxlpmem_mailbox_read().
 */
int ocxlpmem_mailbox_read64(struct ocxlpmem_mailbox *mailbox, u32 offset, u64 *value);

/**
 * ocxlpmem_mailbox_presume_lost() - the overdue response may never come
 * @mailbox: the caller holds the card's lock
 *
 * For requests that the controller may not have noticed.
 */
void ocxlpmem_mailbox_presume_lost(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_abandon_overdue() - give up an overdue response: the controller restarts
 * @mailbox: the caller holds the card's lock
 */
void ocxlpmem_mailbox_abandon_overdue(struct ocxlpmem_mailbox *mailbox);

/**
 * ocxlpmem_mailbox_awaits_stale() - may a stale response to this opcode still come
 * @mailbox: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*
 *
 * Return: true for 60 s after such a request was abandoned, unless its response has come. The
 * response would overwrite the data buffer.
 */
bool ocxlpmem_mailbox_awaits_stale(const struct ocxlpmem_mailbox *mailbox, u8 opcode);

/**
 * ocxlpmem_mailbox_stuck_ns() - when a request will have been overdue for 60 s
 * @mailbox: the caller holds the card's lock
 *
 * Return: a time of the transport's now_ns(), perhaps in the past; OCXL_NEVER if no request is
 * overdue.
 */
u64 ocxlpmem_mailbox_stuck_ns(const struct ocxlpmem_mailbox *mailbox);

#endif /* OCXL_CORE_MAILBOX_H */
