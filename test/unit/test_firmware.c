// SPDX-License-Identifier: GPL-2.0-only
/* Firmware updates: the wire commands of the driver. */
#include "firmware-fixture.h"

FIRMWARE_TEST(test_info)
{
	static const char none[8];
	struct ocxlpmem_fw_info_rsp info = info_of(f);

	assert_int_equal(info.max_image_size, 0xFFFFFFF8);
	assert_memory_equal(info.running, "V1.00\0\0", 8);
	assert_memory_equal(info.next, none, 8);
	assert_int_equal(info.max_send, PIECE);
	assert_int_equal(info.query_interval, 100000);
	assert_int_equal(info.max_query_time, TIME_MS * 1000);
	assert_int_equal(info.state, OCXLPMEM_FW_STATE_IDLE);
	assert_memory_equal(info.reserved, none, 3);
	assert_int_equal(f->rings, 0);
}

FIRMWARE_TEST(test_info_works_without_controller)
{
	f->caller.admin = false;
	apply_scenario(f, "ready never");
	info_of(f);
	apply_scenario(f, "ready now\nfatal hw");
	info_of(f);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_FW_START), OCXLPMEM_STATUS_NOT_PERMITTED);
	f->caller.admin = true;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_FW_START), OCXLPMEM_STATUS_FATAL);
	f->fail_offset = OCXL_REG_FWVER;
	send_command(f, OCXLPMEM_CMD_FW_INFO, &answer);
	assert_int_equal(answer.rc, -ENXIO);
}

FIRMWARE_TEST(test_info_query_time_fits)
{
	ocxlpmem_device_set_timeout(&f->device, OCXL_OPCODE_FW_UPDATE, 86400000);
	assert_int_equal(info_of(f).max_query_time, 4000000000U);
}

FIRMWARE_TEST(test_update)
{
	struct ocxlpmem_fw_query_rsp result;
	u32 context = start_update(f);

	assert_int_equal(context, CONTEXT);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_RECEIVING);
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(send_piece(f, context, PIECE, PIECE), 0);
	/* the driver acknowledges the answer, so that the card can give the next one */
	assert_int_equal(chi_of(f) & OCXL_CHI_ACRA, 0);
	assert_int_equal(send_piece(f, context, 2 * PIECE, 8), 0);
	assert_int_equal(f->rings, 3);
	assert_int_equal(f->complaints, 0);
	assert_int_equal(finish_update(f, context, 0), 0);
	assert_int_equal(query_update(f, context, &result), 0);
	assert_int_equal(result.state, OCXLPMEM_FW_STATE_STAGED);
	assert_int_equal(result.card_status, 0);
	assert_memory_equal(result.next, "\0\0\0\0\0\0\0", 8);
	assert_memory_equal(info_of(f).running, "V1.00\0\0", 8);
}

