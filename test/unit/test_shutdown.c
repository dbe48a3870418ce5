// SPDX-License-Identifier: GPL-2.0-only
/* SHUTDOWN, and a request for a health report afterwards (wire.md 4.7 and 4.16). */
#include "card-fixture.h"

#define SHUT_DOWN "not_ready mem_unavailable shut_down\n"

static struct answer answer;
static bool bound;

static bool region_bound(void *context)
{
	(void)context;
	return bound;
}

static int set_up_admin(void **state)
{
	int rc = fixture_setup(state);
	struct fixture *f = *state;

	bound = false;
	f->caller.admin = true;
	f->device_host.region_bound = region_bound;
	return rc;
}

/* number of questions whether the caller is an administrator, and the answer */
struct asked {
	u32 times;
	bool answer;
};

static bool answer_is_admin(void *context)
{
	struct asked *asked = context;

	asked->times++;
	return asked->answer;
}

#define CASE(name) UNIT_TEST_ON(name, struct fixture *f, set_up_admin, fixture_teardown)

/* the kernel's audit logs the question, so only commands that need the answer ask it */
CASE(test_rights_are_asked_for_where_needed)
{
	struct asked asked = { 0, true };
	u64 command;

	f->caller = (struct ocxlpmem_caller) { .is_admin = answer_is_admin, .context = &asked };
	for (command = 1; command <= OCXLPMEM_CMD_MAX; command++) {
		bool privileged =
			command == OCXLPMEM_CMD_FW_START || command == OCXLPMEM_CMD_FW_SEND ||
			command == OCXLPMEM_CMD_FW_FINISH || command == OCXLPMEM_CMD_SHUTDOWN ||
			command == OCXLPMEM_CMD_SMART_INJECT ||
			command == OCXLPMEM_CMD_CLEAR_CONDITIONS;

		asked.times = 0;
		send_command(f, command, &answer);
		assert_int_equal(asked.times, privileged ? 1 : 0);
		assert_int_not_equal(answer.header.status, OCXLPMEM_STATUS_NOT_PERMITTED);
	}
	asked = (struct asked) { 0, false };
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(asked.times, 1);
	/* no question about a known administrator */
	f->caller.admin = true;
	assert_int_not_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(asked.times, 1);
}

/* a response that cannot be read is not acknowledged, and the caller gets the error */
CASE(test_unreadable_response)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	f->fail_offset = f->device.mailbox.response_block;
	f->last_chic = 0;
	send_command(f, OCXLPMEM_CMD_SHUTDOWN, &answer);
	f->fail_offset = 0;
	assert_int_equal(answer.rc, -ENXIO);
	assert_true(!(f->last_chic & OCXL_CHI_ACRA));
}

/*
 * a register that cannot be read or written is an error for the caller, whatever was found out
 * before
 */
CASE(test_unreadable_registers)
{
	f->fail_offset = OCXL_REG_CCAP1;
	send_command(f, OCXLPMEM_CMD_CAPABILITIES, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	f->fail_offset = OCXL_REG_CHIC;
	send_command(f, OCXLPMEM_CMD_SHUTDOWN, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	assert_int_equal(f->rings, 1);
}

CASE(test_the_card_stops)
{
	u32 changes = f->changes;

	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	assert_int_equal(chi_of(f) & (OCXL_CHI_CRDY | OCXL_CHI_MA | OCXL_CHI_ACRA), 0);
	assert_string_equal(flags_of(f), SHUT_DOWN);
	assert_true(f->changes > changes);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_NOT_READY);
	assert_int_equal(f->rings, 1);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_CAPABILITIES), 0);
	assert_int_equal(f->complaints, 0);
	/* it does not start by itself, so it is not overdue */
	f->now += 3600ULL * 1000 * MS;
	assert_true(ocxlpmem_card_advance(f->card) == ~0ULL);
	assert_true(ocxlpmem_device_next_check_ns(&f->device) == OCXL_NEVER);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), SHUT_DOWN);
}

CASE(test_a_reset_starts_it_again)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	ocxlpmem_card_reset(f->card);
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	apply_scenario(f, "ready now");
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	apply_scenario(f, "memory now");
	assert_string_equal(flags_of(f), SHUT_DOWN);
}

/* a controller that starts is not shut down, and it may be late */
CASE(test_a_slow_start_after_a_shutdown)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	apply_scenario(f, "reset ms=100000");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	f->now += 60000 * MS;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable not_ready_overdue\n");
}

/* a card that hides its interrupt enables hides the reset as well, until it is ready */
CASE(test_a_hidden_reset_after_a_shutdown)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	f->device.shows_enables = false;
	apply_scenario(f, "reset ms=5");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(flags_of(f), SHUT_DOWN);
	f->now += 5 * MS;
	ocxlpmem_card_advance(f->card);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	/* from then on, it is not ready for another reason */
	apply_scenario(f, "ready never");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
}

/* the registers do not tell a driver that is bound later */
CASE(test_a_shutdown_before_the_binding)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
}

CASE(test_a_card_that_is_gone_after_a_shutdown)
{
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	apply_scenario(f, "dead");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
	assert_string_equal(flags_of(f), "gone\n");
}

