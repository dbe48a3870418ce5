// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin mailbox: one request at a time, request id, doorbell, time-out,
 * acknowledge (Documentation/protocol/controller.md 3).
 */
#include <nvdimm/ocxlpmem.h>
#include "mailbox.h"
#include "poll.h"

#define NS_PER_MS 1000000ULL
#define STUCK_NS  (60 * 1000 * NS_PER_MS)

/* controller.md 3.2; 3 and 8 are not documented (7, 18) */
static const u32 default_timeout_ms[OCXL_OPCODE_COUNT] = {
	[OCXL_OPCODE_HEARTBEAT] = 100,	   [OCXL_OPCODE_SHUTDOWN] = 1000,
	[OCXL_OPCODE_FW_UPDATE] = 16000,   [OCXL_OPCODE_FW_DEBUG] = 1000,
	[OCXL_OPCODE_ERROR_LOG] = 2000,	   [OCXL_OPCODE_SMART] = 100,
	[OCXL_OPCODE_STATS] = 100,	   [OCXL_OPCODE_DUMP] = 1000,
	[OCXL_OPCODE_CAPABILITIES] = 1000,
};

u32 ocxlpmem_mailbox_timeout_ms(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	if (mailbox->timeout_ms[opcode])
		return mailbox->timeout_ms[opcode];
	return default_timeout_ms[opcode];
}

static u64 now(const struct ocxlpmem_mailbox *mailbox)
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

static bool is_layout(const struct ocxlpmem_mailbox *mailbox)
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
static int check_reach(const struct ocxlpmem_mailbox *mailbox)
{
	const u32 last[] = { mailbox->request_block + OCXL_BLOCK_SIZE - 8,
			     mailbox->response_block + OCXL_BLOCK_SIZE - 8,
			     mailbox->data + mailbox->data_size - 8 };
	u64 value;
	u32 i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(last); i++) {
		rc = ocxlpmem_read_register(mailbox->transport, last[i], &value);
		if (rc)
			return rc == -EINVAL ? -EIO : rc;
	}
	return 0;
}

/* the card goes on with a request that its caller gave up */
static void remember_late(struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	mailbox->overdue = true;
	mailbox->presumed_lost = false;
	mailbox->overdue_opcode = opcode;
	mailbox->overdue_id = mailbox->last_id;
	mailbox->overdue_since_ns = now(mailbox);
}

/*
 * A driver that was unbound may have left a request behind. Its answer is waited for as if
 * it were our own, and our own ids come after its.
 */
static int adopt_request(struct ocxlpmem_mailbox *mailbox)
{
	u64 request, response;
	u8 opcode;
	u16 id;
	int rc;

	rc = ocxlpmem_read_register(mailbox->transport, mailbox->request_block, &request);
	if (!rc)
		rc = ocxlpmem_read_register(mailbox->transport, mailbox->response_block, &response);
	if (rc)
		return rc;
	opcode = OCXL_WORD0_LOW(request);
	id = OCXL_WORD0_ID(request);
	if (id == 0 || opcode >= OCXL_OPCODE_COUNT || request != OCXL_REQUEST_WORD0(opcode, id))
		return 0;
	mailbox->last_id = id;
	if (OCXL_WORD0_ID(response) == id)
		return 0;
	remember_late(mailbox, opcode);
	ocxlpmem_mailbox_presume_lost(mailbox);
	return 0;
}

int ocxlpmem_mailbox_init(struct ocxlpmem_mailbox *mailbox,
			  const struct ocxlpmem_transport *transport)
{
	u64 blocks, data;
	int rc;

	mailbox->transport = transport;
	rc = ocxlpmem_read_register(mailbox->transport, OCXL_REG_ACMA_BLOCKS, &blocks);
	if (rc)
		return rc;
	rc = ocxlpmem_read_register(mailbox->transport, OCXL_REG_ACMA_DATA, &data);
	if (rc)
		return rc;
	mailbox->request_block = OCXL_BLOCKS_REQUEST(blocks);
	mailbox->response_block = OCXL_BLOCKS_RESPONSE(blocks);
	mailbox->data = OCXL_DATA_OFFSET(data);
	mailbox->data_size = OCXL_DATA_SIZE(data) & ~7U;
	rc = is_layout(mailbox) ? check_reach(mailbox) : -EIO;
	if (rc || mailbox->last_id)
		return rc;
	return adopt_request(mailbox);
}

