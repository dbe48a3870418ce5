// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <string.h>
#include "ocxl-payload.h"
#include "ocxl-reader.h"
#include "ocxl-status.h"

#define HEADER sizeof(struct ocxl_rsp_header)

/**
 * struct answer_form - what a valid answer to a command consists of
 * @record: bytes of one record; 0: the answer has no record
 * @old_record: bytes of the record before it grew, also valid; 0: it has not grown
 * @least: minimum number of records
 * @most: maximum number of records
 * @grows: more bytes may follow the records: data, or appended fields (wire.md 2, rule 2)
 */
struct answer_form {
	uint16_t record;
	uint16_t old_record;
	uint8_t least;
	uint8_t most;
	bool grows;
};

/* by the column "answer" of OCXL_COMMANDS */
#define FORM_NONE	      .record = 0
#define FORM_ONE(tag)	      .record = sizeof(struct tag), .least = 1, .most = 1, .grows = true
#define FORM_GROWN(tag, size) FORM_ONE(tag), .old_record = (size)
#define FORM_OPTIONAL(tag)    .record = sizeof(struct tag), .most = 1, .grows = true
#define FORM_LIST(tag)	      .record = sizeof(struct tag), .most = OCXL_SMART_ATTRIBUTES_MAX

#define FORM(number, NAME, name, rights, state, opcode, answer, ...) [number] = { FORM_##answer },

static const struct answer_form answer_forms[OCXL_CMD_MAX + 1] = { OCXL_COMMANDS(FORM, FORM) };

static uint32_t round_up_to_8(uint32_t size)
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
		.size_out = (uint32_t)HEADER +
			    (uint32_t)answer_forms[command].most * answer_forms[command].record,
	};
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

void ocxl_build_clear_latched(struct ocxl_request *request, uint64_t mask, uint64_t seen)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_CLEAR_LATCHED,
		.size_in = sizeof(request->in.clear_latched),
		.size_out = HEADER,
		.in.clear_latched = { .mask = mask, .seen = seen },
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

static int refuse_answer(struct ocxl_answer *answer, const char *problem)
{
	answer->problem = problem;
	return -EPROTO;
}

static int parse_header(struct ocxl_answer *answer, struct ocxl_reader *reader)
{
	struct ocxl_rsp_header header;

	if (ocxl_reader_copy(reader, &header, HEADER))
		return refuse_answer(answer, "no space for a header");
	answer->status = header.status;
	if (header.status != OCXL_STATUS_OK)
		return ocxl_status_find(header.status)->error;
	answer->count = header.count;
	return 0;
}

static int check_length(struct ocxl_answer *answer, const struct ocxl_request *request,
			size_t length)
{
	if (length < HEADER)
		return refuse_answer(answer, "nd_fw_size is smaller than the header");
	if (length <= request->size_out)
		return 0;
	/* all its records have one size, and the request had space for the largest number */
	if (!answer_forms[request->command].grows)
		return refuse_answer(answer,
				     "nd_fw_size is larger than any answer to this command");
	return -EMSGSIZE;
}

/* the data of the entry follow the record, padded to a multiple of 8 bytes at most */
static int check_error_log(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_error_log_rsp entry;

	if (answer->count == 0)
		return answer->body_size == 0 ? 0 : refuse_answer(answer, "bytes without an entry");
	if (ocxl_reader_copy(&reader, &entry, sizeof(entry)))
		return refuse_answer(answer, "too short for an entry");
	if (entry.data_length > reader.remaining || reader.remaining - entry.data_length >= 8)
		return refuse_answer(answer, "data_length does not fit nd_fw_size");
	/* otherwise the caller would read the same entries without end */
	if (entry.cursor <= request->in.error_log.cursor)
		return refuse_answer(answer, "cursor is not larger than the one of the request");
	return 0;
}

static int check_dump_read(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_dump_read_rsp piece;

	if (ocxl_reader_copy(&reader, &piece, sizeof(piece)))
		return refuse_answer(answer, "too short for a piece of the dump");
	if (piece.length > reader.remaining || reader.remaining - piece.length >= 8)
		return refuse_answer(answer, "length does not fit nd_fw_size");
	if (piece.offset != request->in.dump_read.offset)
		return refuse_answer(answer, "offset is not the one of the request");
	if (piece.length > request->in.dump_read.length)
		return refuse_answer(answer, "length is larger than the one of the request");
	return 0;
}

