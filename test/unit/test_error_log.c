// SPDX-License-Identifier: GPL-2.0-only
/* Wire command ERROR_LOG: retained entries and cursors; no entry is lost (wire.md 4.2). */
#include "card-fixture.h"

#define ACKNOWLEDGE OCXLPMEM_ERROR_LOG_ACKNOWLEDGE
#define FIRST	    (((u64)GENERATION << 32) | 1)

static struct answer answer;
static struct ocxlpmem_error_log_rsp entry;

static u8 read_next_entry(struct fixture *f, u64 cursor, u32 flags)
{
	return read_entry(f, cursor, flags, &entry, &answer);
}

FIXTURE_TEST(test_entry_every_field)
{
	u32 i;

	apply_scenario(
		f,
		"error-log type=0 reference_code=0x89ABCDEF id=0x01234567 actions=0xE00001 seconds=77 "
		"timestamp=0xFEDCBA9876543210 wwid=0x6005076000000001:0x8000000000000002 "
		"fw=V9\\xff\\x00Z data=13");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(answer.fw_size, 8 + 80 + 13);
	assert_true(entry.cursor == FIRST);
	assert_int_equal(entry.log_id, 0x01234567);
	assert_int_equal(entry.reference_code, 0x89ABCDEF);
	assert_int_equal(entry.action_flags, OCXLPMEM_ERROR_LOG_ACTION_RESET |
						     OCXLPMEM_ERROR_LOG_ACTION_CHECK_FIRMWARE |
						     OCXLPMEM_ERROR_LOG_ACTION_REPLACE |
						     OCXLPMEM_ERROR_LOG_ACTION_DUMP);
	assert_int_equal(entry.power_on_seconds, 77);
	assert_true(entry.card_timestamp == 0xFEDCBA9876543210ULL);
	assert_true(entry.wwid[0] == 0x6005076000000001ULL);
	assert_true(entry.wwid[1] == 0x8000000000000002ULL);
	assert_memory_equal(entry.fw_version, "V9\xff\0Z\0\0\0", 8);
	assert_int_equal(entry.error_log_type, OCXLPMEM_ERROR_LOG_GENERAL);
	assert_int_equal(entry.data_length, 13);
	assert_true(entry.reserved2[0] == 0 && entry.reserved2[1] == 0);
	for (i = 0; i < 13; i++)
		assert_int_equal(answer.payload[88 + i], 1 + i);
	assert_int_equal(answer.payload[88 + 13], 0);
}

FIXTURE_TEST(test_entry_action_flags_only_for_general)
{
	u64 cursor = 0;
	u32 type;

	for (type = 0; type < 256; type += type < 5 ? 1 : 50) {
		char text[80];

		snprintf(text, sizeof(text), "error-log type=%u actions=0xFFFFFF", type);
		apply_scenario(f, text);
		assert_int_equal(read_next_entry(f, cursor, ACKNOWLEDGE), 0);
		cursor = entry.cursor;
		assert_int_equal(entry.error_log_type, type);
		assert_int_equal(entry.action_flags, type ? 0 : 0xFFFFFF);
	}
}

FIXTURE_TEST(test_entry_largest_data_and_cuts)
{
	static const u32 rooms[] = { 88, 89, 88 + 100, 88 + 65455, 88 + 65456, 66000 };
	struct ocxlpmem_error_log_req request = { 0 };
	size_t i;
	u32 byte;

	apply_scenario(f, "error-log data=0xFFB0");
	for (i = 0; i < ARRAY_SIZE(rooms); i++) {
		u32 fits = min_t(u32, rooms[i] - 88, 0xFFB0);

		send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), rooms[i], &answer);
		assert_int_equal(answer.rc, 0);
		assert_int_equal(answer.header.count, 1);
		assert_int_equal(answer.fw_size, 88 + 0xFFB0);
		for (byte = 0; byte < fits; byte++)
			assert_int_equal(answer.payload[88 + byte], (u8)(1 + byte));
		for (; byte < rooms[i] - 88; byte++)
			assert_int_equal(answer.payload[88 + byte], 0);
	}
	assert_int_equal(f->rings, 1);
}

FIXTURE_TEST(test_entries_none)
{
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 8);
	assert_int_equal(f->rings, 0);
}

FIXTURE_TEST(test_request_reserved_and_flags)
{
	struct ocxlpmem_error_log_req request;
	u32 bit;

	apply_scenario(f, "error-log");
	for (bit = 0; bit < 32; bit++) {
		request = (struct ocxlpmem_error_log_req) { .flags = 1U << bit };
		send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
		assert_int_equal(answer.rc, 0);
		assert_int_equal(answer.header.status, bit ? OCXLPMEM_STATUS_BAD_INPUT : 0);
		request = (struct ocxlpmem_error_log_req) { .reserved = 1U << bit };
		send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
		assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
	}
}

