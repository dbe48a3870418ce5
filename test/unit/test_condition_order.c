// SPDX-License-Identifier: LGPL-2.1-or-later
/* What attributes and statistics mean; conditions with their order and numbers; arguments. */
#include "conditions-fixture.h"
#include "ocxl-conditions.h"
#include "ocxl-private.h"

static const struct {
	uint8_t id, current_value, threshold;
	uint64_t raw;
	const char *names;
} boundaries[] = {
	/* temperature: threshold 70 */
	{ 0xC2, 0, 70, 64, "" },
	{ 0xC2, 0, 70, 65, "temperature_near" },
	{ 0xC2, 0, 70, 69, "temperature_near" },
	{ 0xC2, 0, 70, 70, "temperature" },
	{ 0xC2, 0, 70, 77, "temperature" },
	{ 0xC2, 0, 70, 200, "temperature" },
	/* current_value is not asked */
	{ 0xC2, 255, 70, 70, "temperature" },
	/* threshold 0: none; 3 and 5: the range ends at 0 degrees */
	{ 0xC2, 0, 0, 0, "" },
	{ 0xC2, 0, 0, UINT64_MAX, "" },
	{ 0xC2, 0, 3, 0, "temperature_near" },
	{ 0xC2, 0, 3, 2, "temperature_near" },
	{ 0xC2, 0, 3, 3, "temperature" },
	{ 0xC2, 0, 5, 0, "temperature_near" },
	{ 0xC2, 0, 6, 0, "" },
	{ 0xC2, 0, 200, 194, "" },
	{ 0xC2, 0, 200, 195, "temperature_near" },
	{ 0xC2, 0, 200, 200, "temperature" },
	/* above 200 degrees there is no condition, whatever the threshold */
	{ 0xC2, 0, 255, 200, "" },
	{ 0xC2, 0, 205, 200, "temperature_near" },
	{ 0xC2, 0, 70, 201, "" },
	{ 0xC2, 0, 255, 255, "" },
	{ 0xC2, 0, 70, UINT64_MAX, "" },
	/* life remaining: threshold 10 */
	{ 0xCA, 0, 10, 16, "" },
	{ 0xCA, 0, 10, 15, "life_remaining_low" },
	{ 0xCA, 0, 10, 11, "life_remaining_low" },
	{ 0xCA, 0, 10, 10, "life_remaining" },
	{ 0xCA, 0, 10, 0, "life_remaining" },
	/* threshold 0 is one, too */
	{ 0xCA, 0, 0, 0, "life_remaining" },
	{ 0xCA, 0, 0, 1, "life_remaining_low" },
	{ 0xCA, 0, 0, 5, "life_remaining_low" },
	{ 0xCA, 0, 0, 6, "" },
	{ 0xCA, 0, 3, 3, "life_remaining" },
	{ 0xCA, 0, 3, 4, "life_remaining_low" },
	{ 0xCA, 0, 3, 8, "life_remaining_low" },
	{ 0xCA, 0, 3, 9, "" },
	/* above 100 % there is no condition, whatever the threshold */
	{ 0xCA, 0, 97, 100, "life_remaining_low" },
	{ 0xCA, 0, 97, 101, "" },
	{ 0xCA, 0, 100, 100, "life_remaining" },
	{ 0xCA, 0, 200, 101, "" },
	{ 0xCA, 0, 255, 255, "" },
	{ 0xCA, 0, 255, 100, "life_remaining" },
	{ 0xCA, 0, 10, 2047, "" },
	{ 0xCA, 0, 10, UINT64_MAX, "" },
	/* power-on hours never fail */
	{ 0x09, 0, 255, 0, "" },
	/* any other: by current_value, with a threshold only */
	{ 0x05, 2, 1, 0, "" },
	{ 0x05, 1, 1, UINT64_MAX, "attribute_failing" },
	{ 0x05, 0, 1, 0, "attribute_failing" },
	{ 0x05, 0, 0, 0, "" },
	{ 0x00, 1, 1, 0, "attribute_failing" },
	{ 0xFF, 255, 255, 0, "attribute_failing" },
};

