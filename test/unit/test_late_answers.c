// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers that come late, twice, with another id, to a driver that did not ask, or not at all: no
 * entry is lost, and the mailbox continues (controller.md 3.2, wire.md 4.2).
 */
#include "card-fixture.h"

#define ACKNOWLEDGE OCXLPMEM_ERROR_LOG_ACKNOWLEDGE

static struct answer answer;
static struct ocxlpmem_error_log_rsp entry;

static u8 read_next_entry(struct fixture *f, u64 cursor, u32 flags)
{
	return read_entry(f, cursor, flags, &entry, &answer);
}

FIXTURE_TEST(test_late_entry_is_retained_by_any_command)
{
	apply_scenario(f, "error-log id=1 data=20 count=2\nfault op=4 timeout late-ms=2010");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(f->device.retained_count, 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(f->device.retained_count, 1);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(entry.data_length, 20);
	assert_int_equal(answer.payload[88 + 19], 20);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 2);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(f->complaints, 0);
}

FIXTURE_TEST(test_late_entry_answers_the_next_read)
{
	apply_scenario(f, "error-log id=1 count=2\nfault op=4 timeout late-ms=3000");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(f->rings, 1);
}

FIXTURE_TEST(test_late_entry_has_a_slot_in_full_memory)
{
	u64 cursor = 0;
	u32 i;

	apply_scenario(f, "error-log id=1 count=66");
	for (i = 0; i < OCXL_RETAINED_MAX - 1; i++) {
		assert_int_equal(read_next_entry(f, cursor, 0), 0);
		cursor = entry.cursor;
	}
	apply_scenario(f, "fault op=4 timeout late-ms=3000");
	assert_int_equal(read_next_entry(f, cursor, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(read_next_entry(f, cursor, 0), 0);
	assert_int_equal(entry.log_id, 64);
	assert_int_equal(f->device.retained_count, OCXL_RETAINED_MAX);
	assert_int_equal(read_next_entry(f, entry.cursor, 0), OCXLPMEM_STATUS_HOLD_FULL);
	assert_int_equal(f->rings, 64);
}

FIXTURE_TEST(test_late_entry_needs_no_memory)
{
	apply_scenario(f, "error-log data=5000 count=2\nfault op=4 timeout late-ms=3000");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	f->allocations_left = 0;
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.data_length, 5000);
	assert_int_equal(answer.payload[88 + 4999], (u8)5000);
	f->allocations_left = -1;
}

FIXTURE_TEST(test_killed_reader_loses_nothing)
{
	struct ocxlpmem_error_log_req request = { 0 };

	apply_scenario(f, "error-log id=1\nlatency op=4 us=5000");
	f->killed = true;
	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
	assert_int_equal(answer.rc, -EINTR);
	f->killed = false;
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(f->rings, 1);
}

/* unbound with the card's answer unread: the next driver finds it */
FIXTURE_TEST(test_stale_entry_of_another_generation_is_retained)
{
	apply_scenario(f, "error-log id=1 count=2\nfault op=4 timeout late-ms=3000");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_device_destroy(&f->device);
	f->now += 2000 * MS;
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 2);
}

/* the entry stays on the card while there is no memory for it, whichever command meets it */
FIXTURE_TEST(test_stale_entry_waits_for_memory)
{
	apply_scenario(f, "error-log id=1 count=2 data=9\nfault op=4 timeout late-ms=3000");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_device_destroy(&f->device);
	f->now += 2000 * MS;
	fixture_bind(f, GENERATION + 1);
	f->allocations_left = 0;
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -ENOMEM);
	assert_int_equal(f->rings, 1);
	f->allocations_left = -1;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(entry.data_length, 9);
}

/* a card that cannot be read for a moment: the driver requests the answer again */
FIXTURE_TEST(test_entry_that_cannot_be_read_stays)
{
	struct ocxlpmem_error_log_req request = { 0 };

	apply_scenario(f, "error-log id=1 count=2");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	f->fail_offset = f->device.mailbox.data + OCXL_ERROR_LOG_FW_REVISION;
	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	/* nor does another command drop it */
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	f->fail_offset = 0;
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(f->device.retained_count, 1);
}

/*
 * a request after a failure, before the card is ready, does not reach it: no late answer is awaited
 */
FIXTURE_TEST(test_controller_that_comes_late_is_not_stuck)
{
	apply_scenario(f, "error-log id=1\nready never\nfatal fw");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	apply_scenario(f, "health cffs clear\nready now");
	/* it may have reached the card: the driver waits as long again */
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 2000 * MS;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
}

/* such a request may have reached the card nevertheless, which answers when it is ready */
FIXTURE_TEST(test_answer_of_a_controller_that_came_late_is_kept)
{
	apply_scenario(f, "error-log id=1\nfault op=error-log timeout late-ms=2500\nfatal fw");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	f->device.health &= ~OCXL_CHI_CRDY;
	apply_scenario(f, "health cffs clear");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 400 * MS;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
}

/* it may take long to become ready, and answers after that */
FIXTURE_TEST(test_answer_is_waited_for_from_readiness_on)
{
	apply_scenario(
		f, "error-log id=1 count=2\nfault op=error-log timeout late-ms=10300\nfatal fw");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 8000 * MS;
	f->device.health &= ~OCXL_CHI_CRDY;
	apply_scenario(f, "health cffs clear");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
}

