// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin mailbox: one request at a time, request id, doorbell, time-out, acknowledgment
 * (controller.md 3).
 */
#include <nvdimm/ocxlpmem.h>
#include "mailbox.h"

#define NS_PER_MS 1000000ULL
#define STUCK_NS  (60 * 1000 * NS_PER_MS)
/* responses that are taken in one go; a card that sends more sends them without end */
#define STALE_MAX 3

/* controller.md 3.2; opcodes 3 and 8 are not documented (7, 18) */
#define TIMEOUT_ROW(number, NAME, name, ms, ...) [number] = (ms),
static const u32 default_timeout_ms[] = { OCXL_OPCODES(TIMEOUT_ROW) };

u32 ocxlpmem_mailbox_timeout_ms(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	if (mailbox->timeout_ms[opcode])
		return mailbox->timeout_ms[opcode];
	return default_timeout_ms[opcode];
}

static u64 mailbox_now_ns(const struct ocxlpmem_mailbox *mailbox)
{
	return ocxlpmem_now_ns(mailbox->transport);
}

#define SPIN_US		  10
#define SHORTEST_SLEEP_US (OCXL_TRANSPORT_SPIN_US + 1)
#define LONGEST_SLEEP_US  1000
/* a pause is this fraction of the time waited so far; it limits the delay of noticing a response */
#define PAUSE_DIVISOR	  8
#define NS_PER_US	  1000

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

/* polls CHI.ACRA until a response arrives or the time is over; a time of 0 polls once */
static int wait_response(struct ocxlpmem_mailbox *mailbox, u32 timeout_ms, bool *arrived)
{
	const struct ocxlpmem_transport *transport = mailbox->transport;
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
		mailbox->seen_clear |= ~health;
		*arrived = (health & OCXL_CHI_ACRA) != 0;
		if (*arrived || now_ns >= deadline_ns)
			return 0;
		rc = pause_between_polls(transport, next_pause_us(now_ns - began_ns),
					 deadline_ns - now_ns);
		if (rc)
			return rc;
	}
}

static void mark_overdue(struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	mailbox->overdue = true;
	mailbox->presumed_lost = false;
	mailbox->overdue_opcode = opcode;
	mailbox->overdue_id = mailbox->last_id;
	mailbox->overdue_since_ns = mailbox_now_ns(mailbox);
}

/*
 * A driver that was unbound may have left a request without a response. Treat it as our own, and
 * continue with the ids behind its id.
 */
static int adopt_earlier_request(struct ocxlpmem_mailbox *mailbox)
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
	mark_overdue(mailbox, opcode);
	ocxlpmem_mailbox_presume_lost(mailbox);
	return 0;
}

int ocxlpmem_mailbox_init(struct ocxlpmem_mailbox *mailbox,
			  const struct ocxlpmem_transport *transport)
{
	int rc;

	mailbox->transport = transport;
	rc = ocxlpmem_mailbox_find_blocks(mailbox);
	if (rc || mailbox->last_id)
		return rc;
	return adopt_earlier_request(mailbox);
}

int ocxlpmem_mailbox_acknowledge(struct ocxlpmem_mailbox *mailbox)
{
	/* write only this bit: writing back the whole register would clear other events */
	return ocxlpmem_write_register(mailbox->transport, OCXL_REG_CHIC, OCXL_CHI_ACRA);
}

static bool is_abandoned(const struct ocxlpmem_mailbox *mailbox, u16 id)
{
	return id && mailbox->abandoned.id == id;
}

static void abandon_request(struct ocxlpmem_mailbox *mailbox)
{
	/* an entry that may still come is not forgotten: a piece of firmware would overwrite it */
	if (mailbox->overdue_opcode == OCXL_OPCODE_ERROR_LOG ||
	    !ocxlpmem_mailbox_awaits_stale(mailbox, OCXL_OPCODE_ERROR_LOG))
		mailbox->abandoned = (struct ocxlpmem_abandoned_request) {
			.id = mailbox->overdue_id,
			.opcode = mailbox->overdue_opcode,
			.since_ns = mailbox_now_ns(mailbox),
		};
	mailbox->overdue = false;
	mailbox->presumed_lost = false;
}

/* opcode of the request with this id; OCXL_OPCODE_COUNT if it is not known */
static int find_request_opcode(struct ocxlpmem_mailbox *mailbox, u16 id, u8 *opcode)
{
	u64 request = OCXL_REQUEST_WORD0(mailbox->overdue_opcode, mailbox->overdue_id);
	int rc = 0;

	if (is_abandoned(mailbox, id))
		request = OCXL_REQUEST_WORD0(mailbox->abandoned.opcode, id);
	else if (!mailbox->overdue_id)
		rc = ocxlpmem_read_register(mailbox->transport, mailbox->request_block, &request);
	*opcode = OCXL_WORD0_ID(request) == id ? OCXL_WORD0_LOW(request) : OCXL_OPCODE_COUNT;
	return rc;
}

static void forget_request_id(struct ocxlpmem_mailbox *mailbox, u16 id)
{
	if (!is_abandoned(mailbox, id)) {
		mailbox->overdue = false;
		return;
	}
	mailbox->abandoned.id = 0;
	/* while it worked on this request, the controller may have missed the next one */
	ocxlpmem_mailbox_presume_lost(mailbox);
}

