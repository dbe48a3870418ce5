/* SPDX-License-Identifier: GPL-2.0-only */
/* The firmware commands on an emulated card, for an administrator. */
#ifndef OCXL_TEST_FIRMWARE_FIXTURE_H
#define OCXL_TEST_FIRMWARE_FIXTURE_H

#include "card-fixture.h"

#define PIECE	32768U
#define CONTEXT (GENERATION + 1)
#define TIME_MS 16000ULL

static struct answer answer;

static inline int set_up_admin(void **state)
{
	int rc = fixture_setup(state);

	((struct fixture *)*state)->caller.admin = true;
	return rc;
}

static inline u8 status_of_answer(void)
{
	assert_int_equal(answer.rc, 0);
	if (answer.header.status) {
		assert_int_equal(answer.header.count, 0);
		assert_int_equal(answer.fw_size, 8);
	}
	return answer.header.status;
}

static inline struct ocxlpmem_fw_info_rsp info_of(struct fixture *f)
{
	struct ocxlpmem_fw_info_rsp info;

	send_command(f, OCXLPMEM_CMD_FW_INFO, &answer);
	assert_int_equal(status_of_answer(), 0);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(answer.fw_size, 48);
	memcpy(&info, answer.payload + 8, sizeof(info));
	return info;
}

static inline u32 start_update(struct fixture *f)
{
	struct ocxlpmem_fw_context context;

	send_command(f, OCXLPMEM_CMD_FW_START, &answer);
	assert_int_equal(status_of_answer(), 0);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(answer.fw_size, 16);
	memcpy(&context, answer.payload + 8, sizeof(context));
	assert_int_equal(context.reserved, 0);
	return context.context;
}

/* @tail: bytes of input more or less than the request announces */
static inline u8 send_with_tail(struct fixture *f, const struct ocxlpmem_fw_send_req *request,
				int tail)
{
	u32 size = (u32)((int)sizeof(*request) + (int)request->length + tail);
	u8 *input = calloc(1, sizeof(*request) + request->length + 8);
	u32 i;

	memcpy(input, request, sizeof(*request));
	for (i = 0; i < request->length; i++)
		input[sizeof(*request) + i] = (u8)(request->offset / 8 + i + 'A');
	send_sized(f, OCXLPMEM_CMD_FW_SEND, input, size, 8, &answer);
	free(input);
	return answer.rc ? 0xEE : status_of_answer();
}

static inline u8 send_piece(struct fixture *f, u32 context, u32 offset, u32 length)
{
	struct ocxlpmem_fw_send_req request = {
		.context = context,
		.offset = offset,
		.length = length,
	};

	return send_with_tail(f, &request, 0);
}

static inline u8 finish_update(struct fixture *f, u32 context, u32 flags)
{
	struct ocxlpmem_fw_finish_req request = { .context = context, .flags = flags };

	send_sized(f, OCXLPMEM_CMD_FW_FINISH, &request, sizeof(request), 8, &answer);
	return status_of_answer();
}

static inline u8 query_update(struct fixture *f, u32 context, struct ocxlpmem_fw_query_rsp *state)
{
	struct ocxlpmem_fw_context request = { .context = context };

	send_sized(f, OCXLPMEM_CMD_FW_QUERY, &request, sizeof(request), 24, &answer);
	memset(state, 0, sizeof(*state));
	if (!answer.header.status)
		memcpy(state, answer.payload + 8, sizeof(*state));
	return status_of_answer();
}

static inline u8 state_of(struct fixture *f, u32 context)
{
	struct ocxlpmem_fw_query_rsp state;

	assert_int_equal(query_update(f, context, &state), 0);
	assert_int_equal(state.state, info_of(f).state);
	return state.state;
}

#define FIRMWARE_TEST(name) UNIT_TEST_ON(name, struct fixture *f, set_up_admin, fixture_teardown)

#endif /* OCXL_TEST_FIRMWARE_FIXTURE_H */
