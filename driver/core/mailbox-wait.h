/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for the response of the admin mailbox. */
#ifndef OCXL_CORE_MAILBOX_WAIT_H
#define OCXL_CORE_MAILBOX_WAIT_H

#include "transport.h"

/**
 * ocxlpmem_wait_response() - poll CHI.ACRA until a response arrives or the time is over
 * @transport: how to reach the card
 * @timeout_ms: 0 polls once
 * @first_sleep_us: how long to sleep before the second poll, in microseconds; 0 does not sleep.
 *	Receives the value for the next request of the same opcode
 * @chi_seen_clear: receives, in addition to what it has, the bits of CHI that were 0 at any
 *	poll. So a bit that is set again before the wait ends is noticed
 * @arrived: receives whether a response is there
 *
 * Return: 0 with @arrived set, or the error of the transport (-ENXIO, -EINTR).
 */
int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms,
			   u8 *first_sleep_us, u64 *chi_seen_clear, bool *arrived);

#endif /* OCXL_CORE_MAILBOX_WAIT_H */
