// SPDX-License-Identifier: LGPL-2.1-or-later
/* What ndctl's own verbs read out of a SMART answer. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <cmocka.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "bus-fixture.h"
#include "ocxl-envelope.h"
#include "ocxl-dimm.h"

#define ATTRIBUTE(id, current, threshold) \
	((uint64_t)(id) << 56 | (uint64_t)(current) << 32 | (uint64_t)(threshold) << 24)

static char base[] = "/tmp/ocxl-test-smart-XXXXXX";
static struct ndctl_dimm dimm;
static const struct ndctl_dimm_ops *ops;

static void put_flags(const char *content)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/ocxlpmem/flags", base);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(content, file);
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

static int setup(void **state)
{
	ops = ocxl_dimm_ops;
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.nfit_dsm_mask = 1UL << OCXL_CMD_SMART,
		.dimm_path = base,
	};
	put_flags("\n");
	return 0;
}

/* As after an ioctl that answered: pairs of words, a status. */
static void answer(struct ndctl_cmd *cmd, unsigned int status, const uint64_t *words, size_t count)
{
	uint8_t *output = (uint8_t *)cmd->cmd_buf + 64;

	output[0] = (uint8_t)count;
	output[1] = (uint8_t)status;
	if (count > 0)
		memcpy(output + 8, words, count * 16);
	cmd->pkg->nd_fw_size = (uint32_t)(8 + count * 16);
	cmd->status = 0;
}

static struct ndctl_cmd *answered(unsigned int status, const uint64_t *words, size_t count)
{
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);

	assert_non_null(cmd);
	answer(cmd, status, words, count);
	return cmd;
}

static unsigned int health_of(const uint64_t *words, size_t count)
{
	struct ndctl_cmd *cmd = answered(0, words, count);
	unsigned int health = ops->smart_get_health(cmd);

	assert_int_equal(ops->xlat_firmware_status(cmd), 0);
	ndctl_cmd_unref(cmd);
	return health;
}

static void test_health_states(void **state)
{
	static const uint64_t well[] = { ATTRIBUTE(0xC2, 45, 70), 45, ATTRIBUTE(0xCA, 97, 10), 97 };
	static const uint64_t warm[] = { ATTRIBUTE(0xC2, 45, 70), 71, ATTRIBUTE(0xCA, 97, 10), 97 };
	static const uint64_t worn[] = { ATTRIBUTE(0xCA, 9, 10), 9, ATTRIBUTE(0xC2, 45, 70), 71 };
	static const uint64_t other[] = { ATTRIBUTE(0x55, 1, 2), 0 };

	assert_int_equal(health_of(well, 2), 0);
	assert_int_equal(health_of(warm, 2), ND_SMART_NON_CRITICAL_HEALTH);
	assert_int_equal(health_of(worn, 2), ND_SMART_CRITICAL_HEALTH);
	assert_int_equal(health_of(other, 1), ND_SMART_NON_CRITICAL_HEALTH);
	assert_int_equal(health_of(NULL, 0), 0);
	put_flags("smart_notify\n");
	assert_int_equal(health_of(well, 2), 0);
	put_flags("hw_fatal\n");
	assert_int_equal(health_of(well, 2), ND_SMART_FATAL_HEALTH);
	put_flags("error_log fw_fatal\n");
	assert_int_equal(health_of(worn, 2), ND_SMART_FATAL_HEALTH);
}

