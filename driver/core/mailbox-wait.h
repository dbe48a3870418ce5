/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for the response of the admin mailbox. */
#ifndef OCXL_CORE_MAILBOX_WAIT_H
#define OCXL_CORE_MAILBOX_WAIT_H

#include "transport.h"

/**
 * ocxlpmem_wait_response() - poll CHI.ACRA until a response arrives or the time is over
 * @transport: how to reach the card
 * @timeout_ms: 0 polls once
 * @seen_clear: receives, in addition to those that it has, the bits of CHI that were 0 at any poll
 * @arrived: receives whether a response is there
 *
 * Return: 0 with @arrived set, or the error of the transport (-ENXIO, -EINTR).
 */
int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms,
			   u64 *seen_clear, bool *arrived);

#endif /* OCXL_CORE_MAILBOX_WAIT_H */
