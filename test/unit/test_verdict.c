// SPDX-License-Identifier: GPL-2.0-only
/* From conditions to a verdict, from outcomes to an exit status, from errors to words. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <cmocka.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/error.h"
#include "ocxl/run/verdict.h"
#include "ocxl/verbs/verdict-rules.h"
#include "ocxl/records/check-record.h"
#include "ocxl/records/smart-record.h"

static struct ocxl_verdict verdict;

static const struct ocxl_check_record *judge(const struct ocxl_conditions *conditions)
{
	memset(&verdict, 0, sizeof(verdict));
	ocxl_verdict_derive(&verdict, conditions);
	return &verdict.record;
}

static void expect(const struct ocxl_conditions *conditions, const char *word, const char *reason)
{
	const struct ocxl_check_record *record = judge(conditions);
	const struct ocxl_reason_record *reasons = record->reasons.records;

	assert_string_equal(record->verdict, word);
	if (!reason) {
		assert_int_equal(record->reasons.count, 0);
		return;
	}
	assert_true(record->reasons.count > 0);
	assert_string_equal(reasons[0].name, reason);
	assert_true(strlen(reasons[0].message) > 0);
}

static void test_verdict_state(void **state)
{
	static const struct {
		unsigned int state;
		const char *word;
		const char *reason;
	} cases[] = {
		{ 0, "ok", NULL },
		{ OCXL_CONDITION_NOT_READY, "warning", "not_ready" },
		{ OCXL_CONDITION_MEM_UNAVAILABLE, "warning", "mem_unavailable" },
		{ OCXL_CONDITION_ERROR_LOG, "warning", "error_log" },
		{ OCXL_CONDITION_DUMP, "warning", "dump" },
		{ OCXL_CONDITION_HW_FATAL, "failed", "hw_fatal" },
		{ OCXL_CONDITION_FW_FATAL, "failed", "fw_fatal" },
		{ OCXL_CONDITION_FW_FATAL | OCXL_CONDITION_DUMP, "failed", "fw_fatal" },
	};
	struct ocxl_conditions conditions = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		conditions.state = cases[i].state;
		expect(&conditions, cases[i].word, cases[i].reason);
	}
}

static void test_verdict_answers(void **state)
{
	struct ocxl_conditions conditions = { .heartbeat = "no pulse" };

	expect(&conditions, "failed", "heartbeat");
	conditions.heartbeat = NULL;
	conditions.smart = "not smart";
	expect(&conditions, "failed", "smart");
}

static void test_verdict_attributes(void **state)
{
	struct ndctl_ocxl_smart_attribute attributes[] = {
		{ .id = OCXL_SMART_POWER_ON_HOURS, .raw = 7 },
		{ .id = OCXL_SMART_TEMPERATURE, .raw = 80, .threshold = 70 },
		{ .id = OCXL_SMART_LIFE_REMAINING, .raw = 3, .threshold = 5 },
		{ .id = 5, .current_value = 1, .threshold = 2 },
	};
	struct ocxl_conditions conditions = { .attributes = { attributes, 4 } };

	expect(&conditions, "ok", NULL);
	attributes[1].failing = true;
	expect(&conditions, "warning", "temperature");
	attributes[1].failing = false;
	attributes[3].failing = true;
	expect(&conditions, "warning", "attribute");
	/* the gravest first, whatever the order on the card */
	attributes[1].failing = true;
	attributes[2].failing = true;
	expect(&conditions, "failed", "life_remaining");
	assert_int_equal(verdict.record.reasons.count, 3);
}

static void test_verdict_every_attribute_fails(void **state)
{
	static struct ndctl_ocxl_smart_attribute attributes[255];
	struct ocxl_conditions conditions = {
		.state = ~0U,
		.heartbeat = "no pulse",
		.smart = "not smart",
		.attributes = { attributes, 255 },
	};
	size_t i;

	for (i = 0; i < 255; i++) {
		attributes[i].id = i;
		attributes[i].failing = true;
	}
	assert_int_equal(judge(&conditions)->reasons.count, 255 + 8);
}

static void test_findings_of_health(void **state)
{
	const uint64_t well = OCXL_HEALTH_CONTROLLER_READY | OCXL_HEALTH_MEMORY_AVAILABLE;

	assert_int_equal(ocxl_conditions_of_health(well), 0);
	assert_int_equal(ocxl_conditions_of_health(0),
			 OCXL_CONDITION_NOT_READY | OCXL_CONDITION_MEM_UNAVAILABLE);
	assert_int_equal(ocxl_conditions_of_health(well | OCXL_HEALTH_HARDWARE_FATAL |
						   OCXL_HEALTH_DUMP),
			 OCXL_CONDITION_HW_FATAL | OCXL_CONDITION_DUMP);
	assert_int_equal(ocxl_conditions_of_health(well | OCXL_HEALTH_FIRMWARE_FATAL |
						   OCXL_HEALTH_ERROR_LOG),
			 OCXL_CONDITION_FW_FATAL | OCXL_CONDITION_ERROR_LOG);
}

