// SPDX-License-Identifier: GPL-2.0-only
/* The word fw_update_incomplete of "flags" (wire.md 5). */
#include "firmware-fixture.h"

#define QUIET_NS   (60000 * MS)
#define INCOMPLETE "fw_update_incomplete\n"

/* an update that sends nothing for a minute */
FIRMWARE_TEST(test_update_that_stops)
{
	u32 context = start_update(f);
	u64 changes;

	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == f->now + QUIET_NS);
	changes = f->changes;
	f->now += QUIET_NS - 1;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(f->changes, changes);
	f->now++;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), INCOMPLETE);
	assert_true(f->changes > changes);
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
	/* it was only slow */
	changes = f->changes;
	assert_int_equal(send_piece(f, context, 8, 8), 0);
	assert_string_equal(flags_of(f), "\n");
	assert_true(f->changes > changes);
	assert_int_equal(finish_update(f, context, 0), 0);
	f->now += QUIET_NS;
	assert_string_equal(flags_of(f), "\n");
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
}

/* pieces that take long, and a program that is slow between them */
FIRMWARE_TEST(test_slow_update)
{
	u32 context = start_update(f);
	u32 piece;

	apply_scenario(f, "latency op=2 us=15000000");
	for (piece = 0; piece < 20; piece++) {
		assert_int_equal(send_piece(f, context, piece * 8, 8), 0);
		assert_string_equal(flags_of(f), "\n");
		f->now += QUIET_NS - 1;
		assert_string_equal(flags_of(f), "\n");
	}
	assert_int_equal(finish_update(f, context, 0), 0);
	assert_string_equal(flags_of(f), "\n");
}

FIRMWARE_TEST(test_aborted_update)
{
	u64 changes;
	u32 context = start_update(f);

	/* the card has nothing of it */
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_string_equal(flags_of(f), "\n");
	context = start_update(f);
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	changes = f->changes;
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_string_equal(flags_of(f), INCOMPLETE);
	assert_true(f->changes > changes);
	/* the next update ends it, unless that is aborted before its first piece */
	context = start_update(f);
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_string_equal(flags_of(f), INCOMPLETE);
	context = start_update(f);
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, 0), 0);
	assert_string_equal(flags_of(f), "\n");
	/* a complete image is nothing to abort */
	assert_int_equal(finish_update(f, 0, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_string_equal(flags_of(f), "\n");
}

/* it starts, and then sends nothing: the part of the first image is still there */
FIRMWARE_TEST(test_next_update_that_stops)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	start_update(f);
	f->now += QUIET_NS;
	assert_string_equal(flags_of(f), INCOMPLETE);
}

static void abort_after(struct fixture *f, const char *lines, u8 status)
{
	u32 context = start_update(f);

	apply_scenario(f, lines);
	assert_int_equal(send_piece(f, context, 0, 8), status);
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
}

FIRMWARE_TEST(test_pieces_that_the_card_does_not_take)
{
	abort_after(f, "fault op=2 status=0x50", OCXLPMEM_STATUS_BAD_OPCODE);
	assert_string_equal(flags_of(f), "\n");
	abort_after(f, "fw-update busy times=always", OCXLPMEM_STATUS_BLOCKED);
	assert_string_equal(flags_of(f), "\n");
	/* it may have come late */
	abort_after(f, "fault op=2 none\nfault op=2 timeout", OCXLPMEM_STATUS_TIMEOUT);
	assert_string_equal(flags_of(f), INCOMPLETE);
}

/* the card discards an image that it refuses */
FIRMWARE_TEST(test_refused_image_is_not_incomplete)
{
	u32 context = start_update(f);

	apply_scenario(f, "fw-update refuse-at=40000");
	assert_int_equal(send_piece(f, context, 0, PIECE), 0);
	assert_int_equal(send_piece(f, context, PIECE, PIECE), OCXLPMEM_STATUS_BAD_DATA_PARM);
	f->now += QUIET_NS;
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	assert_string_equal(flags_of(f), "\n");
}

/* the card refuses the first piece: it may still hold the part of the earlier image */
FIRMWARE_TEST(test_refused_start_after_an_incomplete_image)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	abort_after(f, "fw-update refuse=start", OCXLPMEM_STATUS_BAD_DATA_PARM);
	assert_string_equal(flags_of(f), INCOMPLETE);
	apply_scenario(f, "fw-update refuse=none");
	context = start_update(f);
	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, 0), 0);
	assert_string_equal(flags_of(f), "\n");
}

/* without an earlier image, the card has nothing */
FIRMWARE_TEST(test_refused_start)
{
	abort_after(f, "fw-update refuse=start", OCXLPMEM_STATUS_BAD_DATA_PARM);
	assert_string_equal(flags_of(f), "\n");
}

FIRMWARE_TEST(test_reset_ends_it)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 8), 0);
	f->now += QUIET_NS;
	assert_string_equal(flags_of(f), INCOMPLETE);
	apply_scenario(f, "reset");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	f->now += QUIET_NS;
	ocxlpmem_card_advance(f->card);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "\n");
}

/* the card does not tell a driver that is bound later */
FIRMWARE_TEST(test_update_before_the_binding)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	f->now += QUIET_NS;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "\n");
}

FIRMWARE_TEST(test_card_that_is_gone)
{
	u32 context = start_update(f);

	assert_int_equal(send_piece(f, context, 0, 8), 0);
	assert_int_equal(finish_update(f, context, OCXLPMEM_FW_FINISH_ABORT), 0);
	apply_scenario(f, "dead");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
	assert_string_equal(flags_of(f), "gone\n");
}
