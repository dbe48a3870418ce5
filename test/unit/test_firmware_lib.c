// SPDX-License-Identifier: LGPL-2.1-or-later
/* Firmware: the codec, and the functions of a DIMM that ndctl's own verbs call. */
#include <limits.h>
#include <lib/private.h>
#include "payload.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-cmd.h"

#define ALL_FIRMWARE 0xF800UL

static const uint8_t image[64] = "V9.99";
static char base[] = "/nonexistent";
static struct ndctl_dimm dimm;
static const struct ndctl_dimm_ops *ops;
/* the answer of the driver */
static uint8_t status;
static uint8_t count;
static uint32_t fw_size;
static uint8_t record[64];

static uint8_t *package_of(struct ndctl_cmd *cmd)
{
	return (uint8_t *)cmd + offsetof(struct ndctl_cmd, cmd_buf);
}

static int answer_ioctl(struct ndctl_cmd *cmd)
{
	struct ocxlpmem_rsp_header header = { .count = count, .status = status };
	struct nd_cmd_pkg package;
	uint8_t *output;

	memcpy(&package, package_of(cmd), sizeof(package));
	package.nd_fw_size = status ? HEADER : fw_size;
	memcpy(package_of(cmd), &package, sizeof(package));
	output = package_of(cmd) + sizeof(package) + package.nd_size_in;
	memcpy(output, &header, HEADER);
	if (package.nd_size_out > HEADER)
		memcpy(output + HEADER, record, package.nd_size_out - HEADER);
	return 0;
}

static int reset_dimm(void **state)
{
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.dimm_path = base,
		.ocxl_cmd_mask = ALL_FIRMWARE,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.ops = ocxl_dimm_ops,
		.cmd_family = NVDIMM_FAMILY_OCXL,
	};
	ops = ocxl_dimm_ops;
	fixture_ioctl = answer_ioctl;
	status = 0;
	count = 0;
	fw_size = HEADER;
	memset(record, 0, sizeof(record));
	return 0;
}

static struct ndctl_cmd *submit_command(struct ndctl_cmd *cmd)
{
	assert_non_null(cmd);
	ndctl_cmd_ocxl_submit(cmd);
	return cmd;
}

static void set_record(const void *bytes, uint32_t size)
{
	memcpy(record, bytes, size);
	count = 1;
	fw_size = (uint32_t)HEADER + size;
}

static struct ndctl_cmd *info_answered(const struct ocxlpmem_fw_info_rsp *info)
{
	set_record(info, sizeof(*info));
	return submit_command(ops->new_fw_get_info(&dimm));
}

static struct ndctl_cmd *start_update(uint32_t context)
{
	const struct ocxlpmem_fw_context answer = { .context = context };

	set_record(&answer, sizeof(answer));
	return submit_command(ops->new_fw_start_update(&dimm));
}

/* the input in the envelope */
static void read_input(struct ndctl_cmd *cmd, void *to, size_t size)
{
	memcpy(to, package_of(cmd) + sizeof(struct nd_cmd_pkg), size);
}

#define TEST(name) UNIT_TEST_WITH(name, reset_dimm, NULL)

TEST(test_build_fw_send)
{
	struct ocxl_request request;

	assert_int_equal(ocxl_build_fw_send(&request, 7, 8, image, 16), 0);
	assert_int_equal(request.command, OCXLPMEM_CMD_FW_SEND);
	assert_int_equal(request.size_in, 32);
	assert_int_equal(request.size_out, HEADER);
	assert_int_equal(request.in.fw_send.context, 7);
	assert_int_equal(request.in.fw_send.offset, 8);
	assert_int_equal(request.in.fw_send.length, 16);
	assert_int_equal(request.in.fw_send.reserved, 0);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 0, image, 0), -EINVAL);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 0, image, 7), -EINVAL);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 0, image, 9), -EINVAL);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 4, image, 8), -EINVAL);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 0, image, OCXLPMEM_ANSWER_MAX), 0);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 0, image, OCXLPMEM_ANSWER_MAX + 8),
			 -EMSGSIZE);
	assert_int_equal(ocxl_build_fw_send(&request, 7, 0, image, UINT32_MAX - 7), -EMSGSIZE);
}