FIRMWARE_TEST(test_one_at_a_time)
{
	u32 context = start_update(f);

	assert_int_equal(status_after(f, OCXLPMEM_CMD_FW_START), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(send_piece(f, context + 1, 0, 8), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(send_piece(f, 0, 0, 8), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(finish_update(f, context + 1, 0), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(finish_update(f, 0, 0), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(finish_update(f, context + 1, OCXLPMEM_FW_FINISH_ABORT),
			 OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(f->rings, 1);
}

/* context 0 ends any update; the ended program neither sends to nor ends the next one */
FIRMWARE_TEST(test_abort)
{
	u32 first = start_update(f);
	u32 second;

	assert_int_equal(send_piece(f, first, 0, 8), 0);
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_int_equal(state_of(f, first), OCXLPMEM_FW_STATE_IDLE);
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT), 0);
	second = start_update(f);
	assert_int_not_equal(second, first);
	assert_int_equal(send_piece(f, first, 8, 8), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(finish_update(f, first, OCXLPMEM_FW_FINISH_ABORT),
			 OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(send_piece(f, second, 0, 8), 0);
	assert_int_equal(finish_update(f, second, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_int_equal(finish_update(f, second, OCXLPMEM_FW_FINISH_ABORT),
			 OCXLPMEM_STATUS_NO_ENTRY);
}

FIRMWARE_TEST(test_staged_stays_staged)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, 0), 0);
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_STAGED);
	assert_int_equal(finish_update(f, context, 0), OCXLPMEM_STATUS_NO_ENTRY);
}

FIRMWARE_TEST(test_query_knows_the_last)
{
	struct ocxlpmem_fw_query_rsp result;

	assert_int_equal(query_update(f, 0, &result), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(query_update(f, GENERATION, &result), OCXLPMEM_STATUS_NO_ENTRY);
	start_update(f);
	assert_int_equal(finish_update(f, CONTEXT, OCXLPMEM_FW_FINISH_ABORT), 0);
	start_update(f);
	assert_int_equal(query_update(f, CONTEXT, &result), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(query_update(f, CONTEXT + 1, &result), 0);
	assert_int_equal(query_update(f, 0, &result), OCXLPMEM_STATUS_NO_ENTRY);
}

FIRMWARE_TEST(test_context_is_never_0)
{
	f->device.firmware.last_context = 0xFFFFFFFF;
	assert_int_equal(start_update(f), 1);
}

FIRMWARE_TEST(test_start_without_room)
{
	u32 room;

	for (room = 8; room < 16; room++) {
		send_sized(f, OCXLPMEM_CMD_FW_START, NULL, 0, room, &answer);
		assert_int_equal(status_of_answer(), 0);
		assert_int_equal(answer.header.count, 0);
		assert_int_equal(answer.fw_size, 16);
	}
	assert_int_equal(start_update(f), CONTEXT);
}

FIRMWARE_TEST(test_pieces_follow_each_other)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 8, 8), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(send_piece(f, context, 0, 8), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, context, PIECE - 8, 8), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, context, PIECE + 8, 8), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, context, 0xFFFFFFF8, 8), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, context, PIECE, 8), 0);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_RECEIVING);
	assert_int_equal(f->rings, 2);
}

FIRMWARE_TEST(test_sizes_of_a_piece)
{
	struct ocxlpmem_fw_send_req request = { .context = start_update(f), .length = 16 };

	assert_int_equal(send_piece(f, request.context, 0, 0), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, request.context, 0, PIECE + 8), OCXLPMEM_STATUS_BAD_INPUT);
	/* data shorter than announced, and data that was not announced */
	assert_int_equal(send_with_tail(f, &request, -8), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_with_tail(f, &request, -16), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_with_tail(f, &request, -24), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_with_tail(f, &request, -1), 0xEE);
	request.reserved = 1;
	assert_int_equal(send_with_tail(f, &request, 0), OCXLPMEM_STATUS_BAD_INPUT);
	request.reserved = 0;
	assert_int_equal(f->rings, 0);
	assert_int_equal(send_with_tail(f, &request, 8), 0);
	assert_int_equal(f->rings, 1);
}

FIRMWARE_TEST(test_lengths_that_lie)
{
	static const u32 lengths[] = { 12, 24, 0x7FFFFFF8, 0xFFFFFFF0, 0xFFFFFFF8, 0xFFFFFFFF };
	struct {
		struct ocxlpmem_fw_send_req request;
		u8 data[16];
	} input = { .request = { .context = start_update(f) } };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		input.request.length = lengths[i];
		send_sized(f, OCXLPMEM_CMD_FW_SEND, &input, sizeof(input), 8, &answer);
		assert_int_equal(status_of_answer(), OCXLPMEM_STATUS_BAD_INPUT);
	}
	/* 16 bytes of input, 8 announced: the rest is not zero */
	input.request.length = 8;
	input.data[15] = 1;
	send_sized(f, OCXLPMEM_CMD_FW_SEND, &input, sizeof(input), 8, &answer);
	assert_int_equal(status_of_answer(), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(f->rings, 0);
}

