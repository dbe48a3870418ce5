// SPDX-License-Identifier: GPL-2.0-only
/* The words and numbers that documents show for a condition. */
#include <errno.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "unit.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl-private.h"

#define HAS(name)	(1ULL << OCXL_CONDITION_HAS_##name)
#define CONDITION(name) NDCTL_OCXL_CONDITION_##name

static struct ocxl_condition_record record;
static struct ocxl_condition_texts texts;

/* a condition without numbers, as serious as the table says */
static struct ndctl_ocxl_condition plain_condition(unsigned int id)
{
	return (struct ndctl_ocxl_condition) {
		.id = id,
		.severity = ocxl_condition_id_severity(id, false),
		.attribute = -1,
		.status = -1,
	};
}

static void expect_texts(const struct ndctl_ocxl_condition *condition, const char *message,
			 const char *action)
{
	ocxl_condition_fill(&record, &texts, condition, "nmem3", 0);
	assert_string_equal(record.message, message);
	assert_string_equal(record.action, action);
}

UNIT_TEST(test_condition_numbers)
{
	struct ndctl_ocxl_condition condition = plain_condition(CONDITION(TEMPERATURE));

	condition.has_value = condition.has_threshold = true;
	condition.value = 77;
	condition.threshold = 70;
	condition.unit = "Cel";
	condition.attribute = 0xC2;
	expect_texts(&condition, "77 degrees Celsius, the threshold is 70.",
		     "Improve the cooling of the card, or reduce its load.");
	assert_string_equal(record.name, "temperature");
	assert_string_equal(record.severity, "critical");
	assert_string_equal(record.unit, "Cel");
	assert_int_equal(record.value, 77);
	assert_int_equal(record.threshold, 70);
	assert_int_equal(record.attribute, 0xC2);
	assert_int_equal(record.present, HAS(VALUE) | HAS(THRESHOLD) | HAS(ATTRIBUTE));
}

/* without numbers: summary and advice of the table */
UNIT_TEST(test_condition_of_each_condition)
{
	struct ocxl_condition_texts wanted;
	struct ndctl_ocxl_condition condition;
	unsigned int id;

	for (id = 0; ndctl_ocxl_condition_id_name(id); id++) {
		condition = plain_condition(id);
		ndctl_ocxl_condition_message(&condition, wanted.message, sizeof(wanted.message));
		ndctl_ocxl_condition_action(&condition, "nmem3", wanted.action,
					    sizeof(wanted.action));
		expect_texts(&condition, wanted.message, wanted.action);
		assert_string_equal(record.name, ndctl_ocxl_condition_id_name(id));
		assert_int_equal(record.present, 0);
		assert_null(record.unit);
	}
	/* smart_notify alone: no attribute is known */
	condition = plain_condition(CONDITION(ATTRIBUTE_FAILING));
	expect_texts(
		&condition, "A SMART attribute is failing.",
		"Look at 'ndctl ocxl read-smart nmem3 -u', and plan to replace the card: ndctl-ocxl-card(7) says how.");
}

#define FAILED_ACTION                                                            \
	"Run 'ndctl ocxl report nmem3 --output=nmem3-report.json', then update " \
	"the driver, and the firmware of the card."

/* the evidence that failed, with the meaning of the status or of the errno */
UNIT_TEST(test_condition_evidence)
{
	struct ndctl_ocxl_condition condition = plain_condition(CONDITION(COMMAND_FAILED));

	condition.evidence = "SMART";
	condition.error = -EIO;
	condition.status = 0x77;
	expect_texts(&condition,
		     "The controller gave no good answer to SMART: unknown status 0x77.",
		     FAILED_ACTION);
	condition.error = -EPROTO;
	condition.status = 0;
	expect_texts(&condition,
		     "The controller gave no good answer to SMART: the answer is inconsistent.",
		     FAILED_ACTION);
}

UNIT_TEST(test_condition_unanswered)
{
	struct ndctl_ocxl_condition condition = plain_condition(CONDITION(HEALTH_UNREADABLE));
	const uint64_t ignored = 1ULL << CONDITION(NOT_RESPONDING) |
				 1ULL << CONDITION(COMMAND_FAILED);

	ocxl_condition_fill(&record, &texts, &condition, "nmem3", ignored);
	assert_string_equal(
		record.message,
		"The card did not answer HEARTBEAT and SMART, and --ignore "
		"leaves out what was found: not_responding, command_failed. Its health is "
		"unknown.");
	assert_string_equal(record.action, "Run the command without --ignore.");
	assert_string_equal(record.name, "health_unreadable");
	assert_string_equal(record.severity, "unknown");
	assert_int_equal(record.present, 0);
	condition.commands = 1U << OCXLPMEM_CMD_SMART;
	ocxl_condition_fill(&record, &texts, &condition, "nmem3", ignored);
	assert_ptr_equal(strstr(record.message, "SMART, and --ignore"),
			 record.message + strlen("The card did not answer "));
}