TEST(test_build_fw_finish_and_query)
{
	struct ocxl_request request;

	ocxl_build_fw_finish(&request, 7, false);
	assert_int_equal(request.size_in, 8);
	assert_int_equal(request.size_out, HEADER);
	assert_int_equal(request.in.fw_finish.context, 7);
	assert_int_equal(request.in.fw_finish.flags, 0);
	ocxl_build_fw_finish(&request, 0, true);
	assert_int_equal(request.in.fw_finish.flags, OCXLPMEM_FW_FINISH_ABORT);
	ocxl_build_fw_query(&request, UINT32_MAX);
	assert_int_equal(request.size_in, 8);
	assert_int_equal(request.size_out, HEADER + 16);
	assert_int_equal(request.in.fw_query.context, UINT32_MAX);
	assert_int_equal(request.in.fw_query.reserved, 0);
}

TEST(test_image_refused_has_its_own_errno)
{
	struct ocxl_request request;
	struct ocxl_answer answer;

	memset(room, 0, HEADER);
	room[1] = OCXLPMEM_STATUS_BAD_DATA_PARM;
	assert_int_equal(ocxl_build_fw_send(&request, 1, 0, image, 8), 0);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), -EBADMSG);
	assert_int_equal(answer.status, OCXLPMEM_STATUS_BAD_DATA_PARM);
	ocxl_build_fw_finish(&request, 1, false);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), -EBADMSG);
	ocxl_build_fw_query(&request, 1);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), -EINVAL);
	room[1] = OCXLPMEM_STATUS_BAD_REQUEST_PARM;
	assert_int_equal(ocxl_build_fw_send(&request, 1, 0, image, 8), 0);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), -EINVAL);
}

TEST(test_query_sizes)
{
	struct ocxl_request request;
	struct ocxl_answer answer;

	ocxl_build_fw_query(&request, 1);
	memset(room, 0, sizeof(room));
	room[0] = 1;
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 16), 0);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 15), -EPROTO);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 17), -EMSGSIZE);
	room[0] = 0;
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), -EPROTO);
	room[0] = 2;
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 16), -EPROTO);
}

TEST(test_supported)
{
	unsigned long bit;

	assert_int_equal(ops->fw_update_supported(&dimm), 0);
	for (bit = 1UL << OCXLPMEM_CMD_FW_INFO; bit <= 1UL << OCXLPMEM_CMD_FW_QUERY; bit <<= 1) {
		dimm.ocxl_cmd_mask = ALL_FIRMWARE & ~bit;
		assert_int_equal(ops->fw_update_supported(&dimm), -EOPNOTSUPP);
	}
	dimm.ocxl_cmd_mask = 0;
	assert_null(ops->new_fw_get_info(&dimm));
	assert_int_equal(errno, ENOTTY);
	/* the posted driver has SMART only */
	dimm.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_SMART;
	assert_int_equal(ops->fw_update_supported(&dimm), -EOPNOTSUPP);
	assert_null(ops->new_fw_start_update(&dimm));
}

TEST(test_info_getters)
{
	const struct ocxlpmem_fw_info_rsp info = {
		.max_image_size = 0xFFFFFFF8,
		.running = { 'V', '1', '.', '0', '2', 0, 0, (char)0xFF },
		.next = { 0, 0, 0, 0, 0, 0, 0, 1 },
		.max_send = 32768,
		.query_interval = 100000,
		.max_query_time = 16000000,
	};
	struct ndctl_cmd *cmd = info_answered(&info);

	assert_int_equal(ops->fw_xlat_firmware_status(cmd), FW_SUCCESS);
	assert_int_equal(ops->fw_info_get_storage_size(cmd), 0xFFFFFFF8);
	assert_int_equal(ops->fw_info_get_max_send_len(cmd), 32768);
	assert_int_equal(ops->fw_info_get_query_interval(cmd), 100000);
	assert_int_equal(ops->fw_info_get_max_query_time(cmd), 16000000);
	assert_true(ops->fw_info_get_run_version(cmd) == 0x56312e30320000ffULL);
	assert_true(ops->fw_info_get_updated_version(cmd) == 1);
	ndctl_cmd_unref(cmd);
}

TEST(test_info_getters_extremes)
{
	struct ocxlpmem_fw_info_rsp info = { .max_image_size = UINT64_MAX, .max_send = UINT32_MAX };
	struct ndctl_cmd *cmd = info_answered(&info);

	assert_int_equal(ops->fw_info_get_storage_size(cmd), UINT_MAX - 1);
	assert_int_equal(ops->fw_info_get_max_send_len(cmd), 32768);
	assert_true(ops->fw_info_get_run_version(cmd) == 0);
	assert_true(ops->fw_info_get_updated_version(cmd) == 0);
	ndctl_cmd_unref(cmd);
	info.max_send = 15;
	cmd = info_answered(&info);
	assert_int_equal(ops->fw_info_get_max_send_len(cmd), 8);
	ndctl_cmd_unref(cmd);
	/* ndctl would send empty pieces without end */
	info.max_send = 7;
	cmd = info_answered(&info);
	assert_int_equal(ops->fw_info_get_max_send_len(cmd), UINT_MAX);
	assert_int_equal(errno, EPROTO);
	ndctl_cmd_unref(cmd);
}

