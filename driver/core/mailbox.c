// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin mailbox: one request at a time, request id, doorbell, time-out,
 * acknowledge (Documentation/protocol/controller.md 3).
 */
#include <nvdimm/ocxlpmem.h>
#include "mailbox.h"

#define POLL_SPIN_US  10
#define POLL_NEXT_US  (OCXL_TRANSPORT_SPIN_US + 1)
#define POLL_LAST_US  1000
#define POLL_SHARE    8
/* before an answer that takes no longer than this there may be a nap, which ends so much earlier */
#define POLL_SHORT_US 40
#define POLL_AHEAD_US 5
#define NS_PER_US     1000
#define NS_PER_MS     1000000ULL
#define STUCK_NS      (60 * 1000 * NS_PER_MS)

/* controller.md 3.2; 3 and 8 are not documented (7, 18) */
static const u32 default_timeout_ms[OCXL_OPCODE_COUNT] = {
	[OCXL_OPCODE_HEARTBEAT] = 100,	   [OCXL_OPCODE_SHUTDOWN] = 1000,
	[OCXL_OPCODE_FW_UPDATE] = 16000,   [OCXL_OPCODE_FW_DEBUG] = 1000,
	[OCXL_OPCODE_ERROR_LOG] = 2000,	   [OCXL_OPCODE_SMART] = 100,
	[OCXL_OPCODE_STATS] = 100,	   [OCXL_OPCODE_DUMP] = 1000,
	[OCXL_OPCODE_CAPABILITIES] = 1000,
};

u32 ocxl_mailbox_timeout(const struct ocxl_mailbox *mailbox, u8 opcode)
{
	if (mailbox->timeout_ms[opcode])
		return mailbox->timeout_ms[opcode];
	return default_timeout_ms[opcode];
}

static u64 now(const struct ocxl_mailbox *mailbox)
{
	return mailbox->transport->now_ns(mailbox->transport->context);
}

static bool overlap(u32 one, u32 one_size, u32 other, u32 other_size)
{
	return one < (u64)other + other_size && other < (u64)one + one_size;
}

static bool is_place(u32 offset, u32 size)
{
	return offset % 8 == 0 && offset >= OCXL_REG_END && (u64)offset + size <= ~0U;
}

static bool is_layout(const struct ocxl_mailbox *mailbox)
{
	u32 request = mailbox->request_block;
	u32 response = mailbox->response_block;

	if (!is_place(request, OCXL_BLOCK_SIZE) || !is_place(response, OCXL_BLOCK_SIZE))
		return false;
	if (!is_place(mailbox->data, mailbox->data_size))
		return false;
	return !overlap(request, OCXL_BLOCK_SIZE, response, OCXL_BLOCK_SIZE) &&
	       !overlap(request, OCXL_BLOCK_SIZE, mailbox->data, mailbox->data_size) &&
	       !overlap(response, OCXL_BLOCK_SIZE, mailbox->data, mailbox->data_size);
}

/* the transport knows where the card's MMIO area ends, and refuses what lies behind it */
static int check_reach(const struct ocxl_mailbox *mailbox)
{
	const u32 last[] = { mailbox->request_block + OCXL_BLOCK_SIZE - 8,
			     mailbox->response_block + OCXL_BLOCK_SIZE - 8,
			     mailbox->data + mailbox->data_size - 8 };
	u64 value;
	u32 i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(last); i++) {
		rc = ocxl_read_register(mailbox->transport, last[i], &value);
		if (rc)
			return rc == -EINVAL ? -EIO : rc;
	}
	return 0;
}

int ocxl_mailbox_init(struct ocxl_mailbox *mailbox, const struct ocxl_transport *transport)
{
	u64 blocks, data;
	int rc;

	mailbox->transport = transport;
	rc = ocxl_read_register(mailbox->transport, OCXL_REG_ACMA_BLOCKS, &blocks);
	if (rc)
		return rc;
	rc = ocxl_read_register(mailbox->transport, OCXL_REG_ACMA_DATA, &data);
	if (rc)
		return rc;
	mailbox->request_block = OCXL_BLOCKS_REQUEST(blocks);
	mailbox->response_block = OCXL_BLOCKS_RESPONSE(blocks);
	mailbox->data = OCXL_DATA_OFFSET(data);
	mailbox->data_size = OCXL_DATA_SIZE(data) & ~7U;
	return is_layout(mailbox) ? check_reach(mailbox) : -EIO;
}

