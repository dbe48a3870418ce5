// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The table of conditions: flags and commands that show them, and conditions that exclude others.
 */
#include "conditions-fixture.h"
#include "ocxl-private.h"
#include "ocxl-conditions.h"
#include "ocxl-sysfs.h"

/* the table once more, independent of the header */
static const struct {
	const char *name;
	enum ndctl_ocxl_severity severity;
	enum ndctl_ocxl_severity overdue;
	unsigned int flags;
	unsigned int kept_bit;
} expected[] = {
	{ "gone", 3, 3, 1 << 9, 0 },
	{ "not_responding", 3, 3, 1 << 8, 0 },
	{ "command_failed", 3, 3, 0, 0 },
	{ "hw_fatal", 3, 3, 1 << 5, 0 },
	{ "fw_fatal", 3, 3, 1 << 6, 0 },
	{ "not_ready", 1, 3, 1 << 0 | 1 << 10, 0 },
	{ "mem_unavailable", 1, 3, 1 << 1 | 1 << 11, 0 },
	{ "data_loss", 3, 3, 1 << 12, 1 << 0 },
	{ "replacement_requested", 3, 3, 1 << 13, 1 << 1 },
	{ "predictive_failure", 1, 1, 1 << 14, 1 << 2 },
	{ "life_remaining", 3, 3, 0, 0 },
	{ "life_remaining_low", 1, 1, 0, 0 },
	{ "temperature", 3, 3, 0, 0 },
	{ "temperature_near", 1, 1, 0, 0 },
	{ "attribute_failing", 3, 3, 1 << 4, 0 },
	{ "critical_resources", 1, 1, 0, 0 },
	{ "erase_failed", 1, 1, 1 << 7, 0 },
	{ "error_log_pending", 1, 1, 1 << 2, 0 },
	{ "dump_pending", 1, 1, 1 << 3, 0 },
	{ "health_unreadable", 2, 2, 0, 0 },
	{ "shut_down", 1, 1, 1 << 15, 0 },
	{ "fw_update_incomplete", 1, 1, 1 << 16, 0 },
};
/* a row that is not expected here does not compile */
OCXLPMEM_ASSERT(ARRAY_SIZE(expected) == OCXL_CONDITION_COUNT);

TEST(test_table_every_row)
{
	unsigned int i;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		assert_string_equal(ndctl_ocxl_condition_id_name(i), expected[i].name);
		assert_int_equal(ocxl_condition_id_severity(i, false), expected[i].severity);
		assert_int_equal(ocxl_condition_id_severity(i, true), expected[i].overdue);
		assert_int_equal(ocxl_condition_id_flags(i), expected[i].flags);
		assert_int_equal(ocxl_condition_id_kept_bit(i), expected[i].kept_bit);
		assert_true(strlen(ocxl_conditions[i].summary) > 10);
		assert_true(strlen(ocxl_conditions[i].advice) > 10);
		assert_true(!ocxl_conditions[i].overdue == !ocxl_conditions[i].late);
	}
	assert_int_equal(NDCTL_OCXL_CONDITION_GONE, 0);
}

TEST(test_table_without_a_row)
{
	static const unsigned int numbers[] = { OCXL_CONDITION_COUNT, OCXL_CONDITION_COUNT + 1,
						INT32_MAX, UINT32_MAX };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		assert_null(ndctl_ocxl_condition_id_name(numbers[i]));
		assert_int_equal(ocxl_condition_id_flags(numbers[i]), 0);
		assert_int_equal(ocxl_condition_id_kept_bit(numbers[i]), 0);
		assert_int_equal(ocxl_condition_id_severity(numbers[i], true),
				 NDCTL_OCXL_SEVERITY_UNKNOWN);
	}
}

TEST(test_severities_in_order)
{
	static const char *const names[] = { "ok", "warning", "unknown", "critical" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(ndctl_ocxl_severity_name(i), names[i]);
	assert_null(ndctl_ocxl_severity_name(4));
	assert_null(ndctl_ocxl_severity_name(UINT32_MAX));
	assert_true(NDCTL_OCXL_SEVERITY_OK < NDCTL_OCXL_SEVERITY_WARNING);
	assert_true(NDCTL_OCXL_SEVERITY_WARNING < NDCTL_OCXL_SEVERITY_UNKNOWN);
	assert_true(NDCTL_OCXL_SEVERITY_UNKNOWN < NDCTL_OCXL_SEVERITY_CRITICAL);
}

TEST(test_well)
{
	expect_conditions("");
	add_attribute(OCXLPMEM_SMART_POWER_ON_HOURS, 1, 100, 7);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 45, 70, 45);
	add_attribute(OCXLPMEM_SMART_LIFE_REMAINING, 97, 10, 97);
	add_attribute(0x55, 3, 2, 0);
	expect_conditions("");
	assert_int_equal(ocxl_not_checked(&evidence), 0);
}

