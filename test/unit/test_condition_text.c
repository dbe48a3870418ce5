// SPDX-License-Identifier: GPL-2.0-only
/* The words and numbers that documents show for a condition. */
#include <errno.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl/verbs/health-check.h"

#define HAS(name)	(1ULL << OCXL_CONDITION_HAS_##name)
#define CONDITION(name) NDCTL_OCXL_CONDITION_##name

static struct ocxl_condition_record condition;
static char message[OCXL_CONDITION_MESSAGE_SIZE];

/* a condition without numbers, as serious as the table says */
static struct ndctl_ocxl_condition plain_condition(unsigned int condition)
{
	return (struct ndctl_ocxl_condition) {
		.condition = condition,
		.severity = ndctl_ocxl_condition_get_severity(condition, false),
		.attribute = -1,
		.status = -1,
	};
}

static void expect_message(const struct ndctl_ocxl_condition *condition, const char *text)
{
	ocxl_condition_fill(&condition, message, condition, "nmem3", 0);
	assert_string_equal(message, text);
	assert_ptr_equal(condition.message, message);
}

UNIT_TEST(test_reason_numbers)
{
	struct ndctl_ocxl_condition condition = plain_condition(CONDITION(TEMPERATURE));

	condition.has_value = condition.has_threshold = true;
	condition.value = 77;
	condition.threshold = 70;
	condition.unit = "Cel";
	condition.attribute = 0xC2;
	expect_message(&condition,
		       "77 degrees Celsius, the threshold is 70. Improve the cooling of "
		       "the card, or reduce its load.");
	assert_string_equal(condition.name, "temperature");
	assert_string_equal(condition.severity, "critical");
	assert_string_equal(condition.unit, "Cel");
	assert_int_equal(condition.value, 77);
	assert_int_equal(condition.threshold, 70);
	assert_int_equal(condition.attribute, 0xC2);
	assert_int_equal(condition.present, HAS(VALUE) | HAS(THRESHOLD) | HAS(ATTRIBUTE));
}

UNIT_TEST(test_reason_sentences)
{
	static const struct {
		unsigned int condition;
		const char *text;
	} rows[] = {
		{ CONDITION(LIFE_REMAINING), "5 % of its life remains, the threshold is 10 %. "
					     "See with 'ndctl list -RN -d nmem3' what is on "
					     "the card, then replace it." },
		{ CONDITION(LIFE_REMAINING_LOW), "5 % of its life remains, the threshold is 10 %. "
						 "Plan to replace the card." },
		{ CONDITION(TEMPERATURE_NEAR), "5 degrees Celsius, the threshold is 10. Check the "
					       "cooling of the card." },
		{ CONDITION(ATTRIBUTE), "SMART attribute 0x0A is failing: current 5, threshold 10. "
					"Look at 'ndctl ocxl read-smart nmem3 -u', and plan to "
					"replace the card." },
		{ CONDITION(CRITICAL_RESOURCES),
		  "5 % of the controller's critical resources are in use. Run 'ndctl ocxl report "
		  "nmem3 --output=nmem3-report.json', and plan to reset the card: ndctl-ocxl(1) "
		  "says how." },
	};
	struct ndctl_ocxl_condition condition;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		condition = plain_condition(rows[i].condition);
		condition.has_value = condition.has_threshold = true;
		condition.value = 5;
		condition.threshold = 10;
		condition.attribute = 0x0A;
		expect_message(&condition, rows[i].text);
	}
}

/* without numbers: summary and advice of the table */
UNIT_TEST(test_reason_of_each_condition)
{
	char text[OCXL_CONDITION_MESSAGE_SIZE];
	struct ndctl_ocxl_condition condition;
	unsigned int condition;

	for (condition = 0; ndctl_ocxl_condition_name(condition); condition++) {
		condition = plain_condition(condition);
		ndctl_ocxl_condition_text(&condition, "nmem3", text, sizeof(text));
		expect_message(&condition, text);
		assert_string_equal(condition.name, ndctl_ocxl_condition_name(condition));
		assert_int_equal(condition.present, 0);
		assert_null(condition.unit);
	}
	/* smart_notify alone: no attribute is known */
	condition = plain_condition(CONDITION(ATTRIBUTE));
	expect_message(&condition, "A SMART attribute is failing. Look at 'ndctl ocxl read-smart "
				   "nmem3 -u', and plan to replace the card.");
}

/* an overdue condition does not advise to wait */
UNIT_TEST(test_reason_overdue)
{
	struct ndctl_ocxl_condition condition = plain_condition(CONDITION(NOT_READY));

	expect_message(&condition,
		       "The controller is not ready. Wait until it is ready. A card that "
		       "was shut down has to be reset: ndctl-ocxl(1) says how.");
	assert_string_equal(condition.severity, "warning");
	condition.severity = NDCTL_OCXL_SEVERITY_CRITICAL;
	expect_message(&condition,
		       "The controller is not ready. This takes longer than the card "
		       "allows. Run 'ndctl ocxl report nmem3 "
		       "--output=nmem3-report.json', then reset the card: ndctl-ocxl(1) "
		       "says how.");
	assert_string_equal(condition.severity, "critical");
}

/* the evidence that failed, with the meaning of the status or of the errno */
UNIT_TEST(test_reason_evidence)
{
	struct ndctl_ocxl_condition condition = plain_condition(CONDITION(COMMAND_FAILED));

	condition.evidence = "SMART";
	condition.error = -EIO;
	condition.status = 0x77;
	expect_message(&condition,
		       "The controller gave no good answer to SMART: unknown status 0x77."
		       " Run 'ndctl ocxl report nmem3 --output=nmem3-report.json', then "
		       "update the firmware of the card and the driver.");
	condition.error = -EPROTO;
	condition.status = 0;
	expect_message(&condition,
		       "The controller gave no good answer to SMART: the answer is "
		       "inconsistent. Run 'ndctl ocxl report nmem3 "
		       "--output=nmem3-report.json', then update the firmware of the card "
		       "and the driver.");
}

UNIT_TEST(test_reason_unanswered)
{
	const struct ndctl_ocxl_condition condition = plain_condition(CONDITION(HEALTH_UNREADABLE));
	const uint64_t ignored = 1ULL << CONDITION(NOT_RESPONDING) |
				 1ULL << CONDITION(COMMAND_FAILED);

	ocxl_condition_fill(&condition, message, &condition, "nmem3", ignored);
	assert_string_equal(message,
			    "The card answered neither HEARTBEAT nor SMART, and --ignore "
			    "leaves out what was found: silent, command_failed. Its health is "
			    "unknown.");
	assert_string_equal(condition.name, "health_unreadable");
	assert_string_equal(condition.severity, "unknown");
	assert_int_equal(condition.present, 0);
}
