// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The health of ndctl's own verbs is the verdict of ndctl_ocxl_judge(), for all flags with all ends
 * of a command, and for attributes around their limits. It has rules of its own, because ndctl has
 * no table of conditions.
 */
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl-health.h"
#include "ocxl-records.h"

#define FLAGS	       (1U << OCXLPMEM_FLAG_COUNT)
#define CONDITIONS_MAX NDCTL_OCXL_CONDITIONS_MAX
#define UNKNOWN	       UINT_MAX
#define MASK(cond)     (1U << NDCTL_OCXL_CONDITION_##cond)

static struct ocxlpmem_smart_attribute wire[4];
static int flags_error;
static struct ocxl_answer answer = { .body = (const uint8_t *)wire };

/* error log and dump alone are no warning */
static unsigned int health_of(const struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_ocxl_condition conditions[CONDITIONS_MAX];
	int i, count = ndctl_ocxl_judge(evidence, conditions, CONDITIONS_MAX);

	assert_true(count >= 0 && count <= CONDITIONS_MAX);
	for (i = 0; i < count; i++)
		if (1U << conditions[i].id & (MASK(HW_FATAL) | MASK(FW_FATAL)))
			return ND_SMART_FATAL_HEALTH;
	for (i = 0; i < count; i++) {
		if (1U << conditions[i].id & (MASK(ERROR_LOG_PENDING) | MASK(DUMP_PENDING)))
			continue;
		switch (conditions[i].severity) {
		case NDCTL_OCXL_SEVERITY_CRITICAL:
			return ND_SMART_CRITICAL_HEALTH;
		case NDCTL_OCXL_SEVERITY_UNKNOWN:
			return UNKNOWN;
		default:
			return ND_SMART_NON_CRITICAL_HEALTH;
		}
	}
	return 0;
}

static void check_health(const struct ocxl_health_evidence *evidence, unsigned int wanted)
{
	unsigned int health;
	int rc = ocxl_health_find(evidence, &health);

	assert_int_equal(rc, wanted == UNKNOWN ? -ENODATA : 0);
	if (wanted != UNKNOWN && health != wanted)
		fail_msg("flags %#x, error %d, status %d: health %u instead of %u",
			 evidence->properties.flags, evidence->error, evidence->status, health,
			 wanted);
}

/* @old: a driver that loses its errors */
static void compare(unsigned int flags, int error, int status, bool old)
{
	struct ndctl_ocxl_smart_attribute attributes[ARRAY_SIZE(wire)];
	struct ndctl_ocxl_evidence evidence = {
		.old_driver = old,
		.has_flags = !flags_error,
		.flags_error = flags_error,
		.flags = flags,
		.smart = { true, error, status, 0 },
		.attributes = attributes,
		.attribute_count = answer.count,
	};
	const struct ocxl_health_evidence known = {
		.properties = { .flags = flags, .flags_error = flags_error },
		.error = error,
		.status = old && status == OCXLPMEM_STATUS_OK ? -1 : status,
		.answer = &answer,
	};
	unsigned int i, wanted;

	for (i = 0; i < answer.count; i++)
		assert_int_equal(ocxl_parse_smart(&answer, i, &attributes[i]), 0);
	wanted = health_of(&evidence);
	check_health(&known, wanted);
}

static void set_attributes(unsigned int count)
{
	answer.count = count;
	answer.body_size = count * sizeof(*wire);
}

static struct ocxlpmem_smart_attribute attribute(unsigned int id, unsigned int current_value,
						 unsigned int threshold, uint64_t raw)
{
	return (struct ocxlpmem_smart_attribute) {
		.fields = (uint64_t)id << OCXLPMEM_SMART_ID_SHIFT |
			  (uint64_t)current_value << OCXLPMEM_SMART_CURRENT_SHIFT |
			  (uint64_t)threshold << OCXLPMEM_SMART_THRESHOLD_SHIFT,
		.raw = raw,
	};
}

/* @step: 1, or a prime number for fewer flags */
static void compare_flags(int error, int status, bool old, unsigned int step)
{
	unsigned int flags;

	for (flags = 0; flags < FLAGS; flags += step)
		compare(flags, error, status, old);
}

