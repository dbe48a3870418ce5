// SPDX-License-Identifier: LGPL-2.1-or-later
/* The codec: every command with every length that an answer may have or claim. */
#include "payload.h"

#define IS_LIST_NONE	      false
#define IS_LIST_ONE(tag)      false
#define IS_LIST_OPTIONAL(tag) false
#define IS_LIST_LIST(tag)     true

#define ROW(number, name, rights, state, opcode, answer) \
	{ number, OCXLPMEM_RECORD_SIZE_##answer, IS_LIST_##answer },

static const struct {
	uint32_t command;
	uint32_t record;
	bool is_list;
} plain[] = { OCXLPMEM_COMMANDS(ROW, OCXLPMEM_NO_ROW) };

#define PLAIN ARRAY_SIZE(plain)

/* the first row from @i whose answer is one record of a fixed size, or none */
static size_t find_fixed(size_t i)
{
	while (i < PLAIN && plain[i].is_list)
		i++;
	return i;
}

/* an answer whose record begins with 1: the context of FW_START is never 0 */
static struct ocxl_request fixed_answer(size_t i, unsigned int count)
{
	struct ocxl_request request = answer_to(plain[i].command, count);

	room[HEADER] = 1;
	return request;
}

UNIT_TEST(test_build_plain_sizes)
{
	struct ocxl_request request;
	size_t i;

	for (i = find_fixed(0); i < PLAIN; i = find_fixed(i + 1)) {
		assert_int_equal(ocxl_build_plain(&request, plain[i].command), 0);
		assert_int_equal(request.command, plain[i].command);
		assert_int_equal(request.size_in, 0);
		assert_int_equal(request.size_out, HEADER + plain[i].record);
	}
	assert_int_equal(ocxl_build_plain(&request, OCXLPMEM_CMD_SMART), 0);
	assert_int_equal(request.size_out, HEADER + 255 * 16);
}

UNIT_TEST(test_build_plain_refuses_others)
{
#define NUMBER(number, ...) number,
	static const uint32_t others[] = { 0, 6, OCXLPMEM_CMD_END, UINT32_MAX,
					   OCXLPMEM_COMMANDS(OCXLPMEM_NO_ROW, NUMBER) };
	struct ocxl_request request;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		assert_int_equal(ocxl_build_plain(&request, others[i]), -EINVAL);
}

UNIT_TEST(test_build_error_log_sizes)
{
	struct ocxl_request request;

	ocxl_build_error_log(&request, UINT64_MAX, true, 0);
	assert_int_equal(request.size_in, 16);
	assert_int_equal(request.size_out, HEADER + 80 + OCXL_ERROR_LOG_DATA_SPACE);
	assert_int_equal(request.in.error_log.flags, 1);
	assert_int_equal(request.in.error_log.reserved, 0);
	assert_true(request.in.error_log.cursor == UINT64_MAX);
	ocxl_build_error_log(&request, 0, false, 1);
	assert_int_equal(request.in.error_log.flags, 0);
	assert_int_equal(request.size_out, HEADER + 80 + 8);
	ocxl_build_error_log(&request, 0, false, SIZE_MAX);
	assert_int_equal(request.size_out, OCXLPMEM_ANSWER_MAX);
	ocxl_build_error_log(&request, 0, false, OCXLPMEM_ANSWER_MAX);
	assert_int_equal(request.size_out, OCXLPMEM_ANSWER_MAX);
}

UNIT_TEST(test_build_clear_conditions)
{
	struct ndctl_ocxl_events shown = { .entries = { 1, 2 }, .other_entries = 4 };
	struct ocxl_request request;

	ocxl_build_clear_conditions(&request, UINT64_MAX, &shown);
	assert_int_equal(request.command, OCXLPMEM_CMD_CLEAR_CONDITIONS);
	assert_int_equal(request.size_in, 16);
	assert_int_equal(request.size_out, HEADER);
	assert_true(request.in.clear_conditions.mask == UINT64_MAX);
	assert_int_equal(request.in.clear_conditions.seen, 7);
	shown.entries[NDCTL_OCXL_ERROR_LOG_TYPES - 1] = UINT64_MAX;
	ocxl_build_clear_conditions(&request, UINT64_MAX, &shown);
	assert_true(request.in.clear_conditions.seen == UINT64_MAX);
	assert_int_equal(request.data_size, 0);
}

UNIT_TEST(test_answer_exact_size)
{
	struct ocxl_answer answer;
	size_t i;

	for (i = find_fixed(0); i < PLAIN; i = find_fixed(i + 1)) {
		unsigned int count = plain[i].record != 0;
		struct ocxl_request request = fixed_answer(i, count);

		assert_int_equal(parse_exact_copy(&answer, &request, request.size_out), 0);
		assert_int_equal(answer.count, count);
		assert_int_equal(answer.status, 0);
		assert_int_equal(answer.body_size, plain[i].record);
		assert_int_equal(answer.needed, request.size_out);
	}
}

UNIT_TEST(test_answer_a_byte_short)
{
	struct ocxl_answer answer;
	size_t i;

	for (i = find_fixed(0); i < PLAIN; i = find_fixed(i + 1)) {
		struct ocxl_request request = fixed_answer(i, plain[i].record != 0);

		assert_int_equal(parse_exact_copy(&answer, &request, request.size_out - 1),
				 -EPROTO);
		assert_int_equal(answer.count, 0);
		assert_null(answer.body);
	}
}

/* A later driver has a longer record: more room is asked for, then the known part is read. */
UNIT_TEST(test_answer_a_byte_long)
{
	struct ocxl_answer answer;
	size_t i;

	for (i = find_fixed(0); i < PLAIN; i = find_fixed(i + 1)) {
		struct ocxl_request request = fixed_answer(i, plain[i].record != 0);
		size_t needed = request.size_out + 1;

		if (plain[i].record == 0) {
			assert_int_equal(parse_exact_copy(&answer, &request, needed), -EPROTO);
			assert_int_equal(answer.needed, 0);
			continue;
		}
		assert_int_equal(parse_exact_copy(&answer, &request, needed), -EMSGSIZE);
		assert_int_equal(answer.needed, needed);
		request.size_out += 8;
		assert_int_equal(parse_exact_copy(&answer, &request, needed), 0);
		assert_int_equal(answer.body_size, plain[i].record + 1);
	}
}

UNIT_TEST(test_answer_wrong_count)
{
	struct ocxl_answer answer;
	unsigned int count;
	size_t i;

	for (i = find_fixed(0); i < PLAIN; i = find_fixed(i + 1)) {
		for (count = 0; count < 256; count++) {
			struct ocxl_request request = fixed_answer(i, count);
			int expected = count == (plain[i].record != 0) ? 0 : -EPROTO;

			assert_int_equal(parse_exact_copy(&answer, &request, request.size_out),
					 expected);
		}
	}
}

UNIT_TEST(test_answer_hostile_fw_size)
{
	static const uint32_t sizes[] = {
		0, 1, 7, 9, UINT32_MAX, UINT32_MAX - 7, OCXLPMEM_ANSWER_MAX + 1
	};
	struct ocxl_answer answer;
	size_t i, j;

	for (i = find_fixed(0); i < PLAIN; i = find_fixed(i + 1)) {
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			struct ocxl_request request = fixed_answer(i, plain[i].record != 0);

			assert_true(parse_exact_copy(&answer, &request, sizes[j]) < 0);
			assert_null(answer.body);
			assert_int_equal(answer.count, 0);
		}
	}
}

UNIT_TEST(test_answer_every_status)
{
	struct ocxl_answer answer;
	unsigned int status;

	for (status = 1; status < 256; status++) {
		struct ocxl_request request = answer_to(OCXLPMEM_CMD_STATS, 0);

		room[1] = (uint8_t)status;
		assert_true(parse_exact_copy(&answer, &request, HEADER) < 0);
		assert_int_equal(answer.status, status);
		assert_int_equal(answer.count, 0);
		assert_int_equal(answer.needed, 0);
	}
	assert_int_equal(answer.status, OCXLPMEM_STATUS_FAILED);
}

UNIT_TEST(test_answer_reserved_bits_set)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_HEARTBEAT, 0);
	struct ocxl_answer answer;

	memset(room + 2, 0xff, 6);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), 0);
}
