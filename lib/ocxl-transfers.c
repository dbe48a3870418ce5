// SPDX-License-Identifier: LGPL-2.1-or-later
/* Error log and dump: answers with data behind their record (wire.md 4.2, 4.8, 4.9). */
#include <errno.h>
#include <string.h>
#include "ocxl-reader.h"
#include "ocxl-records.h"

#define HEADER sizeof(struct ocxl_rsp_header)

static uint32_t round_up_to_8(uint32_t size)
{
	return (size + 7) & ~UINT32_C(7);
}

/* the data of the entry follow the record, padded to a multiple of 8 bytes at most */
static int check_error_log(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_error_log_rsp entry;

	if (answer->count == 0)
		return answer->body_size == 0
			       ? 0
			       : ocxl_refuse_answer(answer, "bytes without an entry");
	if (ocxl_reader_copy(&reader, &entry, sizeof(entry)))
		return ocxl_refuse_answer(answer, "too short for an entry");
	if (entry.data_length > reader.remaining || reader.remaining - entry.data_length >= 8)
		return ocxl_refuse_answer(answer, "data_length does not fit nd_fw_size");
	/* otherwise the caller would read the same entries without end */
	if (entry.cursor <= request->in.error_log.cursor)
		return ocxl_refuse_answer(answer,
					  "cursor is not larger than the one of the request");
	return 0;
}

static int check_dump_read(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_dump_read_rsp piece;

	if (ocxl_reader_copy(&reader, &piece, sizeof(piece)))
		return ocxl_refuse_answer(answer, "too short for a piece of the dump");
	if (piece.length > reader.remaining || reader.remaining - piece.length >= 8)
		return ocxl_refuse_answer(answer, "length does not fit nd_fw_size");
	if (piece.offset != request->in.dump_read.offset)
		return ocxl_refuse_answer(answer, "offset is not the one of the request");
	if (piece.length > request->in.dump_read.length)
		return ocxl_refuse_answer(answer, "length is larger than the one of the request");
	return 0;
}

void ocxl_build_error_log(struct ocxl_request *request, uint64_t cursor, bool acknowledge,
			  size_t data_space)
{
	const uint32_t fixed = HEADER + sizeof(struct ocxl_error_log_rsp);

	if (data_space == 0)
		data_space = OCXL_ERROR_LOG_DATA_SPACE;
	if (data_space > OCXL_ANSWER_MAX - fixed)
		data_space = OCXL_ANSWER_MAX - fixed;
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_ERROR_LOG,
		.size_in = sizeof(request->in.error_log),
		.size_out = round_up_to_8(fixed + (uint32_t)data_space),
		.in.error_log = {
			.flags = acknowledge ? OCXL_ERROR_LOG_ACKNOWLEDGE : 0,
			.cursor = cursor,
		},
		.check_body = check_error_log,
	};
}

void ocxl_build_dump_take(struct ocxl_request *request, bool start_new)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_DUMP_TAKE,
		.size_in = sizeof(request->in.dump_take),
		.size_out = HEADER + sizeof(struct ocxl_dump_take_rsp),
		.in.dump_take.flags = start_new ? OCXL_DUMP_NEW : 0,
	};
}

int ocxl_build_dump_read(struct ocxl_request *request, uint32_t offset, uint32_t length)
{
	const uint32_t fixed = HEADER + sizeof(struct ocxl_dump_read_rsp);

	if (offset % 8 != 0 || length % 8 != 0 || length == 0)
		return -EINVAL;
	if (length > OCXL_ANSWER_MAX - fixed)
		return -EMSGSIZE;
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_DUMP_READ,
		.size_in = sizeof(request->in.dump_read),
		.size_out = fixed + length,
		.in.dump_read = { .offset = offset, .length = length },
		.check_body = check_dump_read,
	};
	return 0;
}

int ocxl_parse_error_log(const struct ocxl_answer *answer, struct ndctl_ocxl_error_log *entry)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_error_log_rsp wire;
	const uint8_t *data;

	if (answer->count == 0 || ocxl_reader_copy(&reader, &wire, sizeof(wire)))
		return -ENOENT;
	data = ocxl_reader_skip(&reader, wire.data_length);
	*entry = (struct ndctl_ocxl_error_log) {
		.cursor = wire.cursor,
		.log_identifier = wire.log_identifier,
		.program_reference_code = wire.program_reference_code,
		.action_flags = wire.action_flags,
		.power_on_seconds = wire.power_on_seconds,
		.timestamp = wire.timestamp,
		.wwid = { wire.wwid[0], wire.wwid[1] },
		.type = wire.error_log_type,
		.data = data,
		.data_length = data ? wire.data_length : 0,
	};
	memcpy(entry->fw_revision, wire.fw_revision, sizeof(wire.fw_revision));
	return 0;
}

int ocxl_parse_dump_take(const struct ocxl_answer *answer, struct ndctl_ocxl_dump *dump)
{
	struct ocxl_dump_take_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	dump->state = wire.state;
	dump->max_size_bytes = wire.max_size;
	return 0;
}

int ocxl_parse_dump_read(const struct ocxl_answer *answer, struct ndctl_ocxl_dump_piece *piece)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_dump_read_rsp wire;
	const uint8_t *data;

	if (answer->count != 1 || ocxl_reader_copy(&reader, &wire, sizeof(wire)))
		return -EPROTO;
	data = ocxl_reader_skip(&reader, wire.length);
	if (!data)
		return -EPROTO;
	*piece = (struct ndctl_ocxl_dump_piece) {
		.offset = wire.offset,
		.length = wire.length,
		.data = data,
	};
	return 0;
}