static void set_temperature(uint8_t value)
{
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, value);
}

static void set_life(uint8_t value)
{
	add_attribute(OCXLPMEM_SMART_LIFE_REMAINING, 0, 10, value);
}

static void set_other(uint8_t value)
{
	add_attribute(0x55, value, 10, 0);
}

static void set_resources(uint8_t value)
{
	evidence.critical_resource_utilization_percentage = value;
}

/* of each condition that is judged by a value: the values beside its limit */
static const struct {
	void (*set)(uint8_t value);
	uint8_t without, with;
} limits[OCXL_CONDITION_COUNT] = {
	[NDCTL_OCXL_CONDITION_LIFE_REMAINING] = { set_life, 11, 10 },
	[NDCTL_OCXL_CONDITION_LIFE_REMAINING_LOW] = { set_life, 16, 15 },
	[NDCTL_OCXL_CONDITION_TEMPERATURE] = { set_temperature, 69, 70 },
	[NDCTL_OCXL_CONDITION_TEMPERATURE_NEAR] = { set_temperature, 64, 65 },
	[NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING] = { set_other, 11, 10 },
	[NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES] = { set_resources, 89, 90 },
};

static bool is_judged(unsigned int id, uint8_t value)
{
	size_t i, count;

	setup_well(NULL);
	limits[id].set(value);
	count = judge_evidence();
	for (i = 0; i < count; i++) {
		if (conditions[i].id == id)
			return true;
	}
	return false;
}

TEST(test_each_limit)
{
	unsigned int id;

	for (id = 0; id < OCXL_CONDITION_COUNT; id++) {
		const char *name = ocxl_conditions[id].name;

		if (!ocxl_conditions[id].judge && !ocxl_conditions[id].measure)
			continue;
		if (!limits[id].set)
			fail_msg("%s has no row", name);
		assert_int_equal(abs(limits[id].with - limits[id].without), 1);
		if (is_judged(id, limits[id].without))
			fail_msg("%s with %u", name, limits[id].without);
		if (!is_judged(id, limits[id].with))
			fail_msg("no %s with %u", name, limits[id].with);
	}
}

/* each word alone, on a card that answers everything */
TEST(test_flags_each_alone)
{
	static const char *const names[FLAGS] = {
		"not_ready",
		"mem_unavailable",
		"error_log_pending",
		"dump_pending",
		"",
		"hw_fatal",
		"fw_fatal",
		"erase_failed",
		"not_responding",
		"gone",
		"not_ready!",
		"mem_unavailable!",
		"data_loss",
		"replacement_requested",
		"predictive_failure",
		"shut_down",
		"fw_update_incomplete",
	};
	unsigned int i;

	for (i = 0; i < FLAGS; i++) {
		assert_non_null(ocxl_flag_name(i));
		evidence.has_flags = true;
		evidence.flags = 1U << i;
		expect_at(i, names[i]);
		evidence.has_flags = false;
		expect_at(i, "");
	}
	evidence.has_flags = true;
	evidence.flags = ~ALL_FLAGS;
	expect_conditions("");
}

TEST(test_overdue)
{
	evidence.flags = FLAG(NOT_READY) | FLAG(NOT_READY_OVERDUE);
	expect_conditions("not_ready!");
	evidence.flags = FLAG(MEM_UNAVAILABLE) | FLAG(MEM_UNAVAILABLE_OVERDUE);
	expect_conditions("mem_unavailable!");
	/* one being overdue does not make the other so */
	evidence.flags = FLAG(MEM_UNAVAILABLE) | FLAG(DUMP) | FLAG(NOT_READY_OVERDUE);
	expect_conditions("not_ready! dump_pending");
}