TEST(test_attributes_at_their_boundaries)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(boundaries); i++) {
		evidence.attribute_count = 0;
		add_attribute(boundaries[i].id, boundaries[i].current_value,
			      boundaries[i].threshold, boundaries[i].raw);
		expect_at(i, boundaries[i].names);
	}
}

static void expect_numbers(size_t index, int attribute, uint64_t value, uint64_t threshold,
			   const char *unit)
{
	const struct ndctl_ocxl_condition *condition = &conditions[index];

	assert_int_equal(condition->attribute, attribute);
	assert_true(condition->has_value && condition->has_threshold);
	assert_int_equal(condition->value, value);
	assert_int_equal(condition->threshold, threshold);
	assert_int_equal(condition->commands, 0);
	assert_int_equal(condition->status, -1);
	if (unit)
		assert_string_equal(condition->unit, unit);
	else
		assert_null(condition->unit);
}

static void expect_no_numbers(size_t index)
{
	assert_int_equal(conditions[index].attribute, -1);
	assert_false(conditions[index].has_value || conditions[index].has_threshold);
	assert_int_equal(conditions[index].value | conditions[index].threshold, 0);
	assert_null(conditions[index].unit);
}

TEST(test_attributes_each_with_its_numbers)
{
	evidence.attribute_count = 0;
	add_attribute(0x55, 2, 9, 11);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 77);
	add_attribute(0x05, 1, 4, 12);
	add_attribute(OCXLPMEM_SMART_LIFE_REMAINING, 0, 10, 9);
	expect_conditions("life_remaining temperature attribute_failing attribute_failing");
	expect_numbers(0, 0xCA, 9, 10, "%");
	expect_numbers(1, 0xC2, 77, 70, "Cel");
	/* one condition; the card's order, not that of the numbers */
	expect_numbers(2, 0x55, 2, 9, NULL);
	expect_numbers(3, 0x05, 1, 4, NULL);
	evidence.attribute_count = 0;
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 66);
	add_attribute(OCXLPMEM_SMART_LIFE_REMAINING, 0, 10, 12);
	expect_conditions("life_remaining_low temperature_near");
	expect_numbers(0, 0xCA, 12, 10, "%");
	expect_numbers(1, 0xC2, 66, 70, "Cel");
}

TEST(test_attributes_several_of_one_number)
{
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 20);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 71);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 68);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 72);
	expect_conditions("temperature temperature temperature_near");
	expect_numbers(0, 0xC2, 71, 70, "Cel");
	expect_numbers(1, 0xC2, 72, 70, "Cel");
	expect_numbers(2, 0xC2, 68, 70, "Cel");
}

TEST(test_smart_notify_only_without_smart)
{
	evidence.flags = FLAG(SMART_NOTIFY);
	expect_conditions("");
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 70);
	expect_conditions("temperature");
	/* attributes of an answer that did not come do not count */
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(TIMEOUT);
	expect_conditions("not_responding attribute_failing");
	expect_no_numbers(0);
	expect_no_numbers(1);
	evidence.smart = (struct ndctl_ocxl_outcome)NOTHING;
	expect_conditions("attribute_failing");
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(EACCES);
	expect_conditions("attribute_failing health_unreadable");
	/* the attribute that it means may be one whose value means nothing */
	setup_well(state);
	evidence.flags = FLAG(SMART_NOTIFY);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, UINT64_MAX);
	expect_conditions("attribute_failing");
	expect_no_numbers(0);
}

/* states in which the controller cannot be asked on purpose, and the condition of each */
static const struct {
	uint64_t flags;
	int status;
	const char *names;
} states_without_smart[] = {
	{ FLAG(NOT_READY), OCXLPMEM_STATUS_NOT_READY, "not_ready" },
	{ FLAG(SHUT_DOWN) | FLAG(NOT_READY), OCXLPMEM_STATUS_NOT_READY, "shut_down" },
	/* an erase, or a command of another program */
	{ 0, OCXLPMEM_STATUS_BLOCKED, "" },
};

static void set_state_without_smart(unsigned int row)
{
	setup_well(NULL);
	evidence.flags = states_without_smart[row].flags;
	evidence.smart = (struct ndctl_ocxl_outcome) {
		.asked = true,
		.error = -EAGAIN,
		.status = states_without_smart[row].status,
	};
	if (evidence.flags)
		evidence.heartbeat = evidence.smart;
}

