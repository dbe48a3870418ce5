// SPDX-License-Identifier: GPL-2.0-only
/* Conditions from registers, flags and events; verdicts from conditions; the order of verdicts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/run/verdict.h"
#include "ocxl/verbs/verdict-rules.h"
#include "ocxl/records/check-record.h"
#include "ocxl/records/smart-record.h"

static struct ocxl_verdict verdict;

static const struct ocxl_check_record *derive_verdict(const struct ocxl_conditions *conditions)
{
	memset(&verdict, 0, sizeof(verdict));
	ocxl_verdict_derive(&verdict, conditions);
	return &verdict.record;
}

static void expect_verdict(const struct ocxl_conditions *conditions, const char *word,
			   const char *reason)
{
	const struct ocxl_check_record *record = derive_verdict(conditions);
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

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		conditions.state = cases[i].state;
		expect_verdict(&conditions, cases[i].word, cases[i].reason);
	}
}

static void test_verdict_answers(void **state)
{
	struct ocxl_conditions conditions = { .heartbeat = "no heartbeat" };

	expect_verdict(&conditions, "failed", "heartbeat");
	conditions.heartbeat = NULL;
	conditions.smart = "no SMART";
	expect_verdict(&conditions, "failed", "smart");
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

	expect_verdict(&conditions, "ok", NULL);
	attributes[1].failing = true;
	expect_verdict(&conditions, "warning", "temperature");
	attributes[1].failing = false;
	attributes[3].failing = true;
	expect_verdict(&conditions, "warning", "attribute");
	/* the most serious reason comes first, in any order on the card */
	attributes[1].failing = true;
	attributes[2].failing = true;
	expect_verdict(&conditions, "failed", "life_remaining");
	assert_int_equal(verdict.record.reasons.count, 3);
}

static void test_verdict_every_attribute_fails(void **state)
{
	static struct ndctl_ocxl_smart_attribute attributes[255];
	struct ocxl_conditions conditions = {
		.state = ~0U,
		.heartbeat = "no heartbeat",
		.smart = "no SMART",
		.attributes = { attributes, 255 },
	};
	size_t i;

	for (i = 0; i < 255; i++) {
		attributes[i].id = i;
		attributes[i].failing = true;
	}
	assert_int_equal(derive_verdict(&conditions)->reasons.count, 255 + 8);
}

static void test_conditions_of_health(void **state)
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

static void test_conditions_of_flags(void **state)
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

static void test_conditions_of_events(void **state)
{
	const uint64_t pending = 1ULL << OCXL_EVENT_ERROR_LOG | 1ULL << OCXL_EVENT_DUMP |
				 1ULL << OCXL_EVENT_HARDWARE_FATAL |
				 1ULL << OCXL_EVENT_FIRMWARE_FATAL;

	assert_int_equal(ocxl_conditions_of_events(0), 0);
	assert_int_equal(ocxl_conditions_of_events(pending),
			 OCXL_CONDITION_ERROR_LOG | OCXL_CONDITION_DUMP | OCXL_CONDITION_HW_FATAL |
				 OCXL_CONDITION_FW_FATAL);
	assert_int_equal(ocxl_conditions_of_events(~pending), 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdict_state),
		cmocka_unit_test(test_verdict_answers),
		cmocka_unit_test(test_verdict_attributes),
		cmocka_unit_test(test_verdict_every_attribute_fails),
		cmocka_unit_test(test_verdict_worse),
		cmocka_unit_test(test_conditions_of_health),
		cmocka_unit_test(test_conditions_of_flags),
		cmocka_unit_test(test_conditions_of_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