TEST(test_not_ready_suppresses_mem_unavailable)
{
	evidence.flags = FLAG(NOT_READY) | FLAG(MEM_UNAVAILABLE);
	expect_conditions("not_ready");
	evidence.flags |= FLAG(NOT_READY_OVERDUE);
	expect_conditions("not_ready!");
	evidence.flags = FLAG(NOT_READY) | FLAG(MEM_UNAVAILABLE) | FLAG(MEM_UNAVAILABLE_OVERDUE);
	expect_conditions("not_ready");
	/* from the answers alone */
	evidence.flags = 0;
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(NOT_READY);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(MEM_UNAVAILABLE);
	expect_conditions("not_ready");
}

/* an administrator wanted it: nobody has to wait, and nothing is overdue */
TEST(test_shut_down_replaces_not_ready)
{
	evidence.flags = FLAG(NOT_READY) | FLAG(MEM_UNAVAILABLE) | FLAG(SHUT_DOWN);
	expect_conditions("shut_down");
	assert_int_equal(conditions[0].commands, 0);
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(NOT_READY);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(NOT_READY);
	expect_conditions("shut_down");
	assert_int_equal(conditions[0].commands, HEARTBEAT | SMART);
	evidence.flags |= FLAG(NOT_READY_OVERDUE) | FLAG(MEM_UNAVAILABLE_OVERDUE);
	expect_conditions("shut_down");
	evidence.flags |= FLAG(HW_FATAL) | FLAG(ERROR_LOG);
	expect_conditions("hw_fatal error_log_pending shut_down");
	/* an older driver does not know */
	evidence.flags = FLAG(NOT_READY) | FLAG(MEM_UNAVAILABLE);
	expect_conditions("not_ready");
	evidence.has_flags = false;
	evidence.flags = FLAG(SHUT_DOWN);
	expect_conditions("not_ready");
}

TEST(test_gone_stands_alone)
{
	const unsigned int kept = FLAG(DATA_LOSS) | FLAG(REPLACEMENT_REQUESTED) |
				  FLAG(PREDICTIVE_FAILURE);
	static const struct ndctl_ocxl_outcome no_card = ERRNO(ENXIO);

	evidence.flags = ALL_FLAGS & ~kept;
	evidence.critical_resource_utilization_percentage = 95;
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 77);
	expect_conditions("gone");
	evidence.flags = ALL_FLAGS;
	expect_conditions("gone data_loss replacement_requested predictive_failure");
	/* from errnos, if the driver has no flags */
	evidence.has_flags = false;
	evidence.heartbeat = no_card;
	evidence.smart = no_card;
	expect_conditions("gone");
	assert_int_equal(conditions[0].commands, HEARTBEAT | SMART);
	/* the driver would say so in its flags, if these can be read */
	evidence.flags_error = -EACCES;
	expect_conditions("critical_resources health_unreadable");
	evidence.flags_error = 0;
	evidence.has_flags = true;
	evidence.flags = FLAG(DATA_LOSS);
	expect_conditions("data_loss critical_resources health_unreadable");
	/* whatever the commands ended in */
	evidence.flags = FLAG(GONE);
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(TIMEOUT);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(FAILED);
	expect_conditions("gone");
	evidence.heartbeat = (struct ndctl_ocxl_outcome)NOTHING;
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(EACCES);
	expect_conditions("gone");
}

/* condition of a status of HEARTBEAT or SMART, if the other command succeeds */
static const char *name_of_status(unsigned int status)
{
	switch (status) {
	case OCXLPMEM_STATUS_BLOCKED:
		return "";
	case OCXLPMEM_STATUS_MEM_UNAVAILABLE:
		return "mem_unavailable";
	case OCXLPMEM_STATUS_NOT_READY:
		return "not_ready";
	case OCXLPMEM_STATUS_TIMEOUT:
		return "not_responding";
	case OCXLPMEM_STATUS_BAD_OPCODE:
	case OCXLPMEM_STATUS_BAD_REQUEST_PARM:
	case OCXLPMEM_STATUS_BAD_DATA_PARM:
	case OCXLPMEM_STATUS_DEBUG_BLOCKED:
	case OCXLPMEM_STATUS_BAD_INPUT:
	case OCXLPMEM_STATUS_NOT_PERMITTED:
		return "health_unreadable";
	default:
		return "command_failed";
	}
}

