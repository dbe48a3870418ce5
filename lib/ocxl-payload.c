// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <string.h>
#include "ocxl-cursor.h"
#include "ocxl-payload.h"
#include "ocxl-status.h"

#define HEADER sizeof(struct ocxl_rsp_header)

/**
 * struct shape - form of a good answer
 * @record: bytes of one record, 0: no records
 * @least: fewest records
 * @most: most records
 * @grows: more bytes may follow the records: data, or appended fields (wire.md 2, rule 2)
 */
struct shape {
	uint16_t record;
	uint8_t least;
	uint8_t most;
	bool grows;
};

/* column "answer" of OCXL_COMMANDS */
#define SHAPE_NONE	    .record = 0
#define SHAPE_ONE(tag)	    .record = sizeof(struct tag), .least = 1, .most = 1, .grows = true
#define SHAPE_OPTIONAL(tag) .record = sizeof(struct tag), .most = 1, .grows = true
#define SHAPE_LIST(tag)	    .record = sizeof(struct tag), .most = OCXL_SMART_ATTRIBUTES_MAX

#define SHAPE(number, NAME, name, rights, state, opcode, answer, ...) [number] = { SHAPE_##answer },

static const struct shape shapes[OCXL_CMD_MAX + 1] = { OCXL_COMMANDS(SHAPE, SHAPE) };

static uint32_t round_up_8(uint32_t size)
{
	return (size + 7) & ~UINT32_C(7);
}

int ocxl_build_plain(struct ocxl_request *request, uint32_t command)
{
#define PLAIN_CASE(number, ...) case (number):
	switch (command) {
		OCXL_COMMANDS(PLAIN_CASE, OCXL_NO_ROW)
		break;
	default:
		return -EINVAL;
	}
	*request = (struct ocxl_request) {
		.command = command,
		.size_out =
			(uint32_t)HEADER + (uint32_t)shapes[command].most * shapes[command].record,
	};
	return 0;
}

void ocxl_build_error_log(struct ocxl_request *request, uint64_t cursor, bool acknowledge,
			  size_t room)
{
	const uint32_t fixed = HEADER + sizeof(struct ocxl_error_log_rsp);

	if (room == 0)
		room = OCXL_ERROR_LOG_ROOM;
	if (room > OCXL_ANSWER_MAX - fixed)
		room = OCXL_ANSWER_MAX - fixed;
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_ERROR_LOG,
		.size_in = sizeof(request->in.error_log),
		.size_out = round_up_8(fixed + (uint32_t)room),
		.in.error_log = {
			.flags = acknowledge ? OCXL_ERROR_LOG_ACKNOWLEDGE : 0,
			.cursor = cursor,
		},
	};
}

void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ndctl_ocxl_smart_injection *injection)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_SMART_INJECT,
		.size_in = sizeof(request->in.smart_inject),
		.size_out = HEADER,
		.in.smart_inject = {
			.attribute = injection->id,
			.flags = injection->flags,
			.current_value = injection->current_value,
			.threshold = injection->threshold,
			.raw = injection->raw,
		},
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
	};
	return 0;
}

/* The header of an answer with status 0; what follows it stays in @cursor. */
static int parse_header(struct ocxl_answer *answer, struct ocxl_cursor *cursor)
{
	struct ocxl_rsp_header header;

	if (ocxl_cursor_copy(cursor, &header, HEADER))
		return -EPROTO;
	answer->status = header.status;
	if (header.status != OCXL_STATUS_OK)
		return ocxl_status_find(header.status)->error;
	answer->count = header.count;
	return 0;
}

static int check_room(const struct ocxl_request *request, size_t needed)
{
	const struct shape *shape = &shapes[request->command];

	if (needed < HEADER)
		return -EPROTO;
	if (needed <= request->size_out)
		return 0;
	/* Nothing to gain from more room: records of one size, and it had enough for all. */
	if (!shape->grows)
		return -EPROTO;
	return -EMSGSIZE;
}

