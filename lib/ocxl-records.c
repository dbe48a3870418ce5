// SPDX-License-Identifier: LGPL-2.1-or-later
/* Commands of the public headers: constructors, bytes on the wire (wire.md 4), getters. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <lib/private.h>
#include "ocxl-sysfs.h"
#include "ocxl-records.h"

/* cards and hosts count differently: how far an entry may be in the future */
#define FUTURE_SECONDS 60

static uint64_t sum_entries(const struct ndctl_ocxl_events *events)
{
	uint64_t sum = events->other_entries;
	size_t i;

	for (i = 0; i < NDCTL_OCXL_ERROR_LOG_TYPES; i++) {
		if (__builtin_add_overflow(sum, events->entries[i], &sum))
			return UINT64_MAX;
	}
	return sum;
}

void ocxl_build_clear_conditions(struct ocxl_request *request, uint64_t mask,
				 const struct ndctl_ocxl_events *shown)
{
	ocxl_build_request(request, OCXLPMEM_CMD_CLEAR_CONDITIONS);
	request->in.clear_conditions.mask = mask;
	request->in.clear_conditions.seen = sum_entries(shown);
}

int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute)
{
	struct ocxlpmem_smart_attribute wire;
	int rc = ocxl_copy_attribute(answer, index, &wire);

	if (rc)
		return rc;
	*attribute = (struct ndctl_ocxl_smart_attribute) {
		.id = OCXL_SMART_FIELD(&wire, ID),
		.flags = (uint16_t)(wire.fields >> OCXLPMEM_SMART_FLAGS_SHIFT),
		.current = OCXL_SMART_FIELD(&wire, CURRENT),
		.threshold = OCXL_SMART_FIELD(&wire, THRESHOLD),
		.worst = OCXL_SMART_FIELD(&wire, WORST),
		.raw = wire.raw,
		.failing = ocxlpmem_smart_attribute_failing(&wire),
	};
	return 0;
}

int ocxl_parse_stats(const struct ocxl_answer *answer, struct ndctl_ocxl_stats *stats)
{
	struct ocxlpmem_stats_rsp wire;
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
	struct ocxlpmem_capabilities_rsp wire;
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
		.emulated = (wire.flags & OCXLPMEM_CAPABILITY_EMULATED) != 0,
	};
	memcpy(capabilities->fw_version, wire.fw_version, sizeof(wire.fw_version));
	return 0;
}

int ocxl_parse_events(const struct ocxl_answer *answer, struct ndctl_ocxl_events *events)
{
	struct ocxlpmem_events_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));
	size_t i;

	if (rc)
		return rc;
	*events = (struct ndctl_ocxl_events) {
		.pending = wire.pending,
		.kept_conditions = wire.kept_conditions,
	};
	memcpy(events->count, wire.count, sizeof(wire.count));
	memcpy(events->entries, wire.entries, OCXLPMEM_ENTRY_OTHER * sizeof(*wire.entries));
	for (i = OCXLPMEM_ENTRY_OTHER; i < OCXLPMEM_ENTRY_COUNT; i++)
		events->other_entries += wire.entries[i];
	return 0;
}

/* ---- error log and dump: answers with data behind their record ---- */

/* the data of the entry follow the record, padded to a multiple of 8 bytes at most */
static int check_error_log(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ocxlpmem_error_log_rsp entry;
	size_t data;

	if (answer->count == 0)
		return answer->body_size == 0
			       ? 0
			       : ocxl_refuse_answer(answer, "bytes without an entry");
	if (ocxl_copy_record(answer, &entry, sizeof(entry)))
		return ocxl_refuse_answer(answer, "too short for an entry");
	data = answer->body_size - sizeof(entry);
	if (entry.data_length > data || data - entry.data_length >= 8)
		return ocxl_refuse_answer(answer, "data_length does not fit nd_fw_size");
	/* otherwise the caller would read the same entries without end */
	if (entry.cursor <= request->in.error_log.cursor)
		return ocxl_refuse_answer(answer,
					  "cursor is not larger than the one of the request");
	return 0;
}

