// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/ocxl-cmd.c, ocxl-firmware.c and ocxl-records.c: any answer to any request. A parsed record is
 * built again, and has to give the bytes that it came from.
 *
 * 	command, parameters of its request, kind of the lengths, lengths, answer
 */
#include <errno.h>
#include "fuzz.h"
#include "ocxl-cmd.h"
#include "ocxl-ops.h"
#include "ocxl-dimm.h"
#include "ocxl-cmd.h"
#include "ocxl-records.h"
#include "wire.h"

#define OLD_DRIVER 0x80 /* in the first byte */

/* size of the request's output, and length in the answer */
enum lengths {
	AS_BUILT = 0x01, /* size: as the builder sets it; else a number of the input */
	EXACT = 0x02, /* length: header, records and data, as the answer's own fields have it */
};

static int build(struct ocxl_request *request, uint32_t command, struct fuzz_input *input)
{
	uint8_t image[64] = { 0 };
	uint64_t number = fuzz_number(input, 8);
	uint32_t offset = (uint32_t)number, length = (uint32_t)(number >> 48);
	struct ocxlpmem_smart_inject_req injection = { .attribute = (uint8_t)number,
						       .raw = number };

	*request = (struct ocxl_request) { .command = command };
	switch (command) {
	case OCXLPMEM_CMD_ERROR_LOG:
		ocxl_build_error_log(request, number, number & 1, length);
		return 0;
	case OCXLPMEM_CMD_DUMP_TAKE:
		ocxl_build_dump_take(request, number & 1);
		return 0;
	case OCXLPMEM_CMD_DUMP_READ:
		/* a refused request is never answered: take one that is */
		if (ocxl_build_dump_read(request, offset, length) == 0)
			return 0;
		return ocxl_build_dump_read(request, 0, 8);
	case OCXLPMEM_CMD_FW_SEND:
		return ocxl_build_fw_send(request, 1, offset, image, length % 72);
	case OCXLPMEM_CMD_FW_FINISH:
		ocxl_build_fw_finish(request, offset, number >> 63);
		return 0;
	case OCXLPMEM_CMD_FW_QUERY:
		ocxl_build_fw_query(request, offset);
		return 0;
	case OCXLPMEM_CMD_SMART_INJECT:
		ocxl_build_smart_inject(request, &injection);
		return 0;
	case OCXLPMEM_CMD_CLEAR_CONDITIONS:
		ocxl_build_clear_conditions(request, number, length);
		return 0;
	default:
		return ocxl_build_plain(request, command);
	}
}

static void check_request(const struct ocxl_request *request)
{
	FUZZ_CHECK(request->size_in % 8 == 0 && request->size_out % 8 == 0);
	FUZZ_CHECK(request->size_out >= FUZZ_HEADER);
	FUZZ_CHECK(request->size_out <= OCXLPMEM_ANSWER_MAX);
	FUZZ_CHECK(request->data_size <= request->size_in);
	FUZZ_CHECK(request->size_in - request->data_size <= sizeof(request->in));
}

/* Reads each byte of an answer. */
static void touch(const uint8_t *bytes, size_t size)
{
	volatile uint8_t sum = 0;
	size_t i;

	for (i = 0; i < size; i++)
		sum = (uint8_t)(sum + bytes[i]);
}

