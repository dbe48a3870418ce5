// SPDX-License-Identifier: LGPL-2.1-or-later
/* Records of one size, as the public structs (wire.md 4). */
#include <errno.h>
#include <string.h>
#include "ocxl-records.h"

#define HEADER sizeof(struct ocxl_rsp_header)

void ocxl_build_clear_latched(struct ocxl_request *request, uint64_t mask, uint64_t seen)
{
	*request = (struct ocxl_request) {
		.command = OCXL_CMD_CLEAR_LATCHED,
		.size_in = sizeof(request->in.clear_latched),
		.size_out = HEADER,
		.in.clear_latched = { .mask = mask, .seen = seen },
	};
}

void ocxl_parse_attribute(const struct ocxl_smart_attribute *wire,
			  struct ndctl_ocxl_smart_attribute *attribute)
{
	*attribute = (struct ndctl_ocxl_smart_attribute) {
		.id = OCXL_SMART_FIELD(wire, ID),
		.flags = (uint16_t)(wire->fields >> OCXL_SMART_FLAGS_SHIFT),
		.current_value = OCXL_SMART_FIELD(wire, CURRENT),
		.threshold = OCXL_SMART_FIELD(wire, THRESHOLD),
		.worst = OCXL_SMART_FIELD(wire, WORST),
		.raw = wire->raw,
		.failing = ocxl_smart_attribute_failing(wire),
	};
}

int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute)
{
	struct ocxl_smart_attribute wire;
	int rc = ocxl_copy_attribute(answer, index, &wire);

	if (rc == 0)
		ocxl_parse_attribute(&wire, attribute);
	return rc;
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

int ocxl_parse_fw_info(const struct ocxl_answer *answer, struct ndctl_ocxl_fw_info *info)
{
	struct ocxl_fw_info_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	*info = (struct ndctl_ocxl_fw_info) {
		.max_image_bytes = wire.max_image_size,
		.max_send_bytes = wire.max_send,
		.query_interval_us = wire.query_interval,
		.max_query_time_us = wire.max_query_time,
		.state = wire.state,
	};
	memcpy(info->running, wire.running, sizeof(wire.running));
	memcpy(info->next, wire.next, sizeof(wire.next));
	return 0;
}

int ocxl_parse_fw_query(const struct ocxl_answer *answer, struct ndctl_ocxl_fw_state *state)
{
	struct ocxl_fw_query_rsp wire;
	int rc = ocxl_copy_record(answer, &wire, sizeof(wire));

	if (rc)
		return rc;
	*state = (struct ndctl_ocxl_fw_state) {
		.state = wire.state,
		.card_status = wire.card_status,
	};
	memcpy(state->next, wire.next, sizeof(wire.next));
	return 0;
}