FIXTURE_TEST(test_drain_costs_n_plus_1_requests)
{
	u64 cursor = 0;
	u32 calls = 0;

	apply_scenario(f, "error-log id=100 data=8 count=1000");
	for (;;) {
		assert_int_equal(read_next_entry(f, cursor, cursor ? ACKNOWLEDGE : 0), 0);
		calls++;
		if (!answer.header.count)
			break;
		assert_int_equal(entry.log_id, 99 + calls);
		assert_int_equal(answer.payload[88], (u8)calls);
		assert_true(entry.cursor > cursor);
		assert_range(f->device.retained_count, 1, 1);
		cursor = entry.cursor;
	}
	assert_int_equal(calls, 1001);
	assert_int_equal(f->rings, 1000);
	assert_int_equal(f->device.retained_count, 0);
	assert_int_equal(f->allocated, 1);
	assert_int_equal(chi_of(f) & OCXL_CHI_ELA, 0);
	assert_string_equal(flags_of(f), "\n");
}

FIXTURE_TEST(test_every_reader_gets_retained_entries)
{
	int reader;
	u32 i;

	apply_scenario(f, "error-log id=1 count=5");
	for (reader = 0; reader < 3; reader++) {
		u64 cursor = 0;

		for (i = 1; i <= 5; i++) {
			assert_int_equal(read_next_entry(f, cursor, 0), 0);
			assert_int_equal(entry.log_id, i);
			cursor = entry.cursor;
		}
		assert_int_equal(read_next_entry(f, cursor, 0), 0);
		assert_int_equal(answer.header.count, 0);
	}
	assert_int_equal(f->rings, 5);
	assert_string_equal(flags_of(f), "error_log\n");
}