int ocxlpmem_mailbox_acknowledge(struct ocxlpmem_mailbox *mailbox)
{
	/* the mask alone: reading and writing back would clear other events too */
	return ocxlpmem_write_register(mailbox->transport, OCXL_REG_CHIC, OCXL_CHI_ACRA);
}

static struct ocxlpmem_abandoned_request *find_given_up(struct ocxlpmem_mailbox *mailbox, u16 id)
{
	u32 i;

	for (i = 0; id && i < OCXL_ABANDONED_MAX; i++) {
		if (mailbox->abandoned[i].id == id)
			return &mailbox->abandoned[i];
	}
	return NULL;
}

static void give_up(struct ocxlpmem_mailbox *mailbox)
{
	struct ocxlpmem_abandoned_request *given_up = &mailbox->abandoned[mailbox->abandoned_next];

	given_up->id = mailbox->overdue_id;
	given_up->opcode = mailbox->overdue_opcode;
	given_up->since_ns = now(mailbox);
	mailbox->abandoned_next = (mailbox->abandoned_next + 1) % OCXL_ABANDONED_MAX;
	mailbox->overdue = false;
	mailbox->presumed_lost = false;
}

/* what was asked with this id; OCXL_OPCODE_COUNT when nobody remembers */
static int find_opcode(struct ocxlpmem_mailbox *mailbox, u16 id, u8 *opcode)
{
	const struct ocxlpmem_abandoned_request *given_up = find_given_up(mailbox, id);
	u64 request = OCXL_REQUEST_WORD0(mailbox->overdue_opcode, mailbox->overdue_id);
	int rc = 0;

	if (given_up)
		request = OCXL_REQUEST_WORD0(given_up->opcode, given_up->id);
	else if (!mailbox->overdue)
		rc = ocxlpmem_read_register(mailbox->transport, mailbox->request_block, &request);
	*opcode = OCXL_WORD0_ID(request) == id ? OCXL_WORD0_LOW(request) : OCXL_OPCODE_COUNT;
	return rc;
}

static void forget_request(struct ocxlpmem_mailbox *mailbox, u16 id)
{
	struct ocxlpmem_abandoned_request *given_up = find_given_up(mailbox, id);

	if (!given_up) {
		mailbox->overdue = false;
		return;
	}
	given_up->id = 0;
	/* a controller that was at work on that one may not have heard of the next */
	ocxlpmem_mailbox_presume_lost(mailbox);
}

static int drop_answer(struct ocxlpmem_mailbox *mailbox)
{
	u64 response;
	u8 opcode;
	int rc;

	rc = ocxlpmem_read_register(mailbox->transport, mailbox->response_block, &response);
	if (!rc)
		rc = find_opcode(mailbox, OCXL_WORD0_ID(response), &opcode);
	if (!rc && mailbox->save_stale && OCXL_WORD0_LOW(response) == OCXL_STATUS_OK)
		rc = mailbox->save_stale(mailbox, opcode, mailbox->save_stale_context);
	if (rc)
		return rc;
	forget_request(mailbox, OCXL_WORD0_ID(response));
	mailbox->stale_count++;
	return ocxlpmem_mailbox_acknowledge(mailbox);
}

static bool is_given_up(const struct ocxlpmem_mailbox *mailbox)
{
	u64 waited = now(mailbox) - mailbox->presumed_lost_since_ns;

	return mailbox->overdue && mailbox->presumed_lost &&
	       waited >= ocxlpmem_mailbox_timeout_ms(mailbox, mailbox->overdue_opcode) * NS_PER_MS;
}

/*
 * A shutdown may have been what was answered. A controller that is ready again has started anew,
 * and its blocks may lie elsewhere.
 */
static bool has_gone(const struct ocxlpmem_mailbox *mailbox)
{
	const u64 failed = OCXL_CHI_CFFS | OCXL_CHI_CHFS;

	return (mailbox->chi_seen_clear & OCXL_CHI_CRDY) &&
	       (mailbox->chi_seen_clear & failed) == failed;
}

