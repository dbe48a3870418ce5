/* SPDX-License-Identifier: GPL-2.0-only */
/* How the controller is asked for its state, and its answer waited for. */
#ifndef OCXL_CORE_POLL_H
#define OCXL_CORE_POLL_H

#include "transport.h"

/**
 * ocxlpmem_read_health() - read CHI
 * @transport: how to reach the card
 * @health: its bits
 *
 * Return: 0, the transport's error, or -ENXIO for all ones: a card that dropped off the bus
 * reads so, and that must not pass for an answer.
 */
int ocxlpmem_read_health(const struct ocxlpmem_transport *transport, u64 *health);

/**
 * ocxlpmem_wait_response() - look for an answer (CHI.ACRA) until it is there or time is over
 * @transport: how to reach the card
 * @timeout_ms: 0 looks once
 * @nap_us: how long to sleep before the second look, microseconds, 0: not at all; set to what
 *	suits the next request like this one
 * @low: bits of CHI that were 0 at some look are set here, none is cleared: what comes back
 *	before the wait ends is not overlooked
 * @arrived: whether there is one
 *
 * Return: 0 with @arrived set, or the transport's error (-ENXIO, -EINTR).
 */
int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms, u8 *nap_us,
			   u64 *low, bool *arrived);

#endif /* OCXL_CORE_POLL_H */