/* The entry's data stands behind the fixed part, at most padded to the next 8 bytes. */
static int check_error_log(const struct ocxl_request *request, const struct ocxl_answer *answer)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(answer->body, answer->body_size);
	struct ocxl_error_log_rsp entry;

	if (answer->count == 0)
		return answer->body_size == 0 ? 0 : -EPROTO;
	if (ocxl_cursor_copy(&cursor, &entry, sizeof(entry)))
		return -EPROTO;
	if (entry.data_length > cursor.remaining || cursor.remaining - entry.data_length >= 8)
		return -EPROTO;
	/* A cursor that does not grow would make a reader ask for ever. */
	if (entry.cursor <= request->in.error_log.cursor)
		return -EPROTO;
	return 0;
}

/* The piece that was asked for, at most as long, and its bytes are all there. */
static int check_dump_read(const struct ocxl_request *request, const struct ocxl_answer *answer)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(answer->body, answer->body_size);
	struct ocxl_dump_read_rsp piece;

	if (ocxl_cursor_copy(&cursor, &piece, sizeof(piece)))
		return -EPROTO;
	if (piece.length > cursor.remaining || cursor.remaining - piece.length >= 8)
		return -EPROTO;
	if (piece.offset != request->in.dump_read.offset ||
	    piece.length > request->in.dump_read.length)
		return -EPROTO;
	return 0;
}

static int check_body(const struct ocxl_request *request, const struct ocxl_answer *answer)
{
	const struct shape *shape = &shapes[request->command];
	size_t size = (size_t)answer->count * shape->record;

	if (answer->count < shape->least || answer->count > shape->most)
		return -EPROTO;
	if (request->command == OCXL_CMD_ERROR_LOG)
		return check_error_log(request, answer);
	if (request->command == OCXL_CMD_DUMP_READ)
		return check_dump_read(request, answer);
	if (shape->grows ? answer->body_size < size : answer->body_size != size)
		return -EPROTO;
	return 0;
}

/* wire.md 3: the one status whose errno depends on the command */
static bool is_image_refused(const struct ocxl_request *request, unsigned int status)
{
	return status == OCXL_STATUS_BAD_DATA_PARM &&
	       (request->command == OCXL_CMD_FW_SEND || request->command == OCXL_CMD_FW_FINISH);
}

int ocxl_parse_answer(struct ocxl_answer *answer, const struct ocxl_request *request,
		      const void *bytes, size_t fw_size)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(bytes, request->size_out);
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	if (request->command > OCXL_CMD_MAX)
		return -EPROTO;
	rc = parse_header(answer, &cursor);
	if (rc)
		return is_image_refused(request, answer->status) ? -EBADMSG : rc;
	rc = check_room(request, fw_size);
	if (rc) {
		*answer = (struct ocxl_answer) { .needed = rc == -EMSGSIZE ? fw_size : 0 };
		return rc;
	}
	answer->needed = fw_size;
	answer->body_size = fw_size - HEADER;
	answer->body = ocxl_cursor_take(&cursor, answer->body_size);
	rc = check_body(request, answer);
	if (rc)
		*answer = (struct ocxl_answer) { 0 };
	return rc;
}

int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(bytes, request->size_out);
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	rc = parse_header(answer, &cursor);
	if (rc)
		return rc;
	if (answer->count == 0)
		return -EIO;
	answer->body_size = answer->count * sizeof(struct ocxl_smart_attribute);
	answer->body = ocxl_cursor_take(&cursor, answer->body_size);
	if (!answer->body) {
		*answer = (struct ocxl_answer) { 0 };
		return -EPROTO;
	}
	answer->needed = HEADER + answer->body_size;
	return 0;
}

int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(answer->body, answer->body_size);
	struct ocxl_smart_attribute wire;

	if (index >= answer->count || !ocxl_cursor_take_array(&cursor, index, sizeof(wire)) ||
	    ocxl_cursor_copy(&cursor, &wire, sizeof(wire)))
		return -ERANGE;
	*attribute = (struct ndctl_ocxl_smart_attribute) {
		.id = (uint8_t)(wire.fields >> OCXL_SMART_ID_SHIFT),
		.flags = (uint16_t)(wire.fields >> OCXL_SMART_FLAGS_SHIFT),
		.current_value = (uint8_t)(wire.fields >> OCXL_SMART_CURRENT_SHIFT),
		.threshold = (uint8_t)(wire.fields >> OCXL_SMART_THRESHOLD_SHIFT),
		.worst = (uint8_t)(wire.fields >> OCXL_SMART_WORST_SHIFT),
		.raw = wire.raw,
		.failing = ocxl_smart_attribute_failing(&wire),
	};
	return 0;
}