/* a card that dropped off the bus reads as all ones, which must not pass for an answer */
static int read_health(const struct ocxl_mailbox *mailbox, u64 *health)
{
	int rc = ocxl_read_register(mailbox->transport, OCXL_REG_CHI, health);

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

static int pause_once(const struct ocxl_mailbox *mailbox, u64 pause_us, u64 remaining_ns)
{
	u64 remaining_us = div_u64(remaining_ns + NS_PER_US - 1, NS_PER_US);

	return mailbox->transport->wait_us(mailbox->transport->context,
					   (u32)min_t(u64, pause_us, remaining_us));
}

static int await_answer(const struct ocxl_mailbox *mailbox, u32 timeout_ms, u8 *nap_us,
			bool *arrived)
{
	u64 began = now(mailbox);
	struct patience patience = { .nap_us = *nap_us, .began_ns = began, .spin_ns = began };
	u64 deadline = began + timeout_ms * NS_PER_MS;
	u64 health, at;
	int rc;

	for (;;) {
		/* taken before the look, so that the last look comes after the deadline */
		at = now(mailbox);
		rc = read_health(mailbox, &health);
		if (rc)
			return rc;
		*arrived = (health & OCXL_CHI_ACRA) != 0;
		note_look(&patience, at);
		if (*arrived)
			*nap_us = next_nap(&patience, at);
		if (*arrived || at >= deadline)
			return 0;
		patience.empty_ns = at;
		patience.pause_us = next_pause(&patience, at);
		rc = pause_once(mailbox, patience.pause_us, deadline - at);
		if (rc)
			return rc;
	}
}

int ocxl_mailbox_acknowledge(struct ocxl_mailbox *mailbox)
{
	/* the mask alone: reading and writing back would clear other events too */
	return ocxl_write_register(mailbox->transport, OCXL_REG_CHIC, OCXL_CHI_ACRA);
}

static int drop_answer(struct ocxl_mailbox *mailbox)
{
	u64 request = OCXL_REQUEST_WORD0(mailbox->late_opcode, mailbox->late_id);
	u64 response;
	int rc;

	rc = ocxl_read_register(mailbox->transport, mailbox->response_block, &response);
	if (!rc && !mailbox->late)
		rc = ocxl_read_register(mailbox->transport, mailbox->request_block, &request);
	if (rc)
		return rc;
	if (mailbox->rescue && OCXL_WORD0_LOW(response) == OCXL_STATUS_OK &&
	    OCXL_WORD0_ID(response) == OCXL_WORD0_ID(request))
		rc = mailbox->rescue(mailbox, OCXL_WORD0_LOW(request), mailbox->rescue_context);
	if (rc)
		return rc;
	mailbox->late = false;
	return ocxl_mailbox_acknowledge(mailbox);
}

static bool is_given_up(const struct ocxl_mailbox *mailbox)
{
	u64 waited = now(mailbox) - mailbox->late_since_ns;

	return mailbox->doubtful &&
	       waited >= ocxl_mailbox_timeout(mailbox, mailbox->late_opcode) * NS_PER_MS;
}

int ocxl_mailbox_settle(struct ocxl_mailbox *mailbox, u8 opcode, u8 *status)
{
	u8 no_nap = 0;
	bool arrived;
	int rc;

	*status = OCXL_STATUS_OK;
	rc = await_answer(mailbox, mailbox->late ? ocxl_mailbox_timeout(mailbox, opcode) : 0,
			  &no_nap, &arrived);
	if (rc)
		return rc;
	if (arrived)
		return drop_answer(mailbox);
	if (is_given_up(mailbox))
		mailbox->late = false;
	if (mailbox->late)
		*status = OCXL_STATUS_TIMEOUT;
	return 0;
}

static u16 next_id(struct ocxl_mailbox *mailbox)
{
	mailbox->last_id++;
	if (mailbox->last_id == 0)
		mailbox->last_id = 1;
	return mailbox->last_id;
}

static int write_request(struct ocxl_mailbox *mailbox, u8 opcode, u64 parameter)
{
	u64 words[OCXL_BLOCK_SIZE / 8] = { 0 };
	u32 word;
	int rc;

	words[0] = OCXL_REQUEST_WORD0(opcode, next_id(mailbox));
	words[OCXL_REQUEST_PARAMETER / 8] = parameter;
	/* unused words are written too, else they hold the last request's; word 0 is last */
	for (word = ARRAY_SIZE(words); word-- > 0;) {
		rc = ocxl_write_register(mailbox->transport, mailbox->request_block + word * 8,
					 words[word]);
		if (rc)
			return rc;
	}
	return 0;
}

/* the card goes on with a request that its caller gave up */
static void remember_late(struct ocxl_mailbox *mailbox, u8 opcode)
{
	mailbox->late = true;
	mailbox->doubtful = false;
	mailbox->late_opcode = opcode;
	mailbox->late_id = mailbox->last_id;
	mailbox->late_since_ns = now(mailbox);
}

static int ring(struct ocxl_mailbox *mailbox, u8 opcode, bool *arrived)
{
	int rc;

	rc = ocxl_write_register(mailbox->transport, OCXL_REG_HCI, OCXL_HCI_ACRW);
	if (rc)
		return rc;
	rc = await_answer(mailbox, ocxl_mailbox_timeout(mailbox, opcode), &mailbox->nap_us[opcode],
			  arrived);
	if (rc || !*arrived)
		remember_late(mailbox, opcode);
	return rc;
}

static u8 status_of(const struct ocxl_mailbox *mailbox, u64 response)
{
	u8 status = OCXL_WORD0_LOW(response);

	if (OCXL_WORD0_ID(response) != mailbox->last_id)
		return OCXL_STATUS_BAD_RESPONSE;
	/* those numbers are the driver's own, a card has no business with them */
	if (status >= OCXL_STATUS_TIMEOUT && status != OCXL_STATUS_FAILED)
		return OCXL_STATUS_BAD_RESPONSE;
	return status;
}

int ocxl_mailbox_run(struct ocxl_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status)
{
	bool arrived;
	u64 response;
	int rc;

	if (opcode >= OCXL_OPCODE_COUNT)
		return -EINVAL;
	rc = ocxl_mailbox_settle(mailbox, opcode, status);
	if (rc || *status != OCXL_STATUS_OK)
		return rc;
	rc = write_request(mailbox, opcode, parameter);
	if (rc)
		return rc;
	rc = ring(mailbox, opcode, &arrived);
	if (rc)
		return rc;
	*status = OCXL_STATUS_TIMEOUT;
	if (!arrived)
		return 0;
	rc = ocxl_read_register(mailbox->transport, mailbox->response_block, &response);
	if (rc)
		return rc;
	*status = status_of(mailbox, response);
	return *status == OCXL_STATUS_OK ? 0 : ocxl_mailbox_acknowledge(mailbox);
}

int ocxl_mailbox_read64(struct ocxl_mailbox *mailbox, u32 offset, u64 *value)
{
	if (offset % 8 != 0 || mailbox->data_size < 8 || offset > mailbox->data_size - 8)
		return -EINVAL;
	return ocxl_read_register(mailbox->transport, mailbox->data + offset, value);
}

int ocxl_mailbox_read(struct ocxl_mailbox *mailbox, u32 offset, void *bytes, u32 size)
{
	u8 *to = bytes;
	u64 word = 0;
	u32 at;
	int rc;

	if (offset % 8 != 0 || offset > mailbox->data_size || size > mailbox->data_size - offset)
		return -EINVAL;
	for (at = 0; at < size; at++) {
		if (at % 8 == 0) {
			rc = ocxl_mailbox_read64(mailbox, offset + at, &word);
			if (rc)
				return rc;
		}
		to[at] = (u8)(word >> (at % 8 * 8));
	}
	return 0;
}

int ocxl_mailbox_write(struct ocxl_mailbox *mailbox, u32 offset, const void *bytes, u32 size)
{
	const u8 *from = bytes;
	u64 word;
	u32 at, i;
	int rc;

	if (offset % 8 != 0 || size % 8 != 0 || offset > mailbox->data_size ||
	    size > mailbox->data_size - offset)
		return -EINVAL;
	for (at = 0; at < size; at += 8) {
		word = 0;
		for (i = 0; i < 8; i++)
			word |= (u64)from[at + i] << (i * 8);
		rc = ocxl_write_register(mailbox->transport, mailbox->data + offset + at, word);
		if (rc)
			return rc;
	}
	return 0;
}

bool ocxl_mailbox_stuck(const struct ocxl_mailbox *mailbox)
{
	return mailbox->late && now(mailbox) - mailbox->late_since_ns >= STUCK_NS;
}