/* is @name a whole word of @names, perhaps with "!" */
static bool has_name(const char *names, const char *name)
{
	size_t length = strlen(name);

	for (; *names; names += strcspn(names, " "), names += *names == ' ')
		if (!strncmp(names, name, length) && strchr(" !", names[length]))
			return true;
	return false;
}

/*
 * Each condition in each of these states: a flag that the driver or a register keeps means what it
 * always means; what only SMART can tell is not known, and is not announced
 */
TEST(test_conditions_without_smart)
{
	unsigned int row, id;

	for (row = 0; row < ARRAY_SIZE(states_without_smart); row++) {
		set_state_without_smart(row);
		expect_at(row, states_without_smart[row].names);
		for (id = 0; id < OCXL_CONDITION_COUNT; id++) {
			const struct ocxl_condition *condition = &ocxl_conditions[id];
			bool is_shown = id != NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING;

			set_state_without_smart(row);
			if (id == NDCTL_OCXL_CONDITION_GONE ||
			    !(condition->flags & ~evidence.flags))
				continue;
			evidence.flags |= condition->flags;
			/* shut_down excludes not_ready, and both exclude mem_unavailable */
			is_shown &= id != NDCTL_OCXL_CONDITION_NOT_READY || row != 1;
			is_shown &= id != NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE || row == 2;
			if (has_name(judge_names(), condition->name) != is_shown)
				fail_msg("state %u: %s in \"%s\"", row, condition->name,
					 judge_names());
		}
		set_state_without_smart(row);
		evidence.flags |= FLAG(SMART_NOTIFY);
		expect_at(row, states_without_smart[row].names);
		assert_false(
			ndctl_ocxl_is_checked(&evidence, NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING));
		assert_false(ndctl_ocxl_is_checked(&evidence, NDCTL_OCXL_CONDITION_TEMPERATURE));
	}
}

TEST(test_critical_resources)
{
	static const struct {
		unsigned int percentage;
		const char *names;
	} cases[] = {
		{ 0, "" },
		{ 89, "" },
		{ 90, "critical_resources" },
		{ 100, "critical_resources" },
		{ 101, "" },
		{ 255, "" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		evidence.critical_resource_utilization_percentage = cases[i].percentage;
		evidence.stats = (struct ndctl_ocxl_outcome)ANSWER;
		expect_at(i, cases[i].names);
		if (*cases[i].names)
			expect_numbers(0, -1, cases[i].percentage, 90, "%");
		evidence.stats = (struct ndctl_ocxl_outcome)NOTHING;
		expect_at(i, "");
		evidence.stats = (struct ndctl_ocxl_outcome)ERRNO(ENOTTY);
		expect_at(i, "");
	}
}

TEST(test_worst_comes_first)
{
	evidence.flags = ALL_FLAGS & ~(FLAG(GONE) | FLAG(NOT_READY) | FLAG(NOT_READY_OVERDUE) |
				       FLAG(SHUT_DOWN));
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ERRNO(EPERM);
	evidence.critical_resource_utilization_percentage = 90;
	add_attribute(0x55, 1, 1, 0);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 65);
	add_attribute(OCXLPMEM_SMART_LIFE_REMAINING, 0, 10, 10);
	/* the fixture has checked the order */
	expect_conditions(
		"not_responding hw_fatal fw_fatal mem_unavailable! data_loss replacement_requested predictive_failure "
		"life_remaining temperature_near attribute_failing critical_resources erase_failed error_log_pending "
		"dump_pending health_unreadable fw_update_incomplete");
}