CASE(test_blocked_while_the_region_is_bound)
{
	bound = true;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(f->rings, 0);
	assert_string_equal(flags_of(f), "\n");
	bound = false;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
}

CASE(test_a_host_without_regions)
{
	f->device_host.region_bound = NULL;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
}

CASE(test_who_may_not)
{
	f->caller.admin = false;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(f->rings, 0);
	/* nor whether the region is bound */
	bound = true;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_NOT_PERMITTED);
}

CASE(test_a_card_that_refuses)
{
	apply_scenario(f, "fault op=shutdown status=0x21");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(f->rings, 1);
	apply_scenario(f, "corrupt op=shutdown id");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_BAD_RESPONSE);
	apply_scenario(f, "ready now\nfatal hw");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_FATAL);
}

/* nor does it stop */
CASE(test_a_reset_after_a_refusal)
{
	apply_scenario(f, "fault op=shutdown status=0x21");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_BLOCKED);
	apply_scenario(f, "ready never");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
}

/* the request was sent: a late answer is that of a stopped controller */
CASE(test_a_card_that_is_late)
{
	u64 began = f->now;

	apply_scenario(f, "fault op=shutdown timeout late-ms=1500");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), OCXLPMEM_STATUS_TIMEOUT);
	assert_range(f->now - began, 1000 * MS, 1010 * MS);
	assert_string_equal(flags_of(f), "\n");
	f->now += 600 * MS;
	ocxlpmem_card_advance(f->card);
	assert_string_equal(flags_of(f), SHUT_DOWN);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(flags_of(f), SHUT_DOWN);
	apply_scenario(f, "ready now");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
}

CASE(test_sizes)
{
	u8 input[16] = { 0 };
	int envelope;

	for (envelope = 0; envelope < 2; envelope++) {
		f->vendor = envelope;
		send_sized(f, OCXLPMEM_CMD_SHUTDOWN, NULL, 0, 7, &answer);
		assert_int_equal(answer.rc, -EINVAL);
		input[15] = 1;
		send_sized(f, OCXLPMEM_CMD_SHUTDOWN, input, 16, 8, &answer);
		assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
		assert_string_equal(flags_of(f), "\n");
		input[15] = 0;
		send_sized(f, OCXLPMEM_CMD_SHUTDOWN, input, 16, 16, &answer);
		assert_int_equal(answer.header.status, 0);
		assert_int_equal(answer.header.count, 0);
		assert_int_equal(answer.fw_size, 8);
		apply_scenario(f, "ready now");
		send_sized(f, OCXLPMEM_CMD_SHUTDOWN, NULL, 0, 8, &answer);
		assert_int_equal(answer.header.status, 0);
		apply_scenario(f, "ready now");
	}
}

static u8 report_type(struct fixture *f, u32 *data)
{
	struct ocxlpmem_error_log_rsp entry;

	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), 0);
	*data = entry.data_length;
	return answer.header.count ? entry.error_log_type : 0xFF;
}

CASE(test_health_report_takes_its_time)
{
	u64 began = f->now;
	u32 data;

	apply_scenario(f, "health-report take-ms=500 data=9");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_REQUEST_HEALTH), 0);
	assert_true(ocxlpmem_card_advance(f->card) == began + 500 * MS);
	f->now = began + 499 * MS;
	assert_int_equal(report_type(f, &data), 0xFF);
	f->now = began + 500 * MS;
	assert_int_equal(report_type(f, &data), OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE);
	assert_int_equal(data, 9);
}

CASE(test_health_report_never_comes)
{
	u32 data;

	apply_scenario(f, "health-report never");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_REQUEST_HEALTH), 0);
	assert_true(ocxlpmem_card_advance(f->card) == ~0ULL);
	f->now += 24 * 3600ULL * 1000 * MS;
	assert_int_equal(report_type(f, &data), 0xFF);
	/* the others stay as they are; a new line is for the next request */
	apply_scenario(f, "health-report take-ms=0");
	assert_int_equal(report_type(f, &data), 0xFF);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_REQUEST_HEALTH), 0);
	assert_int_equal(report_type(f, &data), OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE);
	assert_int_equal(data, 64);
}

CASE(test_no_report_of_a_stopped_card)
{
	u32 data;

	assert_int_equal(status_after(f, OCXLPMEM_CMD_REQUEST_HEALTH), 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	f->now += 10 * MS;
	apply_scenario(f, "ready now");
	assert_int_equal(report_type(f, &data), 0xFF);
}

CASE(test_bad_lines_about_the_report)
{
	static const char *const lines[] = { "health-report",
					     "health-report never take-ms=1",
					     "health-report data=65457",
					     "health-report take-ms=",
					     "health-report take-ms=86400001",
					     "health-report sometimes" };
	unsigned int line;
	char why[600];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		line = 0;
		assert_int_equal(ocxlpmem_card_apply_scenario(f->card, lines[i], strlen(lines[i]),
							      &line, why, sizeof(why)),
				 -EINVAL);
		assert_int_equal(line, 1);
	}
	apply_scenario(f, "health-report never data=65456\nhealth-report take-ms=86400000");
}
