// SPDX-License-Identifier: GPL-2.0-only
/* Firmware updates: the card that receives the image, and its resets. */
#include "firmware-fixture.h"

/* the card's buffer has the bytes that were sent */
FIRMWARE_TEST(test_bytes_reach_the_card)
{
	u32 context = start_update(f);
	u64 blocks, word;
	u32 i;

	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_ACMA_DATA, &blocks), 0);
	for (i = 0; i < PIECE; i++) {
		assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_DATA_OFFSET(blocks) + (i & ~7U),
						      &word),
				 0);
		assert_int_equal((u8)(word >> (i % 8 * 8)), (u8)(i + 'A'));
	}
}

FIRMWARE_TEST(test_new_version_after_reset)
{
	u32 context = start_update(f);

	apply_scenario(f, "fw-update next=V1.03");
	assert_int_equal(send_piece(f, context, 0, 64), 0);
	assert_memory_equal(info_of(f).next, "V1.03\0\0", 8);
	assert_int_equal(finish_update(f, context, 0), 0);
	apply_scenario(f, "reset ms=5");
	ocxlpmem_device_refresh_health(&f->device);
	assert_memory_equal(info_of(f).running, "V1.03\0\0", 8);
	assert_memory_equal(info_of(f).next, "\0\0\0\0\0\0\0", 8);
	assert_int_equal(info_of(f).state, OCXLPMEM_FW_STATE_IDLE);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	f->now += 5 * MS;
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
}

FIRMWARE_TEST(test_version_of_the_image)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 64), 0);
	assert_memory_equal(info_of(f).next, "\0\0\0\0\0\0\0", 8);
	apply_scenario(f, "reset");
	assert_memory_equal(info_of(f).running, "ABCDEFGH", 8);
	/* only once */
	apply_scenario(f, "fw V1.00\nreset");
	assert_memory_equal(info_of(f).running, "V1.00\0\0", 8);
}

/* interrupts, mailbox and waiting readers continue, although the card forgot them */
FIRMWARE_TEST(test_reset_is_survived)
{
	struct ocxlpmem_stats_rsp stats;
	u64 enabled;

	apply_scenario(f, "fault op=0 timeout");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	apply_scenario(f, "reset ms=5");
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_CHIE, &enabled), 0);
	assert_int_equal(enabled, 0);
	ocxlpmem_device_refresh_health(&f->device);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	f->interrupts[0] = 0;
	f->now += 5 * MS;
	ocxlpmem_card_advance(f->card);
	assert_true(f->interrupts[0] > 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	send_command(f, OCXLPMEM_CMD_STATS, &answer);
	memcpy(&stats, answer.payload + sizeof(answer.header), sizeof(stats));
	assert_int_equal(stats.reset_count, 8);
}

FIRMWARE_TEST(test_reset_ends_an_update)
{
	u32 context = start_update(f);

	apply_scenario(f, "fw-update size=64K");
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	apply_scenario(f, "reset ms=5");
	ocxlpmem_device_refresh_health(&f->device);
	f->now += 5 * MS;
	assert_int_equal(state_of(f, context), OCXLPMEM_FW_STATE_FAILED);
	assert_int_equal(send_piece(f, context, PIECE, PIECE), OCXLPMEM_STATUS_NO_ENTRY);
	assert_memory_equal(info_of(f).running, "V1.00\0\0", 8);
	assert_int_equal(start_update(f), context + 1);
}

/* refused pieces of an image of 32768 + 32768 + 8 bytes */
static void check_refusals(struct fixture *f, const char *line, u8 first, u8 second, u8 third)
{
	const u8 wanted[] = { first, second, third };
	u32 context = start_update(f);
	u32 i;

	apply_scenario(f, line);
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		u8 found = send_piece(f, context, i * PIECE, i < 2 ? PIECE : 8);

		if (found != wanted[i])
			fail_msg("%s: piece %u: 0x%x", line, i, found);
		if (found)
			break;
	}
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
}

FIRMWARE_TEST(test_refusals)
{
	const u8 bad = OCXLPMEM_STATUS_BAD_DATA_PARM;

	check_refusals(f, "fw-update refuse=start", bad, 0, 0);
	check_refusals(f, "fw-update refuse=middle", 0, bad, 0);
	check_refusals(f, "fw-update refuse=finish", 0, 0, bad);
	check_refusals(f, "fw-update refuse-at=0", bad, 0, 0);
	check_refusals(f, "fw-update refuse-at=32767", bad, 0, 0);
	check_refusals(f, "fw-update refuse-at=32768", 0, bad, 0);
	check_refusals(f, "fw-update refuse-at=65543", 0, 0, bad);
	check_refusals(f, "fw-update refuse-at=65544", 0, 0, 0);
	/* with a known size, the last piece is known, and additional data is refused */
	check_refusals(f, "fw-update refuse=finish size=64K", 0, bad, 0);
	check_refusals(f, "fw-update refuse=none size=64K", 0, 0, bad);
	check_refusals(f, "fw-update size=65544", 0, 0, 0);
	check_refusals(f, "fw-update refuse=none size=0", 0, 0, 0);
}

/* a request to the card itself, below the driver's checks */
static u8 ring_card(struct fixture *f, u64 parameter)
{
	u8 found;

	assert_int_equal(ocxlpmem_mailbox_run(&f->device.mailbox, OCXL_OPCODE_FW_UPDATE, parameter,
					      &found),
			 0);
	if (!found)
		assert_int_equal(ocxlpmem_mailbox_acknowledge(&f->device.mailbox), 0);
	return found;
}

FIRMWARE_TEST(test_card_takes_pieces_in_order)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(ring_card(f, 0), 0x51);
	assert_int_equal(ring_card(f, 12), 0x51);
	assert_int_equal(ring_card(f, PIECE + 8), 0x51);
	assert_int_equal(ring_card(f, 8ULL << 32 | 8), 0x51);
	assert_int_equal(ring_card(f, PIECE), 0);
	assert_int_equal(ring_card(f, (u64)(PIECE + 8) << 32 | 8), 0x51);
	assert_int_equal(ring_card(f, (u64)PIECE << 32 | 8), 0);
	/* another image */
	assert_int_equal(ring_card(f, 8), 0);
	assert_int_equal(ring_card(f, 8ULL << 32 | 8), 0);
}

FIRMWARE_TEST(test_half_an_image_is_none)
{
	u32 context = start_update(f);

	apply_scenario(f, "fw-update size=64K next=V2.00");
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_memory_equal(info_of(f).next, "\0\0\0\0\0\0\0", 8);
	apply_scenario(f, "reset");
	assert_memory_equal(info_of(f).running, "V1.00\0\0", 8);
}