static void check_smart(const struct ocxl_answer *answer)
{
	struct ndctl_ocxl_smart_attribute attribute;
	struct ocxlpmem_smart_attribute wire, again;
	unsigned int i;

	FUZZ_CHECK(answer->body_size == answer->count * sizeof(wire));
	for (i = 0; i < answer->count; i++) {
		FUZZ_CHECK(ocxl_parse_smart(answer, i, &attribute) == 0);
		memcpy(&wire, answer->body + i * sizeof(wire), sizeof(wire));
		again = wire;
		again.fields &= ~(UINT64_C(0xff) << OCXLPMEM_SMART_ID_SHIFT |
				  UINT64_C(0xffff) << OCXLPMEM_SMART_FLAGS_SHIFT |
				  UINT64_C(0xff) << OCXLPMEM_SMART_CURRENT_SHIFT |
				  UINT64_C(0xff) << OCXLPMEM_SMART_THRESHOLD_SHIFT |
				  UINT64_C(0xff) << OCXLPMEM_SMART_WORST_SHIFT);
		again.fields |= (uint64_t)attribute.id << OCXLPMEM_SMART_ID_SHIFT |
				(uint64_t)attribute.flags << OCXLPMEM_SMART_FLAGS_SHIFT |
				(uint64_t)attribute.current << OCXLPMEM_SMART_CURRENT_SHIFT |
				(uint64_t)attribute.threshold << OCXLPMEM_SMART_THRESHOLD_SHIFT |
				(uint64_t)attribute.worst << OCXLPMEM_SMART_WORST_SHIFT;
		again.raw = attribute.raw;
		FUZZ_CHECK(memcmp(&again, &wire, sizeof(wire)) == 0);
	}
	FUZZ_CHECK(ocxl_parse_smart(answer, answer->count, &attribute) == -ERANGE);
	FUZZ_CHECK(ocxl_parse_smart(answer, UINT32_MAX, &attribute) == -ERANGE);
}

/* A version: the bytes of the wire up to the first NUL, always terminated. */
static void check_version(const char text[9], const char wire[8])
{
	FUZZ_CHECK(text[8] == '\0');
	FUZZ_CHECK(memcmp(text, wire, 8) == 0);
}

static void check_error_log(const struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ndctl_ocxl_error_log entry;
	struct ocxlpmem_error_log_rsp wire, again;
	int rc = ocxl_parse_error_log(answer, &entry);

	FUZZ_CHECK(rc == (answer->count ? 0 : -ENOENT));
	if (rc)
		return;
	memcpy(&wire, answer->body, sizeof(wire));
	again = wire;
	again.cursor = entry.cursor;
	again.log_id = entry.log_id;
	again.reference_code = entry.reference_code;
	again.action_flags = entry.action_flags;
	again.power_on_seconds = entry.power_on_seconds;
	again.card_timestamp = entry.card_timestamp;
	memcpy(again.wwid, entry.wwid, sizeof(again.wwid));
	again.error_log_type = entry.type;
	again.data_length = (uint32_t)entry.data_length;
	FUZZ_CHECK(memcmp(&again, &wire, sizeof(wire)) == 0);
	check_version(entry.fw_version, wire.fw_version);
	FUZZ_CHECK(entry.cursor > request->in.error_log.cursor);
	FUZZ_CHECK(entry.data_length <= answer->body_size - sizeof(wire));
	FUZZ_CHECK(entry.data_length == 0 || entry.data == answer->body + sizeof(wire));
	touch(entry.data, entry.data_length);
}

static void check_stats(const struct ocxl_answer *answer)
{
	struct ndctl_ocxl_stats stats;
	struct ocxlpmem_stats_rsp wire, again;

	FUZZ_CHECK(ocxl_parse_stats(answer, &stats) == 0);
	memcpy(&wire, answer->body, sizeof(wire));
	again = (struct ocxlpmem_stats_rsp) {
		.reset_count = stats.reset_count,
		.reset_uptime = stats.reset_uptime_seconds,
		.power_on_uptime = stats.power_on_uptime_seconds,
		.life_remaining = stats.life_remaining_percentage,
		.critical_resource_utilization = stats.critical_resource_utilization_percentage,
		.host_load_count = stats.host_load_count,
		.host_store_count = stats.host_store_count,
		.host_load_duration = stats.host_load_duration_ns,
		.host_store_duration = stats.host_store_duration_ns,
		.media_read_count = stats.media_read_count,
		.media_write_count = stats.media_write_count,
		.media_read_duration = stats.media_read_duration_ns,
		.media_write_duration = stats.media_write_duration_ns,
		.cache_read_hit_count = stats.cache_read_hit_count,
		.cache_write_hit_count = stats.cache_write_hit_count,
		.fast_write_count = stats.fast_write_count,
	};
	memcpy(again.reserved, wire.reserved, sizeof(again.reserved));
	FUZZ_CHECK(memcmp(&again, &wire, sizeof(wire)) == 0);
}