static u64 deadline_of(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	return now(mailbox) + ocxlpmem_mailbox_timeout_ms(mailbox, opcode) * NS_PER_MS;
}

static u32 remaining_ms(const struct ocxlpmem_mailbox *mailbox, u64 deadline)
{
	u64 at = now(mailbox);

	return at >= deadline ? 0 : (u32)div_u64(deadline - at + NS_PER_MS - 1, (u32)NS_PER_MS);
}

int ocxlpmem_mailbox_drain(struct ocxlpmem_mailbox *mailbox, u8 opcode, u8 *status)
{
	u64 deadline = deadline_of(mailbox, opcode);
	bool arrived = true;
	u8 no_nap = 0;
	u32 round;
	int rc;

	/* those of requests that were given up may come first; all have the time of one */
	for (round = 0; arrived && round <= OCXL_ABANDONED_MAX + 1; round++) {
		rc = ocxlpmem_wait_response(mailbox->transport,
					    mailbox->overdue ? remaining_ms(mailbox, deadline) : 0,
					    &no_nap, &mailbox->chi_seen_clear, &arrived);
		if (!rc && arrived)
			rc = drop_answer(mailbox);
		if (rc)
			return rc;
	}
	if (is_given_up(mailbox))
		give_up(mailbox);
	*status = OCXL_STATUS_OK;
	if (mailbox->overdue)
		*status = OCXL_STATUS_TIMEOUT;
	else if (arrived)
		*status = OCXL_STATUS_BAD_RESPONSE;
	else if (has_gone(mailbox))
		*status = OCXL_STATUS_NOT_READY;
	return 0;
}

static u16 next_id(struct ocxlpmem_mailbox *mailbox)
{
	/* none that an answer may still come under: there are more ids than are remembered */
	do {
		mailbox->last_id++;
	} while (mailbox->last_id == 0 || find_given_up(mailbox, mailbox->last_id));
	return mailbox->last_id;
}

static int write_request(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter)
{
	u64 words[OCXL_BLOCK_SIZE / 8] = { 0 };
	u32 word;
	int rc;

	words[0] = OCXL_REQUEST_WORD0(opcode, next_id(mailbox));
	words[OCXL_REQUEST_PARAMETER / 8] = parameter;
	/* unused words are written too, else they hold the last request's; word 0 is last */
	for (word = ARRAY_SIZE(words); word-- > 0;) {
		rc = ocxlpmem_write_register(mailbox->transport, mailbox->request_block + word * 8,
					     words[word]);
		if (rc)
			return rc;
	}
	return 0;
}

/* the answer to one that was given up may come first; each is passed over once */
static int await_own(struct ocxlpmem_mailbox *mailbox, u8 opcode, bool *arrived, u64 *response)
{
	u64 deadline = deadline_of(mailbox, opcode);
	u8 *nap_us = &mailbox->first_sleep_us[opcode];
	int rc;

	for (;;) {
		rc = ocxlpmem_wait_response(mailbox->transport, remaining_ms(mailbox, deadline),
					    nap_us, &mailbox->chi_seen_clear, arrived);
		if (!rc && *arrived)
			rc = ocxlpmem_read_register(mailbox->transport, mailbox->response_block,
						    response);
		if (rc || !*arrived || !find_given_up(mailbox, OCXL_WORD0_ID(*response)))
			return rc;
		rc = drop_answer(mailbox);
		if (rc)
			return rc;
	}
}

static int ring(struct ocxlpmem_mailbox *mailbox, u8 opcode, bool *arrived, u64 *response)
{
	int rc;

	rc = ocxlpmem_write_register(mailbox->transport, OCXL_REG_HCI, OCXL_HCI_ACRW);
	if (rc)
		return rc;
	/* until it is answered; what is passed over on the way makes it doubtful */
	remember_late(mailbox, opcode);
	rc = await_own(mailbox, opcode, arrived, response);
	mailbox->overdue = rc || !*arrived;
	mailbox->overdue_since_ns = now(mailbox);
	return rc;
}

