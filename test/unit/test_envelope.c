// SPDX-License-Identifier: GPL-2.0-only
/* Rules for every wire command and both envelopes (wire.md 1 and 2). */
#include "card-fixture.h"
#include "core/service.h"

static struct answer answer;

/* records in the answer, by the column "answer"; the card has three SMART attributes */
#define RECORDS_NONE	      0
#define RECORDS_ONE(tag)      1
#define RECORDS_OPTIONAL(tag) 1
#define RECORDS_LIST(tag)     3

#define FORM(number, answer, input) \
	{ number, input, 8 + RECORDS_##answer * OCXLPMEM_RECORD_SIZE_##answer, RECORDS_##answer },
#define PLAIN(number, name, rights, state, opcode, answer) FORM(number, answer, 0)
#define INPUT(number, name, rights, state, opcode, answer, request) \
	FORM(number, answer, sizeof(struct request))

static const struct {
	u64 command;
	u32 size_in;
	u32 size_out;
	u8 count;
} commands[] = { OCXLPMEM_COMMANDS(PLAIN, INPUT) };

/* commands that refuse an input of zeros: other tests send them a good one */
#define REFUSE_ZEROS                                                        \
	(BIT_ULL(OCXLPMEM_CMD_DUMP_READ) | BIT_ULL(OCXLPMEM_CMD_FW_SEND) |  \
	 BIT_ULL(OCXLPMEM_CMD_FW_FINISH) | BIT_ULL(OCXLPMEM_CMD_FW_QUERY) | \
	 BIT_ULL(OCXLPMEM_CMD_SMART_INJECT))

static const u8 zeros[64];

static bool is_zero(const u8 *bytes, size_t size)
{
	while (size > 0) {
		if (bytes[--size])
			return false;
	}
	return true;
}

/* calls @check for each command of @mask, with a new card */
static void for_each_of(u64 mask, void (*check)(struct fixture *f, size_t i))
{
	size_t i;
	int envelope;

	for (envelope = 0; envelope < 2; envelope++) {
		for (i = 0; i < ARRAY_SIZE(commands); i++) {
			void *mine;

			if (!(mask & BIT_ULL(commands[i].command)))
				continue;
			assert_int_equal(fixture_setup(&mine), 0);
			((struct fixture *)mine)->vendor = envelope;
			((struct fixture *)mine)->caller.admin = true;
			apply_scenario(mine, "error-log id=5 data=0\ndump size=8");
			/* shown only if the test fails: the last line is the command that failed */
			print_error("# command %u, %s envelope\n", (u32)commands[i].command,
				    envelope ? "vendor" : "call");
			check(mine, i);
			assert_int_equal(fixture_teardown(&mine), 0);
		}
	}
}

static void check_refused(struct fixture *f, size_t i)
{
	send_sized(f, commands[i].command, zeros, commands[i].size_in, 8192, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_not_equal(answer.header.status, 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 8);
	assert_int_equal(f->rings, 0);
}

UNIT_TEST(test_command_refuses_zeros)
{
	for_each_of(REFUSE_ZEROS, check_refused);
}

static void check_exact(struct fixture *f, size_t i)
{
	send_sized(f, commands[i].command, zeros, commands[i].size_in, commands[i].size_out,
		   &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	assert_int_equal(answer.header.count, commands[i].count);
	assert_int_equal(answer.fw_size, commands[i].size_out);
	assert_true(is_zero(answer.header.reserved, sizeof(answer.header.reserved)));
}

UNIT_TEST(test_command_exact_size)
{
	for_each_of(~REFUSE_ZEROS, check_exact);
}

static void check_short(struct fixture *f, size_t i)
{
	u32 size = commands[i].size_out - 1;

	send_sized(f, commands[i].command, zeros, commands[i].size_in, size, &answer);
	if (size < 8) {
		assert_int_equal(answer.rc, -EINVAL);
		return;
	}
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	assert_int_equal(answer.header.count, commands[i].count - 1);
	assert_int_equal(answer.fw_size, commands[i].size_out);
	if (commands[i].count == 1)
		assert_true(is_zero(answer.payload + 8, size - 8));
}

UNIT_TEST(test_command_byte_short)
{
	for_each_of(~REFUSE_ZEROS, check_short);
}

static void check_long(struct fixture *f, size_t i)
{
	u32 size = commands[i].size_out + 9;

	send_sized(f, commands[i].command, zeros, commands[i].size_in, size, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.count, commands[i].count);
	assert_int_equal(answer.fw_size, commands[i].size_out);
	assert_true(is_zero(answer.payload + size - 9, 9));
}

UNIT_TEST(test_command_room_left_over)
{
	for_each_of(~REFUSE_ZEROS, check_long);
}

static void check_header_only(struct fixture *f, size_t i)
{
	send_sized(f, commands[i].command, zeros, commands[i].size_in, 8, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, commands[i].size_out);
}

UNIT_TEST(test_command_header_only)
{
	for_each_of(~REFUSE_ZEROS, check_header_only);
}

static void check_no_room(struct fixture *f, size_t i)
{
	u32 size;

	for (size = 0; size < 8; size++) {
		send_sized(f, commands[i].command, zeros, commands[i].size_in, size, &answer);
		assert_int_equal(answer.rc, -EINVAL);
	}
	assert_int_equal(f->rings, 0);
}

UNIT_TEST(test_command_no_room_never_touches_card)
{
	for_each_of(~0ULL, check_no_room);
}

static void check_short_input(struct fixture *f, size_t i)
{
	u32 size;

	for (size = 0; size < commands[i].size_in; size += 8) {
		send_sized(f, commands[i].command, zeros, size, commands[i].size_out, &answer);
		assert_int_equal(answer.rc, 0);
		assert_int_equal(answer.header.status, 0);
		assert_int_equal(answer.header.count, commands[i].count);
	}
}

UNIT_TEST(test_command_shorter_input_means_zeros)
{
	for_each_of(~REFUSE_ZEROS, check_short_input);
}

static void check_long_input(struct fixture *f, size_t i)
{
	u8 input[64] = { 0 };

	send_sized(f, commands[i].command, input, 64, 8192, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	input[63] = 1;
	send_sized(f, commands[i].command, input, 64, 8192, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 8);
	assert_true(is_zero(answer.payload + 8, 8192 - 8));
	input[63] = 0;
	input[commands[i].size_in] = 1;
	send_sized(f, commands[i].command, input, 64, 8192, &answer);
	assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
}

UNIT_TEST(test_command_longer_input_only_zeros)
{
	for_each_of(~REFUSE_ZEROS, check_long_input);
}

static void check_ragged_input(struct fixture *f, size_t i)
{
	u32 size;

	for (size = 1; size < 8; size++) {
		send_sized(f, commands[i].command, zeros, commands[i].size_in + size, 8192,
			   &answer);
		assert_int_equal(answer.rc, -EINVAL);
	}
	assert_int_equal(f->rings, 0);
}

UNIT_TEST(test_command_input_not_multiple_of_8)
{
	for_each_of(~0ULL, check_ragged_input);
}

FIXTURE_TEST(test_command_unknown_numbers)
{
	static const u64 unknown[] = { 0,     6,	  OCXLPMEM_CMD_END, 63, 64, 65,
				       ~0ULL, 1ULL << 32, (1ULL << 32) + 1, 257 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(unknown); i++) {
		f->vendor = i % 2;
		send_command(f, unknown[i], &answer);
		if (answer.rc != -ENOTTY)
			fail_msg("command %llu returns %d", (unsigned long long)unknown[i],
				 answer.rc);
	}
	assert_int_equal(f->device.cmd_mask, OCXLPMEM_CMD_MASK);
}

FIXTURE_TEST(test_package_family_and_reserved)
{
	struct nd_cmd_pkg good = { .nd_family = NVDIMM_FAMILY_OCXL,
				   .nd_command = OCXLPMEM_CMD_EVENTS,
				   .nd_size_out = 128 };
	struct nd_cmd_pkg package;
	size_t i;

	for (i = 0; i < 10; i++) {
		package = good;
		package.nd_family = i;
		send_call(f, &package, NULL, &answer);
		assert_int_equal(answer.rc, i == NVDIMM_FAMILY_OCXL ? 0 : -EINVAL);
	}
	package = good;
	package.nd_family = NVDIMM_FAMILY_OCXL | 1ULL << 32;
	send_call(f, &package, NULL, &answer);
	assert_int_equal(answer.rc, -EINVAL);
	for (i = 0; i < 9; i++) {
		package = good;
		package.nd_reserved2[i] = 1U << (i * 3);
		send_call(f, &package, NULL, &answer);
		assert_int_equal(answer.rc, -EINVAL);
		send_vendor(f, &package, NULL, &answer);
		assert_int_equal(answer.rc, -EINVAL);
	}
}

/* sizes larger than a buffer of 4 KiB, also such whose sum overflows */
FIXTURE_TEST(test_call_hostile_sizes)
{
	static const u32 sizes[][2] = {
		{ 0, 4096 - 63 },	    { 8, 4096 - 71 },		{ 4096, 0 },
		{ 0xFFFFFFF8, 8 },	    { 0xFFFFFFC0, 64 },		{ 8, 0xFFFFFFF8 },
		{ 0xFFFFFFF8, 0xFFFFFFFF }, { 0xFFFFFFF8, 4096 },	{ 0x80000000, 0x80000000 },
		{ 0, 0xFFFFFFFF },	    { 0x80000000, 0x7FFFFFC0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct nd_cmd_pkg package = { .nd_family = NVDIMM_FAMILY_OCXL,
					      .nd_command = OCXLPMEM_CMD_SMART,
					      .nd_size_in = sizes[i][0],
					      .nd_size_out = sizes[i][1] };
		u8 *buffer = calloc(1, 4096);

		memcpy(buffer, &package, sizeof(package));
		assert_int_equal(ocxlpmem_device_handle_call(&f->device, &f->caller, buffer, 4096),
				 -EINVAL);
		free(buffer);
	}
	assert_int_equal(f->rings, 0);
}

FIXTURE_TEST(test_call_buffer_shorter_than_header)
{
	size_t size;

	for (size = 0; size < sizeof(struct nd_cmd_pkg); size++) {
		u8 *buffer = calloc(1, size + 1);

		buffer = realloc(buffer, size ? size : 1);
		assert_int_equal(ocxlpmem_device_handle_call(&f->device, &f->caller, buffer, size),
				 -EINVAL);
		assert_true(ocxlpmem_device_handle_vendor(&f->device, &f->caller, buffer, size) <
			    0);
		free(buffer);
	}
}

FIXTURE_TEST(test_call_limit_of_libnvdimm)
{
	struct nd_cmd_pkg package = { .nd_family = NVDIMM_FAMILY_OCXL,
				      .nd_command = OCXLPMEM_CMD_EVENTS,
				      .nd_size_out = OCXLPMEM_ENVELOPE_MAX - 64 };
	u8 *buffer = calloc(1, OCXLPMEM_ENVELOPE_MAX + 8);

	memcpy(buffer, &package, sizeof(package));
	assert_int_equal(ocxlpmem_device_handle_call(&f->device, &f->caller, buffer,
						     OCXLPMEM_ENVELOPE_MAX),
			 0);
	package.nd_size_out++;
	memcpy(buffer, &package, sizeof(package));
	assert_int_equal(ocxlpmem_device_handle_call(&f->device, &f->caller, buffer,
						     OCXLPMEM_ENVELOPE_MAX + 8),
			 -EINVAL);
	free(buffer);
}

/* a vendor buffer of 1 KiB with given lengths */
static int vendor_rc(struct fixture *f, u32 opcode, u32 in_length, u32 size_in, u32 out_length,
		     u32 size_out)
{
	struct nd_cmd_pkg package = { .nd_family = NVDIMM_FAMILY_OCXL,
				      .nd_command = OCXLPMEM_CMD_EVENTS,
				      .nd_size_in = size_in,
				      .nd_size_out = size_out };
	u32 words[2] = { opcode, in_length };
	u8 *buffer = calloc(1, 1024);
	int rc;

	memcpy(buffer, words, 8);
	memcpy(buffer + 8, &package, sizeof(package));
	words[1] = out_length;
	if (in_length <= 1024 - 16)
		memcpy(buffer + 8 + in_length, words, 8);
	rc = ocxlpmem_device_handle_vendor(&f->device, &f->caller, buffer, 1024);
	free(buffer);
	return rc;
}

FIXTURE_TEST(test_vendor_lengths)
{
	const u32 op = OCXLPMEM_VENDOR_OPCODE;

	assert_int_equal(vendor_rc(f, op, 64, 0, 192, 128), 0);
	assert_int_equal(vendor_rc(f, op, 72, 8, 192, 128), 0);
	assert_int_equal(vendor_rc(f, op + 1, 64, 0, 192, 128), -ENOTTY);
	assert_int_equal(vendor_rc(f, 0, 0xFFFFFFFF, 0, 192, 128), -ENOTTY);
	assert_int_equal(vendor_rc(f, op, 63, 0, 192, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 0, 0, 192, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 72, 0, 192, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 8, 192, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 0, 191, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 0, 193, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 0, 0, 0xFFFFFFC0), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 0, 63, 0xFFFFFFFF), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 0, 0xFFFFFFC0, 192, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 0xFFFFFFF8, 0xFFFFFFB8, 192, 128), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 1008, 944, 64, 0), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 0, 64 + 872, 872), 0);
	assert_int_equal(vendor_rc(f, op, 64, 0, 64 + 880, 880), 0);
	assert_int_equal(vendor_rc(f, op, 64, 0, 64 + 881, 881), -EINVAL);
	assert_int_equal(vendor_rc(f, op, 64, 0, 0xFFFFFFFF, 0xFFFFFFBF), -EINVAL);
}

FIXTURE_TEST(test_error_leaves_buffer_alone)
{
	struct nd_cmd_pkg package = { .nd_family = NVDIMM_FAMILY_OCXL,
				      .nd_command = 6,
				      .nd_size_out = 32,
				      .nd_fw_size = 77 };
	struct nd_cmd_pkg before = package;

	send_call(f, &package, NULL, &answer);
	assert_int_equal(answer.rc, -ENOTTY);
	assert_memory_equal(&package, &before, sizeof(package));
	assert_int_equal(answer.payload[0], 0xA5);
}