static int check_dump_read(struct ocxl_answer *answer, const struct ocxl_request *request)
{
	struct ocxlpmem_dump_read_rsp piece;
	size_t data;

	if (ocxl_copy_record(answer, &piece, sizeof(piece)))
		return ocxl_refuse_answer(answer, "too short for a piece of the dump");
	data = answer->body_size - sizeof(piece);
	if (piece.length > data || data - piece.length >= 8)
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
	size_t most;

	ocxl_build_request(request, OCXLPMEM_CMD_ERROR_LOG);
	most = OCXLPMEM_ANSWER_MAX - request->size_out;
	if (data_space == 0)
		data_space = OCXL_ERROR_LOG_DATA_SPACE;
	if (data_space > most)
		data_space = most;
	request->size_out += ((uint32_t)data_space + 7) & ~UINT32_C(7);
	request->in.error_log.flags = acknowledge ? OCXLPMEM_ERROR_LOG_ACKNOWLEDGE : 0;
	request->in.error_log.cursor = cursor;
	request->check_body = check_error_log;
}

void ocxl_build_dump_take(struct ocxl_request *request, bool start_new)
{
	ocxl_build_request(request, OCXLPMEM_CMD_DUMP_TAKE);
	request->in.dump_take.flags = start_new ? OCXLPMEM_DUMP_NEW : 0;
}

int ocxl_build_dump_read(struct ocxl_request *request, uint64_t offset, uint32_t length)
{
	ocxl_build_request(request, OCXLPMEM_CMD_DUMP_READ);
	if (offset % 8 != 0 || length % 8 != 0 || length == 0)
		return -EINVAL;
	if (length > OCXLPMEM_ANSWER_MAX - request->size_out)
		return -EMSGSIZE;
	if (offset > UINT32_MAX)
		return -EFBIG;
	request->size_out += length;
	request->in.dump_read.offset = (uint32_t)offset;
	request->in.dump_read.length = length;
	request->check_body = check_dump_read;
	return 0;
}

int ocxl_parse_error_log(const struct ocxl_answer *answer, struct ndctl_ocxl_error_log *entry)
{
	struct ocxlpmem_error_log_rsp wire;

	if (ocxl_copy_record(answer, &wire, sizeof(wire)))
		return -ENOENT;
	*entry = (struct ndctl_ocxl_error_log) {
		.cursor = wire.cursor,
		.log_id = wire.log_id,
		.reference_code = wire.reference_code,
		.action_flags = wire.action_flags,
		.power_on_seconds = wire.power_on_seconds,
		.card_timestamp = wire.card_timestamp,
		.wwid = { wire.wwid[0], wire.wwid[1] },
		.type = wire.error_log_type,
		.data = answer->body + sizeof(wire),
		.data_length = wire.data_length,
	};
	memcpy(entry->fw_version, wire.fw_version, sizeof(wire.fw_version));
	return 0;
}

OCXL_EXPORT uint64_t ocxl_error_log_time_about(const struct ndctl_ocxl_error_log *entry,
					       uint32_t power_on_seconds, uint64_t stats_time)
{
	int64_t about = (int64_t)stats_time - power_on_seconds + entry->power_on_seconds;

	return about > 0 && about <= time(NULL) + FUTURE_SECONDS ? (uint64_t)about : 0;
}

int ocxl_parse_dump_take(const struct ocxl_answer *answer, struct ndctl_ocxl_dump *dump)
{
	struct ocxlpmem_dump_take_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	*dump = (struct ndctl_ocxl_dump) {
		.state = wire.state,
		.max_size_bytes = wire.max_size,
	};
	return 0;
}

int ocxl_parse_dump_read(const struct ocxl_answer *answer, struct ndctl_ocxl_dump_piece *piece)
{
	struct ocxlpmem_dump_read_rsp wire;

	if (ocxl_copy_record(answer, &wire, sizeof(wire)))
		return -EPROTO;
	*piece = (struct ndctl_ocxl_dump_piece) {
		.offset = wire.offset,
		.length = wire.length,
		.data = answer->body + sizeof(wire),
	};
	return 0;
}

/* ---- constructors ---- */

/* @rc: result of the function that built @request */
static struct ndctl_cmd *new_checked(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request)
{
	if (ndctl_dimm_is_ocxl(dimm))
		return ocxl_cmd_new_built(dimm, rc, request);
	errno = ENODEV;
	return NULL;
}

static struct ndctl_cmd *new_plain(struct ndctl_dimm *dimm, uint32_t command)
{
	struct ocxl_request request;

	return new_checked(dimm, ocxl_build_plain(&request, command), &request);
}