TEST(test_getters_without_an_answer)
{
	struct ndctl_cmd *cmd = ops->new_fw_get_info(&dimm);

	assert_int_equal(ops->fw_xlat_firmware_status(cmd), FW_EUNKNOWN);
	assert_int_equal(ops->fw_info_get_storage_size(cmd), UINT_MAX);
	assert_int_equal(ops->fw_info_get_max_send_len(cmd), UINT_MAX);
	assert_int_equal(ops->fw_info_get_query_interval(cmd), UINT_MAX);
	assert_int_equal(ops->fw_info_get_max_query_time(cmd), UINT_MAX);
	assert_true(ops->fw_info_get_run_version(cmd) == ULLONG_MAX);
	assert_true(ops->fw_info_get_updated_version(cmd) == ULLONG_MAX);
	assert_int_equal(ops->fw_start_get_context(cmd), UINT_MAX);
	assert_true(ops->fw_fquery_get_fw_rev(cmd) == ULLONG_MAX);
	ndctl_cmd_unref(cmd);
}

TEST(test_start_gives_a_context)
{
	struct ndctl_cmd *start = start_update(42);

	assert_int_equal(ops->fw_start_get_context(start), 42);
	ndctl_cmd_unref(start);
	start = start_update(0);
	assert_int_equal(ops->fw_start_get_context(start), UINT_MAX);
	assert_int_equal(errno, EPROTO);
	ndctl_cmd_unref(start);
}

/* the caller's buffer has another piece when the command is sent again */
TEST(test_send_keeps_its_data)
{
	struct ndctl_cmd *start = start_update(42);
	uint8_t data[sizeof(image)], sent[sizeof(struct ocxlpmem_fw_send_req) + sizeof(image)];
	struct ocxlpmem_fw_send_req request;
	struct ndctl_cmd *cmd;
	int round;

	memcpy(data, image, sizeof(image));
	cmd = ops->new_fw_send(start, 64, sizeof(data), data);
	assert_non_null(cmd);
	memset(data, 0xA5, sizeof(data));
	for (round = 0; round < 2; round++) {
		fw_size = HEADER;
		count = 0;
		assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
		read_input(cmd, sent, sizeof(sent));
		memcpy(&request, sent, sizeof(request));
		assert_int_equal(request.context, 42);
		assert_int_equal(request.offset, 64);
		assert_int_equal(request.length, sizeof(image));
		assert_memory_equal(sent + sizeof(request), image, sizeof(image));
		/* a driver may change its input */
		memset(package_of(cmd) + sizeof(struct nd_cmd_pkg), 0x5A, sizeof(sent));
	}
	assert_int_equal(ops->fw_xlat_firmware_status(cmd), FW_SUCCESS);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(start);
}

TEST(test_send_in_the_vendor_envelope)
{
	const size_t input = sizeof(struct nd_cmd_vendor_hdr) + sizeof(struct nd_cmd_pkg) +
			     sizeof(struct ocxlpmem_fw_send_req);
	struct nd_cmd_vendor_hdr header;
	struct ocxl_request request;
	struct ndctl_cmd *cmd;

	dimm.cmd_mask = 1UL << ND_CMD_VENDOR;
	dimm.ocxl_driver = &ocxl_vendor_driver;
	assert_int_equal(ocxl_build_fw_send(&request, 1, 0, image, sizeof(image)), 0);
	cmd = ocxl_cmd_new(&dimm, &request);
	assert_non_null(cmd);
	memcpy(&header, package_of(cmd), sizeof(header));
	assert_int_equal(header.in_length, 64 + 16 + sizeof(image));
	assert_memory_equal(package_of(cmd) + input, image, sizeof(image));
	ndctl_cmd_unref(cmd);
}

TEST(test_send_refuses_odd_sizes)
{
	struct ndctl_cmd *start = start_update(42);
	uint8_t data[16] = { 0 };

	assert_null(ops->new_fw_send(start, 0, 15, data));
	assert_int_equal(errno, EINVAL);
	assert_null(ops->new_fw_send(start, 0, 0, data));
	assert_null(ops->new_fw_send(start, 0, OCXLPMEM_ANSWER_MAX + 8, data));
	assert_int_equal(errno, EMSGSIZE);
	ndctl_cmd_unref(start);
}

