// SPDX-License-Identifier: LGPL-2.1-or-later
/* What ndctl's own verbs read out of a SMART answer. */
#include <unistd.h>
#include <sys/stat.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "unit.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-private.h"

#define ATTRIBUTE(id, current, threshold) \
	((uint64_t)(id) << 56 | (uint64_t)(current) << 32 | (uint64_t)(threshold) << 24)

static char base[] = "/tmp/ocxl-test-smart-XXXXXX";
static char serial[] = "1";
static struct ndctl_dimm dimm;
static const struct ndctl_dimm_ops *ops;

static void put_flags(const char *content)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/ocxlpmem/flags", base);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "%s\n", content);
	assert_int_equal(fclose(file), 0);
}

static int make_directory(void **state)
{
	char path[256];

	if (!mkdtemp(base))
		return -1;
	snprintf(path, sizeof(path), "%s/ocxlpmem", base);
	return mkdir(path, 0700);
}

static int remove_directory(void **state)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/ocxlpmem/flags", base);
	unlink(path);
	snprintf(path, sizeof(path), "%s/ocxlpmem", base);
	return rmdir(path) || rmdir(base) ? -1 : 0;
}

static int reset_dimm(void **state)
{
	ops = ocxl_dimm_ops;
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.cmd_family = NVDIMM_FAMILY_OCXL,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_SMART,
		.dimm_path = base,
		.unique_id = serial,
	};
	put_flags("");
	return 0;
}

/* As after an ioctl that answered: pairs of words, a status. */
static void put_answer(struct ndctl_cmd *cmd, unsigned int status, const uint64_t *words,
		       size_t count)
{
	uint8_t *output = (uint8_t *)cmd->cmd_buf + 64;

	output[0] = (uint8_t)count;
	output[1] = (uint8_t)status;
	if (count > 0)
		memcpy(output + 8, words, count * 16);
	cmd->pkg->nd_fw_size = (uint32_t)(8 + count * 16);
}

static void answer_command(struct ndctl_cmd *cmd, unsigned int status, const uint64_t *words,
			   size_t count)
{
	put_answer(cmd, status, words, count);
	assert_int_equal(fixture_finish(cmd, 0), 0);
}

static struct ndctl_cmd *create_answered_smart(unsigned int status, const uint64_t *words,
					       size_t count)
{
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);

	assert_non_null(cmd);
	answer_command(cmd, status, words, count);
	return cmd;
}

/* the health that a condition alone causes: its severity is in test_conditions.c */
#define IS(name)      (0x100 + NDCTL_OCXL_CONDITION_##name)
#define OVERDUE(name) (0x200 + NDCTL_OCXL_CONDITION_##name)

/* @health: a number, or IS() or OVERDUE() a condition */
static unsigned int expected_health(unsigned int health)
{
	static const unsigned int of_severity[] = {
		[NDCTL_OCXL_SEVERITY_OK] = 0,
		[NDCTL_OCXL_SEVERITY_WARNING] = ND_SMART_NON_CRITICAL_HEALTH,
		[NDCTL_OCXL_SEVERITY_UNKNOWN] = UINT_MAX,
		[NDCTL_OCXL_SEVERITY_CRITICAL] = ND_SMART_CRITICAL_HEALTH,
	};

	if (health < IS(GONE) || health == UINT_MAX)
		return health;
	return of_severity[ocxl_condition_id_severity(health & 0xFF, health >= OVERDUE(GONE))];
}

static unsigned int health_of(const uint64_t *words, size_t count)
{
	struct ndctl_cmd *cmd = create_answered_smart(0, words, count);
	unsigned int health = ops->smart_get_health(cmd);

	assert_int_equal(ops->xlat_firmware_status(cmd), 0);
	ndctl_cmd_unref(cmd);
	return health;
}

static const uint64_t well[] = { ATTRIBUTE(0xC2, 45, 70), 45, ATTRIBUTE(0xCA, 97, 10), 97 };

#define CASE(name) UNIT_TEST_WITH(name, reset_dimm, NULL)