TEST(test_status_every_one)
{
	unsigned int status;

	/* 0 with an error: an answer that the library refused */
	for (status = 0; status < 256; status++) {
		setup_well(state);
		evidence.heartbeat = (struct ndctl_ocxl_outcome)STATUS((int)status);
		expect_at(status, name_of_status(status));
		if (status != OCXLPMEM_STATUS_BLOCKED)
			assert_int_equal(conditions[0].commands, HEARTBEAT);
		setup_well(state);
		evidence.smart = (struct ndctl_ocxl_outcome)STATUS((int)status);
		expect_at(status, name_of_status(status));
		if (status != OCXLPMEM_STATUS_BLOCKED)
			assert_int_equal(conditions[0].commands, SMART);
		/* STATS has conditions only when it is answered */
		setup_well(state);
		evidence.stats = (struct ndctl_ocxl_outcome)STATUS((int)status);
		expect_at(status, "");
	}
}

TEST(test_errno_every_one)
{
	static const int numbers[] = { ENOTTY,	  EACCES,    EPERM, EINVAL, EFAULT, ENOMEM,
				       EBUSY,	  EIO,	     EINTR, EPROTO, ENOENT, EMFILE,
				       ETIMEDOUT, ECANCELED, ENXIO, ENODEV };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		const struct ndctl_ocxl_outcome outcome = ERRNO(numbers[i]);
		bool gone = numbers[i] == ENXIO || numbers[i] == ENODEV;

		setup_well(state);
		evidence.heartbeat = outcome;
		expect_at(i, "health_unreadable");
		assert_int_equal(conditions[0].commands, HEARTBEAT);
		evidence.smart = outcome;
		expect_at(i, "health_unreadable");
		evidence.has_flags = false;
		expect_at(i, gone ? "gone" : "health_unreadable");
		assert_int_equal(conditions[0].commands, HEARTBEAT | SMART);
		evidence.heartbeat = (struct ndctl_ocxl_outcome)ANSWER;
		expect_at(i, "health_unreadable");
		assert_int_equal(conditions[0].commands, SMART);
		/* nobody tried HEARTBEAT: SMART alone decides */
		evidence.heartbeat = (struct ndctl_ocxl_outcome)NOTHING;
		expect_at(i, gone ? "gone" : "health_unreadable");
		setup_well(state);
		evidence.stats = outcome;
		expect_at(i, "");
	}
}

TEST(test_pairs_of_outcomes)
{
	static const struct {
		struct ndctl_ocxl_outcome heartbeat;
		struct ndctl_ocxl_outcome smart;
		const char *names;
	} cases[] = {
		{ ENDS_IN(BLOCKED), ENDS_IN(BLOCKED), "health_unreadable" },
		{ ENDS_IN(BLOCKED), ANSWER, "" },
		{ ANSWER, ENDS_IN(BLOCKED), "" },
		{ NOTHING, ENDS_IN(BLOCKED), "health_unreadable" },
		{ ENDS_IN(BLOCKED), NOTHING, "health_unreadable" },
		{ ENDS_IN(BLOCKED), ENDS_IN(TIMEOUT), "not_responding" },
		{ ENDS_IN(BLOCKED), ENDS_IN(NOT_READY), "not_ready" },
		{ ENDS_IN(BLOCKED), ERRNO(ENOTTY), "health_unreadable" },
		{ ENDS_IN(NOT_READY), ENDS_IN(NOT_READY), "not_ready" },
		{ ENDS_IN(MEM_UNAVAILABLE), ENDS_IN(MEM_UNAVAILABLE), "mem_unavailable" },
		{ ENDS_IN(TIMEOUT), ENDS_IN(TIMEOUT), "not_responding" },
		{ ENDS_IN(TIMEOUT), ENDS_IN(FAILED), "not_responding command_failed" },
		{ ENDS_IN(BAD_RESPONSE), ENDS_IN(TIMEOUT), "not_responding command_failed" },
		{ ENDS_IN(BAD_RESPONSE), ENDS_IN(FAILED), "command_failed" },
		{ ENDS_IN(TIMEOUT), NOTHING, "not_responding" },
		{ NOTHING, ENDS_IN(TIMEOUT), "not_responding" },
		{ NOTHING, ENDS_IN(BAD_RESPONSE), "command_failed" },
		{ ERRNO(ENXIO), ERRNO(ENODEV), "gone" },
		{ ERRNO(ENODEV), ERRNO(ENXIO), "gone" },
		{ ERRNO(ENXIO), ERRNO(EIO), "health_unreadable" },
		{ ERRNO(ENXIO), ENDS_IN(TIMEOUT), "not_responding health_unreadable" },
		{ ENDS_IN(TIMEOUT), ERRNO(EACCES), "not_responding health_unreadable" },
		{ ENDS_IN(NOT_PERMITTED), ENDS_IN(NOT_READY), "not_ready health_unreadable" },
		{ ANSWER, NOTHING, "" },
		{ NOTHING, ANSWER, "" },
		{ NOTHING, NOTHING, "health_unreadable" },
	};
	size_t i;

	evidence.has_flags = false;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		evidence.heartbeat = cases[i].heartbeat;
		evidence.smart = cases[i].smart;
		expect_at(i, cases[i].names);
	}
}

