// SPDX-License-Identifier: LGPL-2.1-or-later
/* The library logs why it refuses a request, an answer or an attribute. */
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-dimm.h"
#include "ocxl-cmd.h"

#define HEADER 8

static struct ndctl_dimm dimm;
static char logged[256];
static unsigned int messages;
/* the answer of the fake driver */
static uint8_t answer[HEADER + 104];
static uint32_t fw_size;
static int result;

__attribute__((format(printf, 6, 0))) static void store_message(struct log_ctx *ctx, int priority,
								const char *file, int line,
								const char *fn, const char *format,
								va_list args)
{
	assert_int_equal(priority, LOG_DEBUG);
	vsnprintf(logged, sizeof(logged), format, args);
	messages++;
}

static int answer_ioctl(struct ndctl_cmd *cmd)
{
	struct nd_cmd_pkg *package = cmd->pkg;

	package->nd_fw_size = fw_size;
	memcpy(package->nd_payload + package->nd_size_in, answer, package->nd_size_out);
	return result;
}

static int reset_dimm(void **state)
{
	fixture_ctx.ctx.log_fn = store_message;
	fixture_ctx.ctx.log_priority = LOG_DEBUG;
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.cmd_family = NVDIMM_FAMILY_OCXL,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_STATS | 1UL << OCXLPMEM_CMD_DUMP_READ |
				 1UL << OCXLPMEM_CMD_SMART_INJECT | 1UL << OCXLPMEM_CMD_FW_START,
		.dimm_path = (char *)"/nonexistent/nmem3",
		.health_eventfd = -1,
	};
	fixture_ioctl = answer_ioctl;
	memset(answer, 0, sizeof(answer));
	fw_size = HEADER;
	result = 0;
	messages = 0;
	logged[0] = '\0';
	return 0;
}

static void assert_logged(const char *text)
{
	if (!strstr(logged, text))
		fail_msg("\"%s\" is not in \"%s\"", text, logged);
	assert_int_equal(messages, 1);
	messages = 0;
}

#define TEST(name) UNIT_TEST_WITH(name, reset_dimm, NULL)

TEST(test_refused_answer_is_logged_once)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_stats(&dimm);
	struct ndctl_ocxl_stats stats;

	answer[0] = 2;
	fw_size = HEADER + 104;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	assert_int_equal(ndctl_cmd_ocxl_get_stats(cmd, &stats), -EPROTO);
	assert_logged("nmem3: answer to stats refused: wrong number of records (nd_fw_size 112, "
		      "space 112)\n");
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	assert_logged("wrong number of records");
	ndctl_cmd_unref(cmd);
}

TEST(test_status_is_logged_once)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_stats(&dimm);
	struct ndctl_ocxl_stats stats;

	answer[1] = OCXLPMEM_STATUS_BLOCKED;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EBUSY);
	assert_int_equal(ndctl_cmd_ocxl_get_stats(cmd, &stats), -EBUSY);
	assert_logged("nmem3: stats failed with status 0x21: ");
	ndctl_cmd_unref(cmd);
}

TEST(test_positive_result_is_logged)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_stats(&dimm);

	result = 2;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EIO);
	assert_logged("the ioctl had a positive result");
	ndctl_cmd_unref(cmd);
}

TEST(test_too_long_answer_is_logged)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_stats(&dimm);

	answer[0] = 1;
	fw_size = OCXLPMEM_ANSWER_MAX + 8;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EMSGSIZE);
	assert_logged("answer to stats refused: it needs 1048584 bytes");
	ndctl_cmd_unref(cmd);
}

TEST(test_context_0_is_logged)
{
	struct ndctl_cmd *cmd = ocxl_cmd_new_plain(&dimm, OCXLPMEM_CMD_FW_START);

	answer[0] = 1;
	fw_size = HEADER + sizeof(struct ocxlpmem_fw_context);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	assert_logged("context 0");
	ndctl_cmd_unref(cmd);
}

TEST(test_good_answer_is_not_logged)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_stats(&dimm);

	assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), -1);
	answer[0] = 1;
	fw_size = HEADER + 104;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(messages, 0);
	ndctl_cmd_unref(cmd);
}

TEST(test_refused_request_is_logged)
{
	assert_null(ndctl_dimm_ocxl_cmd_new_smart(&dimm));
	assert_int_equal(errno, ENOTTY);
	assert_logged("nmem3: command 1 refused: not in command mask 0x41210\n");
	assert_null(ndctl_dimm_ocxl_cmd_new_dump_read(&dimm, 4, 8));
	assert_int_equal(errno, EINVAL);
	assert_logged("offset or length is not a multiple of 8");
	assert_null(ndctl_dimm_ocxl_cmd_new_dump_read(&dimm, 8, 1 << 20));
	assert_int_equal(errno, EMSGSIZE);
	assert_logged("more than 1 MiB");
	assert_null(ndctl_dimm_ocxl_cmd_new_dump_read(&dimm, UINT64_C(1) << 32, 8));
	assert_int_equal(errno, EFBIG);
	assert_logged("offset of more than 32 bits");
}

/* no builder makes such a request */
TEST(test_impossible_sizes_are_logged)
{
	static const struct {
		struct ocxl_request request;
		int error;
	} cases[] = {
		{ { .size_in = 8, .size_out = 8, .data_size = 16 }, EMSGSIZE },
		{ { .size_in = sizeof(union ocxlpmem_input) + 8, .size_out = 8 }, EMSGSIZE },
		{ { .size_in = OCXLPMEM_ENVELOPE_MAX,
		    .size_out = 8,
		    .data_size = OCXLPMEM_ENVELOPE_MAX },
		  EMSGSIZE },
		{ { .size_out = OCXLPMEM_ENVELOPE_MAX }, EMSGSIZE },
		{ { .size_out = sizeof(struct ocxlpmem_rsp_header) - 1 }, EINVAL },
	};
	struct ocxl_request request;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		request = cases[i].request;
		request.command = OCXLPMEM_CMD_STATS;
		errno = 0;
		assert_null(ocxl_cmd_new(&dimm, &request));
		assert_int_equal(errno, cases[i].error);
		assert_logged("nmem3: command 4 refused: ");
	}
}

TEST(test_refused_injection_is_logged)
{
	struct ndctl_cmd *cmd = ocxl_dimm_ops->new_smart_inject(&dimm);

	assert_int_equal(ocxl_dimm_ops->smart_inject_spares(cmd, true, 1), -EOPNOTSUPP);
	assert_logged("nmem3: injection refused: cards have no such property");
	ndctl_cmd_unref(cmd);
}

TEST(test_dimm_of_another_family_is_not_logged)
{
	dimm.cmd_family = NVDIMM_FAMILY_INTEL;
	assert_null(ndctl_dimm_ocxl_cmd_new_smart(&dimm));
	assert_int_equal(errno, ENODEV);
	assert_null(ndctl_dimm_ocxl_cmd_new_dump_read(&dimm, 4, 8));
	assert_int_equal(messages, 0);
}