CASE(test_health_of_attributes)
{
	static const struct {
		uint64_t words[4];
		unsigned int health;
	} cases[] = {
		{ { ATTRIBUTE(0xC2, 0, 70), 64, ATTRIBUTE(0xCA, 0, 10), 16 }, 0 },
		{ { ATTRIBUTE(0xC2, 0, 70), 65, ATTRIBUTE(0xCA, 0, 10), 16 },
		  IS(TEMPERATURE_NEAR) },
		{ { ATTRIBUTE(0xC2, 0, 70), 64, ATTRIBUTE(0xCA, 0, 10), 15 },
		  IS(LIFE_REMAINING_LOW) },
		{ { ATTRIBUTE(0xC2, 0, 70), 70, ATTRIBUTE(0xCA, 0, 10), 15 }, IS(TEMPERATURE) },
		{ { ATTRIBUTE(0xC2, 0, 70), 65, ATTRIBUTE(0xCA, 0, 10), 10 }, IS(LIFE_REMAINING) },
		{ { ATTRIBUTE(0xC2, 0, 0), 200, ATTRIBUTE(0x55, 1, 2), 0 }, IS(ATTRIBUTE_FAILING) },
		/* remaining life above 100 % means nothing */
		{ { ATTRIBUTE(0xC2, 0, 70), 64, ATTRIBUTE(0xCA, 0, 255), 101 }, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(health_of(cases[i].words, 2), expected_health(cases[i].health));
}

/* nothing was found out about the card */
static void expect_unknown_health(const uint64_t *words, size_t count, int error)
{
	struct ndctl_cmd *cmd = create_answered_smart(0, words, count);

	assert_int_equal(ops->xlat_firmware_status(cmd), error);
	assert_int_equal(ops->smart_get_health(cmd), UINT_MAX);
	ndctl_cmd_unref(cmd);
}

CASE(test_health_without_evidence)
{
	char path[256];

	expect_unknown_health(NULL, 0, -ENODATA);
	put_flags("a_later_word");
	expect_unknown_health(well, 2, -ENODATA);
	put_flags("a_later_word data_loss");
	assert_int_equal(health_of(well, 2), expected_health(IS(DATA_LOSS)));
	snprintf(path, sizeof(path), "%s/ocxlpmem/flags", base);
	assert_int_equal(truncate(path, 0), 0);
	expect_unknown_health(well, 2, -ENODATA);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	expect_unknown_health(well, 2, -ENODATA);
	assert_int_equal(rmdir(path), 0);
	put_flags("");
	assert_int_equal(health_of(well, 2), 0);
	/* no driver lacks the file "serial" */
	dimm.unique_id = NULL;
	expect_unknown_health(well, 2, -ENODATA);
	snprintf(path, sizeof(path), "%s/ocxlpmem/serial", base);
	assert_int_equal(mkdir(path, 0700), 0);
	expect_unknown_health(well, 2, -ENODATA);
	assert_int_equal(rmdir(path), 0);
}

CASE(test_health_of_flags)
{
	static const struct {
		const char *words;
		unsigned int health;
	} cases[] = {
		{ "not_ready", IS(NOT_READY) },
		{ "mem_unavailable", IS(MEM_UNAVAILABLE) },
		{ "error_log", 0 },
		{ "dump", 0 },
		{ "error_log dump", 0 },
		/* the attributes of the answer say more */
		{ "smart_notify", 0 },
		{ "hw_fatal", ND_SMART_FATAL_HEALTH },
		{ "error_log fw_fatal", ND_SMART_FATAL_HEALTH },
		{ "erase_failed", IS(ERASE_FAILED) },
		{ "error_log dump erase_failed", IS(ERASE_FAILED) },
		{ "mailbox_stuck", IS(NOT_RESPONDING) },
		{ "hw_fatal mailbox_stuck", ND_SMART_FATAL_HEALTH },
		{ "gone", IS(GONE) },
		/* registers that read all ones set every bit */
		{ "error_log dump hw_fatal fw_fatal gone", IS(GONE) },
		{ "not_ready not_ready_overdue", OVERDUE(NOT_READY) },
		{ "mem_unavailable mem_unavailable_overdue", OVERDUE(MEM_UNAVAILABLE) },
		{ "data_loss", IS(DATA_LOSS) },
		{ "replacement_requested", IS(REPLACEMENT_REQUESTED) },
		{ "predictive_failure", IS(PREDICTIVE_FAILURE) },
		{ "error_log dump predictive_failure", IS(PREDICTIVE_FAILURE) },
		{ "hw_fatal data_loss", ND_SMART_FATAL_HEALTH },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_flags(cases[i].words);
		assert_int_equal(health_of(well, 2), expected_health(cases[i].health));
	}
}

CASE(test_values_of_a_full_answer)
{
	static const uint64_t words[] = { ATTRIBUTE(0x09, 100, 0), 1000,
					  ATTRIBUTE(0xC2, 45, 70), 71,
					  ATTRIBUTE(0xCA, 97, 10), 97,
					  ATTRIBUTE(0xC2, 0, 1),   1,
					  ATTRIBUTE(0xCA, 0, 0),   50 };
	struct ndctl_cmd *cmd = create_answered_smart(0, words, 5);

	assert_int_equal(ops->smart_get_flags(cmd), ND_SMART_HEALTH_VALID | ND_SMART_TEMP_VALID |
							    ND_SMART_USED_VALID |
							    ND_SMART_ALARM_VALID);
	assert_int_equal(ops->smart_get_media_temperature(cmd), 71 * 16);
	assert_int_equal(ops->smart_get_life_used(cmd), 3);
	assert_int_equal(ops->smart_get_alarm_flags(cmd), ND_SMART_TEMP_TRIP);
	assert_int_equal(ops->smart_threshold_get_alarm_control(cmd), ND_SMART_TEMP_TRIP);
	assert_int_equal(ops->smart_threshold_get_media_temperature(cmd), 70 * 16);
	ndctl_cmd_unref(cmd);
}

CASE(test_values_of_a_card_without_them)
{
	static const uint64_t words[] = { ATTRIBUTE(0x09, 100, 0), 1000 };
	struct ndctl_cmd *cmd = create_answered_smart(0, words, 1);

	assert_int_equal(ops->smart_get_flags(cmd), ND_SMART_HEALTH_VALID);
	errno = 0;
	assert_int_equal(ops->smart_get_media_temperature(cmd), UINT_MAX);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(ops->smart_get_life_used(cmd), UINT_MAX);
	assert_int_equal(ops->smart_get_alarm_flags(cmd), 0);
	assert_int_equal(ops->smart_threshold_get_alarm_control(cmd), 0);
	assert_int_equal(ops->smart_threshold_get_media_temperature(cmd), UINT_MAX);
	ndctl_cmd_unref(cmd);
}

CASE(test_temperature_at_its_limits)
{
	static const struct {
		uint64_t raw;
		bool fits;
	} cases[] = {
		{ 0, true },	 { 200, true },		{ 201, false },
		{ 4096, false }, { UINT64_MAX, false }, { UINT64_C(1) << 60, false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const uint64_t words[] = { ATTRIBUTE(0xC2, 0, 0), cases[i].raw };
		struct ndctl_cmd *cmd = create_answered_smart(0, words, 1);
		unsigned int flags = ops->smart_get_flags(cmd);

		assert_int_equal((flags & ND_SMART_TEMP_VALID) != 0, cases[i].fits);
		assert_int_equal((flags & ND_SMART_ALARM_VALID) != 0, cases[i].fits);
		assert_int_equal(ops->smart_get_media_temperature(cmd),
				 cases[i].fits ? cases[i].raw * 16 : UINT_MAX);
		assert_int_equal(ops->smart_threshold_get_alarm_control(cmd), 0);
		ndctl_cmd_unref(cmd);
	}
}

CASE(test_life_used_at_its_limits)
{
	static const uint64_t raws[] = { 0, 1, 99, 100, 101, UINT64_MAX };
	static const unsigned int used[] = { 100, 99, 1, 0, UINT_MAX, UINT_MAX };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(raws); i++) {
		const uint64_t words[] = { ATTRIBUTE(0xCA, 0, 0), raws[i] };
		struct ndctl_cmd *cmd = create_answered_smart(0, words, 1);

		assert_int_equal(ops->smart_get_life_used(cmd), used[i]);
		assert_int_equal((ops->smart_get_flags(cmd) & ND_SMART_USED_VALID) != 0,
				 used[i] != UINT_MAX);
		ndctl_cmd_unref(cmd);
	}
}

/* A fatal card does not answer SMART. Its health is known, its thresholds are not. */
CASE(test_a_card_that_answers_fatal)
{
	struct ndctl_cmd *cmd = create_answered_smart(OCXLPMEM_STATUS_FATAL, NULL, 0);

	assert_int_equal(ops->xlat_firmware_status(cmd), 0);
	assert_int_equal(ops->smart_get_flags(cmd), ND_SMART_HEALTH_VALID);
	/* without a flag, the answer is a failed one */
	assert_int_equal(ops->smart_get_health(cmd), expected_health(IS(COMMAND_FAILED)));
	put_flags("hw_fatal");
	/* the flags are read once, with the answer */
	assert_int_equal(ops->smart_get_health(cmd), expected_health(IS(COMMAND_FAILED)));
	assert_int_equal(fixture_finish(cmd, 0), 0);
	assert_int_equal(ops->smart_get_health(cmd), ND_SMART_FATAL_HEALTH);
	assert_int_equal(ops->smart_get_alarm_flags(cmd), 0);
	ndctl_cmd_unref(cmd);
	cmd = ops->new_smart_threshold(&dimm);
	answer_command(cmd, OCXLPMEM_STATUS_FATAL, NULL, 0);
	assert_int_equal(ops->xlat_firmware_status(cmd), -EIO);
	ndctl_cmd_unref(cmd);
}

/* only a driver that loses its own errors answers so without saying something about the card */
CASE(test_a_damaged_answer_with_a_good_status)
{
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);

	assert_non_null(cmd);
	put_answer(cmd, OCXLPMEM_STATUS_OK, well, 2);
	cmd->pkg->nd_fw_size--;
	assert_int_equal(fixture_finish(cmd, 0), 0);
	assert_int_equal(ops->smart_get_health(cmd), expected_health(IS(COMMAND_FAILED)));
	ndctl_cmd_unref(cmd);
}

#define UNKNOWN UINT_MAX

static void expect_health(struct ndctl_cmd *cmd, unsigned int health, int error)
{
	assert_int_equal(ops->xlat_firmware_status(cmd), health == UNKNOWN ? error : 0);
	errno = 0;
	assert_int_equal(ops->smart_get_health(cmd), health);
	assert_int_equal(errno, health == UNKNOWN ? -error : 0);
	assert_int_equal(ops->smart_get_flags(cmd), health == UNKNOWN ? 0 : ND_SMART_HEALTH_VALID);
	/* ndctl monitor takes each bit for an event */
	assert_int_equal(ops->smart_get_alarm_flags(cmd), 0);
	assert_int_equal(ops->smart_get_media_temperature(cmd), UINT_MAX);
	assert_int_equal(ops->smart_get_life_used(cmd), UINT_MAX);
}

/* "unknown" only if nothing critical is known */
CASE(test_health_without_an_answer)
{
	static const struct {
		const char *words;
		unsigned int health;
	} flags[] = {
		{ "", 0 },
		{ "error_log", 0 },
		{ "predictive_failure", IS(PREDICTIVE_FAILURE) },
		{ "smart_notify", IS(ATTRIBUTE_FAILING) },
		{ "data_loss", IS(DATA_LOSS) },
		{ "gone", IS(GONE) },
		{ "hw_fatal", ND_SMART_FATAL_HEALTH },
	};
	static const struct {
		unsigned int status;
		unsigned int health;
		int error;
	} statuses[] = {
		{ OCXLPMEM_STATUS_TIMEOUT, IS(NOT_RESPONDING), -ETIMEDOUT },
		{ OCXLPMEM_STATUS_BAD_RESPONSE, IS(COMMAND_FAILED), -EPROTO },
		{ OCXLPMEM_STATUS_FAILED, IS(COMMAND_FAILED), -EIO },
		{ 0x33, IS(COMMAND_FAILED), -EIO },
		{ OCXLPMEM_STATUS_BLOCKED, UNKNOWN, -EBUSY },
		{ OCXLPMEM_STATUS_NOT_PERMITTED, UNKNOWN, -EPERM },
		{ OCXLPMEM_STATUS_BAD_INPUT, UNKNOWN, -EINVAL },
		{ OCXLPMEM_STATUS_NOT_READY, IS(NOT_READY), -EAGAIN },
		{ OCXLPMEM_STATUS_MEM_UNAVAILABLE, IS(MEM_UNAVAILABLE), -EAGAIN },
	};
	struct ndctl_cmd *cmd;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		put_flags(flags[i].words);
		for (j = 0; j < ARRAY_SIZE(statuses); j++) {
			unsigned int known = expected_health(flags[i].health);
			unsigned int health = expected_health(statuses[j].health);

			/* a controller that cannot be asked on purpose: only SMART could tell */
			if (flags[i].health == IS(ATTRIBUTE_FAILING) &&
			    (statuses[j].status == OCXLPMEM_STATUS_BLOCKED ||
			     statuses[j].status == OCXLPMEM_STATUS_NOT_READY))
				known = 0;
			if (health == UNKNOWN ? known >= ND_SMART_CRITICAL_HEALTH : known > health)
				health = known;
			cmd = create_answered_smart(statuses[j].status, NULL, 0);
			expect_health(cmd, health, statuses[j].error);
			assert_int_equal(cmd->get_firmware_status(cmd), statuses[j].status);
			ndctl_cmd_unref(cmd);
		}
	}
}

