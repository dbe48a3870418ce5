/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An answer with any contents, in memory of exactly its size. */
#ifndef TEST_PAYLOAD_H
#define TEST_PAYLOAD_H

#include <ccan/array_size/array_size.h>
#include "unit.h"
#include "ocxl-ops.h"
#include "ocxl-dimm.h"
#include "ocxl-cmd.h"
#include "ocxl-records.h"

#define HEADER sizeof(struct ocxlpmem_rsp_header)

static uint8_t room[OCXLPMEM_ANSWER_MAX];

/* Exactly the size of the output, so that a sanitizer detects every access behind it. */
static inline int parse_exact_copy(struct ocxl_answer *answer, const struct ocxl_request *request,
				   size_t fw_size)
{
	static uint8_t *copy;

	free(copy);
	copy = malloc(request->size_out);
	assert_non_null(copy);
	memcpy(copy, room, request->size_out);
	return ocxl_parse_answer(answer, request, copy, fw_size);
}

static inline struct ocxl_request answer_to(uint32_t command, unsigned int count)
{
	struct ocxl_request request;

	assert_int_equal(ocxl_build_plain(&request, command), 0);
	memset(room, 0, sizeof(room));
	room[0] = (uint8_t)count;
	return request;
}

#endif /* TEST_PAYLOAD_H */
