// SPDX-License-Identifier: GPL-2.0-only
/*
 * How an answer is waited for: spun at first, slept soon, and with a nap before those that
 * took a little longer the last time (Documentation/protocol/controller.md 3.2).
 */
#include "poll.h"
#include "registers.h"

#define POLL_SPIN_US  10
#define POLL_NEXT_US  (OCXL_TRANSPORT_SPIN_US + 1)
#define POLL_LAST_US  1000
#define POLL_SHARE    8
/* before an answer that takes no longer than this there may be a nap, which ends so much earlier */
#define POLL_SHORT_US 40
#define POLL_AHEAD_US 5
#define NS_PER_US     1000
#define NS_PER_MS     1000000ULL

int ocxlpmem_read_health(const struct ocxlpmem_transport *transport, u64 *health)
{
	int rc = ocxlpmem_read_register(transport, OCXL_REG_CHI, health);

	if (rc)
		return rc;
	return *health == ~0ULL ? -ENXIO : 0;
}

/**
 * struct patience - how an answer is waited for
 * @nap_us: its first pause is a sleep of so many microseconds; 0: there is none
 * @looks: so far
 * @pause_us: the last pause, as it was meant
 * @overslept_us: how much longer the last sleep took than it was meant to
 * @began_ns: when the request was rung
 * @spin_ns: since when pauses are spun: from the beginning, or after the nap
 * @empty_ns: of the last look that found nothing
 */
struct patience {
	u32 nap_us;
	u32 looks;
	u64 pause_us;
	u64 overslept_us;
	u64 began_ns;
	u64 spin_ns;
	u64 empty_ns;
};

/* an answer is seen an eighth of its time late at most, so that its time means something */
static u64 next_pause(const struct patience *patience, u64 at)
{
	u64 share_us;

	if (patience->looks == 1 && patience->nap_us)
		return patience->nap_us;
	if (at - patience->spin_ns <= (POLL_SPIN_US - OCXL_TRANSPORT_SPIN_US) * NS_PER_US)
		return OCXL_TRANSPORT_SPIN_US;
	share_us = div_u64(at - patience->began_ns, POLL_SHARE * NS_PER_US);
	return min_t(u64, max_t(u64, share_us, POLL_NEXT_US), POLL_LAST_US);
}

static void note_look(struct patience *patience, u64 at)
{
	u64 paused_us;

	patience->looks++;
	if (patience->pause_us > OCXL_TRANSPORT_SPIN_US) {
		paused_us = div_u64(at - patience->empty_ns, NS_PER_US);
		patience->overslept_us = paused_us - min_t(u64, paused_us, patience->pause_us);
	}
	if (patience->looks == 2 && patience->nap_us)
		patience->spin_ns = at;
}

/*
 * The nap of the next request like this one: it is to wake up a little before the answer,
 * whatever waking up takes here. An answer that was there by then may have been there for
 * long, so the next one is looked for from the beginning.
 */
static u8 next_nap(const struct patience *patience, u64 at)
{
	bool spun = at - patience->spin_ns <= POLL_SPIN_US * NS_PER_US;
	u64 seen_us = div_u64((spun ? at : patience->empty_ns) - patience->began_ns, NS_PER_US);
	u64 ahead_us = min_t(u64, seen_us, POLL_AHEAD_US + patience->overslept_us);

	if (spun && (!patience->nap_us || patience->looks <= 2 || seen_us < POLL_SPIN_US))
		return 0;
	if (seen_us > POLL_SHORT_US)
		return 0;
	return (u8)max_t(u64, seen_us - ahead_us, POLL_NEXT_US);
}

static int pause_once(const struct ocxlpmem_transport *transport, u64 pause_us, u64 remaining_ns)
{
	u64 remaining_us = div_u64(remaining_ns + NS_PER_US - 1, NS_PER_US);

	return transport->wait_us(transport->context, (u32)min_t(u64, pause_us, remaining_us));
}

int ocxlpmem_wait_response(const struct ocxlpmem_transport *transport, u32 timeout_ms, u8 *nap_us,
			   u64 *low, bool *arrived)
{
	u64 began = transport->now_ns(transport->context);
	struct patience patience = { .nap_us = *nap_us, .began_ns = began, .spin_ns = began };
	u64 deadline = began + timeout_ms * NS_PER_MS;
	u64 health, at;
	int rc;

	for (;;) {
		/* taken before the look, so that the last look comes after the deadline */
		at = transport->now_ns(transport->context);
		rc = ocxlpmem_read_health(transport, &health);
		if (rc)
			return rc;
		*low |= ~health;
		*arrived = (health & OCXL_CHI_ACRA) != 0;
		note_look(&patience, at);
		if (*arrived)
			*nap_us = next_nap(&patience, at);
		if (*arrived || at >= deadline)
			return 0;
		patience.empty_ns = at;
		patience.pause_us = next_pause(&patience, at);
		rc = pause_once(transport, patience.pause_us, deadline - at);
		if (rc)
			return rc;
	}
}