/*
 * The ioctl failed, or had a positive result. ndctl_cmd_submit() succeeds if the health is known
 * nevertheless.
 */
CASE(test_health_without_an_ioctl)
{
	static const int results[] = { 1, 8, -EIO, -EACCES, -ENOTTY, -ENOENT };
	static const int gone[] = { -ENXIO, -ENODEV };
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);
	struct ndctl_cmd *thresholds = ops->new_smart_threshold(&dimm);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(results); i++) {
		put_flags("error_log");
		assert_int_equal(fixture_finish(cmd, results[i]), results[i]);
		expect_health(cmd, UNKNOWN, results[i] < 0 ? results[i] : -EIO);
		put_flags("hw_fatal");
		assert_int_equal(fixture_finish(cmd, results[i]), 0);
		assert_int_equal(cmd->status, results[i]);
		expect_health(cmd, ND_SMART_FATAL_HEALTH, 0);
	}
	for (i = 0; i < ARRAY_SIZE(gone); i++) {
		/* without a device node, the errno says nothing about the card */
		put_flags("");
		assert_int_equal(fixture_finish(cmd, gone[i]), gone[i]);
		expect_health(cmd, UNKNOWN, -EBADF);
		put_flags("gone");
		assert_int_equal(fixture_finish(cmd, gone[i]), 0);
		expect_health(cmd, expected_health(IS(GONE)), 0);
		assert_int_equal(fixture_finish(thresholds, gone[i]), gone[i]);
		assert_int_equal(ops->xlat_firmware_status(thresholds), -EBADF);
	}
	ndctl_cmd_unref(thresholds);
	ndctl_cmd_unref(cmd);
}