TEST(test_room_for_some)
{
	struct ndctl_ocxl_condition some[3];
	size_t count;

	evidence.flags = FLAG(ERROR_LOG) | FLAG(DUMP) | FLAG(HW_FATAL);
	memset(some, 0xA5, sizeof(some));
	assert_int_equal(ndctl_ocxl_judge(&evidence, some, 2, &count),
			 NDCTL_OCXL_SEVERITY_CRITICAL);
	assert_int_equal(count, 2);
	assert_int_equal(some[0].id, NDCTL_OCXL_CONDITION_HW_FATAL);
	assert_int_equal(some[1].id, NDCTL_OCXL_CONDITION_ERROR_LOG_PENDING);
	assert_memory_equal(&some[2], "\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5", 8);
	ndctl_ocxl_judge(&evidence, some, 3, &count);
	assert_int_equal(count, 3);
	assert_int_equal(some[2].id, NDCTL_OCXL_CONDITION_DUMP_PENDING);
	/* the verdict alone */
	assert_int_equal(ndctl_ocxl_judge(&evidence, NULL, 0, NULL), NDCTL_OCXL_SEVERITY_CRITICAL);
	evidence.flags = FLAG(DUMP);
	assert_int_equal(ndctl_ocxl_judge(&evidence, NULL, 0, &count), NDCTL_OCXL_SEVERITY_WARNING);
	assert_int_equal(count, 0);
}

/* there is no verdict, and nobody who uses the count reads what was not written */
static void expect_invalid(const struct ndctl_ocxl_evidence *invalid)
{
	size_t count = 1;

	assert_int_equal(ndctl_ocxl_judge(invalid, conditions, 1, &count),
			 NDCTL_OCXL_SEVERITY_UNKNOWN);
	assert_int_equal(count, 0);
	assert_false(ndctl_ocxl_is_checked(invalid, NDCTL_OCXL_CONDITION_GONE));
}

TEST(test_everything_fails)
{
	unsigned int i;

	evidence.attribute_count = 0;
	for (i = 0; i < OCXLPMEM_SMART_ATTRIBUTES_MAX; i++)
		add_attribute(0x55, 0, 1, 0);
	evidence.flags = ALL_FLAGS & ~(FLAG(GONE) | FLAG(NOT_READY) | FLAG(NOT_READY_OVERDUE) |
				       FLAG(SHUT_DOWN));
	evidence.critical_resource_utilization_percentage = 100;
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(FAILED);
	/*
	 * command_failed, critical_resources, and each flag but smart_notify and one of two for MA
	 */
	assert_int_equal(judge_evidence(), 255 + 2 + 11);
	evidence.attribute_count++;
	expect_invalid(&evidence);
}

/* a caller of a later version sets members that have no name yet */
TEST(test_evidence_of_a_later_version)
{
	evidence.flags = FLAG(DUMP);
	memset(evidence.reserved, 0xFF, sizeof(evidence.reserved));
	expect_conditions("dump_pending");
}

TEST(test_bad_arguments)
{
	size_t count;

	expect_invalid(NULL);
	ndctl_ocxl_judge(&evidence, NULL, 1, &count);
	assert_int_equal(count, 0);
	evidence.attributes = NULL;
	evidence.attribute_count = 0;
	assert_int_equal(judge_evidence(), 1);
	evidence.attribute_count = 1;
	expect_invalid(&evidence);
	/* nobody reads attributes of an answer that did not come */
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(TIMEOUT);
	expect_conditions("not_responding");
	assert_true(ocxl_not_checked(NULL) == UINT64_MAX);
}

TEST(test_is_checked)
{
	unsigned int i;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++)
		assert_true(ndctl_ocxl_is_checked(&evidence, i));
	assert_false(ndctl_ocxl_is_checked(&evidence, OCXL_CONDITION_COUNT));
	assert_false(ndctl_ocxl_is_checked(&evidence, UINT32_MAX));
	evidence.stats = (struct ndctl_ocxl_outcome)ERRNO(EACCES);
	assert_false(ndctl_ocxl_is_checked(&evidence, NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES));
	assert_true(ndctl_ocxl_is_checked(&evidence, NDCTL_OCXL_CONDITION_TEMPERATURE));
}

