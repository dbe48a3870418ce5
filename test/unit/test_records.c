// SPDX-License-Identifier: LGPL-2.1-or-later
/* The codec: the records of every command, field by field and at their limits. */
#include <time.h>
#include "payload.h"

static void put_attribute(unsigned int index, uint64_t fields, uint64_t raw)
{
	const struct ocxlpmem_smart_attribute attribute = { .fields = fields, .raw = raw };

	memcpy(room + HEADER + index * sizeof(attribute), &attribute, sizeof(attribute));
}

UNIT_TEST(test_smart_fields)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_SMART, 2);
	struct ndctl_ocxl_smart_attribute attribute;
	struct ocxl_answer answer;

	put_attribute(0, UINT64_C(0xC212342D463C89AB), 45);
	put_attribute(1, UINT64_MAX, UINT64_MAX);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 32), 0);
	assert_int_equal(ocxl_parse_smart(&answer, 0, &attribute), 0);
	assert_int_equal(attribute.id, 0xC2);
	assert_int_equal(attribute.flags, 0x1234);
	assert_int_equal(attribute.current, 0x2D);
	assert_int_equal(attribute.threshold, 0x46);
	assert_int_equal(attribute.worst, 0x3C);
	assert_int_equal(attribute.raw, 45);
	assert_false(attribute.failing);
	assert_int_equal(ocxl_parse_smart(&answer, 1, &attribute), 0);
	assert_int_equal(attribute.id, 0xFF);
	assert_int_equal(attribute.flags, 0xFFFF);
	assert_true(attribute.raw == UINT64_MAX);
	assert_true(attribute.failing);
	assert_int_equal(ocxl_parse_smart(&answer, 2, &attribute), -ERANGE);
	assert_int_equal(ocxl_parse_smart(&answer, UINT32_MAX, &attribute), -ERANGE);
}

UNIT_TEST(test_smart_every_count)
{
	struct ndctl_ocxl_smart_attribute attribute;
	struct ocxl_answer answer;
	unsigned int count;

	for (count = 0; count < 256; count++) {
		struct ocxl_request request = answer_to(OCXLPMEM_CMD_SMART, count);
		size_t size = HEADER + count * 16;

		assert_int_equal(parse_exact_copy(&answer, &request, size), 0);
		assert_int_equal(answer.count, count);
		assert_int_equal(ocxl_parse_smart(&answer, count, &attribute), -ERANGE);
		if (count > 0)
			assert_int_equal(ocxl_parse_smart(&answer, count - 1, &attribute), 0);
		assert_int_equal(parse_exact_copy(&answer, &request, size - 1), -EPROTO);
		assert_int_equal(parse_exact_copy(&answer, &request, size + 1), -EPROTO);
	}
}

/* More than 255 attributes are an error, without a second try. */
UNIT_TEST(test_smart_above_room)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_SMART, 255);
	struct ocxl_answer answer;

	assert_int_equal(parse_exact_copy(&answer, &request, request.size_out + 16), -EPROTO);
	assert_int_equal(answer.needed, 0);
	request.size_out = HEADER + 16;
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 255 * 16), -EPROTO);
}

UNIT_TEST(test_old_smart)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_SMART, 0);
	struct ocxl_answer answer;

	assert_int_equal(ocxl_parse_old_smart(&answer, &request, room, 0), -EIO);
	room[0] = 255;
	assert_int_equal(ocxl_parse_old_smart(&answer, &request, room, 0), 0);
	assert_int_equal(answer.count, 255);
	assert_int_equal(answer.needed, HEADER + 255 * 16);
	request.size_out -= 8;
	assert_int_equal(ocxl_parse_old_smart(&answer, &request, room, 0), -EPROTO);
	assert_int_equal(answer.count, 0);
	room[1] = OCXLPMEM_STATUS_FATAL;
	assert_int_equal(ocxl_parse_old_smart(&answer, &request, room, 0), -EIO);
	assert_int_equal(answer.status, OCXLPMEM_STATUS_FATAL);
}

static struct ocxl_request answer_to_error_log(uint64_t after, uint64_t cursor, uint32_t length,
					       size_t data_room)
{
	struct ocxlpmem_error_log_rsp entry = { .cursor = cursor, .data_length = length };
	struct ocxl_request request;

	ocxl_build_error_log(&request, after, false, data_room);
	memset(room, 0xA5, sizeof(room));
	memset(room, 0, HEADER);
	room[0] = 1;
	memcpy(room + HEADER, &entry, sizeof(entry));
	return request;
}

