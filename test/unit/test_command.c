// SPDX-License-Identifier: LGPL-2.1-or-later
/* The command layer over a fake driver that speaks both envelopes and lies at will. */
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-private.h"

#define HEADER	8
#define PACKAGE 64

static struct ndctl_dimm dimm;

/* struct nd_cmd_pkg ends in an array, which cannot stand inside of another struct */
struct package {
	uint64_t nd_family;
	uint64_t nd_command;
	uint32_t nd_size_in;
	uint32_t nd_size_out;
	uint32_t nd_reserved2[9];
	uint32_t nd_fw_size;
};

/* what the fake driver answers next, and what it was asked last */
static struct {
	int rc[8]; /* of the ioctl, one a call */
	uint8_t answer[1 << 16];
	uint32_t fw_size;
	uint32_t tail_status;
	uint32_t tail_length_added;
	uint32_t fw_size_grows; /* added at every call */
	bool scribbles; /* over all that it need not leave alone */
	unsigned int calls;
	uint32_t opcode;
	uint32_t in_length;
	struct package asked;
	uint8_t input[64];
} fake;

static void answer_with(struct package *package, uint8_t *output)
{
	memcpy(output, fake.answer, package->nd_size_out);
	if (fake.scribbles)
		memset(package, 0xee, sizeof(*package));
	package->nd_fw_size = fake.fw_size;
	fake.fw_size += fake.fw_size_grows;
}

static void answer_call(uint8_t *buffer)
{
	struct package package;
	uint8_t *output;

	memcpy(&package, buffer, PACKAGE);
	fake.asked = package;
	assert_range(package.nd_size_in, 0, sizeof(fake.input));
	memcpy(fake.input, buffer + PACKAGE, package.nd_size_in);
	output = buffer + PACKAGE + package.nd_size_in;
	if (fake.scribbles)
		memset(buffer + PACKAGE, 0xee, package.nd_size_in);
	answer_with(&package, output);
	memcpy(buffer, &package, PACKAGE);
}

static void answer_vendor(uint8_t *buffer)
{
	struct nd_cmd_vendor_tail tail;
	struct nd_cmd_vendor_hdr header;
	struct package package;
	uint8_t *at;

	memcpy(&header, buffer, sizeof(header));
	memcpy(&package, buffer + 8, PACKAGE);
	fake.asked = package;
	fake.opcode = header.opcode;
	fake.in_length = header.in_length;
	assert_int_equal(header.in_length, PACKAGE + package.nd_size_in);
	memcpy(fake.input, buffer + 8 + PACKAGE, package.nd_size_in);
	at = buffer + 8 + header.in_length;
	memcpy(&tail, at, sizeof(tail));
	assert_int_equal(tail.status, 0);
	assert_int_equal(tail.out_length, PACKAGE + package.nd_size_out);
	if (fake.scribbles)
		memset(buffer, 0xee, 8 + header.in_length);
	tail.status = fake.tail_status;
	tail.out_length += fake.tail_length_added;
	memcpy(at, &tail, sizeof(tail));
	answer_with(&package, at + 8 + PACKAGE);
	memcpy(at + 8, &package, PACKAGE);
}

static int fake_ioctl(struct ndctl_cmd *cmd)
{
	int rc = fake.rc[fake.calls % 8];

	fake.calls++;
	assert_true(cmd->type == ND_CMD_CALL || cmd->type == ND_CMD_VENDOR);
	if (rc >= 0 && cmd->type == ND_CMD_CALL)
		answer_call((uint8_t *)cmd->cmd_buf);
	else if (rc >= 0)
		answer_vendor((uint8_t *)cmd->cmd_buf);
	return rc;
}

static void reset_fake(unsigned int count, unsigned int status, uint32_t fw_size)
{
	memset(&fake, 0, sizeof(fake));
	fake.answer[0] = (uint8_t)count;
	fake.answer[1] = (uint8_t)status;
	fake.fw_size = fw_size;
}

static int setup_call(void **state)
{
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.cmd_family = NVDIMM_FAMILY_OCXL,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.ocxl_cmd_mask = OCXLPMEM_CMD_MASK,
		.dimm_path = (char *)"/nonexistent",
		.health_eventfd = -1,
	};
	fixture_ioctl = fake_ioctl;
	reset_fake(0, 0, HEADER);
	return 0;
}

static int setup_vendor(void **state)
{
	setup_call(state);
	dimm.cmd_mask = 1UL << ND_CMD_VENDOR;
	dimm.ocxl_driver = &ocxl_vendor_driver;
	return 0;
}

