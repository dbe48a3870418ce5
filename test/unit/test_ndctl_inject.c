// SPDX-License-Identifier: LGPL-2.1-or-later
/* The functions that "ndctl inject-smart" calls, and their requests on the wire. */
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "unit.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"

#define RAW	   OCXLPMEM_SMART_INJECT_RAW
#define DEGREES(n) (16 * (unsigned int)(n))
#define NEGATIVE   (1U << 15)

static char nowhere[] = "/nonexistent";

static struct ndctl_dimm dimm;
static const struct ndctl_dimm_ops *ops;

static int reset_dimm(void **state)
{
	ops = ocxl_dimm_ops;
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.cmd_family = NVDIMM_FAMILY_OCXL,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_SMART | 1UL << OCXLPMEM_CMD_SMART_INJECT,
		.dimm_path = nowhere,
	};
	return 0;
}

static size_t package_at(const struct ndctl_cmd *cmd)
{
	return cmd->type == ND_CMD_VENDOR ? sizeof(struct nd_cmd_vendor_hdr) : 0;
}

/* the request to the driver */
static struct ocxlpmem_smart_inject_req request_of(struct ndctl_cmd *cmd)
{
	const uint8_t *at = (const uint8_t *)cmd->cmd_buf + package_at(cmd);
	struct ocxlpmem_smart_inject_req request;
	uint64_t command;
	uint32_t sizes[2];

	memcpy(&command, at + 8, sizeof(command));
	memcpy(sizes, at + 16, sizeof(sizes));
	assert_int_equal(command, OCXLPMEM_CMD_SMART_INJECT);
	assert_int_equal(sizes[0], sizeof(request));
	assert_int_equal(sizes[1], 8);
	memcpy(&request, at + 64, sizeof(request));
	return request;
}

/* it changes nothing and fails, however it is submitted */
static void assert_refused(struct ndctl_cmd *cmd, int error)
{
	const struct ocxlpmem_smart_inject_req request = request_of(cmd);

	assert_int_equal(request.flags, 0);
	fixture_finish(cmd, 0);
	assert_int_equal(ops->xlat_firmware_status(cmd), error);
	ndctl_cmd_unref(cmd);
}

static void answer_command(struct ndctl_cmd *cmd, unsigned int status)
{
	uint8_t *output = (uint8_t *)cmd->cmd_buf + 64 + 16;

	memset(output, 0, 8);
	output[1] = (uint8_t)status;
	cmd->pkg->nd_fw_size = 8;
	fixture_finish(cmd, 0);
}

#define CASE(name) UNIT_TEST_WITH(name, reset_dimm, NULL)

CASE(test_supported)
{
	assert_int_equal(ops->smart_inject_supported(&dimm), 0x1f);
	dimm.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_SMART;
	assert_int_equal(ops->smart_inject_supported(&dimm), -EIO);
	errno = 0;
	assert_null(ops->new_smart_inject(&dimm));
	assert_int_equal(errno, ENOTTY);
	/* a window without a controller */
	dimm.ocxl_cmd_mask = 0;
	assert_int_equal(ops->smart_inject_supported(&dimm), -EIO);
}

static void check_temperature(const struct ocxl_driver *driver)
{
	struct ocxlpmem_smart_inject_req request;
	struct ndctl_cmd *cmd;

	dimm.ocxl_driver = driver;
	cmd = ops->new_smart_inject(&dimm);
	assert_non_null(cmd);
	/* a command without a setter does nothing */
	request = request_of(cmd);
	assert_int_equal(request.flags, 0);
	assert_int_equal(ops->smart_inject_media_temperature(cmd, true, DEGREES(90)), 0);
	request = request_of(cmd);
	assert_int_equal(request.attribute, 0xC2);
	assert_int_equal(request.flags, RAW);
	assert_int_equal(request.raw, 90);
	assert_int_equal(ops->smart_inject_media_temperature(cmd, false, 0), 0);
	request = request_of(cmd);
	assert_int_equal(request.attribute, 0xC2);
	assert_int_equal(request.flags, OCXLPMEM_SMART_INJECT_RESTORE);
	assert_int_equal(request.raw, 0);
	ndctl_cmd_unref(cmd);
}

CASE(test_temperature_in_both_envelopes)
{
	check_temperature(NULL);
	check_temperature(&ocxl_vendor_driver);
}