TEST(test_silent_names_its_commands)
{
	evidence.flags = FLAG(MAILBOX_STUCK);
	expect_conditions("not_responding");
	assert_int_equal(conditions[0].commands, 0);
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(TIMEOUT);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(TIMEOUT);
	expect_conditions("not_responding");
	assert_int_equal(conditions[0].commands, HEARTBEAT | SMART);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(FAILED);
	expect_conditions("not_responding command_failed");
	assert_int_equal(conditions[0].commands, HEARTBEAT);
	assert_int_equal(conditions[1].commands, SMART);
}

TEST(test_fatal_is_no_bad_answer)
{
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ENDS_IN(FATAL);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(FATAL);
	evidence.flags = FLAG(HW_FATAL);
	expect_conditions("hw_fatal");
	evidence.flags = FLAG(FW_FATAL) | FLAG(DUMP);
	expect_conditions("fw_fatal dump_pending");
	evidence.flags = FLAG(HW_FATAL) | FLAG(FW_FATAL);
	expect_conditions("hw_fatal fw_fatal");
	/* other failures of the same card still count */
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(BAD_RESPONSE);
	expect_conditions("command_failed hw_fatal fw_fatal");
	assert_int_equal(conditions[0].commands, SMART);
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(TIMEOUT);
	expect_conditions("not_responding hw_fatal fw_fatal");
	/* without a flag nothing else says that the card has failed */
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(FATAL);
	evidence.flags = 0;
	expect_conditions("command_failed");
	evidence.flags = FLAG(HW_FATAL);
	evidence.has_flags = false;
	expect_conditions("command_failed");
}

TEST(test_nothing_known_is_never_ok)
{
	evidence = (struct ndctl_ocxl_evidence) { 0 };
	expect_conditions("health_unreadable");
	assert_int_equal(conditions[0].commands, 0);
	assert_int_equal(ocxl_not_checked(&evidence),
			 ((1ULL << OCXL_CONDITION_COUNT) - 1) & ~MASK(HEALTH_UNREADABLE));
	/* flags cost the card nothing: they show a dead card as a good one */
	evidence.has_flags = true;
	expect_conditions("health_unreadable");
	evidence.flags = FLAG(ERROR_LOG) | FLAG(HW_FATAL);
	expect_conditions("hw_fatal error_log_pending health_unreadable");
	/* statistics alone show neither */
	evidence.flags = 0;
	evidence.stats = (struct ndctl_ocxl_outcome)ANSWER;
	expect_conditions("health_unreadable");
}

/* the posted series: SMART alone, no flags; its empty answers are errors of the library */
TEST(test_old_driver)
{
	const uint64_t known = MASK(GONE) | MASK(NOT_RESPONDING) | MASK(COMMAND_FAILED) |
			       MASK(LIFE_REMAINING) | MASK(LIFE_REMAINING_LOW) | MASK(TEMPERATURE) |
			       MASK(TEMPERATURE_NEAR) | MASK(ATTRIBUTE_FAILING) |
			       MASK(HEALTH_UNREADABLE);

	evidence.old_driver = true;
	evidence.has_flags = false;
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ERRNO(ENOTTY);
	evidence.stats = (struct ndctl_ocxl_outcome)ERRNO(ENOTTY);
	expect_conditions("");
	assert_int_equal(ocxl_not_checked(&evidence),
			 ((1ULL << OCXL_CONDITION_COUNT) - 1) & ~known);
	add_attribute(OCXLPMEM_SMART_TEMPERATURE, 0, 70, 70);
	expect_conditions("temperature");
	evidence.smart = (struct ndctl_ocxl_outcome)STATUS(0);
	expect_conditions("health_unreadable");
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(EIO);
	expect_conditions("health_unreadable");
	evidence.smart = (struct ndctl_ocxl_outcome)STATUS(OCXLPMEM_STATUS_FAILED);
	expect_conditions("command_failed");
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(ENOTTY);
	expect_conditions("health_unreadable");
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(ENXIO);
	expect_conditions("gone");
	evidence.smart = (struct ndctl_ocxl_outcome)NOTHING;
	expect_conditions("health_unreadable");
	/* HEARTBEAT would not be this driver's, whatever it said */
	evidence.heartbeat = (struct ndctl_ocxl_outcome)ANSWER;
	expect_conditions("health_unreadable");
}

