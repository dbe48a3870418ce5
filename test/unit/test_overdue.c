// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of "flags" that come with time, and a card that is gone (wire.md 5, controller.md 2.1).
 */
#include "card-fixture.h"

#define READINESS_MS 5000 /* of the emulated card's CCAP0 */
#define MEMORY_MS    10000

static u64 ccap0_limits; /* instead of the emulated card's */

static int read_other_limits(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_REG_CCAP0)
		*value = ccap0_limits;
	return rc;
}

static int read_no_limits(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset != OCXL_REG_CCAP0)
		return rc;
	*value = ~0ULL;
	return -EIO;
}

static int read_all_ones(void *context, u32 offset, u64 *value)
{
	*value = ~0ULL;
	return 0;
}

/* reads CHI when the driver wants that, at most until @limit_ns from now */
static void pass_time(struct fixture *f, u64 limit_ns)
{
	u64 end_ns = f->now + limit_ns;
	u64 due_ns = ocxlpmem_device_next_check_ns(&f->device);

	while (due_ns <= end_ns) {
		f->now = max_t(u64, f->now, due_ns);
		ocxlpmem_device_refresh_health(&f->device);
		/* the next check is later */
		assert_true(ocxlpmem_device_next_check_ns(&f->device) > f->now);
		due_ns = ocxlpmem_device_next_check_ns(&f->device);
	}
	f->now = end_ns;
}

static void apply_and_refresh(struct fixture *f, const char *text)
{
	apply_scenario(f, text);
	ocxlpmem_card_advance(f->card);
	ocxlpmem_device_refresh_health(&f->device);
}

FIXTURE_TEST(test_controller_is_overdue)
{
	u32 changes;

	/* nothing is known until CHI is read for the first time */
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == f->now + READINESS_MS * MS);
	apply_and_refresh(f, "ready now");
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
	apply_and_refresh(f, "ready never");
	changes = f->changes;
	pass_time(f, READINESS_MS * MS - 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	assert_int_equal(f->changes, changes);
	pass_time(f, 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable not_ready_overdue\n");
	assert_int_equal(f->changes, changes + 1);
	/* the memory is counted from CRDY */
	pass_time(f, 3600 * 1000 * MS);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable not_ready_overdue\n");
	assert_int_equal(f->changes, changes + 1);
	apply_and_refresh(f, "memory never\nready now");
	assert_string_equal(flags_of(f), "mem_unavailable\n");
	pass_time(f, MEMORY_MS * MS - 1);
	assert_string_equal(flags_of(f), "mem_unavailable\n");
	pass_time(f, 1);
	assert_string_equal(flags_of(f), "mem_unavailable mem_unavailable_overdue\n");
	apply_and_refresh(f, "memory now");
	assert_string_equal(flags_of(f), "\n");
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
}

FIXTURE_TEST(test_time_begins_with_the_binding)
{
	apply_and_refresh(f, "ready never");
	f->now += READINESS_MS * MS;
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	pass_time(f, READINESS_MS * MS - 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	pass_time(f, 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable not_ready_overdue\n");
}

/* also one that was ready and not again between two looks */
FIXTURE_TEST(test_time_begins_with_a_restart)
{
	apply_and_refresh(f, "ready never");
	pass_time(f, READINESS_MS * MS / 2);
	apply_and_refresh(f, "ready now");
	apply_and_refresh(f, "ready never");
	pass_time(f, READINESS_MS * MS - 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	pass_time(f, 1);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable not_ready_overdue\n");
}

FIXTURE_TEST(test_no_limit_is_never_overdue)
{
	f->transport.read64 = read_other_limits;
	ccap0_limits = 0;
	apply_and_refresh(f, "ready now");
	apply_and_refresh(f, "ready never");
	pass_time(f, 24 * 3600 * 1000 * MS);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	apply_and_refresh(f, "memory never\nready now");
	pass_time(f, 24 * 3600 * 1000 * MS);
	assert_string_equal(flags_of(f), "mem_unavailable\n");
}

/* the register with the limits cannot be read */
FIXTURE_TEST(test_unreadable_limit_is_never_overdue)
{
	apply_and_refresh(f, "ready now");
	f->transport.read64 = read_no_limits;
	apply_and_refresh(f, "ready never");
	pass_time(f, 24 * 3600 * 1000 * MS);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
}

FIXTURE_TEST(test_memory_in_an_erase_is_not_overdue)
{
	f->device.erasing = true;
	apply_and_refresh(f, "memory never");
	pass_time(f, 24 * 3600 * 1000 * MS);
	assert_string_equal(flags_of(f), "mem_unavailable\n");
	f->device.erasing = false;
	ocxlpmem_device_refresh_health(&f->device);
	pass_time(f, MEMORY_MS * MS);
	assert_string_equal(flags_of(f), "mem_unavailable mem_unavailable_overdue\n");
}

FIXTURE_TEST(test_stuck_mailbox_wakes_pollers)
{
	u32 changes;

	apply_and_refresh(f, "fault op=0 timeout\ntimeout op=0 ms=10");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	changes = f->changes;
	pass_time(f, 61000 * MS);
	assert_string_equal(flags_of(f), "mailbox_stuck\n");
	assert_int_equal(f->changes, changes + 1);
}

FIXTURE_TEST(test_gone_has_its_word_and_the_kept_ones)
{
	struct ocxlpmem_error_log_rsp entry;
	static struct answer answer;
	u32 changes, restarts;

	apply_scenario(f, "error-log type=3");
	read_entry(f, 0, 0, &entry, &answer);
	changes = f->changes;
	f->transport.read64 = read_all_ones;
	assert_string_equal(flags_of(f), "gone data_loss\n");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
	assert_int_equal(f->changes, changes + 1);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
	assert_int_equal(f->changes, changes + 1);
	assert_string_equal(flags_of(f), "gone data_loss\n");
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
	restarts = f->device.restarts;
	f->transport.read64 = fixture_read;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "error_log data_loss\n");
	assert_int_equal(f->device.restarts, restarts + 1);
}

/* all ones in another register: the card is gone if CHI has them, too */
static int read_ones_except_chi(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset != OCXL_REG_CHI)
		*value = ~0ULL;
	return rc;
}

FIXTURE_TEST(test_all_ones_in_other_registers)
{
	char version[8];

	f->transport.read64 = read_ones_except_chi;
	assert_int_equal(ocxlpmem_device_read_fw_version(&f->device, version), 0);
	assert_string_equal(flags_of(f), "\n");
	f->transport.read64 = read_all_ones;
	assert_int_equal(ocxlpmem_device_read_fw_version(&f->device, version), -ENXIO);
}

/* pollers learn it from the command that finds it, not from the next event */
FIXTURE_TEST(test_command_finds_that_the_card_is_gone)
{
	static struct answer answer;
	u32 changes = f->changes;

	f->transport.read64 = read_all_ones;
	send_command(f, OCXLPMEM_CMD_STATS, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	assert_true(f->device.gone);
	assert_int_equal(f->changes, changes + 1);
}