static unsigned int interruptions;

/* a signal ends the first calls; the next one is answered */
static int interrupted_ioctl(struct ndctl_cmd *cmd)
{
	if (interruptions > 0) {
		interruptions--;
		memset(cmd->cmd_buf, 0xA5, 64);
		return -EINTR;
	}
	put_answer(cmd, OCXLPMEM_STATUS_OK, well, 2);
	return 0;
}

/* ndctl's own verbs would report a card that fails; our own verbs look for the signal first */
CASE(test_interrupted_commands)
{
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);

	fixture_ioctl = interrupted_ioctl;
	interruptions = 1000;
	assert_int_equal(ndctl_cmd_submit(cmd), 0);
	assert_int_equal(interruptions, 0);
	assert_int_equal(ops->smart_get_health(cmd), 0);
	ndctl_cmd_unref(cmd);
	cmd = ndctl_dimm_ocxl_cmd_new_smart(&dimm);
	interruptions = 2;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EINTR);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EINTR);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(ocxl_cmd_get_state(cmd)->answer.count, 2);
	ndctl_cmd_unref(cmd);
}

/* nobody asked the card, whatever its flags say */
CASE(test_health_before_the_command_is_sent)
{
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);

	put_flags("hw_fatal");
	expect_health(cmd, UNKNOWN, -EIO);
	ndctl_cmd_unref(cmd);
}