/* flags and SMART, as ndctl list -DH has them: no trace of the rest */
TEST(test_evidence_of_list)
{
	evidence.heartbeat = (struct ndctl_ocxl_outcome)NOTHING;
	evidence.stats = (struct ndctl_ocxl_outcome)NOTHING;
	expect_conditions("");
	evidence.flags = FLAG(ERROR_LOG) | FLAG(REPLACEMENT_REQUESTED);
	expect_conditions("replacement_requested error_log_pending");
	evidence.flags = 0;
	evidence.smart = (struct ndctl_ocxl_outcome)ENDS_IN(NOT_READY);
	expect_conditions("not_ready");
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(ENODEV);
	expect_conditions("health_unreadable");
	evidence.has_flags = false;
	expect_conditions("gone");
	evidence.smart = (struct ndctl_ocxl_outcome)ERRNO(EACCES);
	expect_conditions("health_unreadable");
}

static const struct ndctl_ocxl_outcome outcomes[] = {
	NOTHING,
	ANSWER,
	ENDS_IN(BLOCKED),
	ENDS_IN(NOT_READY),
	ENDS_IN(MEM_UNAVAILABLE),
	ENDS_IN(TIMEOUT),
	ENDS_IN(BAD_RESPONSE),
	ENDS_IN(FAILED),
	ENDS_IN(FATAL),
	ENDS_IN(NOT_PERMITTED),
	STATUS(0),
	STATUS(0x33),
	ERRNO(ENOTTY),
	ERRNO(ENXIO),
};

/* what holds of any evidence */
static void check_rules(void)
{
	uint64_t commands[OCXL_CONDITION_COUNT] = { 0 };
	size_t i, count = judge_evidence();
	uint64_t found = 0;

	for (i = 0; i < count; i++) {
		assert_true(i == 0 || conditions[i].severity <= conditions[i - 1].severity);
		found |= 1ULL << conditions[i].id;
		commands[conditions[i].id] = conditions[i].commands;
	}
	if (found & MASK(GONE))
		assert_true((found & ~(MASK(DATA_LOSS) | MASK(REPLACEMENT_REQUESTED) |
				       MASK(PREDICTIVE_FAILURE))) == MASK(GONE));
	assert_false((found & MASK(NOT_READY)) && (found & MASK(MEM_UNAVAILABLE)));
	assert_int_equal(commands[NDCTL_OCXL_CONDITION_NOT_RESPONDING] &
				 commands[NDCTL_OCXL_CONDITION_COMMAND_FAILED],
			 0);
	/* ok only when a command was answered */
	assert_true(count > 0 || (evidence.heartbeat.asked && !evidence.heartbeat.error) ||
		    (evidence.smart.asked && !evidence.smart.error));
	assert_int_equal(found & ocxl_not_checked(&evidence), 0);
}

TEST(test_rules_of_any_evidence)
{
	size_t heartbeat, smart;
	unsigned int bit;

	for (heartbeat = 0; heartbeat < ARRAY_SIZE(outcomes); heartbeat++) {
		for (smart = 0; smart < ARRAY_SIZE(outcomes); smart++) {
			evidence.heartbeat = outcomes[heartbeat];
			evidence.smart = outcomes[smart];
			evidence.flags = 0;
			check_rules();
			for (bit = 0; bit < FLAGS; bit++) {
				evidence.flags = 1U << bit;
				check_rules();
				evidence.flags = ALL_FLAGS & ~(1U << bit);
				check_rules();
			}
		}
	}
}