static bool is_valid_body_size(const struct ocxl_answer *answer, const struct answer_form *form)
{
	size_t size = (size_t)answer->count * form->record;

	/* of a record that has grown, only whole versions */
	if (form->old_record && answer->body_size == form->old_record)
		return true;
	return form->grows ? answer->body_size >= size : answer->body_size == size;
}

static int check_body(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	const struct answer_form *form = &answer_forms[request->command];

	if (answer->count < form->least || answer->count > form->most)
		return refuse_answer(answer, "wrong number of records");
	if (request->command == OCXL_CMD_ERROR_LOG)
		return check_error_log(answer, request);
	if (request->command == OCXL_CMD_DUMP_READ)
		return check_dump_read(answer, request);
	if (!is_valid_body_size(answer, form))
		return refuse_answer(answer, "nd_fw_size does not fit the number of records");
	return 0;
}

/* wire.md 3: the only status whose errno depends on the command */
static bool is_image_refused(const struct ocxl_request *request, unsigned int status)
{
	return status == OCXL_STATUS_BAD_DATA_PARM &&
	       (request->command == OCXL_CMD_FW_SEND || request->command == OCXL_CMD_FW_FINISH);
}

/* keeps nothing of a refused answer but the reason */
static int forget_answer(struct ocxl_answer *answer, int rc, size_t needed)
{
	*answer = (struct ocxl_answer) { .needed = needed, .problem = answer->problem };
	return rc;
}

int ocxl_parse_answer(struct ocxl_answer *answer, const struct ocxl_request *request,
		      const void *bytes, size_t fw_size)
{
	struct ocxl_reader reader = ocxl_reader_init(bytes, request->size_out);
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	if (request->command > OCXL_CMD_MAX)
		return refuse_answer(answer, "unknown command");
	rc = parse_header(answer, &reader);
	if (rc)
		return is_image_refused(request, answer->status) ? -EBADMSG : rc;
	rc = check_length(answer, request, fw_size);
	if (rc)
		return forget_answer(answer, rc, rc == -EMSGSIZE ? fw_size : 0);
	answer->needed = fw_size;
	answer->body_size = fw_size - HEADER;
	answer->body = ocxl_reader_skip(&reader, answer->body_size);
	rc = check_body(answer, request);
	return rc ? forget_answer(answer, rc, 0) : 0;
}

int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes)
{
	struct ocxl_reader reader = ocxl_reader_init(bytes, request->size_out);
	int rc;

	*answer = (struct ocxl_answer) { 0 };
	rc = parse_header(answer, &reader);
	if (rc)
		return rc;
	if (answer->count == 0) {
		answer->problem = "no attributes: the driver lost an error";
		return -EIO;
	}
	answer->body_size = answer->count * sizeof(struct ocxl_smart_attribute);
	answer->body = ocxl_reader_skip(&reader, answer->body_size);
	if (!answer->body)
		return forget_answer(answer, refuse_answer(answer, "too many attributes"), 0);
	answer->needed = HEADER + answer->body_size;
	return 0;
}

int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);
	struct ocxl_smart_attribute wire;

	if (index >= answer->count || !ocxl_reader_skip_array(&reader, index, sizeof(wire)) ||
	    ocxl_reader_copy(&reader, &wire, sizeof(wire)))
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

int ocxl_copy_record(const struct ocxl_answer *answer, void *to, size_t size)
{
	struct ocxl_reader reader = ocxl_reader_init(answer->body, answer->body_size);

	if (answer->count != 1 || ocxl_reader_copy(&reader, to, size))
		return -EPROTO;
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
	const size_t old_size = OCXL_OLD_EVENTS_SIZE;
	bool is_old = answer->body_size == old_size;
	struct ocxl_events_rsp wire = { 0 };
	int rc = ocxl_copy_record(answer, &wire, is_old ? old_size : sizeof(wire));

	if (rc)
		return rc;
	*events = (struct ndctl_ocxl_events) {
		.pending = wire.pending,
		.latched = wire.latched,
		.has_entries = !is_old,
	};
	memcpy(events->count, wire.count, sizeof(events->count));
	memcpy(events->entries, wire.entries, sizeof(events->entries));
	return 0;
}