static void test_findings_of_flags(void **state)
{
	assert_int_equal(ocxl_conditions_of_flags(0), 0);
	assert_int_equal(ocxl_conditions_of_flags(NDCTL_OCXL_FLAG_NOT_READY |
						  NDCTL_OCXL_FLAG_FW_FATAL),
			 OCXL_CONDITION_NOT_READY | OCXL_CONDITION_FW_FATAL);
	assert_int_equal(ocxl_conditions_of_flags(NDCTL_OCXL_FLAG_ERASE_FAILED |
						  NDCTL_OCXL_FLAG_MAILBOX_STUCK |
						  NDCTL_OCXL_FLAG_SMART_NOTIFY),
			 0);
}

static void test_verdict_worse(void **state)
{
	assert_null(ocxl_verdict_worse(NULL, NULL));
	assert_string_equal(ocxl_verdict_worse(NULL, "ok"), "ok");
	assert_string_equal(ocxl_verdict_worse("ok", NULL), "ok");
	assert_string_equal(ocxl_verdict_worse("ok", "warning"), "warning");
	assert_string_equal(ocxl_verdict_worse("warning", "ok"), "warning");
	assert_string_equal(ocxl_verdict_worse("warning", "failed"), "failed");
	assert_string_equal(ocxl_verdict_worse("failed", "ok"), "failed");
}

static void test_exit_status_table(void **state)
{
	static const struct {
		struct ocxl_outcomes outcomes;
		int status;
	} cases[] = {
		{ { .done = 2 }, 0 },
		{ { .done = 2, .unhealthy = true }, 5 },
		{ { .done = 1, .unsupported = 1 }, 0 },
		{ { .done = 1, .unsupported_named = 1 }, 3 },
		{ { .done = 1, .failed = 1 }, 3 },
		{ { .done = 1, .failed = 1, .unhealthy = true }, 3 },
		{ { .done = 1, .not_permitted = 1 }, 3 },
		{ { .done = 1, .missing = 1 }, 3 },
		{ { .done = 1, .missing = 1, .unhealthy = true }, 3 },
		{ { .failed = 2 }, 1 },
		{ { .failed = 1, .not_permitted = 1 }, 1 },
		{ { .failed = 1, .missing = 1 }, 1 },
		{ { .failed = 1, .unsupported = 1 }, 1 },
		{ { .failed = 1, .unsupported_named = 1 }, 1 },
		{ { .not_permitted = 2 }, 4 },
		{ { .not_permitted = 1, .missing = 1 }, 4 },
		{ { .not_permitted = 1, .unsupported = 1 }, 4 },
		{ { .missing = 1 }, 2 },
		{ { 0 }, 2 },
		{ { .unsupported = 3 }, 2 },
		{ { .unsupported_named = 1 }, 2 },
		{ { .unsupported_named = 1, .missing = 1 }, 2 },
		{ { .done = 9, .output_failed = true }, 1 },
		{ { .not_permitted = 9, .output_failed = true }, 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (ocxl_exit_status(&cases[i].outcomes) != cases[i].status)
			fail_msg("row %zu: %d", i, ocxl_exit_status(&cases[i].outcomes));
	}
}

static void test_failure_permission(void **state)
{
	assert_true(ocxl_failure_is_permission(-EACCES, -1));
	assert_true(ocxl_failure_is_permission(-EPERM, -1));
	assert_true(ocxl_failure_is_permission(-EPERM, OCXL_STATUS_NOT_PERMITTED));
	assert_true(ocxl_failure_is_permission(-EPERM, OCXL_STATUS_DEBUG_BLOCKED));
	assert_false(ocxl_failure_is_permission(-EIO, OCXL_STATUS_FATAL));
	assert_false(ocxl_failure_is_permission(-EIO, -1));
}

static void test_failure_describe(void **state)
{
	struct ocxl_failure failure;
	int status;

	ocxl_failure_describe(&failure, "nmem7", OCXL_CMD_SMART, -EACCES, -1);
	assert_string_equal(failure.name, "EACCES");
	assert_string_equal(failure.message, "permission denied on /dev/nmem7: run as root or "
					     "join the group that owns it");
	ocxl_failure_describe(&failure, "nmem7", OCXL_CMD_HEARTBEAT, -ETIMEDOUT,
			      OCXL_STATUS_TIMEOUT);
	assert_string_equal(failure.name, "ETIMEDOUT");
	assert_int_equal(failure.wire_status, OCXL_STATUS_TIMEOUT);
	assert_non_null(
		strstr(failure.message, "the controller did not answer a heartbeat in time"));
	/* whatever the status, there are words, and they fit */
	for (status = -1; status < 256; status++) {
		ocxl_failure_describe(&failure, "nmem7", status & 31, -EIO, status);
		assert_true(strlen(failure.message) > 10);
		assert_true(strlen(failure.message) < sizeof(failure.message) - 1);
	}
	ocxl_failure_describe(&failure, "nmem7", 1, -EIO, 0x33);
	assert_non_null(strstr(failure.message, "0x33"));
	ocxl_failure_describe(&failure, "nmem7", 1, -EXDEV, -1);
	assert_non_null(failure.name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdict_state),
		cmocka_unit_test(test_verdict_answers),
		cmocka_unit_test(test_verdict_attributes),
		cmocka_unit_test(test_verdict_every_attribute_fails),
		cmocka_unit_test(test_verdict_worse),
		cmocka_unit_test(test_findings_of_health),
		cmocka_unit_test(test_findings_of_flags),
		cmocka_unit_test(test_exit_status_table),
		cmocka_unit_test(test_failure_permission),
		cmocka_unit_test(test_failure_describe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