CASE(test_temperature_at_its_limits)
{
	static const struct {
		unsigned int value;
		int rc;
	} cases[] = {
		{ 0, 0 },
		{ DEGREES(1), 0 },
		{ DEGREES(2047), 0 },
		{ NEGATIVE, -ERANGE },
		{ NEGATIVE | DEGREES(3), -ERANGE },
		{ DEGREES(4096), -ERANGE },
		{ UINT_MAX, -ERANGE },
		{ 1, -EINVAL },
		{ DEGREES(40) + 8, -EINVAL },
	};
	struct ndctl_cmd *cmd;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		cmd = ops->new_smart_inject(&dimm);
		assert_int_equal(ops->smart_inject_media_temperature(cmd, true, cases[i].value),
				 cases[i].rc);
		if (cases[i].rc) {
			assert_refused(cmd, cases[i].rc);
			continue;
		}
		assert_int_equal(request_of(cmd).raw, cases[i].value / 16);
		ndctl_cmd_unref(cmd);
	}
}

CASE(test_fatal_and_back)
{
	struct ndctl_cmd *cmd = ops->new_smart_inject(&dimm);

	assert_int_equal(ops->smart_inject_fatal(cmd, true), 0);
	assert_int_equal(request_of(cmd).flags, OCXLPMEM_SMART_INJECT_HARDWARE_FATAL);
	assert_int_equal(request_of(cmd).attribute, 0);
	assert_int_equal(ops->smart_inject_fatal(cmd, false), 0);
	assert_int_equal(request_of(cmd).flags,
			 OCXLPMEM_SMART_INJECT_HARDWARE_FATAL | OCXLPMEM_SMART_INJECT_RESTORE);
	ndctl_cmd_unref(cmd);
}

/* starting an unsupported injection is refused; ending it succeeds without a request */
CASE(test_what_cards_do_not_have)
{
	struct ndctl_cmd *cmd = ops->new_smart_inject(&dimm);

	assert_int_equal(ops->smart_inject_spares(cmd, true, 5), -EOPNOTSUPP);
	assert_refused(cmd, -EOPNOTSUPP);
	cmd = ops->new_smart_inject(&dimm);
	assert_int_equal(ops->smart_inject_ctrl_temperature(cmd, true, DEGREES(50)), -EOPNOTSUPP);
	assert_refused(cmd, -EOPNOTSUPP);
	cmd = ops->new_smart_inject(&dimm);
	assert_int_equal(ops->smart_inject_unsafe_shutdown(cmd, true), -EOPNOTSUPP);
	/* later setters do not repair it */
	assert_int_equal(ops->smart_inject_fatal(cmd, true), -EOPNOTSUPP);
	assert_refused(cmd, -EOPNOTSUPP);
	cmd = ops->new_smart_inject(&dimm);
	assert_int_equal(ops->smart_inject_spares(cmd, false, 0), 0);
	assert_int_equal(ops->smart_inject_ctrl_temperature(cmd, false, 0), 0);
	assert_int_equal(ops->smart_inject_unsafe_shutdown(cmd, false), 0);
	assert_int_equal(request_of(cmd).flags, OCXLPMEM_SMART_INJECT_RESTORE);
	assert_int_equal(request_of(cmd).attribute, 0);
	ndctl_cmd_unref(cmd);
}

static struct ndctl_cmd *thresholds_of(uint64_t fields)
{
	struct ndctl_cmd *cmd = ops->new_smart_threshold(&dimm);
	uint8_t *output = (uint8_t *)cmd->cmd_buf + 64;
	const uint64_t words[] = { fields, 40 };

	output[0] = 1;
	memcpy(output + 8, words, sizeof(words));
	cmd->pkg->nd_fw_size = 24;
	fixture_finish(cmd, 0);
	return cmd;
}

static struct ndctl_cmd *new_threshold(void)
{
	struct ndctl_cmd *thresholds = thresholds_of(0xC200000000000000ULL | 70ULL << 24);
	struct ndctl_cmd *cmd = ops->new_smart_set_threshold(thresholds);

	assert_non_null(cmd);
	ndctl_cmd_unref(thresholds);
	return cmd;
}