TEST(test_not_checked)
{
	const uint64_t smart = MASK(LIFE_REMAINING) | MASK(LIFE_REMAINING_LOW) | MASK(TEMPERATURE) |
			       MASK(TEMPERATURE_NEAR) | MASK(ATTRIBUTE_FAILING);
	const uint64_t kept = MASK(DATA_LOSS) | MASK(REPLACEMENT_REQUESTED) |
			      MASK(PREDICTIVE_FAILURE);
	const uint64_t flags = MASK(HW_FATAL) | MASK(FW_FATAL) | MASK(NOT_READY) |
			       MASK(MEM_UNAVAILABLE) | MASK(ERASE_FAILED) |
			       MASK(ERROR_LOG_PENDING) | MASK(DUMP_PENDING) | MASK(SHUT_DOWN) |
			       MASK(FW_UPDATE_INCOMPLETE) | kept;

	evidence.stats = (struct ndctl_ocxl_outcome)ERRNO(ENOTTY);
	assert_int_equal(ocxl_not_checked(&evidence), MASK(CRITICAL_RESOURCES));
	setup_well(state);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(BLOCKED);
	assert_int_equal(ocxl_not_checked(&evidence), smart);
	/* an answer without temperature, or with one that means nothing */
	setup_well(state);
	attributes[0].raw = 201;
	assert_int_equal(ocxl_not_checked(&evidence), MASK(TEMPERATURE) | MASK(TEMPERATURE_NEAR));
	evidence.attribute_count = 1;
	assert_int_equal(ocxl_not_checked(&evidence), smart & ~MASK(ATTRIBUTE_FAILING));
	/* a flag that this version does not know */
	setup_well(state);
	evidence.flags_error = -EPROTONOSUPPORT;
	assert_int_equal(ocxl_not_checked(&evidence), flags);
	/* flags that could not be read; a condition that is known all the same */
	setup_well(state);
	evidence.has_flags = false;
	assert_int_equal(ocxl_not_checked(&evidence), flags);
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(NOT_READY);
	assert_int_equal(ocxl_not_checked(&evidence), flags & ~MASK(NOT_READY));
	/* no command for this user */
	setup_well(state);
	evidence.heartbeat = evidence.smart = evidence.stats =
		(struct ndctl_ocxl_outcome)ERRNO(EACCES);
	assert_int_equal(ocxl_not_checked(&evidence), MASK(GONE) | MASK(NOT_RESPONDING) |
							      MASK(COMMAND_FAILED) | smart |
							      MASK(CRITICAL_RESOURCES));
	/* of a card that is gone only what the driver remembers */
	setup_well(state);
	evidence.flags = FLAG(GONE);
	assert_int_equal(ocxl_not_checked(&evidence),
			 ((1ULL << OCXL_CONDITION_COUNT) - 1) &
				 ~(MASK(GONE) | MASK(HEALTH_UNREADABLE) | kept));
}

/* what may not have been answered */
enum {
	NO_FLAGS = 1,
	NO_HEARTBEAT = 2,
	NO_SMART = 4,
	NO_STATS = 8,
	NO_LIFE = 16,
	NO_CELSIUS = 32,
	NOTHING_LEFT = 63
};

static void take_away(unsigned int missing)
{
	const struct ndctl_ocxl_outcome unanswered = ENDS_IN(BAD_REQUEST_PARM);
	size_t i;

	setup_well(NULL);
	evidence.has_flags = !(missing & NO_FLAGS);
	if (missing & NO_HEARTBEAT)
		evidence.heartbeat = unanswered;
	if (missing & NO_SMART)
		evidence.smart = unanswered;
	if (missing & NO_STATS)
		evidence.stats = unanswered;
	add_attribute(0x05, 100, 1, 0);
	for (i = 0; i < evidence.attribute_count; i++) {
		if ((attributes[i].id == 0xCA && missing & NO_LIFE) ||
		    (attributes[i].id == 0xC2 && missing & NO_CELSIUS))
			attributes[i].raw = 1000;
	}
}

/* is there no answer from which the condition would follow? */
static bool is_unknown(unsigned int condition, unsigned int missing)
{
	switch (condition) {
	case NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE:
		return false;
	case NDCTL_OCXL_CONDITION_GONE:
	case NDCTL_OCXL_CONDITION_NOT_RESPONDING:
	case NDCTL_OCXL_CONDITION_COMMAND_FAILED:
		return (missing & (NO_HEARTBEAT | NO_SMART)) == (NO_HEARTBEAT | NO_SMART);
	case NDCTL_OCXL_CONDITION_LIFE_REMAINING:
	case NDCTL_OCXL_CONDITION_LIFE_REMAINING_LOW:
		return missing & (NO_SMART | NO_LIFE);
	case NDCTL_OCXL_CONDITION_TEMPERATURE:
	case NDCTL_OCXL_CONDITION_TEMPERATURE_NEAR:
		return missing & (NO_SMART | NO_CELSIUS);
	case NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING:
		return missing & NO_SMART;
	case NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES:
		return missing & NO_STATS;
	default:
		return missing & NO_FLAGS;
	}
}