/* only the command that ndctl reads health with */
CASE(test_health_of_other_commands)
{
	struct ndctl_cmd *commands[] = { ops->new_smart_threshold(&dimm),
					 ndctl_dimm_ocxl_cmd_new_smart(&dimm) };
	size_t i;

	put_flags("hw_fatal");
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		answer_command(commands[i], 0, well, 2);
		errno = 0;
		assert_int_equal(ops->smart_get_health(commands[i]), UINT_MAX);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(fixture_finish(commands[i], -ENXIO), -ENXIO);
		ndctl_cmd_unref(commands[i]);
	}
}

CASE(test_commands_that_are_not_ours)
{
	struct ndctl_cmd label = { .dimm = &dimm, .type = ND_CMD_GET_CONFIG_DATA };

	assert_int_equal(ops->xlat_firmware_status(&label), 0);
	assert_int_equal(ops->smart_get_health(&label), UINT_MAX);
	assert_int_equal(ops->smart_get_flags(&label), 0);
	assert_int_equal(fixture_finish(&label, -ENXIO), -ENXIO);
	assert_int_equal(fixture_finish(&label, 2), 2);
}

CASE(test_cmd_desc_of_any_number)
{
	assert_string_equal(ops->cmd_desc(OCXLPMEM_CMD_SMART), "smart");
	assert_string_equal(ops->cmd_desc(0), "unknown");
	assert_string_equal(ops->cmd_desc(-1), "unknown");
	assert_string_equal(ops->cmd_desc(INT_MAX), "unknown");
}

CASE(test_a_driver_without_flags)
{
	static const uint64_t words[] = { ATTRIBUTE(0xC2, 45, 70), 45 };
	char path[256];

	snprintf(path, sizeof(path), "%s/ocxlpmem/flags", base);
	assert_int_equal(unlink(path), 0);
	dimm.ocxl_driver = &ocxl_posted_driver;
	assert_int_equal(health_of(words, 1), 0);
}

UNIT_FIXTURE(make_directory, remove_directory)