UNIT_TEST(test_error_log_fields)
{
	static const struct ocxlpmem_error_log_rsp wire = {
		.cursor = UINT64_MAX,
		.log_id = 0x01020304,
		.reference_code = 0x11121314,
		.action_flags = UINT32_MAX,
		.power_on_seconds = 0x31323334,
		.card_timestamp = UINT64_MAX - 1,
		.wwid = { UINT64_C(0x5000000000000001), UINT64_C(0xffffffffffffffff) },
		.fw_version = { 'V', '1', '.', '0', '2', '\xff', '\0', '7' },
		.error_log_type = 0xEE,
		.reserved = { 0xff, 0xff, 0xff },
		.data_length = 3,
		.reserved2 = { UINT64_MAX, UINT64_MAX },
	};
	struct ocxl_request request = answer_to_error_log(UINT64_MAX - 1, 0, 0, 8);
	struct ndctl_ocxl_error_log entry;
	struct ocxl_answer answer;

	memcpy(room + HEADER, &wire, sizeof(wire));
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 80 + 3), 0);
	assert_int_equal(ocxl_parse_error_log(&answer, &entry), 0);
	assert_true(entry.cursor == UINT64_MAX);
	assert_int_equal(entry.log_id, 0x01020304);
	assert_int_equal(entry.reference_code, 0x11121314);
	assert_int_equal(entry.action_flags, UINT32_MAX);
	assert_int_equal(entry.power_on_seconds, 0x31323334);
	assert_true(entry.card_timestamp == UINT64_MAX - 1);
	assert_true(entry.wwid[0] == wire.wwid[0] && entry.wwid[1] == wire.wwid[1]);
	assert_memory_equal(entry.fw_version,
			    "V1.02\xff\0"
			    "7\0",
			    9);
	assert_int_equal(entry.type, 0xEE);
	assert_int_equal(entry.data_length, 3);
	assert_memory_equal(entry.data, "\xA5\xA5\xA5", 3);
}

UNIT_TEST(test_error_log_time_about)
{
	const struct ndctl_ocxl_error_log entry = { .power_on_seconds = 100 };
	uint64_t now = (uint64_t)time(NULL);

	assert_int_equal(ocxl_error_log_time_about(&entry, 3700, now), now - 3600);
	assert_int_equal(ocxl_error_log_time_about(&entry, 60, now), now + 40);
	assert_int_equal(ocxl_error_log_time_about(&entry, 30, now), 0);
	assert_int_equal(ocxl_error_log_time_about(&entry, UINT32_MAX, 1000), 0);
}

UNIT_TEST(test_error_log_nothing_follows)
{
	struct ocxl_request request = answer_to_error_log(0, 0, 0, 8);
	struct ndctl_ocxl_error_log entry;
	struct ocxl_answer answer;

	room[0] = 0;
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER), 0);
	assert_int_equal(ocxl_parse_error_log(&answer, &entry), -ENOENT);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 1), -EPROTO);
	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 80), -EPROTO);
}

UNIT_TEST(test_error_log_every_length)
{
	struct ndctl_ocxl_error_log entry;
	struct ocxl_answer answer;
	uint32_t length;

	for (length = 0; length <= 64; length++) {
		struct ocxl_request request = answer_to_error_log(0, 1, length, 72);
		size_t size = HEADER + 80 + length;

		assert_int_equal(parse_exact_copy(&answer, &request, size), 0);
		assert_int_equal(ocxl_parse_error_log(&answer, &entry), 0);
		assert_int_equal(entry.data_length, length);
		assert_int_equal(parse_exact_copy(&answer, &request, size - 1), -EPROTO);
		assert_int_equal(parse_exact_copy(&answer, &request, size + 7), 0);
		assert_int_equal(parse_exact_copy(&answer, &request, size + 8), -EPROTO);
	}
}

UNIT_TEST(test_error_log_lies_about_its_length)
{
	static const uint32_t lies[] = { 9, 88, 4096, 0x7fffffff, 0x80000000, UINT32_MAX };
	struct ocxl_answer answer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lies); i++) {
		struct ocxl_request request = answer_to_error_log(0, 1, lies[i], 8);

		assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 80 + 8), -EPROTO);
	}
}

UNIT_TEST(test_error_log_above_room)
{
	struct ocxl_request request = answer_to_error_log(0, 1, 100, 8);
	struct ocxl_answer answer;

	assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 80 + 100), -EMSGSIZE);
	assert_int_equal(answer.needed, HEADER + 80 + 100);
	assert_int_equal(answer.count, 0);
}

/*
 * Otherwise a reader would request the same entry without end, and acknowledge an entry that it
 * never read.
 */
UNIT_TEST(test_error_log_cursor_that_does_not_grow)
{
	static const uint64_t cursors[] = { 0, 1, 41, 42 };
	struct ocxl_answer answer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cursors); i++) {
		struct ocxl_request request = answer_to_error_log(42, cursors[i], 0, 8);

		assert_int_equal(parse_exact_copy(&answer, &request, HEADER + 80), -EPROTO);
	}
}