/* two tests, one with each envelope */
#define BOTH(name)                                                                                \
	static void name(void **state);                                                           \
	static void __attribute__((constructor(1000 + __LINE__))) add_##name(void)                \
	{                                                                                         \
		unit_add_test(__FILE__, (struct CMUnitTest) { #name "_call", name, setup_call }); \
		unit_add_test(__FILE__,                                                           \
			      (struct CMUnitTest) { #name "_vendor", name, setup_vendor });       \
	}                                                                                         \
	static void name(void **state)

BOTH(test_submit_good_answer)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_stats(&dimm);
	const struct ocxlpmem_stats_rsp answered = { .reset_count = 7 };
	struct ndctl_ocxl_stats stats;
	size_t in, out;

	assert_non_null(cmd);
	reset_fake(1, 0, HEADER + 104);
	memcpy(fake.answer + HEADER, &answered, sizeof(answered));
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(fake.calls, 1);
	assert_int_equal(fake.asked.nd_family, 6);
	assert_int_equal(fake.asked.nd_command, 4);
	assert_int_equal(fake.asked.nd_size_in, 0);
	assert_int_equal(fake.asked.nd_size_out, HEADER + 104);
	assert_int_equal(fake.asked.nd_fw_size, 0);
	assert_int_equal(ndctl_cmd_ocxl_get_stats(cmd, &stats), 0);
	assert_int_equal(stats.reset_count, 7);
	assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), 0);
	assert_int_equal(ocxl_cmd_get_state(cmd)->request.command, 4);
	assert_int_equal(ocxl_cmd_get_fw_size(cmd), HEADER + 104);
	ocxl_cmd_get_sizes(cmd, &in, &out);
	assert_int_equal(in, 0);
	assert_int_equal(out, HEADER + 104);
	ndctl_cmd_unref(cmd);
}

UNIT_TEST_WITH(test_submit_vendor_header, setup_vendor, NULL)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 42, true, 8);
	struct ocxlpmem_error_log_req input;

	assert_int_equal(cmd->type, ND_CMD_VENDOR);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(fake.opcode, 0x4C58434F);
	assert_int_equal(fake.in_length, PACKAGE + 16);
	memcpy(&input, fake.input, sizeof(input));
	assert_int_equal(input.cursor, 42);
	assert_int_equal(input.flags, 1);
	ndctl_cmd_unref(cmd);
}

UNIT_TEST_WITH(test_submit_vendor_tail_lies, setup_vendor, NULL)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm);

	fake.tail_status = 1;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), -1);
	fake.tail_status = 0;
	fake.tail_length_added = 8;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	fake.tail_length_added = (uint32_t)-8;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	fake.tail_length_added = 0;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_ioctl_fails)
{
	static const int errors[] = { EINVAL, ENOTTY, EFAULT, ENOMEM, EPERM,   EBUSY,
				      ENXIO,  ENODEV, EINTR,  EACCES, EMSGSIZE };
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		/* without a device node, the errno says nothing about the card */
		bool no_node = errors[i] == ENXIO || errors[i] == ENODEV;

		reset_fake(0, 0, 4000);
		fake.rc[0] = -errors[i];
		assert_int_equal(ndctl_cmd_ocxl_submit(cmd), no_node ? -EBADF : -errors[i]);
		assert_int_equal(fake.calls, 1);
		assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), -1);
	}
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_positive_result)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm);

	fake.rc[0] = 8;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EIO);
	assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), -1);
	/* libndctl also has this status for a command that was never submitted */
	fake.rc[1] = 1;
	fake.scribbles = true;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EIO);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(fake.asked.nd_command, OCXLPMEM_CMD_HEARTBEAT);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_again_after_scribbling)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 42, true, 8);
	struct package asked;
	uint8_t input[16];

	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	asked = fake.asked;
	memcpy(input, fake.input, sizeof(input));
	fake.scribbles = true;
	fake.rc[2] = -EINTR;
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EINTR);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_memory_equal(&fake.asked, &asked, sizeof(asked));
	assert_memory_equal(fake.input, input, sizeof(input));
	assert_int_equal(ocxl_cmd_get_state(cmd)->request.command, OCXLPMEM_CMD_ERROR_LOG);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_every_status)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm);
	unsigned int status;
	size_t size;

	for (status = 1; status < 256; status++) {
		reset_fake(0, status, HEADER);
		assert_true(ndctl_cmd_ocxl_submit(cmd) < 0);
		assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), status);
		assert_non_null(ocxl_cmd_get_output(cmd, &size));
		assert_int_equal(size, HEADER);
	}
	reset_fake(0, OCXLPMEM_STATUS_TIMEOUT, HEADER);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -ETIMEDOUT);
	ndctl_cmd_unref(cmd);
}