static uint32_t finish_context(struct ndctl_cmd *cmd, uint32_t *flags)
{
	struct ocxlpmem_fw_finish_req request;

	assert_non_null(cmd);
	read_input(cmd, &request, sizeof(request));
	*flags = request.flags;
	ndctl_cmd_unref(cmd);
	return request.context;
}

TEST(test_abort_ends_the_right_update)
{
	struct ndctl_cmd *start = start_update(42);
	uint32_t flags;

	assert_int_equal(finish_context(ops->new_fw_finish(start), &flags), 42);
	assert_int_equal(flags, 0);
	assert_int_equal(finish_context(ops->new_fw_abort(start), &flags), 42);
	assert_int_equal(flags, OCXLPMEM_FW_FINISH_ABORT);
	ndctl_cmd_unref(start);
	/* no update was started because another one runs: that one is to end */
	status = OCXLPMEM_STATUS_BLOCKED;
	start = submit_command(ops->new_fw_start_update(&dimm));
	assert_int_equal(ops->fw_xlat_firmware_status(start), FW_EBUSY);
	assert_int_equal(finish_context(ops->new_fw_abort(start), &flags), 0);
	assert_int_equal(flags, OCXLPMEM_FW_FINISH_ABORT);
	ndctl_cmd_unref(start);
}

/* a start that failed for another reason must not end the update of anybody else */
TEST(test_nothing_to_abort)
{
	struct ndctl_cmd *start;

	status = OCXLPMEM_STATUS_TIMEOUT;
	start = submit_command(ops->new_fw_start_update(&dimm));
	assert_null(ops->new_fw_abort(start));
	assert_int_equal(errno, EINVAL);
	ndctl_cmd_unref(start);
}

TEST(test_abort_is_aborted)
{
	struct ndctl_cmd *start = start_update(42);
	struct ndctl_cmd *cmd;

	count = 0;
	fw_size = HEADER;
	cmd = submit_command(ops->new_fw_abort(start));
	assert_int_equal(ops->fw_xlat_firmware_status(cmd), FW_ABORTED);
	ndctl_cmd_unref(cmd);
	cmd = submit_command(ops->new_fw_finish(start));
	assert_int_equal(ops->fw_xlat_firmware_status(cmd), FW_SUCCESS);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(start);
}

TEST(test_query_states)
{
	static const enum ND_FW_STATUS wanted[] = {
		[OCXLPMEM_FW_STATE_IDLE] = FW_ESEQUENCE,
		[OCXLPMEM_FW_STATE_RECEIVING] = FW_ESEQUENCE,
		[OCXLPMEM_FW_STATE_BUSY] = FW_EBUSY,
		[OCXLPMEM_FW_STATE_STAGED] = FW_SUCCESS,
		[OCXLPMEM_FW_STATE_FAILED] = FW_EBADFW,
		[OCXLPMEM_FW_STATE_FAILED + 1] = FW_ESEQUENCE,
	};
	struct ndctl_cmd *start = start_update(42);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		const struct ocxlpmem_fw_query_rsp answer = { .state = (uint8_t)i };
		struct ndctl_cmd *cmd;

		set_record(&answer, sizeof(answer));
		cmd = submit_command(ops->new_fw_finish_query(start));
		assert_int_equal(ops->fw_xlat_firmware_status(cmd), wanted[i]);
		ndctl_cmd_unref(cmd);
	}
	ndctl_cmd_unref(start);
}

TEST(test_query_version)
{
	struct ocxlpmem_fw_query_rsp answer = { .state = OCXLPMEM_FW_STATE_STAGED,
						.next = "V1.03" };
	struct ndctl_cmd *start = start_update(42);
	struct ndctl_cmd *cmd;

	set_record(&answer, sizeof(answer));
	cmd = submit_command(ops->new_fw_finish_query(start));
	assert_true(ops->fw_fquery_get_fw_rev(cmd) == 0x56312e3033000000ULL);
	ndctl_cmd_unref(cmd);
	/* unknown is not 0, which ndctl takes for a failed update */
	memset(answer.next, 0, sizeof(answer.next));
	set_record(&answer, sizeof(answer));
	cmd = submit_command(ops->new_fw_finish_query(start));
	assert_true(ops->fw_fquery_get_fw_rev(cmd) == ULLONG_MAX);
	assert_int_equal(errno, ENOENT);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(start);
}
