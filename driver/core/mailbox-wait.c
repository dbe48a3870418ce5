// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waits for the response of the admin mailbox: spins at first, then sleeps for growing times (controller.md 3.2).
 */
#include "mailbox.h"

#define SPIN_US		  10
#define SHORTEST_SLEEP_US (OCXL_TRANSPORT_SPIN_US + 1)
#define LONGEST_SLEEP_US  1000
/* a pause is this fraction of the time waited so far; it limits the delay of noticing a response */
#define PAUSE_DIVISOR	  8
#define NS_PER_US	  1000
#define NS_PER_MS	  1000000ULL

static u64 next_pause_us(u64 waited_ns)
{
	u64 pause_us;

	if (waited_ns <= (SPIN_US - OCXL_TRANSPORT_SPIN_US) * NS_PER_US)
		return OCXL_TRANSPORT_SPIN_US;
	pause_us = div_u64(waited_ns, PAUSE_DIVISOR * NS_PER_US);
	return min_t(u64, max_t(u64, pause_us, SHORTEST_SLEEP_US), LONGEST_SLEEP_US);
}

static int pause_between_polls(const struct ocxlpmem_transport *transport, u64 pause_us,
			       u64 remaining_ns)
{
	u64 remaining_us = div_u64(remaining_ns + NS_PER_US - 1, NS_PER_US);

	return transport->wait_us(transport->context, (u32)min_t(u64, pause_us, remaining_us));
}

int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms,
			   u64 *seen_clear, bool *arrived)
{
	u64 began_ns = ocxlpmem_now_ns(transport);
	u64 deadline_ns = began_ns + timeout_ms * NS_PER_MS;
	u64 health, now_ns;
	int rc;

	for (;;) {
		/* before the poll, so that the last poll comes after the deadline */
		now_ns = ocxlpmem_now_ns(transport);
		rc = ocxlpmem_read_health(transport, &health);
		if (rc)
			return rc;
		*seen_clear |= ~health;
		*arrived = (health & OCXL_CHI_ACRA) != 0;
		if (*arrived || now_ns >= deadline_ns)
			return 0;
		rc = pause_between_polls(transport, next_pause_us(now_ns - began_ns),
					 deadline_ns - now_ns);
		if (rc)
			return rc;
	}
}