TEST(test_not_checked_follows_from_the_answers)
{
	unsigned int missing, i;
	uint64_t unknown;

	for (missing = 0; missing <= NOTHING_LEFT; missing++) {
		take_away(missing);
		unknown = ocxl_not_checked(&evidence);
		for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
			if ((unknown >> i & 1) != is_unknown(i, missing))
				fail_msg("%s, without the answers %#x",
					 ndctl_ocxl_condition_id_name(i), missing);
		}
	}
}

static void expect_failed(const char *name, int error)
{
	expect_conditions("health_unreadable");
	assert_string_equal(conditions[0].evidence, name);
	assert_int_equal(conditions[0].error, error);
	setup_well(NULL);
}

/* a file is absent only with ENOENT; each other error is a failure */
TEST(test_failed_evidence)
{
	static const int errors[] = { -EACCES, -EPERM,	      -EIO,	-EISDIR,
				      -ELOOP,  -ENAMETOOLONG, -EBADMSG, -ENODEV };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		evidence.has_flags = false;
		evidence.flags_error = errors[i];
		expect_failed("flags", errors[i]);
		evidence.cmd_mask_error = errors[i];
		expect_failed("cmd_mask", errors[i]);
		evidence.serial_error = errors[i];
		expect_failed("serial", errors[i]);
	}
	evidence.has_flags = false;
	evidence.flags_error = evidence.cmd_mask_error = -ENOENT;
	expect_conditions("");
	/* no driver lacks it */
	evidence.serial_error = -ENOENT;
	expect_failed("serial", -ENOENT);
	setup_well(state);
	evidence.flags_error = -EPROTONOSUPPORT;
	expect_failed("flags", -EPROTONOSUPPORT);
	evidence.attribute_count = 0;
	expect_failed("SMART", -ENODATA);
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ERRNO(EACCES);
	expect_failed("the device node", -EACCES);
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ERRNO(ENOTTY);
	expect_failed("HEARTBEAT", -ENOTTY);
	/* what is known is worse */
	evidence.flags = FLAG(DATA_LOSS) | FLAG(ERROR_LOG);
	evidence.serial_error = -EIO;
	expect_conditions("data_loss error_log_pending health_unreadable");
	assert_null(conditions[0].evidence);
}

/* the whole text and its length, for each size of the space for it */
static void expect_action(const struct ndctl_ocxl_condition *condition, const char *wanted)
{
	const int length = (int)strlen(wanted);
	char text[320];
	int size;

	assert_int_equal(ndctl_ocxl_condition_action(condition, "nmem3", NULL, 0), length);
	for (size = 1; size <= length + 2; size++) {
		memset(text, 'x', sizeof(text));
		assert_int_equal(ndctl_ocxl_condition_action(condition, "nmem3", text,
							     (size_t)size),
				 length);
		assert_int_equal(strlen(text), size <= length ? size - 1 : length);
		assert_memory_equal(text, wanted, strlen(text));
		assert_int_equal(text[size], 'x');
	}
}

static void expect_message(const struct ndctl_ocxl_condition *condition, const char *wanted)
{
	char text[320];

	assert_int_equal(ndctl_ocxl_condition_message(condition, text, sizeof(text)),
			 strlen(wanted));
	assert_string_equal(text, wanted);
}

static void expect_no_text(const struct ndctl_ocxl_condition *condition, const char *dimm)
{
	char text[NDCTL_OCXL_TEXT_SIZE] = "old";

	assert_int_equal(ndctl_ocxl_condition_message(condition, text, sizeof(text)), -EINVAL);
	assert_string_equal(text, "");
	strcpy(text, "old");
	assert_int_equal(ndctl_ocxl_condition_action(condition, dimm, text, sizeof(text)), -EINVAL);
	assert_string_equal(text, "");
}