static void check_capabilities(const struct ocxl_answer *answer)
{
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxlpmem_capabilities_rsp wire, again;

	FUZZ_CHECK(ocxl_parse_capabilities(answer, &capabilities) == 0);
	memcpy(&wire, answer->body, sizeof(wire));
	again = (struct ocxlpmem_capabilities_rsp) {
		.cmd_mask = capabilities.cmd_mask,
		.serial = capabilities.serial,
		.capacity = capabilities.capacity_bytes,
		.label_area_size = capabilities.label_area_bytes,
		.health_status = capabilities.health_status,
		.controller_status = capabilities.controller_status,
		.max_dump_size = capabilities.max_dump_bytes,
		.max_data_size = capabilities.max_data_bytes,
		.interface_revision = capabilities.interface_revision,
		.read_latency = capabilities.read_latency_ns,
		.memory_available_timeout = capabilities.memory_available_timeout_seconds,
		.readiness_timeout = capabilities.readiness_timeout_seconds,
		.flags = wire.flags,
	};
	FUZZ_CHECK(capabilities.emulated == ((wire.flags & OCXLPMEM_CAPABILITY_EMULATED) != 0));
	memcpy(again.fw_version, capabilities.fw_version, sizeof(again.fw_version));
	FUZZ_CHECK(memcmp(&again, &wire, sizeof(wire)) == 0);
	check_version(capabilities.fw_version, wire.fw_version);
}

static void check_dump(const struct ocxl_answer *answer)
{
	struct ndctl_ocxl_dump dump;
	struct ocxlpmem_dump_take_rsp wire;

	FUZZ_CHECK(ocxl_parse_dump_take(answer, &dump) == 0);
	memcpy(&wire, answer->body, sizeof(wire));
	FUZZ_CHECK(dump.state == wire.state && dump.max_size_bytes == wire.max_size);
}

static void check_dump_piece(const struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ndctl_ocxl_dump_piece piece;

	FUZZ_CHECK(ocxl_parse_dump_read(answer, &piece) == 0);
	FUZZ_CHECK(piece.offset == request->in.dump_read.offset);
	FUZZ_CHECK(piece.length <= request->in.dump_read.length);
	FUZZ_CHECK(piece.length <= answer->body_size - sizeof(struct ocxlpmem_dump_read_rsp));
	touch(piece.data, piece.length);
}

static void check_fw_start(const struct ocxl_answer *answer)
{
	struct ocxlpmem_fw_context wire;

	FUZZ_CHECK(ocxl_copy_record(answer, &wire, sizeof(wire)) == 0);
	FUZZ_CHECK(wire.context != 0);
}

static void check_events(const struct ocxl_answer *answer)
{
	struct ndctl_ocxl_events events;
	struct ocxlpmem_events_rsp wire;

	FUZZ_CHECK(ocxl_parse_events(answer, &events) == 0);
	memcpy(&wire, answer->body, sizeof(wire));
	FUZZ_CHECK(events.kept_conditions == wire.kept_conditions);
	FUZZ_CHECK(memcmp(events.entries, wire.entries, sizeof(wire.entries)) == 0);
	FUZZ_CHECK(events.pending == wire.pending);
	FUZZ_CHECK(memcmp(events.count, wire.count, sizeof(wire.count)) == 0);
}

static void check_record(const struct ocxl_answer *answer, const struct ocxl_request *request)
{
	switch (request->command) {
	case OCXLPMEM_CMD_SMART:
		return check_smart(answer);
	case OCXLPMEM_CMD_ERROR_LOG:
		return check_error_log(answer, request);
	case OCXLPMEM_CMD_STATS:
		return check_stats(answer);
	case OCXLPMEM_CMD_CAPABILITIES:
		return check_capabilities(answer);
	case OCXLPMEM_CMD_DUMP_TAKE:
		return check_dump(answer);
	case OCXLPMEM_CMD_DUMP_READ:
		return check_dump_piece(answer, request);
	case OCXLPMEM_CMD_FW_START:
		return check_fw_start(answer);
	case OCXLPMEM_CMD_EVENTS:
		return check_events(answer);
	default:
		/* no record, or one that a getter of ndctl reads */
		FUZZ_CHECK(answer->count == (fuzz_record_size(request->command) != 0));
		FUZZ_CHECK(answer->count || answer->body_size == 0);
	}
}