CASE(test_threshold)
{
	struct ndctl_cmd *cmd = new_threshold();

	assert_int_equal(request_of(cmd).attribute, 0xC2);
	assert_int_equal(request_of(cmd).flags, OCXLPMEM_SMART_INJECT_THRESHOLD);
	assert_int_equal(request_of(cmd).threshold, 70);
	assert_int_equal(ops->smart_threshold_set_media_temperature(cmd, DEGREES(255)), 0);
	assert_int_equal(request_of(cmd).threshold, 255);
	assert_int_equal(ops->smart_threshold_set_media_temperature(cmd, 0), 0);
	assert_int_equal(request_of(cmd).threshold, 0);
	assert_int_equal(request_of(cmd).flags, OCXLPMEM_SMART_INJECT_THRESHOLD);
	ndctl_cmd_unref(cmd);
}

CASE(test_thresholds_that_are_refused)
{
	struct ndctl_cmd *cmd = new_threshold();

	assert_int_equal(ops->smart_threshold_set_media_temperature(cmd, DEGREES(256)), -ERANGE);
	assert_refused(cmd, -ERANGE);
	cmd = new_threshold();
	assert_int_equal(ops->smart_threshold_set_media_temperature(cmd, NEGATIVE | 16), -ERANGE);
	assert_refused(cmd, -ERANGE);
	cmd = new_threshold();
	assert_int_equal(ops->smart_threshold_set_spares(cmd, 1), -EOPNOTSUPP);
	/* ndctl continues without an error */
	ops->smart_threshold_set_media_temperature(cmd, DEGREES(80));
	assert_refused(cmd, -EOPNOTSUPP);
	cmd = new_threshold();
	assert_int_equal(ops->smart_threshold_set_ctrl_temperature(cmd, 16), -EOPNOTSUPP);
	assert_refused(cmd, -EOPNOTSUPP);
	cmd = new_threshold();
	assert_int_equal(ops->smart_threshold_set_alarm_control(cmd, 0), -EOPNOTSUPP);
	assert_refused(cmd, -EOPNOTSUPP);
}

CASE(test_threshold_of_nothing)
{
	struct ndctl_cmd *thresholds = thresholds_of(0xCA00000000000000ULL);

	errno = 0;
	assert_null(ops->new_smart_set_threshold(thresholds));
	assert_int_equal(errno, ENOENT);
	ndctl_cmd_unref(thresholds);
	/* never answered */
	thresholds = ops->new_smart_threshold(&dimm);
	errno = 0;
	assert_null(ops->new_smart_set_threshold(thresholds));
	assert_int_equal(errno, EIO);
	ndctl_cmd_unref(thresholds);
}

CASE(test_other_commands_are_left_alone)
{
	struct ndctl_cmd label = { .dimm = &dimm, .type = ND_CMD_GET_CONFIG_DATA };
	struct ndctl_cmd *smart = ops->new_smart(&dimm);

	assert_int_equal(ops->smart_inject_media_temperature(smart, true, 16), -EINVAL);
	assert_int_equal(ops->smart_inject_media_temperature(smart, true, NEGATIVE), -EINVAL);
	assert_int_equal(ops->smart_inject_fatal(&label, true), -EINVAL);
	assert_int_equal(ops->smart_inject_spares(&label, true, 1), -EINVAL);
	assert_int_equal(ocxl_cmd_get_state(smart)->error, 0);
	ndctl_cmd_unref(smart);
}

CASE(test_answers)
{
	struct ndctl_cmd *cmd = ops->new_smart_inject(&dimm);

	assert_int_equal(ops->smart_inject_fatal(cmd, true), 0);
	answer_command(cmd, 0);
	assert_int_equal(ops->xlat_firmware_status(cmd), 0);
	answer_command(cmd, OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(ops->xlat_firmware_status(cmd), -EPERM);
	answer_command(cmd, OCXLPMEM_STATUS_BAD_REQUEST_PARM);
	assert_int_equal(ops->xlat_firmware_status(cmd), -EINVAL);
	ndctl_cmd_unref(cmd);
}

CASE(test_commands_that_the_driver_lacks)
{
	struct ndctl_cmd *cmd;

	assert_null(ndctl_dimm_ocxl_cmd_new_shutdown(&dimm));
	assert_int_equal(errno, ENOTTY);
	dimm.ocxl_cmd_mask |= 1UL << OCXLPMEM_CMD_SHUTDOWN;
	cmd = ndctl_dimm_ocxl_cmd_new_shutdown(&dimm);
	assert_int_equal(ocxl_cmd_get_state(cmd)->request.command, OCXLPMEM_CMD_SHUTDOWN);
	ndctl_cmd_unref(cmd);
}