/* each sentence fits, with the longest name of a DIMM */
TEST(test_size_of_texts)
{
	struct ndctl_ocxl_condition condition = {
		.has_value = true,
		.has_threshold = true,
		.value = UINT64_MAX,
		.threshold = UINT64_MAX,
		.evidence = "the device node",
		.error = -EBADF,
		.status = -1,
	};

	for (condition.id = 0; condition.id < OCXL_CONDITION_COUNT; condition.id++) {
		condition.severity = ocxl_condition_id_severity(condition.id, true);
		assert_in_range(ndctl_ocxl_condition_message(&condition, NULL, 0), 10,
				NDCTL_OCXL_TEXT_SIZE - 1);
		assert_in_range(ndctl_ocxl_condition_action(&condition, "nmem4294967295", NULL, 0),
				10, NDCTL_OCXL_TEXT_SIZE - 1);
	}
}

TEST(test_text)
{
	struct ndctl_ocxl_condition condition = {
		.id = NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING,
		.severity = NDCTL_OCXL_SEVERITY_CRITICAL,
		.has_value = true,
		.has_threshold = true,
		.value = UINT64_MAX,
		.threshold = 7,
		.attribute = 0x0a,
	};

	expect_message(&condition, "SMART attribute 0x0A is failing: current 18446744073709551615, "
				   "threshold 7.");
	expect_action(&condition, "Look at 'ndctl ocxl read-smart nmem3 -u', and plan to replace "
				  "the card: ndctl-ocxl-card(7) says how.");
	condition.has_value = false;
	expect_message(&condition, "A SMART attribute is failing.");
	condition.id = NDCTL_OCXL_CONDITION_NOT_READY;
	expect_message(&condition, "The controller is not ready.");
	expect_action(
		&condition,
		"The start takes longer than the card allows. Run 'ndctl ocxl report nmem3 "
		"--output=nmem3-report.json', then reset the card: ndctl-ocxl-card(7) says how.");
	condition.severity = NDCTL_OCXL_SEVERITY_WARNING;
	expect_action(&condition, "Wait until it is ready. A card that was shut down has to be "
				  "reset: ndctl-ocxl-card(7) says how.");
	condition.id = NDCTL_OCXL_CONDITION_SHUT_DOWN;
	expect_message(&condition, "The controller was shut down. Only a reset starts it.");
	expect_action(&condition, "To use it again, reset the card: ndctl-ocxl-card(7) says how.");
	condition.id = NDCTL_OCXL_CONDITION_FW_UPDATE_INCOMPLETE;
	expect_message(&condition, "A firmware update was not completed. The card may hold a part "
				   "of its image.");
	expect_action(&condition,
		      "Run 'ndctl update-firmware --force -f IMAGE nmem3' before any reset.");
	condition.id = OCXL_CONDITION_COUNT;
	assert_int_equal(ndctl_ocxl_condition_message(&condition, NULL, 0), -EINVAL);
	assert_int_equal(ndctl_ocxl_condition_action(&condition, "nmem3", NULL, 0), -EINVAL);
	expect_no_text(&condition, "nmem3");
	expect_no_text(NULL, "nmem3");
	condition.id = NDCTL_OCXL_CONDITION_HW_FATAL;
	assert_int_equal(ndctl_ocxl_condition_action(&condition, NULL, NULL, 0), -EINVAL);
	/* a struct that no judge has filled in */
	condition = (struct ndctl_ocxl_condition) { .id = NDCTL_OCXL_CONDITION_NOT_RESPONDING,
						    .has_value = true,
						    .error = -EBADMSG };
	expect_message(&condition, "The controller does not answer unknown in time.");
}

/* an entry that was read and reports a loss is not announced as unknown */
TEST(test_explained)
{
	evidence.flags = FLAG(ERROR_LOG);
	assert_int_equal(judge_evidence(), 1);
	expect_message(
		&conditions[0],
		"The error log has uncollected entries. Those that nobody has read may report a loss of data.");
	evidence.flags = FLAG(ERROR_LOG) | FLAG(DATA_LOSS);
	assert_int_equal(judge_evidence(), 2);
	expect_message(&conditions[1], "The error log has uncollected entries.");
}