/* @response is not read again: with a card whose response changes, the wait would not end */
static int take_stale_response(struct ocxlpmem_mailbox *mailbox, u64 response)
{
	u8 opcode;
	int rc = find_request_opcode(mailbox, OCXL_WORD0_ID(response), &opcode);

	if (!rc && mailbox->save_stale && OCXL_WORD0_LOW(response) == OCXLPMEM_STATUS_OK)
		rc = mailbox->save_stale(mailbox, opcode, mailbox->save_stale_context);
	if (rc)
		return rc;
	forget_request_id(mailbox, OCXL_WORD0_ID(response));
	mailbox->stale_count++;
	return ocxlpmem_mailbox_acknowledge(mailbox);
}

static bool must_abandon(const struct ocxlpmem_mailbox *mailbox)
{
	u64 waited_ns = mailbox_now_ns(mailbox) - mailbox->presumed_lost_since_ns;
	u32 timeout_ms = ocxlpmem_mailbox_timeout_ms(mailbox, mailbox->overdue_opcode);

	return mailbox->overdue && mailbox->presumed_lost && waited_ns >= timeout_ms * NS_PER_MS;
}

/*
 * The stale response may have been that of a shutdown. And if CRDY is set again, the controller
 * has restarted and its blocks may have moved.
 */
static bool has_stopped(const struct ocxlpmem_mailbox *mailbox)
{
	const u64 failed = OCXL_CHI_CFFS | OCXL_CHI_CHFS;

	return (mailbox->seen_clear & OCXL_CHI_CRDY) && (mailbox->seen_clear & failed) == failed;
}

static u64 response_deadline_ns(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	return mailbox_now_ns(mailbox) + ocxlpmem_mailbox_timeout_ms(mailbox, opcode) * NS_PER_MS;
}

static u32 remaining_ms(const struct ocxlpmem_mailbox *mailbox, u64 deadline_ns)
{
	u64 now_ns = mailbox_now_ns(mailbox);

	if (now_ns >= deadline_ns)
		return 0;
	return (u32)div_u64(deadline_ns - now_ns + NS_PER_MS - 1, (u32)NS_PER_MS);
}

int ocxlpmem_mailbox_drain(struct ocxlpmem_mailbox *mailbox, u8 opcode, u8 *status)
{
	u64 deadline_ns = response_deadline_ns(mailbox, opcode);
	bool arrived = true;
	u64 response;
	u32 round;
	int rc;

	/*
	 * Before the overdue response, the response to the abandoned request may come, and one to a
	 * request that the mailbox does not know. One time-out limits the whole wait.
	 */
	for (round = 0; arrived && round <= STALE_MAX; round++) {
		rc = wait_response(mailbox,
				   mailbox->overdue ? remaining_ms(mailbox, deadline_ns) : 0,
				   &arrived);
		if (!rc && arrived)
			rc = ocxlpmem_read_register(mailbox->transport, mailbox->response_block,
						    &response);
		if (!rc && arrived)
			rc = take_stale_response(mailbox, response);
		if (rc)
			return rc;
	}
	if (must_abandon(mailbox))
		abandon_request(mailbox);
	*status = OCXLPMEM_STATUS_OK;
	if (mailbox->overdue)
		*status = OCXLPMEM_STATUS_TIMEOUT;
	else if (arrived)
		*status = OCXLPMEM_STATUS_BAD_RESPONSE;
	else if (has_stopped(mailbox))
		*status = OCXLPMEM_STATUS_NOT_READY;
	return 0;
}

static u16 next_request_id(struct ocxlpmem_mailbox *mailbox)
{
	/* skip the id of the abandoned request, whose response may still come */
	do {
		mailbox->last_id++;
	} while (mailbox->last_id == 0 || is_abandoned(mailbox, mailbox->last_id));
	return mailbox->last_id;
}

static int write_request(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter)
{
	u64 words[OCXL_BLOCK_SIZE / 8] = { 0 };
	u32 word;
	int rc;

	words[0] = OCXL_REQUEST_WORD0(opcode, next_request_id(mailbox));
	words[OCXL_REQUEST_PARAMETER / 8] = parameter;
	/* unused words still hold the previous request; word 0 is written last */
	for (word = ARRAY_SIZE(words); word-- > 0;) {
		rc = ocxlpmem_write_register(mailbox->transport, mailbox->request_block + word * 8,
					     words[word]);
		if (rc)
			return rc;
	}
	return 0;
}

/* the response to the abandoned request may come first */
static int wait_own_response(struct ocxlpmem_mailbox *mailbox, u8 opcode, bool *arrived,
			     u64 *response)
{
	u64 deadline_ns = response_deadline_ns(mailbox, opcode);
	int rc;

	for (;;) {
		rc = wait_response(mailbox, remaining_ms(mailbox, deadline_ns), arrived);
		if (!rc && *arrived)
			rc = ocxlpmem_read_register(mailbox->transport, mailbox->response_block,
						    response);
		if (rc || !*arrived || !is_abandoned(mailbox, OCXL_WORD0_ID(*response)))
			return rc;
		rc = take_stale_response(mailbox, *response);
		if (rc)
			return rc;
	}
}