static void put_entry(uint64_t cursor, uint32_t length)
{
	struct ocxlpmem_error_log_rsp entry = { .cursor = cursor, .data_length = length };

	memcpy(fake.answer + HEADER, &entry, sizeof(entry));
	memset(fake.answer + HEADER + sizeof(entry), 0x5A, length);
}

BOTH(test_submit_grows_for_error_log)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 1, false, 8);
	struct ocxlpmem_error_log_req asked;
	struct ndctl_ocxl_error_log entry;
	size_t size;

	reset_fake(1, 0, HEADER + 80 + 10001);
	put_entry(2, 10001);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(fake.calls, 2);
	assert_int_equal(fake.asked.nd_size_out, HEADER + 80 + 10008);
	memcpy(&asked, fake.input, sizeof(asked));
	assert_int_equal(asked.cursor, 1);
	assert_int_equal(ndctl_cmd_ocxl_get_error_log(cmd, &entry), 0);
	assert_int_equal(entry.data_length, 10001);
	assert_int_equal(entry.data[10000], 0x5A);
	ocxl_cmd_get_output(cmd, &size);
	assert_int_equal(size, HEADER + 80 + 10001);
	ndctl_cmd_unref(cmd);
}

/* a second reference stays valid, and a later submission begins with the larger space */
BOTH(test_submit_keeps_the_object)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 1, false, 8);
	struct ndctl_ocxl_error_log entry;

	ndctl_cmd_ref(cmd);
	reset_fake(1, 0, HEADER + 80 + 1000);
	put_entry(2, 1000);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	ndctl_cmd_unref(cmd);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(fake.calls, 3);
	assert_int_equal(ndctl_cmd_ocxl_get_error_log(cmd, &entry), 0);
	assert_int_equal(entry.data_length, 1000);
	assert_int_equal(ndctl_cmd_get_firmware_status(cmd), 0);
	ndctl_cmd_unref(cmd);
}

/* as ndctl's own verbs send commands */
BOTH(test_plain_submit)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 1, false, 8);
	struct ndctl_ocxl_error_log entry;

	reset_fake(1, 0, HEADER + 80 + 8);
	put_entry(2, 8);
	fake.rc[0] = -EINTR;
	assert_int_equal(ndctl_cmd_submit(cmd), 0);
	assert_int_equal(fake.calls, 2);
	assert_int_equal(ndctl_cmd_ocxl_get_error_log(cmd, &entry), 0);
	assert_int_equal(entry.data_length, 8);
	ndctl_cmd_unref(cmd);
	/* it makes no space for a larger answer */
	cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 1, false, 8);
	reset_fake(1, 0, HEADER + 80 + 1000);
	put_entry(2, 1000);
	assert_int_equal(ndctl_cmd_submit(cmd), 0);
	assert_int_equal(ndctl_cmd_ocxl_get_error_log(cmd, &entry), -EMSGSIZE);
	/* and its answer is the last one, after a larger command was sent */
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(ndctl_cmd_submit(cmd), 0);
	assert_int_equal(ndctl_cmd_ocxl_get_error_log(cmd, &entry), -EMSGSIZE);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_grows_for_a_later_driver)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_events(&dimm);
	const struct ocxlpmem_events_rsp answered = { .pending = 3 };
	struct ndctl_ocxl_events events;

	reset_fake(1, 0, HEADER + 144 + 16);
	memcpy(fake.answer + HEADER, &answered, sizeof(answered));
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(fake.calls, 2);
	assert_int_equal(ndctl_cmd_ocxl_get_events(cmd, &events), 0);
	assert_int_equal(events.pending, 3);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_never_repeats_smart)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_smart(&dimm);

	reset_fake(255, 0, HEADER + 256 * 16);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
	assert_int_equal(fake.calls, 1);
	reset_fake(255, 0, HEADER + 255 * 16);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(ocxl_cmd_get_state(cmd)->answer.count, 255);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_gives_up_growing)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 0, false, 8);

	reset_fake(1, 0, OCXLPMEM_ANSWER_MAX + 1);
	put_entry(1, 8);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EMSGSIZE);
	assert_int_equal(fake.calls, 1);
	reset_fake(1, 0, UINT32_MAX);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EMSGSIZE);
	assert_int_equal(fake.calls, 1);
	ndctl_cmd_unref(cmd);
}