static void test_values_of_a_full_answer(void **state)
{
	static const uint64_t words[] = { ATTRIBUTE(0x09, 100, 0), 1000,
					  ATTRIBUTE(0xC2, 45, 70), 71,
					  ATTRIBUTE(0xCA, 97, 10), 97,
					  ATTRIBUTE(0xC2, 0, 1),   1,
					  ATTRIBUTE(0xCA, 0, 0),   50 };
	struct ndctl_cmd *cmd = answered(0, words, 5);

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

static void test_values_of_a_card_without_them(void **state)
{
	static const uint64_t words[] = { ATTRIBUTE(0x09, 100, 0), 1000 };
	struct ndctl_cmd *cmd = answered(0, words, 1);

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

static void test_temperature_at_its_limits(void **state)
{
	static const struct {
		uint64_t raw;
		bool fits;
	} cases[] = {
		{ 0, true },	 { 2047, true },	{ 2048, false },
		{ 4096, false }, { UINT64_MAX, false }, { UINT64_C(1) << 60, false },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const uint64_t words[] = { ATTRIBUTE(0xC2, 0, 0), cases[i].raw };
		struct ndctl_cmd *cmd = answered(0, words, 1);
		unsigned int flags = ops->smart_get_flags(cmd);

		assert_int_equal((flags & ND_SMART_TEMP_VALID) != 0, cases[i].fits);
		assert_true(flags & ND_SMART_ALARM_VALID);
		assert_int_equal(ops->smart_get_media_temperature(cmd),
				 cases[i].fits ? cases[i].raw * 16 : UINT_MAX);
		assert_int_equal(ops->smart_threshold_get_alarm_control(cmd), 0);
		ndctl_cmd_unref(cmd);
	}
}

static void test_life_used_is_clamped(void **state)
{
	static const uint64_t raws[] = { 0, 1, 99, 100, 101, UINT64_MAX };
	static const unsigned int used[] = { 100, 99, 1, 0, 0, 0 };
	size_t i;

	for (i = 0; i < sizeof(raws) / sizeof(raws[0]); i++) {
		const uint64_t words[] = { ATTRIBUTE(0xCA, 0, 0), raws[i] };
		struct ndctl_cmd *cmd = answered(0, words, 1);

		assert_int_equal(ops->smart_get_life_used(cmd), used[i]);
		ndctl_cmd_unref(cmd);
	}
}

/* A fatal card answers no SMART; its health is known all the same, its thresholds are not. */
static void test_a_card_that_answers_fatal(void **state)
{
	struct ndctl_cmd *cmd = answered(OCXL_STATUS_FATAL, NULL, 0);

	assert_int_equal(ops->xlat_firmware_status(cmd), 0);
	assert_int_equal(ops->smart_get_flags(cmd), ND_SMART_HEALTH_VALID);
	assert_int_equal(ops->smart_get_health(cmd), ND_SMART_FATAL_HEALTH);
	assert_int_equal(ops->smart_get_alarm_flags(cmd), 0);
	ndctl_cmd_unref(cmd);
	cmd = ops->new_smart_threshold(&dimm);
	answer(cmd, OCXL_STATUS_FATAL, NULL, 0);
	assert_int_equal(ops->xlat_firmware_status(cmd), -EIO);
	ndctl_cmd_unref(cmd);
}

static void test_a_card_that_fails(void **state)
{
	struct ndctl_cmd *cmd = answered(OCXL_STATUS_TIMEOUT, NULL, 0);

	assert_int_equal(ops->xlat_firmware_status(cmd), -ETIMEDOUT);
	assert_int_equal(cmd->get_firmware_status(cmd), OCXL_STATUS_TIMEOUT);
	errno = 0;
	assert_int_equal(ops->smart_get_health(cmd), UINT_MAX);
	assert_int_equal(errno, ETIMEDOUT);
	assert_int_equal(ops->smart_get_flags(cmd), 0);
	/* ndctl monitor takes every bit of it for an event */
	assert_int_equal(ops->smart_get_alarm_flags(cmd), 0);
	put_flags("hw_fatal\n");
	assert_int_equal(ops->xlat_firmware_status(cmd), 0);
	assert_int_equal(ops->smart_get_health(cmd), ND_SMART_FATAL_HEALTH);
	ndctl_cmd_unref(cmd);
}

static void test_getters_without_an_answer(void **state)
{
	static const int statuses[] = { 1, 8, -EIO, -ENXIO };
	struct ndctl_cmd *cmd = ops->new_smart(&dimm);
	size_t i;

	put_flags("hw_fatal\n");
	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		cmd->status = statuses[i];
		errno = 0;
		assert_int_equal(ops->smart_get_health(cmd), UINT_MAX);
		assert_int_equal(errno, statuses[i] < 0 ? -statuses[i] : EIO);
		assert_int_equal(ops->smart_get_flags(cmd), 0);
		assert_int_equal(ops->smart_get_alarm_flags(cmd), 0);
		assert_int_equal(ops->smart_get_media_temperature(cmd), UINT_MAX);
		assert_true(ops->xlat_firmware_status(cmd) < 0);
	}
	ndctl_cmd_unref(cmd);
}

static void test_commands_that_are_not_ours(void **state)
{
	struct ndctl_cmd label = { .dimm = &dimm, .type = ND_CMD_GET_CONFIG_DATA };

	assert_int_equal(ops->xlat_firmware_status(&label), 0);
	assert_int_equal(ops->smart_get_health(&label), UINT_MAX);
	assert_int_equal(ops->smart_get_flags(&label), 0);
}

static void test_cmd_desc_of_any_number(void **state)
{
	assert_string_equal(ops->cmd_desc(OCXL_CMD_SMART), "smart");
	assert_string_equal(ops->cmd_desc(0), "unknown");
	assert_string_equal(ops->cmd_desc(-1), "unknown");
	assert_string_equal(ops->cmd_desc(INT_MAX), "unknown");
}

static void test_a_driver_without_flags(void **state)
{
	static const uint64_t words[] = { ATTRIBUTE(0xC2, 45, 70), 45 };
	char path[256];

	snprintf(path, sizeof(path), "%s/ocxlpmem/flags", base);
	assert_int_equal(unlink(path), 0);
	dimm.nfit_dsm_mask = ULONG_MAX;
	assert_int_equal(health_of(words, 1), 0);
}

#define CASE(function) cmocka_unit_test_setup(function, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_health_states),
		CASE(test_values_of_a_full_answer),
		CASE(test_values_of_a_card_without_them),
		CASE(test_temperature_at_its_limits),
		CASE(test_life_used_is_clamped),
		CASE(test_a_card_that_answers_fatal),
		CASE(test_a_card_that_fails),
		CASE(test_getters_without_an_answer),
		CASE(test_commands_that_are_not_ours),
		CASE(test_cmd_desc_of_any_number),
		CASE(test_a_driver_without_flags),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