static u8 status_of(const struct ocxlpmem_mailbox *mailbox, u64 response)
{
	u8 status = OCXL_WORD0_LOW(response);

	if (OCXL_WORD0_ID(response) != mailbox->last_id)
		return OCXL_STATUS_BAD_RESPONSE;
	/* those numbers are the driver's own, a card has no business with them */
	if (status >= OCXL_STATUS_TIMEOUT && status != OCXL_STATUS_FAILED)
		return OCXL_STATUS_BAD_RESPONSE;
	return status;
}

/* the card has put an answer where the data that this opcode sends stood */
static bool is_spoilt(const struct ocxlpmem_mailbox *mailbox, u8 opcode, u32 dropped)
{
	return opcode == OCXL_OPCODE_FW_UPDATE && mailbox->stale_count != dropped;
}

int ocxlpmem_mailbox_run(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status)
{
	u32 dropped = mailbox->stale_count;
	bool arrived;
	u64 response;
	int rc;

	if (opcode >= OCXL_OPCODE_COUNT)
		return -EINVAL;
	rc = ocxlpmem_mailbox_drain(mailbox, opcode, status);
	if (rc || *status != OCXL_STATUS_OK)
		return rc;
	if (is_spoilt(mailbox, opcode, dropped)) {
		*status = OCXL_STATUS_BAD_RESPONSE;
		return 0;
	}
	rc = write_request(mailbox, opcode, parameter);
	if (rc)
		return rc;
	rc = ring(mailbox, opcode, &arrived, &response);
	if (rc)
		return rc;
	*status = OCXL_STATUS_TIMEOUT;
	if (!arrived)
		return 0;
	*status = is_spoilt(mailbox, opcode, dropped) ? OCXL_STATUS_BAD_RESPONSE
						      : status_of(mailbox, response);
	/* whatever it is the answer to, nothing in it is lost */
	if (OCXL_WORD0_ID(response) != mailbox->last_id)
		return drop_answer(mailbox);
	return *status == OCXL_STATUS_OK ? 0 : ocxlpmem_mailbox_acknowledge(mailbox);
}

int ocxlpmem_mailbox_read64(struct ocxlpmem_mailbox *mailbox, u32 offset, u64 *value)
{
	if (offset % 8 != 0 || mailbox->data_size < 8 || offset > mailbox->data_size - 8)
		return -EINVAL;
	return ocxlpmem_read_register(mailbox->transport, mailbox->data + offset, value);
}

int ocxlpmem_mailbox_read(struct ocxlpmem_mailbox *mailbox, u32 offset, void *bytes, u32 size)
{
	u8 *to = bytes;
	u64 word = 0;
	u32 at;
	int rc;

	if (offset % 8 != 0 || offset > mailbox->data_size || size > mailbox->data_size - offset)
		return -EINVAL;
	for (at = 0; at < size; at++) {
		if (at % 8 == 0) {
			rc = ocxlpmem_mailbox_read64(mailbox, offset + at, &word);
			if (rc)
				return rc;
		}
		to[at] = (u8)(word >> (at % 8 * 8));
	}
	return 0;
}

int ocxlpmem_mailbox_write(struct ocxlpmem_mailbox *mailbox, u32 offset, const void *bytes,
			   u32 size)
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
		rc = ocxlpmem_write_register(mailbox->transport, mailbox->data + offset + at, word);
		if (rc)
			return rc;
	}
	return 0;
}

void ocxlpmem_mailbox_presume_lost(struct ocxlpmem_mailbox *mailbox)
{
	mailbox->presumed_lost = mailbox->overdue;
	mailbox->presumed_lost_since_ns = now(mailbox);
}

void ocxlpmem_mailbox_abandon_overdue(struct ocxlpmem_mailbox *mailbox)
{
	if (mailbox->overdue)
		give_up(mailbox);
}

bool ocxlpmem_mailbox_awaits_stale(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	u32 i;

	for (i = 0; i < OCXL_ABANDONED_MAX; i++) {
		if (mailbox->abandoned[i].id && mailbox->abandoned[i].opcode == opcode &&
		    now(mailbox) - mailbox->abandoned[i].since_ns < STUCK_NS)
			return true;
	}
	return false;
}

bool ocxlpmem_mailbox_is_stuck(const struct ocxlpmem_mailbox *mailbox)
{
	return mailbox->overdue && now(mailbox) - mailbox->overdue_since_ns >= STUCK_NS;
}