static int send_and_wait(struct ocxlpmem_mailbox *mailbox, u8 opcode, bool *arrived, u64 *response)
{
	u64 clear_before = mailbox->seen_clear;
	int rc;

	rc = ocxlpmem_write_register(mailbox->transport, OCXL_REG_HCI, OCXL_HCI_ACRW);
	if (rc)
		return rc;
	/* before the wait, so that a stale response on the way can presume this request lost */
	mark_overdue(mailbox, opcode);
	rc = wait_own_response(mailbox, opcode, arrived, response);
	mailbox->overdue = rc || !*arrived;
	mailbox->overdue_since_ns = mailbox_now_ns(mailbox);
	/* a restart would have made the controller forget this request */
	if (!rc && *arrived && OCXL_WORD0_ID(*response) == mailbox->last_id)
		mailbox->seen_clear = clear_before;
	return rc;
}

static u8 wire_status(const struct ocxlpmem_mailbox *mailbox, u64 response)
{
	u8 status = OCXL_WORD0_LOW(response);

	if (OCXL_WORD0_ID(response) != mailbox->last_id)
		return OCXLPMEM_STATUS_BAD_RESPONSE;
	/* these numbers are reserved for the driver */
	if (status >= OCXLPMEM_STATUS_TIMEOUT && status != OCXLPMEM_STATUS_FAILED)
		return OCXLPMEM_STATUS_BAD_RESPONSE;
	return status;
}

/* did a stale response overwrite the data that this opcode sends */
static bool is_data_overwritten(const struct ocxlpmem_mailbox *mailbox, u8 opcode, u32 stale_count)
{
	return opcode == OCXL_OPCODE_FW_UPDATE && mailbox->stale_count != stale_count;
}

static int run_request(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status)
{
	u32 stale_count = mailbox->stale_count;
	bool arrived;
	u64 response;
	int rc;

	if (opcode >= OCXL_OPCODE_COUNT)
		return -EINVAL;
	rc = ocxlpmem_mailbox_drain(mailbox, opcode, status);
	if (rc || *status != OCXLPMEM_STATUS_OK)
		return rc;
	if (is_data_overwritten(mailbox, opcode, stale_count)) {
		*status = OCXLPMEM_STATUS_BAD_RESPONSE;
		return 0;
	}
	rc = write_request(mailbox, opcode, parameter);
	if (rc)
		return rc;
	rc = send_and_wait(mailbox, opcode, &arrived, &response);
	if (rc)
		return rc;
	*status = OCXLPMEM_STATUS_TIMEOUT;
	if (!arrived)
		return 0;
	*status = wire_status(mailbox, response);
	if (is_data_overwritten(mailbox, opcode, stale_count))
		*status = OCXLPMEM_STATUS_BAD_RESPONSE;
	/* not the response to this request: save what it holds */
	if (OCXL_WORD0_ID(response) != mailbox->last_id)
		return take_stale_response(mailbox, response);
	return *status == OCXLPMEM_STATUS_OK ? 0 : ocxlpmem_mailbox_acknowledge(mailbox);
}

int ocxlpmem_mailbox_run(struct ocxlpmem_mailbox *mailbox, u8 opcode, u64 parameter, u8 *status)
{
	struct ocxlpmem_transaction transaction = { .opcode = opcode, .parameter = parameter };
	u64 began_ns = mailbox_now_ns(mailbox);
	u16 last_id = mailbox->last_id;

	*status = OCXLPMEM_STATUS_OK;
	transaction.rc = run_request(mailbox, opcode, parameter, status);
	if (mailbox->last_id != last_id)
		transaction.id = mailbox->last_id;
	transaction.status = *status;
	transaction.duration_ns = mailbox_now_ns(mailbox) - began_ns;
	if (mailbox->transaction_ended)
		mailbox->transaction_ended(mailbox->transaction_context, &transaction);
	return transaction.rc;
}

void ocxlpmem_mailbox_presume_lost(struct ocxlpmem_mailbox *mailbox)
{
	mailbox->presumed_lost = mailbox->overdue;
	mailbox->presumed_lost_since_ns = mailbox_now_ns(mailbox);
}

void ocxlpmem_mailbox_abandon_overdue(struct ocxlpmem_mailbox *mailbox)
{
	if (mailbox->overdue)
		abandon_request(mailbox);
}

bool ocxlpmem_mailbox_awaits_stale(const struct ocxlpmem_mailbox *mailbox, u8 opcode)
{
	const struct ocxlpmem_abandoned_request *abandoned = &mailbox->abandoned;

	return abandoned->id && abandoned->opcode == opcode &&
	       mailbox_now_ns(mailbox) - abandoned->since_ns < STUCK_NS;
}

u64 ocxlpmem_mailbox_stuck_ns(const struct ocxlpmem_mailbox *mailbox)
{
	return mailbox->overdue ? mailbox->overdue_since_ns + STUCK_NS : OCXL_NEVER;
}