FIXTURE_TEST(test_acknowledge_drops_up_to_and_including)
{
	u32 i;

	apply_scenario(f, "error-log id=1 count=5");
	for (i = 0; i < 5; i++)
		assert_int_equal(read_next_entry(f, i ? FIRST + i - 1 : 0, 0), 0);
	assert_int_equal(read_next_entry(f, FIRST + 2, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 4);
	assert_int_equal(f->device.retained_count, 2);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 4);
	/* the same cursor again, or an older one, drops nothing */
	assert_int_equal(read_next_entry(f, FIRST + 2, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 4);
	assert_int_equal(read_next_entry(f, FIRST, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 4);
	assert_int_equal(f->device.retained_count, 2);
	/* acknowledging the start drops nothing */
	assert_int_equal(read_next_entry(f, 0, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 4);
}

FIXTURE_TEST(test_cursor_unknown_drops_nothing)
{
	static const u64 unknown[] = { 1,
				       2,
				       0xFFFFFFFF,
				       (u64)GENERATION << 32,
				       FIRST + 1,
				       FIRST + 0xFFFFFFFE,
				       ((u64)(GENERATION - 1) << 32) | 1,
				       ((u64)(GENERATION + 1) << 32) | 1,
				       ~0ULL,
				       1ULL << 63 };
	size_t i;

	apply_scenario(f, "error-log id=1 count=3");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	for (i = 0; i < ARRAY_SIZE(unknown); i++) {
		assert_int_equal(read_next_entry(f, unknown[i], ACKNOWLEDGE),
				 OCXLPMEM_STATUS_NO_ENTRY);
		assert_int_equal(read_next_entry(f, unknown[i], 0), OCXLPMEM_STATUS_NO_ENTRY);
		assert_int_equal(f->device.retained_count, 1);
	}
	assert_int_equal(f->rings, 1);
}

FIXTURE_TEST(test_cursor_of_another_generation)
{
	u64 cursor;

	apply_scenario(f, "error-log id=1 count=3");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	cursor = entry.cursor;
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(read_next_entry(f, cursor, ACKNOWLEDGE), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 2);
	assert_int_equal(read_next_entry(f, cursor, ACKNOWLEDGE), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(f->device.retained_count, 1);
}

FIXTURE_TEST(test_generation_zero_has_no_cursor_zero)
{
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, 0);
	apply_scenario(f, "error-log");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_true(entry.cursor == 1);
}

static void fill_hold(struct fixture *f)
{
	u64 cursor = 0;
	u32 i;

	for (i = 0; i < OCXL_RETAINED_MAX; i++) {
		assert_int_equal(read_next_entry(f, cursor, 0), 0);
		assert_int_equal(answer.header.count, 1);
		cursor = entry.cursor;
	}
}

FIXTURE_TEST(test_memory_full_only_past_the_last)
{
	u64 last = FIRST + OCXL_RETAINED_MAX - 1;

	apply_scenario(f, "error-log id=1 count=66");
	fill_hold(f);
	assert_int_equal(read_next_entry(f, last, 0), OCXLPMEM_STATUS_HOLD_FULL);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	assert_int_equal(read_next_entry(f, last - 1, 0), 0);
	assert_int_equal(entry.log_id, 64);
	assert_int_equal(read_next_entry(f, last, 0), OCXLPMEM_STATUS_HOLD_FULL);
	assert_int_equal(f->rings, 64);
	assert_int_equal(read_next_entry(f, FIRST, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 2);
	assert_int_equal(read_next_entry(f, last, 0), 0);
	assert_int_equal(entry.log_id, 65);
	assert_int_equal(read_next_entry(f, last + 1, 0), OCXLPMEM_STATUS_HOLD_FULL);
	assert_int_equal(read_next_entry(f, last + 1, ACKNOWLEDGE), 0);
	assert_int_equal(entry.log_id, 66);
}

FIXTURE_TEST(test_memory_full_but_card_has_no_more)
{
	apply_scenario(f, "error-log count=64");
	fill_hold(f);
	assert_int_equal(read_next_entry(f, FIRST + 63, 0), 0);
	assert_int_equal(answer.header.count, 0);
}

FIXTURE_TEST(test_no_memory_asks_the_card_nothing)
{
	struct ocxlpmem_error_log_req request = { 0 };

	apply_scenario(f, "error-log id=1 data=100");
	f->allocations_left = 0;
	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
	assert_int_equal(answer.rc, -ENOMEM);
	assert_int_equal(f->rings, 0);
	/* memory for the spare entry only: it becomes this entry's */
	f->allocations_left = 1;
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.data_length, 100);
	assert_int_equal(answer.payload[88 + 99], 100);
	f->allocations_left = -1;
}

/* between the last reading of the flag and the next request: the card repeats its last answer */
#define READS_BEFORE_REQUEST 4

FIXTURE_TEST(test_answer_out_of_turn_takes_no_slot_twice)
{
	struct ocxlpmem_error_log_req request = { 0 };
	u32 i;

	apply_scenario(f, "error-log id=1 count=70 data=8");
	for (i = 1; i < OCXL_RETAINED_MAX; i++) {
		assert_int_equal(read_next_entry(f, request.cursor, 0), 0);
		request.cursor = entry.cursor;
	}
	f->forge_at = READS_BEFORE_REQUEST;
	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
	assert_int_equal(answer.rc, -ENOMEM);
	assert_int_equal(f->forge_at, 0);
	assert_int_equal(f->device.retained_count, OCXL_RETAINED_MAX);
	assert_int_equal(read_next_entry(f, request.cursor, ACKNOWLEDGE), 0);
}

FIXTURE_TEST(test_answer_out_of_turn_without_memory)
{
	struct ocxlpmem_error_log_req request = { 0 };

	apply_scenario(f, "error-log id=1 count=3 data=8");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	request.cursor = entry.cursor;
	f->allocations_left = 0;
	f->forge_at = READS_BEFORE_REQUEST;
	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
	assert_int_equal(answer.rc, -ENOMEM);
	/* the answer for which there was no memory is still there */
	f->allocations_left = -1;
	assert_int_equal(read_next_entry(f, entry.cursor + 1, 0), 0);
	assert_int_equal(entry.log_id, 2);
}

FIXTURE_TEST(test_corrupt_answers_are_refused)
{
	static const char *const kinds[] = { "identifier", "length", "short", "long", "random" };
	char text[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		snprintf(text, sizeof(text), "error-log data=64\ncorrupt op=4 %s", kinds[i]);
		apply_scenario(f, text);
		assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_BAD_RESPONSE);
		assert_int_equal(f->device.retained_count, 0);
		assert_int_equal(chi_of(f) & OCXL_CHI_ACRA, 0);
	}
	apply_scenario(f, "error-log id=9");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 9);
}

FIXTURE_TEST(test_refused_entry_stays_on_the_card)
{
	apply_scenario(f, "error-log id=1\nfault op=4 status=0x20");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_MEM_UNAVAILABLE);
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
}

FIXTURE_TEST(test_tried_after_fatal)
{
	apply_scenario(f, "error-log id=1 count=2\nfatal hw");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	apply_scenario(f, "fault op=4 timeout");
	assert_int_equal(read_next_entry(f, FIRST, 0), OCXLPMEM_STATUS_TIMEOUT);
	/* retained entries can still be read */
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
}