/* a constructor of a command without input */
#define PLAIN_CONSTRUCTOR(function, command)                            \
	OCXL_EXPORT struct ndctl_cmd *function(struct ndctl_dimm *dimm) \
	{                                                               \
		return new_plain(dimm, command);                        \
	}

PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_smart, OCXLPMEM_CMD_SMART)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_heartbeat, OCXLPMEM_CMD_HEARTBEAT)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_stats, OCXLPMEM_CMD_STATS)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_capabilities, OCXLPMEM_CMD_CAPABILITIES)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_request_health, OCXLPMEM_CMD_REQUEST_HEALTH)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_dump_release, OCXLPMEM_CMD_DUMP_RELEASE)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_shutdown, OCXLPMEM_CMD_SHUTDOWN)
PLAIN_CONSTRUCTOR(ndctl_dimm_ocxl_cmd_new_events, OCXLPMEM_CMD_EVENTS)

OCXL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_error_log(struct ndctl_dimm *dimm,
								uint64_t cursor, bool acknowledge,
								size_t data_space)
{
	struct ocxl_request request;

	ocxl_build_error_log(&request, cursor, acknowledge, data_space);
	return new_checked(dimm, 0, &request);
}

OCXL_EXPORT struct ndctl_cmd *
ndctl_dimm_ocxl_cmd_new_clear_conditions(struct ndctl_dimm *dimm, uint64_t mask,
					 const struct ndctl_ocxl_events *shown)
{
	struct ocxl_request request;

	if (!shown) {
		errno = ndctl_dimm_is_ocxl(dimm) ? EINVAL : ENODEV;
		return NULL;
	}
	ocxl_build_clear_conditions(&request, mask, shown);
	return new_checked(dimm, 0, &request);
}

static struct ndctl_cmd *new_dump(struct ndctl_dimm *dimm, bool start_new)
{
	struct ocxl_request request;

	ocxl_build_dump_take(&request, start_new);
	return new_checked(dimm, 0, &request);
}

OCXL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_take(struct ndctl_dimm *dimm)
{
	return new_dump(dimm, true);
}

OCXL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_state(struct ndctl_dimm *dimm)
{
	return new_dump(dimm, false);
}

OCXL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_read(struct ndctl_dimm *dimm,
								uint64_t offset, uint32_t length)
{
	struct ocxl_request request;

	return new_checked(dimm, ocxl_build_dump_read(&request, offset, length), &request);
}

/* ---- getters ---- */

OCXL_EXPORT int ndctl_cmd_ocxl_get_smart_attribute(struct ndctl_cmd *cmd, unsigned int index,
						   struct ndctl_ocxl_smart_attribute *attribute)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_SMART, &answer);

	return rc ? rc : ocxl_parse_smart(answer, index, attribute);
}

/* a getter of an answer with one record */
#define RECORD_GETTER(function, command, type, parse)                        \
	OCXL_EXPORT int function(struct ndctl_cmd *cmd, struct type *record) \
	{                                                                    \
		const struct ocxl_answer *answer;                            \
		int rc = ocxl_cmd_get_answer(cmd, command, &answer);         \
                                                                             \
		return rc ? rc : parse(answer, record);                      \
	}

RECORD_GETTER(ndctl_cmd_ocxl_get_error_log, OCXLPMEM_CMD_ERROR_LOG, ndctl_ocxl_error_log,
	      ocxl_parse_error_log)
RECORD_GETTER(ndctl_cmd_ocxl_get_stats, OCXLPMEM_CMD_STATS, ndctl_ocxl_stats, ocxl_parse_stats)
RECORD_GETTER(ndctl_cmd_ocxl_get_capabilities, OCXLPMEM_CMD_CAPABILITIES, ndctl_ocxl_capabilities,
	      ocxl_parse_capabilities)
RECORD_GETTER(ndctl_cmd_ocxl_get_dump, OCXLPMEM_CMD_DUMP_TAKE, ndctl_ocxl_dump,
	      ocxl_parse_dump_take)
RECORD_GETTER(ndctl_cmd_ocxl_get_dump_piece, OCXLPMEM_CMD_DUMP_READ, ndctl_ocxl_dump_piece,
	      ocxl_parse_dump_read)
RECORD_GETTER(ndctl_cmd_ocxl_get_events, OCXLPMEM_CMD_EVENTS, ndctl_ocxl_events, ocxl_parse_events)
