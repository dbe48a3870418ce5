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

u32 ocxlpmem_mailbox_timeout(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
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
	mailbox->late = true;
	mailbox->doubtful = false;
	mailbox->late_opcode = opcode;
	mailbox->late_id = mailbox->last_id;
	mailbox->late_since_ns = now(mailbox);
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
	ocxlpmem_mailbox_doubt(mailbox);
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

static struct ocxlpmem_given_up *find_given_up(struct ocxlpmem_mailbox *mailbox, u16 id)
{
	u32 i;

	for (i = 0; id && i < OCXL_GIVEN_UP_MAX; i++) {
		if (mailbox->given_up[i].id == id)
			return &mailbox->given_up[i];
	}
	return NULL;
}

static void give_up(struct ocxlpmem_mailbox *mailbox)
{
	struct ocxlpmem_given_up *given_up = &mailbox->given_up[mailbox->given_up_next];

	given_up->id = mailbox->late_id;
	given_up->opcode = mailbox->late_opcode;
	given_up->since_ns = now(mailbox);
	mailbox->given_up_next = (mailbox->given_up_next + 1) % OCXL_GIVEN_UP_MAX;
	mailbox->late = false;
	mailbox->doubtful = false;
}

/* what was asked with this id; OCXL_OPCODE_COUNT when nobody remembers */
static int find_opcode(struct ocxlpmem_mailbox *mailbox, u16 id, u8 *opcode)
{
	const struct ocxlpmem_given_up *given_up = find_given_up(mailbox, id);
	u64 request = OCXL_REQUEST_WORD0(mailbox->late_opcode, mailbox->late_id);
	int rc = 0;

	if (given_up)
		request = OCXL_REQUEST_WORD0(given_up->opcode, given_up->id);
	else if (!mailbox->late)
		rc = ocxlpmem_read_register(mailbox->transport, mailbox->request_block, &request);
	*opcode = OCXL_WORD0_ID(request) == id ? OCXL_WORD0_LOW(request) : OCXL_OPCODE_COUNT;
	return rc;
}

static void forget_request(struct ocxlpmem_mailbox *mailbox, u16 id)
{
	struct ocxlpmem_given_up *given_up = find_given_up(mailbox, id);

	if (!given_up) {
		mailbox->late = false;
		return;
	}
	given_up->id = 0;
	/* a controller that was at work on that one may not have heard of the next */
	ocxlpmem_mailbox_doubt(mailbox);
}

static int drop_answer(struct ocxlpmem_mailbox *mailbox)
{
	u64 response;
	u8 opcode;
	int rc;

	rc = ocxlpmem_read_register(mailbox->transport, mailbox->response_block, &response);
	if (!rc)
		rc = find_opcode(mailbox, OCXL_WORD0_ID(response), &opcode);
	if (!rc && mailbox->rescue && OCXL_WORD0_LOW(response) == OCXL_STATUS_OK)
		rc = mailbox->rescue(mailbox, opcode, mailbox->rescue_context);
	if (rc)
		return rc;
	forget_request(mailbox, OCXL_WORD0_ID(response));
	mailbox->dropped++;
	return ocxlpmem_mailbox_acknowledge(mailbox);
}

static bool is_given_up(const struct ocxlpmem_mailbox *mailbox)
{
	u64 waited = now(mailbox) - mailbox->doubtful_since_ns;

	return mailbox->late && mailbox->doubtful &&
	       waited >= ocxlpmem_mailbox_timeout(mailbox, mailbox->late_opcode) * NS_PER_MS;
}

/*
 * A shutdown may have been what was answered. A controller that is ready again has started anew,
 * and its blocks may lie elsewhere.
 */
static bool has_gone(const struct ocxlpmem_mailbox *mailbox)
{
	const u64 failed = OCXL_CHI_CFFS | OCXL_CHI_CHFS;

	return (mailbox->low & OCXL_CHI_CRDY) && (mailbox->low & failed) == failed;
}

static u64 deadline_of(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	return now(mailbox) + ocxlpmem_mailbox_timeout(mailbox, opcode) * NS_PER_MS;
}

static u32 remaining_ms(const struct ocxlpmem_mailbox *mailbox, u64 deadline)
{
	u64 at = now(mailbox);

	return at >= deadline ? 0 : (u32)div_u64(deadline - at + NS_PER_MS - 1, (u32)NS_PER_MS);
}

int ocxlpmem_mailbox_settle(struct ocxlpmem_mailbox *mailbox, u8 opcode, u8 *status)
{
	u64 deadline = deadline_of(mailbox, opcode);
	bool arrived = true;
	u8 no_nap = 0;
	u32 round;
	int rc;

	/* those of requests that were given up may come first; all have the time of one */
	for (round = 0; arrived && round <= OCXL_GIVEN_UP_MAX + 1; round++) {
		rc = ocxlpmem_poll_answer(mailbox->transport,
					  mailbox->late ? remaining_ms(mailbox, deadline) : 0,
					  &no_nap, &mailbox->low, &arrived);
		if (!rc && arrived)
			rc = drop_answer(mailbox);
		if (rc)
			return rc;
	}
	if (is_given_up(mailbox))
		give_up(mailbox);
	*status = OCXL_STATUS_OK;
	if (mailbox->late)
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
	u8 *nap_us = &mailbox->nap_us[opcode];
	int rc;

	for (;;) {
		rc = ocxlpmem_poll_answer(mailbox->transport, remaining_ms(mailbox, deadline),
					  nap_us, &mailbox->low, arrived);
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
	mailbox->late = rc || !*arrived;
	mailbox->late_since_ns = now(mailbox);
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
	return opcode == OCXL_OPCODE_FW_UPDATE && mailbox->dropped != dropped;
}

int ocxlpmem_mailbox_run(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status)
{
	u32 dropped = mailbox->dropped;
	bool arrived;
	u64 response;
	int rc;

	if (opcode >= OCXL_OPCODE_COUNT)
		return -EINVAL;
	rc = ocxlpmem_mailbox_settle(mailbox, opcode, status);
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

void ocxlpmem_mailbox_doubt(struct ocxlpmem_mailbox *mailbox)
{
	mailbox->doubtful = mailbox->late;
	mailbox->doubtful_since_ns = now(mailbox);
}

void ocxlpmem_mailbox_restarted(struct ocxlpmem_mailbox *mailbox)
{
	if (mailbox->late)
		give_up(mailbox);
}

bool ocxlpmem_mailbox_owes(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	u32 i;

	for (i = 0; i < OCXL_GIVEN_UP_MAX; i++) {
		if (mailbox->given_up[i].id && mailbox->given_up[i].opcode == opcode &&
		    now(mailbox) - mailbox->given_up[i].since_ns < STUCK_NS)
			return true;
	}
	return false;
}

bool ocxlpmem_mailbox_stuck(const struct ocxlpmem_mailbox *mailbox)
{
	return mailbox->late && now(mailbox) - mailbox->late_since_ns >= STUCK_NS;
}
