// SPDX-License-Identifier: LGPL-2.1-or-later
/* The codec of the dump commands: requests, and answers that lie. */
#include "payload.h"

#define FIXED (HEADER + sizeof(struct ocxlpmem_dump_read_rsp))

UNIT_TEST(test_build_take)
{
	struct ocxl_request request;

	ocxl_build_dump_take(&request, true);
	assert_int_equal(request.command, OCXLPMEM_CMD_DUMP_TAKE);
	assert_int_equal(request.size_in, 8);
	assert_int_equal(request.size_out, 16);
	assert_int_equal(request.in.dump_take.flags, OCXLPMEM_DUMP_NEW);
	assert_int_equal(request.in.dump_take.reserved, 0);
	ocxl_build_dump_take(&request, false);
	assert_int_equal(request.in.dump_take.flags, 0);
}

UNIT_TEST(test_build_read)
{
	static const struct {
		uint64_t offset;
		uint32_t length;
		int rc;
	} cases[] = {
		{ 0, 8, 0 },
		{ 0xFFFFFFF8, 65512, 0 },
		{ 0, OCXLPMEM_ANSWER_MAX - FIXED, 0 },
		{ 0, OCXLPMEM_ANSWER_MAX - FIXED + 8, -EMSGSIZE },
		{ 0, 0xFFFFFFF8, -EMSGSIZE },
		{ 0, 0, -EINVAL },
		{ 0, 7, -EINVAL },
		{ 0, 9, -EINVAL },
		{ 1, 8, -EINVAL },
		{ 0xFFFFFFFF, 8, -EINVAL },
		{ 0x100000000, 8, -EFBIG },
		{ UINT64_MAX - 7, 8, -EFBIG },
		{ 0, 0xFFFFFFFF, -EINVAL },
	};
	struct ocxl_request request;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(ocxl_build_dump_read(&request, cases[i].offset, cases[i].length),
				 cases[i].rc);
		if (cases[i].rc)
			continue;
		assert_int_equal(request.command, OCXLPMEM_CMD_DUMP_READ);
		assert_int_equal(request.size_in, 8);
		assert_int_equal(request.size_out, FIXED + cases[i].length);
		assert_int_equal(request.in.dump_read.offset, cases[i].offset);
		assert_int_equal(request.in.dump_read.length, cases[i].length);
	}
}

UNIT_TEST(test_build_release)
{
	struct ocxl_request request;

	assert_int_equal(ocxl_build_plain(&request, OCXLPMEM_CMD_DUMP_RELEASE), 0);
	assert_int_equal(request.size_in, 0);
	assert_int_equal(request.size_out, HEADER);
	/* those with input have builders of their own */
	assert_int_equal(ocxl_build_plain(&request, OCXLPMEM_CMD_DUMP_TAKE), -EINVAL);
	assert_int_equal(ocxl_build_plain(&request, OCXLPMEM_CMD_DUMP_READ), -EINVAL);
}

UNIT_TEST(test_take_answer)
{
	static const struct ocxlpmem_dump_take_rsp wire = { .state = UINT32_MAX,
							    .max_size = UINT32_MAX };
	static const struct ndctl_ocxl_dump no_dump;
	struct ndctl_ocxl_dump dump;
	struct ocxl_request request;
	struct ocxl_answer answer;
	size_t size;

	ocxl_build_dump_take(&request, false);
	memset(&dump, 0xAA, sizeof(dump));
	memset(room, 0, sizeof(room));
	room[0] = 1;
	memcpy(room + HEADER, &wire, sizeof(wire));
	assert_int_equal(parse_exact_copy(&answer, &request, 16), 0);
	assert_int_equal(ocxl_parse_dump_take(&answer, &dump), 0);
	assert_int_equal(dump.state, UINT32_MAX);
	assert_int_equal(dump.max_size_bytes, UINT32_MAX);
	assert_memory_equal(dump.reserved, no_dump.reserved, sizeof(dump.reserved));
	for (size = 0; size < 16; size++)
		assert_int_equal(parse_exact_copy(&answer, &request, size), -EPROTO);
	/* a later driver appends, and may be asked again with more room */
	assert_int_equal(parse_exact_copy(&answer, &request, 24), -EMSGSIZE);
	assert_int_equal(answer.needed, 24);
	room[0] = 0;
	assert_int_equal(parse_exact_copy(&answer, &request, 16), -EPROTO);
	room[0] = 2;
	assert_int_equal(parse_exact_copy(&answer, &request, 16), -EPROTO);
}