FIRMWARE_TEST(test_unknown_flags)
{
	struct ocxlpmem_fw_context request = { .context = start_update(f), .reserved = 1 };

	assert_int_equal(finish_update(f, request.context, 2), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(finish_update(f, request.context, 0x80000000 | OCXLPMEM_FW_FINISH_ABORT),
			 OCXLPMEM_STATUS_BAD_INPUT);
	send_sized(f, OCXLPMEM_CMD_FW_QUERY, &request, sizeof(request), 24, &answer);
	assert_int_equal(status_of_answer(), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(state_of(f, request.context), OCXLPMEM_FW_STATE_RECEIVING);
}

/* a piece is not larger than the buffer of the card */
static int small_buffer(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_REG_ACMA_DATA)
		*value = (*value & ~0xFFFFFFFFULL) | 1004;
	return rc;
}

FIRMWARE_TEST(test_small_buffer)
{
	u32 context;

	f->transport.read64 = small_buffer;
	assert_int_equal(info_of(f).max_send, 1000);
	context = start_update(f);
	assert_int_equal(send_piece(f, context, 0, 1008), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(send_piece(f, context, 0, 1000), 0);
}

FIRMWARE_TEST(test_refused_image)
{
	struct ocxlpmem_fw_query_rsp result;
	u32 context = start_update(f);

	apply_scenario(f, "fw-update refuse-at=40000");
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(send_piece(f, context, PIECE, PIECE), OCXLPMEM_STATUS_BAD_DATA_PARM);
	assert_int_equal(query_update(f, context, &result), 0);
	assert_int_equal(result.state, OCXLPMEM_FW_STATE_FAILED);
	assert_int_equal(result.card_status, OCXLPMEM_STATUS_BAD_DATA_PARM);
	/* not staged */
	assert_int_equal(finish_update(f, context, 0), OCXLPMEM_STATUS_BAD_DATA_PARM);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_FAILED);
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	apply_scenario(f, "reset");
	assert_memory_equal(info_of(f).running, "V1.00\0\0", 8);
}

FIRMWARE_TEST(test_nothing_sent_is_nothing_staged)
{
	u32 context = start_update(f);

	assert_int_equal(finish_update(f, context, 0), OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_RECEIVING);
}

FIRMWARE_TEST(test_busy_card_is_waited_for)
{
	u32 context = start_update(f);

	apply_scenario(f, "fw-update busy times=5");
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(f->rings, 6);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_RECEIVING);
}

FIRMWARE_TEST(test_busy_card_is_given_up)
{
	u32 context = start_update(f);
	u64 began = f->now;

	apply_scenario(f, "fw-update busy times=always\nlatency op=2 us=700000");
	assert_int_equal(send_piece(f, context, 0, 8), OCXLPMEM_STATUS_BLOCKED);
	assert_range(f->now - began, (TIME_MS - 1500) * MS, TIME_MS * MS);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_BUSY);
	assert_int_equal(finish_update(f, context, 0), OCXLPMEM_STATUS_BLOCKED);
	/* the same piece again succeeds */
	apply_scenario(f, "fault op=2 none");
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, 0), 0);
}

/* all attempts share the command's time; the last one gets the rest of it */
FIRMWARE_TEST(test_time_is_for_all_attempts)
{
	u32 context = start_update(f);
	u64 began = f->now;

	apply_scenario(
		f, "fault op=2 status=0x21 times=3\nfault op=2 timeout\nlatency op=2 us=3000000");
	assert_int_equal(send_piece(f, context, 0, 8), OCXLPMEM_STATUS_TIMEOUT);
	assert_range(f->now - began, TIME_MS * MS - 1, TIME_MS * MS + 3 * MS);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_FAILED);
	assert_int_equal(f->device.mailbox.timeout_ms[OCXL_OPCODE_FW_UPDATE], 0);
}

FIRMWARE_TEST(test_killed_while_waiting)
{
	u32 context = start_update(f);

	apply_scenario(f, "fw-update busy times=always\nlatency op=2 us=10");
	f->killed = true;
	assert_int_equal(send_piece(f, context, 0, 8), 0xEE);
	assert_int_equal(answer.rc, -EINTR);
	f->killed = false;
	apply_scenario(f, "fault op=2 none");
	assert_int_equal(finish_update(f, context, 0), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_FW_START), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT), 0);
	f->now += 20 * MS;
	assert_int_equal(send_piece(f, start_update(f), 0, 8), 0);
}