FIXTURE_TEST(test_retained_entries_outlive_the_card)
{
	struct ocxlpmem_error_log_req request = { 0 };

	apply_scenario(f, "error-log id=1");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	apply_scenario(f, "dead");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(entry.log_id, 1);
	request.cursor = entry.cursor;
	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 256, &answer);
	assert_int_equal(answer.rc, -ENXIO);
}

FIXTURE_TEST(test_not_ready_card_is_not_asked)
{
	apply_scenario(f, "error-log\nready-after ms=500");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_NOT_READY);
	f->now += 500 * MS;
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(answer.header.count, 1);
}

/*
 * ELA stays set until it is cleared: the driver finds the end of the log, and the next event counts
 */
FIXTURE_TEST(test_error_log_bit_that_is_no_level)
{
	u32 round;

	entry.cursor = 0;
	apply_scenario(f, "break-assumption 28");
	for (round = 0; round < 2; round++) {
		apply_scenario(f, "error-log count=2");
		assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
		assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
		assert_int_equal(answer.header.count, 1);
		assert_int_equal(f->device.event_count[OCXLPMEM_EVENT_ERROR_LOG], 1 + round);
		assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
		assert_int_equal(answer.header.count, 0);
		assert_true(chi_of(f) == (OCXL_CHI_CRDY | OCXL_CHI_MA));
		assert_string_equal(flags_of(f), "\n");
	}
}

/* on a level that is set again, each refusal is told */
FIXTURE_TEST(test_each_refusal_of_a_level_is_told)
{
	u64 cursor;

	apply_scenario(f, "error-log count=2");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	cursor = entry.cursor;
	apply_scenario(f, "fault op=error-log status=failed times=2");
	assert_int_equal(read_next_entry(f, cursor, 0), OCXLPMEM_STATUS_FAILED);
	assert_int_equal(read_next_entry(f, cursor, 0), OCXLPMEM_STATUS_FAILED);
	assert_int_equal(read_next_entry(f, cursor, 0), 0);
	assert_int_equal(answer.header.count, 1);
}

/* to a reader without an entry, each refusal is told, and ELA stays set */
FIXTURE_TEST(test_refused_entry_is_read_later)
{
	entry.cursor = 0;
	apply_scenario(
		f,
		"break-assumption 28\nerror-log count=2\nfault op=error-log status=failed times=3");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_FAILED);
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_FAILED);
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_FAILED);
	assert_string_equal(flags_of(f), "error_log\n");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(answer.header.count, 0);
	assert_string_equal(flags_of(f), "\n");
}

/* the second entry comes before ELA is cleared */
FIXTURE_TEST(test_entry_before_the_bit_is_cleared)
{
	apply_scenario(f, "break-assumption 28\nerror-log count=2");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	apply_scenario(f, "fault op=error-log status=failed");
	assert_int_equal(read_next_entry(f, entry.cursor, 0), 0);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(read_next_entry(f, entry.cursor, ACKNOWLEDGE), 0);
	assert_int_equal(answer.header.count, 0);
	assert_string_equal(flags_of(f), "\n");
}

static int restart_as_the_bit_is_cleared(void *context, u32 offset, u64 value)
{
	struct fixture *f = context;
	int rc = fixture_write(f, offset, value);

	if (offset != OCXL_REG_CHIC || value != OCXL_CHI_ELA)
		return rc;
	fixture_write(f, OCXL_REG_HCI, OCXL_HCI_AR);
	apply_scenario(f, "ready now");
	return rc;
}

/*
 * the blocks of a controller that restarts may move: the second request is not made in the old ones
 */
FIXTURE_TEST(test_restart_as_the_bit_is_cleared)
{
	u32 rings;

	apply_scenario(f, "break-assumption 28\nerror-log");
	assert_int_equal(read_next_entry(f, 0, 0), 0);
	apply_scenario(f, "fault op=error-log status=failed");
	f->transport.write64 = restart_as_the_bit_is_cleared;
	rings = f->rings;
	assert_int_equal(read_next_entry(f, entry.cursor, 0), OCXLPMEM_STATUS_NOT_READY);
	assert_int_equal(f->rings, rings + 1);
}

/* the card is busy: the bit stays, so that its entries are read afterwards */
FIXTURE_TEST(test_busy_card_keeps_the_error_log_bit)
{
	apply_scenario(f, "break-assumption 28\nerror-log\nfault op=error-log status=blocked");
	assert_int_equal(read_next_entry(f, 0, 0), OCXLPMEM_STATUS_BLOCKED);
	assert_true(chi_of(f) & OCXL_CHI_ELA);
}
