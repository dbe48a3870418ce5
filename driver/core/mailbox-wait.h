/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for the response of the admin mailbox. */
#ifndef OCXL_CORE_MAILBOX_WAIT_H
#define OCXL_CORE_MAILBOX_WAIT_H

#include "transport.h"

/**
 * struct ocxlpmem_status_seen - what waits have seen of CHI
 * @clear: bits that were 0; ocxlpmem_device_refresh_health() evaluates and clears them. So a bit that
 *	is set again before a wait ends is noticed
 * @unready_at_work: the card clears CRDY while it works on a request, and has answered nevertheless:
 *	CRDY that is clear during a wait is no restart, and not noted
 */
struct ocxlpmem_status_seen {
	u64 clear;
	bool unready_at_work;
};

/**
 * ocxlpmem_wait_response() - poll CHI.ACRA until a response arrives or the time is over
 * @transport: how to reach the card
 * @timeout_ms: 0 polls once
 * @seen: receives, in addition to what it has, the bits of CHI that were 0 at any poll
 * @arrived: receives whether a response is there
 *
 * Return: 0 with @arrived set, or the error of the transport (-ENXIO, -EINTR).
 */
int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms,
			   struct ocxlpmem_status_seen *seen, bool *arrived);

/**
 * ocxlpmem_check_ready_at_work() - does the card clear CRDY while it works on a request
 * @transport: how to reach the card, which has answered a request
 * @seen: during the request
 * @clear_before: @seen->clear when the request was sent
 *
 * No public source says that CRDY stays set meanwhile. A controller that answers and is ready, which it
 * is not after a shutdown, has not restarted.
 *
 * Return: 0, or the error of the transport.
 */
int ocxlpmem_check_ready_at_work(const struct ocxlpmem_transport *transport,
				 struct ocxlpmem_status_seen *seen, u64 clear_before);

#endif /* OCXL_CORE_MAILBOX_WAIT_H */
