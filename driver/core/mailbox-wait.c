// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waits for the response of the admin mailbox: spins at first, then sleeps for growing times.
 * Where the last response of the same opcode took a little longer than spinning lasts, the wait
 * begins with a sleep that ends shortly before the response (controller.md
 * 3.2).
 */
#include "mailbox-wait.h"

#define SPIN_US		  10
#define SHORTEST_SLEEP_US (OCXL_TRANSPORT_SPIN_US + 1)
#define LONGEST_SLEEP_US  1000
/* a pause is this fraction of the time waited so far; it limits the delay of noticing a response */
#define PAUSE_DIVISOR	  8
/* the wait begins with a sleep only if the response is expected within this time */
#define QUICK_RESPONSE_US 40
/* the first sleep ends this much before the expected response */
#define WAKE_AHEAD_US	  5
#define NS_PER_US	  1000
#define NS_PER_MS	  1000000ULL

/**
 * struct response_wait - one wait for a response
 * @first_sleep_us: length of the first pause; 0: no first sleep
 * @polls: polls so far
 * @pause_us: intended length of the last pause
 * @overslept_us: how much longer than intended the last sleep took
 * @began_ns: when the wait began
 * @spin_began_ns: when spinning began: at @began_ns, or after the first sleep
 * @last_empty_ns: time of the last poll that found no response
 */
struct response_wait {
	u32 first_sleep_us;
	u32 polls;
	u64 pause_us;
	u64 overslept_us;
	u64 began_ns;
	u64 spin_began_ns;
	u64 last_empty_ns;
};

static u64 next_pause_us(const struct response_wait *wait, u64 now_ns)
{
	u64 pause_us;

	if (wait->polls == 1 && wait->first_sleep_us)
		return wait->first_sleep_us;
	if (now_ns - wait->spin_began_ns <= (SPIN_US - OCXL_TRANSPORT_SPIN_US) * NS_PER_US)
		return OCXL_TRANSPORT_SPIN_US;
	pause_us = div_u64(now_ns - wait->began_ns, PAUSE_DIVISOR * NS_PER_US);
	return min_t(u64, max_t(u64, pause_us, SHORTEST_SLEEP_US), LONGEST_SLEEP_US);
}

static void record_poll(struct response_wait *wait, u64 now_ns)
{
	u64 paused_us;

	wait->polls++;
	if (wait->pause_us > OCXL_TRANSPORT_SPIN_US) {
		paused_us = div_u64(now_ns - wait->last_empty_ns, NS_PER_US);
		wait->overslept_us = paused_us - min_t(u64, paused_us, wait->pause_us);
	}
	if (wait->polls == 2 && wait->first_sleep_us)
		wait->spin_began_ns = now_ns;
}

/*
 * The first sleep of the next wait ends shortly before the response, whatever time waking up
 * takes on this machine. If the response was there right after the first sleep, it may have been
 * there for long: then the next wait begins without a sleep, to measure again.
 */
static u8 next_first_sleep_us(const struct response_wait *wait, u64 now_ns)
{
	bool spun = now_ns - wait->spin_began_ns <= SPIN_US * NS_PER_US;
	u64 seen_us = div_u64((spun ? now_ns : wait->last_empty_ns) - wait->began_ns, NS_PER_US);
	u64 ahead_us = min_t(u64, seen_us, WAKE_AHEAD_US + wait->overslept_us);

	if (spun && (!wait->first_sleep_us || wait->polls <= 2 || seen_us < SPIN_US))
		return 0;
	if (seen_us > QUICK_RESPONSE_US)
		return 0;
	return (u8)max_t(u64, seen_us - ahead_us, SHORTEST_SLEEP_US);
}

static int pause_between_polls(const struct ocxlpmem_transport *transport, u64 pause_us,
			       u64 remaining_ns)
{
	u64 remaining_us = div_u64(remaining_ns + NS_PER_US - 1, NS_PER_US);

	return transport->wait_us(transport->context, (u32)min_t(u64, pause_us, remaining_us));
}

static void note_status(struct ocxlpmem_status_seen *seen, u64 health)
{
	seen->clear |= seen->unready_at_work ? ~(health | OCXL_CHI_CRDY) : ~health;
}

int ocxlpmem_check_ready_at_work(const struct ocxlpmem_transport *transport,
				 struct ocxlpmem_status_seen *seen, u64 clear_before)
{
	u64 health;
	int rc;

	if (!(seen->clear & ~clear_before & OCXL_CHI_CRDY))
		return 0;
	rc = ocxlpmem_read_health(transport, &health);
	if (rc || !(health & OCXL_CHI_CRDY))
		return rc;
	seen->unready_at_work = true;
	seen->clear &= ~OCXL_CHI_CRDY;
	return 0;
}

int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms,
			   u8 *first_sleep_us, struct ocxlpmem_status_seen *seen, bool *arrived)
{
	u64 began_ns = ocxlpmem_now_ns(transport);
	struct response_wait wait = {
		.first_sleep_us = *first_sleep_us,
		.began_ns = began_ns,
		.spin_began_ns = began_ns,
	};
	u64 deadline_ns = began_ns + timeout_ms * NS_PER_MS;
	u64 health, now_ns;
	int rc;

	for (;;) {
		/* before the poll, so that the last poll comes after the deadline */
		now_ns = ocxlpmem_now_ns(transport);
		rc = ocxlpmem_read_health(transport, &health);
		if (rc)
			return rc;
		note_status(seen, health);
		*arrived = (health & OCXL_CHI_ACRA) != 0;
		record_poll(&wait, now_ns);
		if (*arrived)
			*first_sleep_us = next_first_sleep_us(&wait, now_ns);
		if (*arrived || now_ns >= deadline_ns)
			return 0;
		wait.last_empty_ns = now_ns;
		wait.pause_us = next_pause_us(&wait, now_ns);
		rc = pause_between_polls(transport, wait.pause_us, deadline_ns - now_ns);
		if (rc)
			return rc;
	}
}