UNIT_TEST(test_flags_with_an_answer)
{
	wire[0] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 40);
	set_attributes(1);
	compare_flags(0, OCXLPMEM_STATUS_OK, false, 1);
	compare_flags(0, OCXLPMEM_STATUS_OK, true, 1);
	set_attributes(0);
	compare_flags(0, OCXLPMEM_STATUS_OK, false, 1);
}

UNIT_TEST(test_unread_flags)
{
	static const int errors[] = { -ENOENT, -EACCES, -EIO, -EBADMSG, -ENODEV };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		flags_error = errors[i];
		wire[0] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 40);
		set_attributes(1);
		compare(0, 0, OCXLPMEM_STATUS_OK, false);
		wire[0] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 70);
		compare(0, 0, OCXLPMEM_STATUS_OK, false);
		set_attributes(0);
		compare(0, 0, OCXLPMEM_STATUS_OK, false);
		compare(0, -ENXIO, -1, false);
		compare(0, -ENODEV, -1, true);
		compare(0, -EBADF, -1, false);
		compare(0, -EIO, OCXLPMEM_STATUS_TIMEOUT, false);
	}
	flags_error = 0;
}

UNIT_TEST(test_flags_without_an_answer)
{
	static const int errors[] = { -ENXIO, -ENODEV, -EIO, -EPROTO, -ENOTTY, -EACCES };
	unsigned int i;
	int status;

	set_attributes(0);
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		compare_flags(errors[i], -1, false, 5);
		compare_flags(errors[i], -1, true, 5);
	}
	for (status = OCXLPMEM_STATUS_OK; status <= 0xff; status++) {
		compare_flags(-EIO, status, false, 61);
		compare_flags(-EIO, status, true, 61);
	}
	compare_flags(-EIO, OCXLPMEM_STATUS_NOT_READY, false, 1);
	compare_flags(-EIO, OCXLPMEM_STATUS_FATAL, false, 1);
}

/* each flag for itself, and together with another one */
static void compare_pairs_of_flags(void)
{
	unsigned int i, j;

	for (i = 0; i < OCXLPMEM_FLAG_COUNT; i++)
		for (j = 0; j < OCXLPMEM_FLAG_COUNT; j++)
			compare(1U << i | 1U << j, 0, OCXLPMEM_STATUS_OK, false);
	compare(0, 0, OCXLPMEM_STATUS_OK, false);
}

UNIT_TEST(test_attributes)
{
	static const unsigned int ids[] = { OCXLPMEM_SMART_POWER_ON_HOURS,
					    OCXLPMEM_SMART_TEMPERATURE,
					    OCXLPMEM_SMART_LIFE_REMAINING, 0x55 };
	static const unsigned int thresholds[] = { 0, 1, 5, 6, 10, 95, 100, 255 };
	unsigned int i, j, current_value;
	uint64_t raw;

	set_attributes(1);
	for (i = 0; i < ARRAY_SIZE(ids); i++)
		for (j = 0; j < ARRAY_SIZE(thresholds); j++)
			for (raw = 0; raw < 270; raw++)
				for (current_value = 0; current_value < 12; current_value += 5) {
					wire[0] = attribute(ids[i], current_value, thresholds[j],
							    raw);
					compare(0, 0, OCXLPMEM_STATUS_OK, false);
				}
	wire[0] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, UINT64_MAX);
	compare_pairs_of_flags();
	wire[0] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 66);
	compare_pairs_of_flags();
}

/* the worst of several counts, also of one identifier */
UNIT_TEST(test_several_attributes)
{
	wire[0] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 40);
	wire[1] = attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 67);
	wire[2] = attribute(OCXLPMEM_SMART_LIFE_REMAINING, 0, 10, 12);
	wire[3] = attribute(0x55, 1, 2, 0);
	for (unsigned int count = 0; count <= ARRAY_SIZE(wire); count++) {
		set_attributes(count);
		compare_pairs_of_flags();
	}
}
