// SPDX-License-Identifier: GPL-2.0-only
/* The words and numbers that documents show for a condition. */
#include <errno.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl/verbs/health-check.h"

#define HAS(name)	(1ULL << OCXL_REASON_HAS_##name)
#define CONDITION(name) NDCTL_OCXL_CONDITION_##name

static struct ocxl_reason_record reason;
static char message[OCXL_REASON_MESSAGE_SIZE];

/* a condition without numbers, as serious as the table says */
static struct ndctl_ocxl_finding plain_finding(unsigned int condition)
{
	return (struct ndctl_ocxl_finding) {
		.condition = condition,
		.severity = ndctl_ocxl_condition_get_severity(condition, false),
		.attribute = -1,
		.status = -1,
	};
}

static void expect_message(const struct ndctl_ocxl_finding *finding, const char *text)
{
	ocxl_reason_fill(&reason, message, finding, "nmem3", 0);
	assert_string_equal(message, text);
	assert_ptr_equal(reason.message, message);
}

UNIT_TEST(test_reason_numbers)
{
	struct ndctl_ocxl_finding finding = plain_finding(CONDITION(TEMPERATURE));

	finding.has_value = finding.has_threshold = true;
	finding.value = 77;
	finding.threshold = 70;
	finding.unit = "Cel";
	finding.attribute = 0xC2;
	expect_message(&finding, "77 degrees Celsius, the threshold is 70. Improve the cooling of "
				 "the card, or reduce its load.");
	assert_string_equal(reason.name, "temperature");
	assert_string_equal(reason.severity, "critical");
	assert_string_equal(reason.unit, "Cel");
	assert_int_equal(reason.value, 77);
	assert_int_equal(reason.threshold, 70);
	assert_int_equal(reason.attribute, 0xC2);
	assert_int_equal(reason.present, HAS(VALUE) | HAS(THRESHOLD) | HAS(ATTRIBUTE));
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
	struct ndctl_ocxl_finding finding;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		finding = plain_finding(rows[i].condition);
		finding.has_value = finding.has_threshold = true;
		finding.value = 5;
		finding.threshold = 10;
		finding.attribute = 0x0A;
		expect_message(&finding, rows[i].text);
	}
}

/* without numbers: summary and advice of the table */
UNIT_TEST(test_reason_of_each_condition)
{
	char text[OCXL_REASON_MESSAGE_SIZE];
	struct ndctl_ocxl_finding finding;
	unsigned int condition;

	for (condition = 0; ndctl_ocxl_condition_name(condition); condition++) {
		finding = plain_finding(condition);
		ndctl_ocxl_finding_text(&finding, "nmem3", text, sizeof(text));
		expect_message(&finding, text);
		assert_string_equal(reason.name, ndctl_ocxl_condition_name(condition));
		assert_int_equal(reason.present, 0);
		assert_null(reason.unit);
	}
	/* smart_notify alone: no attribute is known */
	finding = plain_finding(CONDITION(ATTRIBUTE));
	expect_message(&finding, "A SMART attribute is failing. Look at 'ndctl ocxl read-smart "
				 "nmem3 -u', and plan to replace the card.");
}

/* an overdue condition does not advise to wait */
UNIT_TEST(test_reason_overdue)
{
	struct ndctl_ocxl_finding finding = plain_finding(CONDITION(NOT_READY));

	expect_message(&finding, "The controller is not ready. Wait until it is ready. A card that "
				 "was shut down has to be reset: ndctl-ocxl(1) says how.");
	assert_string_equal(reason.severity, "warning");
	finding.severity = NDCTL_OCXL_SEVERITY_CRITICAL;
	expect_message(&finding, "The controller is not ready. This takes longer than the card "
				 "allows. Run 'ndctl ocxl report nmem3 "
				 "--output=nmem3-report.json', then reset the card: ndctl-ocxl(1) "
				 "says how.");
	assert_string_equal(reason.severity, "critical");
}

/* the evidence that failed, with the meaning of the status or of the errno */
UNIT_TEST(test_reason_evidence)
{
	struct ndctl_ocxl_finding finding = plain_finding(CONDITION(BAD_ANSWER));

	finding.evidence = "SMART";
	finding.error = -EIO;
	finding.status = 0x77;
	expect_message(&finding, "The controller gave no good answer to SMART: unknown status 0x77."
				 " Run 'ndctl ocxl report nmem3 --output=nmem3-report.json', then "
				 "update the firmware of the card and the driver.");
	finding.error = -EPROTO;
	finding.status = 0;
	expect_message(&finding,
		       "The controller gave no good answer to SMART: the answer is "
		       "inconsistent. Run 'ndctl ocxl report nmem3 "
		       "--output=nmem3-report.json', then update the firmware of the card "
		       "and the driver.");
}

UNIT_TEST(test_reason_unanswered)
{
	const struct ndctl_ocxl_finding finding = plain_finding(CONDITION(NOT_ASKED));
	const uint64_t ignored = 1ULL << CONDITION(SILENT) | 1ULL << CONDITION(BAD_ANSWER);

	ocxl_reason_fill(&reason, message, &finding, "nmem3", ignored);
	assert_string_equal(message, "The card answered neither HEARTBEAT nor SMART, and --ignore "
				     "leaves out what was found: silent, bad_answer. Its health is "
				     "unknown.");
	assert_string_equal(reason.name, "not_asked");
	assert_string_equal(reason.severity, "unknown");
	assert_int_equal(reason.present, 0);
}