UNIT_TEST(test_stats_fields)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_STATS, 1);
	struct ndctl_ocxl_stats stats;
	struct ocxl_answer answer;

	memset(room + HEADER, 0xff, 104);
	room[HEADER + 12] = 97;
	room[HEADER + 13] = 3;
	assert_int_equal(parse_exact_copy(&answer, &request, request.size_out), 0);
	assert_int_equal(ocxl_parse_stats(&answer, &stats), 0);
	assert_int_equal(stats.reset_count, UINT32_MAX);
	assert_int_equal(stats.life_remaining_percentage, 97);
	assert_int_equal(stats.critical_resource_utilization_percentage, 3);
	assert_true(stats.host_load_count == UINT64_MAX);
	assert_true(stats.fast_write_count == UINT64_MAX);
}

UNIT_TEST(test_capabilities_fields)
{
	static const struct ocxlpmem_capabilities_rsp wire = {
		.cmd_mask = UINT64_MAX,
		.serial = UINT64_C(18446744073709551615),
		.fw_version = { 'V', '1', '.', '0', '2', ' ', ' ', '9' },
		.capacity = UINT64_C(1) << 63,
		.label_area_size = 16 << 20,
		.health_status = 0x50,
		.controller_status = UINT64_MAX,
		.max_dump_size = UINT32_MAX,
		.max_data_size = 65536,
		.interface_revision = UINT16_MAX,
		.read_latency = 350,
		.memory_available_timeout = 4095,
		.readiness_timeout = 255,
		.flags = 0xff,
	};
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_CAPABILITIES, 1);
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_answer answer;

	memcpy(room + HEADER, &wire, sizeof(wire));
	assert_int_equal(parse_exact_copy(&answer, &request, request.size_out), 0);
	assert_int_equal(ocxl_parse_capabilities(&answer, &capabilities), 0);
	assert_true(capabilities.serial == wire.serial);
	assert_string_equal(capabilities.fw_version, "V1.02  9");
	assert_true(capabilities.capacity_bytes == wire.capacity);
	assert_int_equal(capabilities.interface_revision, UINT16_MAX);
	assert_int_equal(capabilities.memory_available_timeout_seconds, 4095);
	assert_int_equal(capabilities.readiness_timeout_seconds, 255);
	assert_true(capabilities.emulated);
	room[HEADER + 71] = 0xfe;
	assert_int_equal(parse_exact_copy(&answer, &request, request.size_out), 0);
	assert_int_equal(ocxl_parse_capabilities(&answer, &capabilities), 0);
	assert_false(capabilities.emulated);
}

UNIT_TEST(test_events_fields)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_EVENTS, 1);
	struct ndctl_ocxl_events events;
	struct ocxl_answer answer;

	memset(room + HEADER, 0xff, 144);
	assert_int_equal(parse_exact_copy(&answer, &request, request.size_out), 0);
	assert_int_equal(ocxl_parse_events(&answer, &events), 0);
	assert_true(events.pending == UINT64_MAX);
	assert_true(events.count[7] == UINT64_MAX);
	assert_true(events.entries[0] == UINT64_MAX && events.entries[4] == UINT64_MAX);
	/* three elements, as a later driver may use them */
	assert_true(events.other_entries == 3 * UINT64_MAX);
	/* no type has this place yet */
	assert_true(events.entries[5] == 0 && events.entries[15] == 0);
	assert_true(events.kept_conditions == UINT64_MAX);
}

/* an answer of this version or of a later one; a shorter one is damaged */
UNIT_TEST(test_events_of_every_length)
{
	struct ocxl_request request = answer_to(OCXLPMEM_CMD_EVENTS, 1);
	struct ndctl_ocxl_events events;
	struct ocxl_answer answer;
	size_t length;

	request.size_out += 64;
	memset(room + HEADER, 0xff, 144 + 64);
	for (length = 0; length <= 144 + 64; length++) {
		bool is_valid = length >= 144;

		memset(&events, 0xa5, sizeof(events));
		assert_int_equal(parse_exact_copy(&answer, &request, HEADER + length),
				 is_valid ? 0 : -EPROTO);
		if (!is_valid)
			continue;
		assert_int_equal(ocxl_parse_events(&answer, &events), 0);
		assert_true(events.pending == UINT64_MAX && events.count[7] == UINT64_MAX);
		assert_true(events.other_entries == 3 * UINT64_MAX &&
			    events.kept_conditions == UINT64_MAX);
		assert_int_equal(events.reserved[0] | events.reserved[7], 0);
	}
}

UNIT_TEST(test_parsers_of_an_empty_answer)
{
	const struct ocxl_answer answer = { 0 };
	struct ndctl_ocxl_smart_attribute attribute;
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_error_log entry;
	struct ndctl_ocxl_events events;
	struct ndctl_ocxl_stats stats;

	assert_int_equal(ocxl_parse_smart(&answer, 0, &attribute), -ERANGE);
	assert_int_equal(ocxl_parse_error_log(&answer, &entry), -ENOENT);
	assert_int_equal(ocxl_parse_stats(&answer, &stats), -EPROTO);
	assert_int_equal(ocxl_parse_capabilities(&answer, &capabilities), -EPROTO);
	assert_int_equal(ocxl_parse_events(&answer, &events), -EPROTO);
}