/* A driver that always wants a little more than there is. */
BOTH(test_submit_growing_ends)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 0, false, 8);
	int rc;

	reset_fake(1, 0, 104);
	fake.fw_size_grows = 9000;
	put_entry(1, 8);
	rc = ndctl_cmd_ocxl_submit(cmd);
	assert_true(rc < 0);
	assert_range(fake.calls, 2, 16);
	ndctl_cmd_unref(cmd);
}

BOTH(test_submit_lies_about_lengths)
{
	static const uint32_t sizes[] = { 0, 1, 7, 9, HEADER + 71 };
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_capabilities(&dimm);
	struct ndctl_ocxl_capabilities capabilities;
	size_t i, size;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		reset_fake(1, 0, sizes[i]);
		fake.scribbles = true;
		assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EPROTO);
		assert_int_equal(ndctl_cmd_ocxl_get_capabilities(cmd, &capabilities), -EPROTO);
		assert_non_null(ocxl_cmd_get_output(cmd, &size));
		assert_int_equal(size, HEADER + 72);
	}
	ndctl_cmd_unref(cmd);
}

UNIT_TEST_WITH(test_submit_old_driver, setup_call, NULL)
{
	struct ndctl_cmd *cmd;

	dimm.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_SMART;
	dimm.ocxl_driver = &ocxl_posted_driver;
	cmd = ndctl_dimm_ocxl_cmd_new_smart(&dimm);
	assert_non_null(cmd);
	/* its nd_fw_size leaves the header out */
	reset_fake(2, 0, 32);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(ocxl_cmd_get_state(cmd)->answer.count, 2);
	reset_fake(0, 0, 0);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), -EIO);
	assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), 0);
	ndctl_cmd_unref(cmd);
	errno = 0;
	assert_null(ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm));
	assert_int_equal(errno, ENOTTY);
}

BOTH(test_new_without_the_command)
{
	dimm.ocxl_cmd_mask = 0;
	errno = 0;
	assert_null(ndctl_dimm_ocxl_cmd_new_smart(&dimm));
	assert_int_equal(errno, ENOTTY);
	errno = 0;
	assert_null(ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 0, false, 0));
	assert_int_equal(errno, ENOTTY);
	dimm.cmd_family = NVDIMM_FAMILY_INTEL;
	errno = 0;
	assert_null(ndctl_dimm_ocxl_cmd_new_smart(&dimm));
	assert_int_equal(errno, ENODEV);
	assert_null(ndctl_dimm_ocxl_cmd_new_error_log(NULL, 0, false, 0));
	assert_int_equal(errno, ENODEV);
}

BOTH(test_getters_before_submission)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_smart(&dimm);
	struct ndctl_ocxl_smart_attribute attribute;
	struct ndctl_ocxl_stats stats;
	size_t size = 1;

	assert_int_equal(ndctl_cmd_ocxl_get_smart_attribute(cmd, 0, &attribute), -EIO);
	assert_int_equal(ndctl_cmd_ocxl_get_stats(cmd, &stats), -EINVAL);
	assert_int_equal(ndctl_cmd_ocxl_get_status(cmd), -1);
	assert_int_equal(ocxl_cmd_get_fw_size(cmd), 0);
	assert_null(ocxl_cmd_get_output(cmd, &size));
	assert_int_equal(size, 0);
	ndctl_cmd_unref(cmd);
}

BOTH(test_getters_of_another_command)
{
	struct ndctl_cmd other = { .dimm = &dimm, .type = ND_CMD_CALL };
	struct ndctl_ocxl_events events;
	size_t size, out;

	assert_int_equal(ndctl_cmd_ocxl_get_events(&other, &events), -EINVAL);
	assert_int_equal(ndctl_cmd_ocxl_get_events(NULL, &events), -EINVAL);
	assert_int_equal(ndctl_cmd_ocxl_get_status(&other), -1);
	assert_int_equal(ndctl_cmd_ocxl_get_status(NULL), -1);
	assert_null(ocxl_cmd_get_output(&other, &size));
	assert_int_equal(ocxl_cmd_get_fw_size(&other), 0);
	ocxl_cmd_get_sizes(&other, &size, &out);
	assert_int_equal(size + out, 0);
	assert_int_equal(ndctl_cmd_ocxl_submit(&other), -EINVAL);
	assert_int_equal(ndctl_cmd_ocxl_submit(NULL), -EINVAL);
	assert_int_equal(fake.calls, 0);
}