/* A parser without a record returns an error, for every command. */
static void check_empty(void)
{
	const struct ocxl_answer none = { .count = 1 };
	union {
		struct ndctl_ocxl_error_log entry;
		struct ndctl_ocxl_dump dump;
		struct ndctl_ocxl_dump_piece piece;
		struct ndctl_ocxl_stats stats;
		struct ndctl_ocxl_capabilities capabilities;
		struct ndctl_ocxl_events events;
		uint32_t context;
	} to;

	FUZZ_CHECK(ocxl_parse_error_log(&none, &to.entry) == -ENOENT);
	FUZZ_CHECK(ocxl_parse_dump_take(&none, &to.dump) == -EPROTO);
	FUZZ_CHECK(ocxl_parse_dump_read(&none, &to.piece) == -EPROTO);
	FUZZ_CHECK(ocxl_parse_stats(&none, &to.stats) == -EPROTO);
	FUZZ_CHECK(ocxl_parse_capabilities(&none, &to.capabilities) == -EPROTO);
	FUZZ_CHECK(ocxl_copy_record(&none, &to.context, sizeof(to.context)) == -EPROTO);
	FUZZ_CHECK(ocxl_parse_events(&none, &to.events) == -EPROTO);
}

static void check_refused(int rc, const struct ocxl_answer *answer,
			  const struct ocxl_request *request, const uint8_t *bytes)
{
	FUZZ_CHECK(rc < 0);
	FUZZ_CHECK(!answer->body && answer->body_size == 0 && answer->count == 0);
	FUZZ_CHECK((answer->needed > request->size_out) == (rc == -EMSGSIZE));
	if (answer->status != OCXLPMEM_STATUS_OK) {
		FUZZ_CHECK(answer->status == bytes[1] && answer->needed == 0);
		FUZZ_CHECK(rc == ocxl_status_find(answer->status)->error || rc == -EBADMSG);
	} else {
		FUZZ_CHECK(rc == -EPROTO || rc == -EMSGSIZE || rc == -EIO);
	}
}

static void check_answer(const struct ocxl_request *request, const uint8_t *bytes, size_t fw_size,
			 bool old)
{
	struct ocxl_answer answer;
	int rc = old ? ocxl_parse_old_smart(&answer, request, bytes, fw_size)
		     : ocxl_parse_answer(&answer, request, bytes, fw_size);

	if (rc) {
		check_refused(rc, &answer, request, bytes);
		return;
	}
	FUZZ_CHECK(bytes[1] == OCXLPMEM_STATUS_OK && answer.status == OCXLPMEM_STATUS_OK);
	FUZZ_CHECK(answer.count == bytes[0]);
	FUZZ_CHECK(answer.needed <= request->size_out && answer.needed >= FUZZ_HEADER);
	FUZZ_CHECK(old || answer.needed == fw_size);
	FUZZ_CHECK(answer.body == bytes + FUZZ_HEADER &&
		   answer.body_size == answer.needed - FUZZ_HEADER);
	FUZZ_CHECK(answer.count * fuzz_record_size(request->command) <= answer.body_size);
	touch(answer.body, answer.body_size);
	check_record(&answer, request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { .next = data, .remaining = size };
	uint8_t kind = (uint8_t)fuzz_number(&input, 1);
	uint8_t lengths;
	struct ocxl_request request;
	uint8_t *bytes;
	size_t fw_size;

	check_empty();
	if (build(&request, kind & 0x1f, &input) == 0)
		check_request(&request);
	lengths = (uint8_t)fuzz_number(&input, 1);
	if (!(lengths & AS_BUILT))
		request.size_out = (uint32_t)fuzz_number(&input, 2);
	fw_size = (size_t)fuzz_number(&input, 4);
	/* behind the input the answer is zero; behind its end nothing may be read */
	bytes = malloc(request.size_out ? request.size_out : 1);
	FUZZ_CHECK(bytes);
	fuzz_take(&input, bytes, request.size_out);
	if (lengths & EXACT)
		fw_size = fuzz_exact_length(request.command, bytes, request.size_out);
	if (kind & OLD_DRIVER)
		request.command = OCXLPMEM_CMD_SMART;
	check_answer(&request, bytes, fw_size, kind & OLD_DRIVER);
	free(bytes);
	return 0;
}