static void put_piece(uint32_t offset, uint32_t length)
{
	const struct ocxlpmem_dump_read_rsp wire = { .offset = offset, .length = length };
	uint32_t i;

	memset(room, 0, FIXED + 128);
	room[0] = 1;
	memcpy(room + HEADER, &wire, sizeof(wire));
	for (i = 0; i < length && i < 128; i++)
		room[FIXED + i] = (uint8_t)(i + 1);
}

UNIT_TEST(test_read_answer_every_length)
{
	struct ndctl_ocxl_dump_piece piece;
	struct ocxl_request request;
	struct ocxl_answer answer;
	uint32_t length, i;

	assert_int_equal(ocxl_build_dump_read(&request, 80, 64), 0);
	for (length = 0; length <= 64; length++) {
		put_piece(80, length);
		assert_int_equal(parse_exact_copy(&answer, &request, FIXED + length), 0);
		assert_int_equal(ocxl_parse_dump_read(&answer, &piece), 0);
		assert_int_equal(piece.offset, 80);
		assert_int_equal(piece.length, length);
		for (i = 0; i < length; i++)
			assert_int_equal(piece.data[i], i + 1);
		if (length)
			assert_int_equal(parse_exact_copy(&answer, &request, FIXED + length - 1),
					 -EPROTO);
		/* padded to whole words at most */
		if (length <= 56) {
			assert_int_equal(parse_exact_copy(&answer, &request, FIXED + length + 7),
					 0);
			assert_int_equal(parse_exact_copy(&answer, &request, FIXED + length + 8),
					 -EPROTO);
		}
	}
}

UNIT_TEST(test_read_answer_lies)
{
	static const struct {
		uint32_t offset;
		uint32_t length;
		size_t size;
		int rc;
	} cases[] = {
		{ 80, 65, FIXED + 64, -EPROTO },
		{ 80, 72, FIXED + 64, -EPROTO },
		{ 80, UINT32_MAX, FIXED + 64, -EPROTO },
		{ 80, 72, FIXED + 72, -EMSGSIZE },
		{ 72, 64, FIXED + 64, -EPROTO },
		{ 88, 64, FIXED + 64, -EPROTO },
		{ 0, 0, FIXED, -EPROTO },
		{ 80, 0, FIXED - 1, -EPROTO },
		{ 80, 0, HEADER, -EPROTO },
		{ 80, 0, 0, -EPROTO },
		{ 80, 64, SIZE_MAX, -EMSGSIZE },
	};
	struct ocxl_request request;
	struct ocxl_answer answer;
	size_t i;

	assert_int_equal(ocxl_build_dump_read(&request, 80, 64), 0);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_piece(cases[i].offset, cases[i].length);
		assert_int_equal(parse_exact_copy(&answer, &request, cases[i].size), cases[i].rc);
		assert_null(answer.body);
	}
	put_piece(80, 64);
	room[0] = 0;
	assert_int_equal(parse_exact_copy(&answer, &request, FIXED + 64), -EPROTO);
	room[1] = OCXLPMEM_STATUS_NO_ENTRY;
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), -ENOENT);
	/* smaller than the piece that was asked for, which has room for more bytes than that */
	assert_int_equal(ocxl_build_dump_read(&request, 80, 8), 0);
	request.size_out = FIXED + 64;
	put_piece(80, 64);
	assert_int_equal(parse_exact_copy(&answer, &request, FIXED + 64), -EPROTO);
}

UNIT_TEST(test_parsers_of_an_empty_answer)
{
	const struct ocxl_answer answer = { 0 };
	struct ndctl_ocxl_dump_piece piece;
	struct ndctl_ocxl_dump dump;

	assert_int_equal(ocxl_parse_dump_take(&answer, &dump), -EPROTO);
	assert_int_equal(ocxl_parse_dump_read(&answer, &piece), -EPROTO);
}

/* bytes enough, but not one record: none, or one and the beginning of another */
UNIT_TEST(test_parsers_of_one_record)
{
	static const unsigned int counts[] = { 0, 2 };
	union {
		struct ndctl_ocxl_capabilities capabilities;
		struct ndctl_ocxl_dump dump;
		struct ndctl_ocxl_events events;
		struct ndctl_ocxl_stats stats;
		uint32_t context;
	} to;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		const struct ocxl_answer answer = { .count = counts[i],
						    .body = room,
						    .body_size = sizeof(room) };

		assert_int_equal(ocxl_parse_capabilities(&answer, &to.capabilities), -EPROTO);
		assert_int_equal(ocxl_parse_dump_take(&answer, &to.dump), -EPROTO);
		assert_int_equal(ocxl_parse_events(&answer, &to.events), -EPROTO);
		assert_int_equal(ocxl_copy_record(&answer, &to.context, sizeof(to.context)),
				 -EPROTO);
		assert_int_equal(ocxl_parse_stats(&answer, &to.stats), -EPROTO);
	}
}