/* after the end of the wait: it comes while the next request waits for its own answer */
FIXTURE_TEST(test_answer_of_an_abandoned_request)
{
	apply_scenario(f,
		       "error-log id=1 count=2\nfault op=error-log timeout late-ms=6100\nfatal fw");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	f->device.health &= ~OCXL_CHI_CRDY;
	apply_scenario(f, "health cffs clear");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 4000 * MS - 150 * MS;
	/* abandoned; the card still works on it, and does not notice this one */
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(f->device.retained_count, 1);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 2);
}

/* a driver is unbound while the card works: the next one waits for the answer */
FIXTURE_TEST(test_request_of_another_generation_continues)
{
	apply_scenario(f, "error-log id=1 count=2\nfault op=error-log timeout late-ms=3000");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(f->rings, 1);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 2);
	assert_int_equal(f->complaints, 0);
}

/* but not longer than the request may take: the card may have forgotten it */
FIXTURE_TEST(test_request_of_another_generation_is_abandoned)
{
	apply_scenario(f, "error-log id=1\nfault op=error-log timeout");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_device_destroy(&f->device);
	apply_scenario(f, "reset ms=1");
	f->now += 10 * MS;
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 1900 * MS;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
}

/* ids repeat: an answer to an abandoned request must not be taken for another's */
FIXTURE_TEST(test_id_of_an_abandoned_request_is_left_out)
{
	u16 given_up;

	apply_scenario(f, "fault op=smart timeout");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), OCXLPMEM_STATUS_TIMEOUT);
	given_up = f->device.mailbox.last_id;
	apply_scenario(f, "reset ms=1");
	f->device.health |= OCXL_CHI_CRDY;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	f->now += 10 * MS;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	f->device.mailbox.last_id = (u16)(given_up - 1);
	apply_scenario(f, "error-log id=77");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(entry.log_id, 77);
	assert_int_equal(f->device.mailbox.last_id, given_up + 1);
}

/* it ends before the wait does, and only that wait can notice it */
FIXTURE_TEST(test_reset_within_a_wait_is_noticed)
{
	apply_scenario(f, "error-log id=1\nfault op=error-log timeout");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	f->meanwhile = "reset ms=20";
	f->meanwhile_ns = f->now + 100 * MS;
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_null(f->meanwhile);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(f->device.restarts, 1);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(f->complaints, 0);
}

/* an entry without a reserved slot stays on the card while no slot is free */
FIXTURE_TEST(test_entry_waits_for_a_slot)
{
	u64 cursor = 0, first = 0;
	u32 i;

	apply_scenario(f, "error-log id=1 count=66");
	for (i = 0; i < OCXL_RETAINED_MAX - 1; i++) {
		assert_int_equal(read_next_entry(f, cursor, 0), 0);
		cursor = entry.cursor;
		first = first ? first : cursor;
	}
	/* requested, abandoned, and requested again: two answers for one slot */
	apply_scenario(f, "fault op=error-log timeout late-ms=2500");
	assert_int_equal(read_next_entry(f, cursor, 0), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_mailbox_abandon_overdue(&f->device.mailbox);
	f->now += 1000 * MS;
	f->device.retained[63] = f->device.retained[62];
	f->device.retained[63].data = NULL;
	f->device.retained_count++;
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -ENOMEM);
	assert_true(chi_of(f) & OCXL_CHI_ACRA);
	assert_int_equal(read_next_entry(f, first, ACKNOWLEDGE), 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(f->device.retained[f->device.retained_count - 1].entry.log_id, 64);
}

/* a late answer to a shutdown means that the controller has stopped: send no further requests */
FIXTURE_TEST(test_late_shutdown_stops_the_next_request)
{
	f->caller.admin = true;
	apply_scenario(f, "fault op=shutdown timeout late-ms=1050");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable shut_down\n");
	assert_int_equal(f->rings, 1);
	assert_int_equal(f->complaints, 0);
}

/* an answer whose first word cannot be read is not acknowledged, and the next command continues */
FIXTURE_TEST(test_data_that_cannot_be_read_stays)
{
	static const u64 commands[] = { OCXLPMEM_CMD_SMART, OCXLPMEM_CMD_STATS };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
		f->fail_offset = f->device.mailbox.data;
		f->last_chic = 0;
		send_command(f, commands[i], &answer);
		assert_int_equal(answer.rc, -ENXIO);
		assert_true(!(f->last_chic & OCXL_CHI_ACRA));
		f->fail_offset = 0;
		assert_int_equal(status_after(f, commands[i]), 0);
	}
}

/* an entry for another request: this command does not return it, the next one does */
FIXTURE_TEST(test_entry_under_a_wrong_id_is_kept)
{
	u64 cursor;

	apply_scenario(f, "error-log id=7 data=64\ncorrupt op=4 id");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(chi_of(f) & OCXL_CHI_ACRA, 0);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 7);
	assert_int_equal(entry.data_length, 64);
	cursor = entry.cursor;
	apply_scenario(f, "error-log id=8\nfault op=4 timeout late-ms=3000\ncorrupt op=4 id");
	assert_int_equal(read_next_entry(f, cursor, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(read_next_entry(f, cursor, 0), 0);
	assert_int_equal(entry.log_id, 8);
}

FIXTURE_TEST(test_corrupt_late_answer_is_dropped)
{
	apply_scenario(
		f, "error-log id=1 count=2\nfault op=4 timeout late-ms=3000\ncorrupt op=4 length");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 2);
}
