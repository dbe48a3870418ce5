/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A healthy card, evidence about it, and the resulting conditions. */
#ifndef CONDITIONS_FIXTURE_H
#define CONDITIONS_FIXTURE_H

#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "unit.h"
#include "ocxl-private.h"

#define FLAG(name)     NDCTL_OCXL_FLAG_##name
#define FLAGS	       17
#define ALL_FLAGS      ((1U << FLAGS) - 1)
#define HEARTBEAT      (1U << OCXLPMEM_CMD_HEARTBEAT)
#define SMART	       (1U << OCXLPMEM_CMD_SMART)
#define MASK(name)     (1ULL << NDCTL_OCXL_CONDITION_##name)
/* braces in parentheses: outside of them, versions of clang-format lay them out differently */
#define OUTCOME(...)   __VA_ARGS__
#define NOTHING	       OUTCOME({ 0 })
#define ANSWER	       OUTCOME({ .asked = true })
#define ERRNO(number)  OUTCOME({ .asked = true, .error = -(number), .status = -1 })
#define STATUS(number) OUTCOME({ .asked = true, .error = -EIO, .status = (number) })
#define ENDS_IN(name)  STATUS(OCXLPMEM_STATUS_##name)
#define TEST(name)     UNIT_TEST_WITH(name, setup_well, NULL)

static struct ndctl_ocxl_smart_attribute attributes[OCXLPMEM_SMART_ATTRIBUTES_MAX];
static struct ndctl_ocxl_evidence evidence;
static struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];

/* "failing" as the library reads it from the wire */
static void add_attribute(uint8_t id, uint8_t current_value, uint8_t threshold, uint64_t raw)
{
	const struct ocxlpmem_smart_attribute wire = {
		.fields = (uint64_t)id << OCXLPMEM_SMART_ID_SHIFT |
			  (uint64_t)current_value << OCXLPMEM_SMART_CURRENT_SHIFT |
			  (uint64_t)threshold << OCXLPMEM_SMART_THRESHOLD_SHIFT,
		.raw = raw,
	};

	attributes[evidence.attribute_count++] = (struct ndctl_ocxl_smart_attribute) {
		.id = id,
		.current = current_value,
		.threshold = threshold,
		.raw = raw,
		.failing = ocxlpmem_smart_attribute_failing(&wire),
	};
}

/* a card without any condition and with all evidence */
static int setup_well(void **state)
{
	memset(attributes, 0, sizeof(attributes));
	evidence = (struct ndctl_ocxl_evidence) {
		.has_flags = true,
		.heartbeat = ANSWER,
		.smart = ANSWER,
		.attributes = attributes,
		.stats = ANSWER,
	};
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 40, 70, 40);
	add_attribute(OCXLPMEM_SMART_LIFE_REMAINING, 97, 10, 97);
	return 0;
}

/*
 * The worst condition is the first, and those of one severity have the order of their numbers. The
 * severities themselves are in test_table_every_row(): here they are sorted by number.
 */
static void sort_conditions(size_t count)
{
	struct ndctl_ocxl_condition moved;
	size_t i, place;

	for (i = 1; i < count; i++) {
		if (conditions[i].severity == conditions[i - 1].severity)
			assert_true(conditions[i].id >= conditions[i - 1].id);
		else
			assert_true(conditions[i].severity < conditions[i - 1].severity);
	}
	for (i = 1; i < count; i++) {
		moved = conditions[i];
		for (place = i; place && conditions[place - 1].id > moved.id; place--)
			conditions[place] = conditions[place - 1];
		conditions[place] = moved;
	}
}

/* Return: number of conditions; the verdict is the severity of the first one */
static size_t judge_evidence(void)
{
	enum ndctl_ocxl_severity verdict;
	size_t count;

	verdict = ndctl_ocxl_judge(&evidence, conditions, ARRAY_SIZE(conditions), &count);
	assert_int_equal(verdict, count ? conditions[0].severity : NDCTL_OCXL_SEVERITY_OK);
	return count;
}

/* names of the conditions; "!" is an overdue one */
static const char *judge_names(void)
{
	static char text[NDCTL_OCXL_CONDITIONS_MAX * 24];
	size_t i, used = 0, count = judge_evidence();

	sort_conditions(count);
	*text = '\0';
	for (i = 0; i < count; i++) {
		unsigned int id = conditions[i].id;
		bool overdue = conditions[i].severity != ocxl_condition_id_severity(id, false);

		if (overdue)
			assert_int_equal(conditions[i].severity,
					 ocxl_condition_id_severity(id, true));
		used += (size_t)sprintf(text + used, "%s%s%s", i ? " " : "",
					ndctl_ocxl_condition_id_name(id), overdue ? "!" : "");
	}
	return text;
}

static void expect_at(size_t row, const char *names)
{
	const char *found = judge_names();

	if (strcmp(found, names) != 0)
		fail_msg("row %zu: \"%s\" instead of \"%s\"", row, found, names);
}

static void expect_conditions(const char *names)
{
	assert_string_equal(judge_names(), names);
}

#endif /* CONDITIONS_FIXTURE_H */