/* the entry of a late answer is in the buffer that the piece would overwrite */
FIRMWARE_TEST(test_piece_does_not_destroy_a_late_entry)
{
	struct ocxlpmem_error_log_rsp entry;
	u32 context = start_update(f);
	u32 i;

	apply_scenario(f, "error-log type=2 id=77 data=64\nfault op=4 timeout late-ms=3000");
	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 5000 * MS;
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), 0);
	assert_int_equal(entry.log_id, 77);
	assert_int_equal(entry.data_length, 64);
	for (i = 0; i < 64; i++)
		assert_int_equal(answer.payload[88 + i], i + 1);
}

/* the answer to an abandoned request may still come, for a minute */
FIRMWARE_TEST(test_piece_waits_for_an_entry_of_an_abandoned_request)
{
	struct ocxlpmem_error_log_rsp entry;
	u32 context = start_update(f);

	apply_scenario(f, "error-log id=77\nfault op=4 timeout");
	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_mailbox_abandon_overdue(&f->device.mailbox);
	assert_int_equal(send_piece(f, context, 0, PIECE), OCXLPMEM_STATUS_BLOCKED);
	/* a request without an entry is abandoned after it */
	f->device.mailbox.overdue = true;
	f->device.mailbox.overdue_id++;
	f->device.mailbox.overdue_opcode = OCXL_OPCODE_HEARTBEAT;
	ocxlpmem_mailbox_abandon_overdue(&f->device.mailbox);
	assert_int_equal(send_piece(f, context, 0, PIECE), OCXLPMEM_STATUS_BLOCKED);
	apply_scenario(f, "answer");
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), 0);
	assert_int_equal(entry.log_id, 77);
}

FIRMWARE_TEST(test_piece_does_not_wait_for_ever)
{
	struct ocxlpmem_error_log_rsp entry;
	u32 context = start_update(f);

	apply_scenario(f, "error-log id=77\nfault op=4 timeout");
	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_mailbox_abandon_overdue(&f->device.mailbox);
	/* the card has forgotten it without a message: the driver does not notice the reset */
	apply_scenario(f, "reset ms=1");
	ocxlpmem_card_write64(f->card, OCXL_REG_CHIE, OCXL_CHI_ALL);
	f->now += 60000 * MS;
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
}

/* an answer between writing a piece and its doorbell has overwritten the piece */
FIRMWARE_TEST(test_piece_that_was_overwritten_is_not_rung)
{
	u32 context = start_update(f);
	u32 rings;

	apply_scenario(f, "fault op=smart timeout late-ms=300");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), OCXLPMEM_STATUS_TIMEOUT);
	ocxlpmem_mailbox_abandon_overdue(&f->device.mailbox);
	rings = f->rings;
	f->look_ns = 150 * MS;
	assert_int_equal(send_piece(f, context, 0, PIECE), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(f->rings, rings);
}

FIRMWARE_TEST(test_admin_only)
{
	u32 context = start_update(f);
	struct ocxlpmem_fw_query_rsp result;

	f->caller.admin = false;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_FW_START), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(send_piece(f, context, 0, 8), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(finish_update(f, context, 0), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT),
			 OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(query_update(f, context, &result), 0);
	assert_int_equal(result.state, OCXLPMEM_FW_STATE_RECEIVING);
}

FIRMWARE_TEST(test_vendor_envelope)
{
	u32 context;

	f->vendor = true;
	context = start_update(f);
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(send_piece(f, context, PIECE, 16), 0);
	assert_int_equal(finish_update(f, context, 0), 0);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_STAGED);
}

/* a real card has no register for it, so nothing is read */
FIRMWARE_TEST(test_real_card_does_not_say)
{
	u32 context;

	apply_scenario(f, "fw-update next=V1.03");
	f->device.setup.emulated = false;
	f->fail_offset = OCXL_REG_FWNEXT;
	context = start_update(f);
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_memory_equal(info_of(f).next, "\0\0\0\0\0\0\0", 8);
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_RECEIVING);
}