int ocxl_parse_error_log(const struct ocxl_answer *answer, struct ndctl_ocxl_error_log *entry)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(answer->body, answer->body_size);
	struct ocxl_error_log_rsp wire;
	const uint8_t *data;

	if (answer->count == 0 || ocxl_cursor_copy(&cursor, &wire, sizeof(wire)))
		return -ENOENT;
	data = ocxl_cursor_take(&cursor, wire.data_length);
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

int ocxl_copy_record(const struct ocxl_answer *answer, void *to, size_t size)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(answer->body, answer->body_size);

	if (answer->count != 1 || ocxl_cursor_copy(&cursor, to, size))
		return -EPROTO;
	return 0;
}

int ocxl_parse_dump(const struct ocxl_answer *answer, struct ndctl_ocxl_dump *dump)
{
	struct ocxl_dump_take_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	dump->state = wire.state;
	dump->max_size_bytes = wire.max_size;
	return 0;
}

int ocxl_parse_dump_piece(const struct ocxl_answer *answer, struct ndctl_ocxl_dump_piece *piece)
{
	struct ocxl_cursor cursor = ocxl_cursor_start(answer->body, answer->body_size);
	struct ocxl_dump_read_rsp wire;
	const uint8_t *data;

	if (answer->count != 1 || ocxl_cursor_copy(&cursor, &wire, sizeof(wire)))
		return -EPROTO;
	data = ocxl_cursor_take(&cursor, wire.length);
	if (!data)
		return -EPROTO;
	*piece = (struct ndctl_ocxl_dump_piece) {
		.offset = wire.offset,
		.length = wire.length,
		.data = data,
	};
	return 0;
}

int ocxl_parse_stats(const struct ocxl_answer *answer, struct ndctl_ocxl_stats *stats)
{
	struct ocxl_stats_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	*stats = (struct ndctl_ocxl_stats) {
		.reset_count = wire.reset_count,
		.reset_uptime_seconds = wire.reset_uptime,
		.power_on_uptime_seconds = wire.power_on_uptime,
		.life_remaining_percentage = wire.life_remaining,
		.critical_resource_utilization_percentage = wire.critical_resource_utilization,
		.host_load_count = wire.host_load_count,
		.host_store_count = wire.host_store_count,
		.host_load_duration_ns = wire.host_load_duration,
		.host_store_duration_ns = wire.host_store_duration,
		.media_read_count = wire.media_read_count,
		.media_write_count = wire.media_write_count,
		.media_read_duration_ns = wire.media_read_duration,
		.media_write_duration_ns = wire.media_write_duration,
		.cache_read_hit_count = wire.cache_read_hit_count,
		.cache_write_hit_count = wire.cache_write_hit_count,
		.fast_write_count = wire.fast_write_count,
	};
	return 0;
}

int ocxl_parse_capabilities(const struct ocxl_answer *answer,
			    struct ndctl_ocxl_capabilities *capabilities)
{
	struct ocxl_capabilities_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	*capabilities = (struct ndctl_ocxl_capabilities) {
		.cmd_mask = wire.cmd_mask,
		.serial = wire.serial,
		.capacity_bytes = wire.capacity,
		.label_area_bytes = wire.label_area_size,
		.health_status = wire.health_status,
		.controller_status = wire.controller_status,
		.max_dump_bytes = wire.max_dump_size,
		.max_data_bytes = wire.max_data_size,
		.interface_revision = wire.interface_revision,
		.read_latency_ns = wire.read_latency,
		.memory_available_timeout_seconds = wire.memory_available_timeout,
		.readiness_timeout_seconds = wire.readiness_timeout,
		.emulated = (wire.flags & OCXL_CAPABILITY_EMULATED) != 0,
	};
	memcpy(capabilities->fw_version, wire.fw_version, sizeof(wire.fw_version));
	return 0;
}

int ocxl_parse_events(const struct ocxl_answer *answer, struct ndctl_ocxl_events *events)
{
	struct ocxl_events_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	events->pending = wire.pending;
	memcpy(events->count, wire.count, sizeof(events->count));
	return 0;
}
