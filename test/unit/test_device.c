// SPDX-License-Identifier: GPL-2.0-only
/* Wire commands other than ERROR_LOG, events, flags, fatal states (wire.md 3, 4 and 5). */
#include "card-fixture.h"

static struct answer answer;

static const u64 mailbox_commands[] = { OCXLPMEM_CMD_SMART, OCXLPMEM_CMD_HEARTBEAT,
					OCXLPMEM_CMD_STATS, OCXLPMEM_CMD_REQUEST_HEALTH };

static struct ocxlpmem_smart_attribute attribute_at(u32 index)
{
	struct ocxlpmem_smart_attribute attribute;

	memcpy(&attribute, answer.payload + 8 + index * sizeof(attribute), sizeof(attribute));
	return attribute;
}

static u64 events_of(struct fixture *f, struct ocxlpmem_events_rsp *events)
{
	send_command(f, OCXLPMEM_CMD_EVENTS, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	memcpy(events, answer.payload + 8, sizeof(*events));
	return events->pending;
}

FIXTURE_TEST(test_smart_words_untouched)
{
	apply_scenario(
		f,
		"smart 0x09 raw=1234\n"
		"smart 0xC2 current=0xFF threshold=0xFE worst=0xFD flags=0xFFFF raw=0xFFFFFFFFFFFFFFFF");
	send_command(f, OCXLPMEM_CMD_SMART, &answer);
	assert_int_equal(answer.header.count, 3);
	assert_int_equal(answer.fw_size, 8 + 48);
	assert_true(attribute_at(0).fields == 0x0900326400640000ULL);
	assert_true(attribute_at(0).raw == 1234);
	assert_true(attribute_at(1).fields == 0xC2FFFFFFFEFD0000ULL);
	assert_true(attribute_at(1).raw == ~0ULL);
	assert_true(attribute_at(2).fields == 0xCA0013620A620000ULL);
	assert_true(attribute_at(2).raw == 98);
}

FIXTURE_TEST(test_smart_none)
{
	apply_scenario(f, "smart 9 remove\nsmart 0xc2 remove\nsmart 0xca remove\nsmart 7 remove");
	send_command(f, OCXLPMEM_CMD_SMART, &answer);
	assert_int_equal(answer.header.status, 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 8);
}

FIXTURE_TEST(test_smart_most_and_above)
{
	static const struct {
		const char *text;
		u32 count;
	} rows[] = {
		{ "smart fill count=254", 254 },  { "smart fill count=255", 255 },
		{ "smart fill count=256", 255 },  { "smart fill count=257", 255 },
		{ "smart fill count=4095", 255 }, { "smart fill count=0", 3 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		apply_scenario(f, rows[i].text);
		send_command(f, OCXLPMEM_CMD_SMART, &answer);
		assert_int_equal(answer.header.status, 0);
		assert_int_equal(answer.header.count, rows[i].count);
		assert_int_equal(answer.fw_size, 8 + rows[i].count * 16);
	}
}

FIXTURE_TEST(test_smart_room_for_some)
{
	u32 room;

	for (room = 8; room < 8 + 48; room++) {
		send_sized(f, OCXLPMEM_CMD_SMART, NULL, 0, room, &answer);
		assert_int_equal(answer.header.count, (room - 8) / 16);
		assert_int_equal(answer.fw_size, 8 + 48);
	}
}

/* the rule of wire.md 4.1 for each attribute, at its limits */
FIXTURE_TEST(test_smart_failing_notifies)
{
	static const struct {
		const char *text;
		bool failing;
	} rows[] = {
		{ "smart 0xC2 raw=69", false },
		{ "smart 0xC2 raw=70", true },
		{ "smart 0xC2 threshold=0", false },
		{ "smart 0xC2 threshold=70 raw=69", false },
		{ "smart 0xCA raw=10", true },
		{ "smart 0xCA raw=11", false },
		{ "smart 0xCA threshold=0 raw=0", true },
		{ "smart 0xCA raw=1", false },
		{ "smart 0x09 threshold=255 current=0", false },
		{ "smart 0x05 threshold=5 current=5", true },
		{ "smart 0x05 threshold=5 current=6", false },
		{ "smart 0x05 threshold=0 current=0", false },
	};
	struct ocxlpmem_events_rsp events;
	bool before = false;
	u64 began = 0;
	size_t i;

	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		apply_scenario(f, rows[i].text);
		f->changes = 0;
		assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
		assert_int_equal(f->changes, rows[i].failing != before);
		began += rows[i].failing && !before;
		before = rows[i].failing;
		assert_string_equal(flags_of(f), before ? "smart_notify\n" : "\n");
		assert_int_equal(events_of(f, &events) >> OCXLPMEM_EVENT_SMART_NOTIFY & 1, before);
		assert_int_equal(events.count[OCXLPMEM_EVENT_SMART_NOTIFY], began);
	}
}

FIXTURE_TEST(test_data_corruptions_are_refused)
{
	static const char *const kinds[] = {
		"identifier", "length", "id", "short", "long", "random"
	};
	char text[96];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		snprintf(text, sizeof(text), "corrupt op=5 %s\ncorrupt op=stats %s", kinds[i],
			 kinds[i]);
		apply_scenario(f, text);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), OCXLPMEM_STATUS_BAD_RESPONSE);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), OCXLPMEM_STATUS_BAD_RESPONSE);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
	}
	assert_int_equal(f->complaints, 0);
}

/* wrong blocks of the statistics (B30) */
static int read_wrong_block(void *context, u32 offset, u64 *value)
{
	struct fixture *f = context;
	int rc = ocxlpmem_card_read64(f->card, offset, value);

	if (offset == f->fail_offset)
		*value ^= 1ULL << (f->killed ? 0 : 56);
	return rc;
}

FIXTURE_TEST(test_stats_blocks_are_checked)
{
	u64 data;

	ocxlpmem_card_read64(f->card, OCXL_REG_ACMA_DATA, &data);
	f->transport.read64 = read_wrong_block;
	for (f->killed = false;; f->killed = true) {
		f->fail_offset = OCXL_DATA_OFFSET(data) + OCXL_STATS_BLOCK1;
		assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), OCXLPMEM_STATUS_BAD_RESPONSE);
		f->fail_offset = OCXL_DATA_OFFSET(data) + OCXL_STATS_BLOCK2;
		assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), OCXLPMEM_STATUS_BAD_RESPONSE);
		if (f->killed)
			break;
	}
}

FIXTURE_TEST(test_stats_every_field_at_its_extremes)
{
	struct ocxlpmem_stats_rsp stats;

	apply_scenario(f, "stats frozen reset_count=0xFFFFFFFF reset_uptime=0xFFFFFFFE "
			  "power_on_uptime=4294967293 life_remaining=255 "
			  "critical_resource_utilization=254 host_load_count=0xFFFFFFFFFFFFFFFF "
			  "host_store_count=18446744073709551614 host_load_duration=3 "
			  "host_store_duration=4 media_read_count=5 media_write_count=6 "
			  "media_read_duration=7 media_write_duration=8 cache_read_hit_count=9 "
			  "cache_write_hit_count=10 fast_write_count=11");
	send_command(f, OCXLPMEM_CMD_STATS, &answer);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(answer.fw_size, 112);
	memcpy(&stats, answer.payload + 8, sizeof(stats));
	assert_int_equal(stats.reset_count, 0xFFFFFFFF);
	assert_int_equal(stats.reset_uptime, 0xFFFFFFFE);
	assert_int_equal(stats.power_on_uptime, 0xFFFFFFFD);
	assert_int_equal(stats.life_remaining, 255);
	assert_int_equal(stats.critical_resource_utilization, 254);
	assert_true(stats.host_load_count == ~0ULL);
	assert_true(stats.host_store_count == ~0ULL - 1);
	assert_int_equal(stats.host_load_duration, 3);
	assert_int_equal(stats.host_store_duration, 4);
	assert_int_equal(stats.media_read_count, 5);
	assert_int_equal(stats.media_write_count, 6);
	assert_int_equal(stats.media_read_duration, 7);
	assert_int_equal(stats.media_write_duration, 8);
	assert_int_equal(stats.cache_read_hit_count, 9);
	assert_int_equal(stats.cache_write_hit_count, 10);
	assert_int_equal(stats.fast_write_count, 11);
}

FIXTURE_TEST(test_heartbeat_and_card_statuses)
{
	static const u8 statuses[] = { 0x01, 0x20, 0x21, 0x50, 0x51, 0x52, 0x70, 0x7F, 0xFF };
	char text[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		snprintf(text, sizeof(text), "fault op=heartbeat status=%u", statuses[i]);
		apply_scenario(f, text);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), statuses[i]);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	}
}

FIXTURE_TEST(test_request_health_brings_an_entry)
{
	struct ocxlpmem_events_rsp events;
	struct ocxlpmem_error_log_rsp entry;

	assert_int_equal(status_after(f, OCXLPMEM_CMD_REQUEST_HEALTH), 0);
	assert_int_equal(f->rings, 0);
	assert_int_equal(events_of(f, &events) >> OCXLPMEM_EVENT_ERROR_LOG & 1, 0);
	f->now = ocxlpmem_card_advance(f->card);
	assert_int_equal(events_of(f, &events) >> OCXLPMEM_EVENT_ERROR_LOG & 1, 1);
	assert_int_equal(read_entry(f, 0, 0, &entry, &answer), 0);
	assert_int_equal(entry.error_log_type, OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE);
}

FIXTURE_TEST(test_capabilities_from_registers)
{
	struct ocxlpmem_capabilities_rsp caps;

	apply_scenario(f, "ready never\nfw \\xff\\x00\\x0a3456\\\\");
	send_command(f, OCXLPMEM_CMD_CAPABILITIES, &answer);
	assert_int_equal(answer.header.status, 0);
	assert_int_equal(answer.fw_size, 80);
	memcpy(&caps, answer.payload + 8, sizeof(caps));
	assert_true(caps.cmd_mask == OCXLPMEM_CMD_MASK);
	assert_true(caps.serial == SERIAL);
	assert_memory_equal(caps.fw_version, "\xff\0\n3456\\", 8);
	assert_true(caps.capacity == CAPACITY);
	assert_true(caps.label_area_size == 16 << 20);
	assert_true(caps.health_status == 0);
	assert_true(caps.controller_status == 0);
	assert_int_equal(caps.max_dump_size, 1 << 20);
	assert_int_equal(caps.max_data_size, 65536);
	assert_int_equal(caps.interface_revision, 0x0110);
	assert_int_equal(caps.read_latency, 150);
	assert_int_equal(caps.memory_available_timeout, 10);
	assert_int_equal(caps.readiness_timeout, 5);
	assert_int_equal(caps.flags, OCXLPMEM_CAPABILITY_EMULATED);
	apply_scenario(f, "ready now");
	send_command(f, OCXLPMEM_CMD_CAPABILITIES, &answer);
	memcpy(&caps, answer.payload + 8, sizeof(caps));
	assert_true(caps.health_status ==
		    (OCXLPMEM_HEALTH_CONTROLLER_READY | OCXLPMEM_HEALTH_MEMORY_AVAILABLE));
}

/* every field at its maximum: 12- and 16-bit fields must not be cut (B6) */
static int read_ones(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_REG_CCAP0 || offset == OCXL_REG_CCAP1 || offset == OCXL_REG_CSTS)
		*value = ~0ULL;
	return rc;
}

FIXTURE_TEST(test_capabilities_widest_fields)
{
	struct ocxlpmem_capabilities_rsp caps;

	f->transport.read64 = read_ones;
	send_command(f, OCXLPMEM_CMD_CAPABILITIES, &answer);
	memcpy(&caps, answer.payload + 8, sizeof(caps));
	assert_int_equal(caps.max_dump_size, 0xFFFFFFFF);
	assert_int_equal(caps.interface_revision, 0xFFFF);
	assert_int_equal(caps.read_latency, 0xFFFF);
	assert_int_equal(caps.memory_available_timeout, 0xFFF);
	assert_int_equal(caps.readiness_timeout, 15);
	assert_true(caps.controller_status == ~0ULL);
}

FIXTURE_TEST(test_not_ready_until_crdy)
{
	size_t i;

	apply_scenario(f, "ready-after ms=100\nmemory-after ms=300");
	f->last_chic = 0;
	for (i = 0; i < ARRAY_SIZE(mailbox_commands); i++)
		assert_int_equal(status_after(f, mailbox_commands[i]), OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(flags_of(f), "not_ready mem_unavailable\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_EVENTS), 0);
	assert_int_equal(f->rings, 0);
	assert_int_equal(f->last_chic, 0);
	f->now += 100 * MS;
	assert_string_equal(flags_of(f), "mem_unavailable\n");
	for (i = 0; i < ARRAY_SIZE(mailbox_commands); i++)
		assert_int_equal(status_after(f, mailbox_commands[i]), 0);
	f->now += 200 * MS;
	/* the entry of the health report */
	assert_string_equal(flags_of(f), "error_log\n");
}

UNIT_TEST(test_fatal_answers)
{
	static const char *const texts[] = { "fatal hw", "fatal fw" };
	static const char *const words[] = { "hw_fatal\n", "fw_fatal\n" };
	int kind;
	size_t i;

	for (kind = 0; kind < 2; kind++) {
		struct ocxlpmem_events_rsp events;
		struct fixture *f;
		void *mine;

		fixture_setup(&mine);
		f = mine;
		apply_scenario(f, texts[kind]);
		for (i = 0; i < ARRAY_SIZE(mailbox_commands); i++)
			assert_int_equal(status_after(f, mailbox_commands[i]),
					 OCXLPMEM_STATUS_FATAL);
		assert_int_equal(f->rings, 0);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_CAPABILITIES), 0);
		assert_int_equal(events_of(f, &events) & 0xC,
				 1 << (OCXLPMEM_EVENT_HARDWARE_FATAL + kind));
		assert_string_equal(flags_of(f), words[kind]);
		fixture_teardown(&mine);
	}
}

FIXTURE_TEST(test_events_count_what_begins)
{
	struct ocxlpmem_events_rsp events;
	struct ocxlpmem_error_log_rsp entry;

	/* a good state is counted, and never pending */
	assert_true(events_of(f, &events) == 0);
	assert_true(events.count[OCXLPMEM_EVENT_MEMORY_AVAILABLE] == 1);
	apply_scenario(f, "error-log id=1");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	apply_scenario(f, "error-log id=2");
	events_of(f, &events);
	/* another entry while the bit is set is no new event */
	assert_true(events.count[OCXLPMEM_EVENT_ERROR_LOG] == 1);
	read_entry(f, 0, 0, &entry, &answer);
	read_entry(f, entry.cursor, 0, &entry, &answer);
	assert_int_equal(chi_of(f) & OCXL_CHI_ELA, 0);
	/* retained entries are pending; a new entry is a new event nevertheless */
	assert_int_equal(events_of(f, &events) >> OCXLPMEM_EVENT_ERROR_LOG & 1, 1);
	assert_true(events.count[OCXLPMEM_EVENT_ERROR_LOG] == 1);
	f->changes = 0;
	apply_scenario(f, "error-log id=3\nhealth cda set");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->changes, 1);
	events_of(f, &events);
	assert_true(events.count[OCXLPMEM_EVENT_ERROR_LOG] == 2);
	assert_true(events.count[OCXLPMEM_EVENT_DUMP] == 1);
	apply_scenario(f, "health cda clear");
	events_of(f, &events);
	apply_scenario(f, "health cda set");
	events_of(f, &events);
	assert_true(events.count[OCXLPMEM_EVENT_DUMP] == 2);
	assert_true(events.count[OCXLPMEM_EVENT_ERASE_FAILED] == 0 && events.count[7] == 0);
	f->device.erase_failed = true;
	assert_true(events_of(f, &events) & BIT_ULL(OCXLPMEM_EVENT_DUMP));
	f->device.erase_failed = false;
	events_of(f, &events);
	assert_true(events.count[OCXLPMEM_EVENT_ERASE_FAILED] == 1);
	/* the failure of the erase did not end the others */
	assert_true(events.count[OCXLPMEM_EVENT_DUMP] == 2);
}

FIXTURE_TEST(test_changed_is_called_for_changes_alone)
{
	struct ocxlpmem_error_log_rsp entry;

	ocxlpmem_device_refresh_health(&f->device);
	f->changes = 0;
	ocxlpmem_device_refresh_health(&f->device);
	status_after(f, OCXLPMEM_CMD_SMART);
	status_after(f, OCXLPMEM_CMD_HEARTBEAT);
	assert_int_equal(f->changes, 0);
	apply_scenario(f, "error-log");
	ocxlpmem_device_refresh_health(&f->device);
	assert_int_equal(f->changes, 1);
	read_entry(f, 0, 0, &entry, &answer);
	assert_int_equal(f->changes, 1);
	read_entry(f, entry.cursor, OCXLPMEM_ERROR_LOG_ACKNOWLEDGE, &entry, &answer);
	assert_int_equal(f->changes, 2);
	assert_string_equal(flags_of(f), "\n");
	f->device_host.changed = NULL;
	apply_scenario(f, "fatal hw");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
}

static int read_nothing(void *context, u32 offset, u64 *value)
{
	return -ENXIO;
}

/* waiting readers are woken once when the card disappears, and when it is back */
FIXTURE_TEST(test_gone_is_a_change)
{
	u32 changes;

	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	changes = f->changes;
	f->transport.read64 = read_nothing;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
	assert_int_equal(f->changes, changes + 1);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
	assert_int_equal(f->changes, changes + 1);
	f->transport.read64 = fixture_read;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->changes, changes + 2);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->changes, changes + 2);
}

FIXTURE_TEST(test_flags_all_words_in_order)
{
	char text[16];

	apply_scenario(f, "smart 0xC2 raw=99\nerror-log");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
	f->device.erase_failed = true;
	apply_scenario(f, "fault op=0 timeout");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 60000 * MS;
	apply_scenario(f, "health cda set\nfatal fw\nfatal hw\nready never");
	assert_string_equal(flags_of(f), "not_ready mem_unavailable error_log dump smart_notify "
					 "hw_fatal fw_fatal erase_failed mailbox_stuck\n");
	assert_int_equal(ocxlpmem_device_format_flags(&f->device, text, sizeof(text)), 15);
	assert_string_equal(text, "not_ready mem_u");
	apply_scenario(f, "dead");
	assert_string_equal(flags_of(f), "gone\n");
	f->transport.read64 = read_nothing;
	assert_int_equal(ocxlpmem_device_format_flags(&f->device, text, sizeof(text)), -ENXIO);
}

FIXTURE_TEST(test_interrupts_enabled_and_ended)
{
	u64 enabled;

	ocxlpmem_card_read64(f->card, OCXL_REG_CHIE, &enabled);
	assert_true(enabled == (OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CFFS | OCXL_CHI_CHFS |
				OCXL_CHI_CRDY | OCXL_CHI_MA));
	f->interrupts[0] = 0;
	apply_scenario(f, "error-log");
	assert_int_equal(f->interrupts[0], 1);
	apply_scenario(f, "fatal hw");
	assert_int_equal(f->interrupts[1], 1);
	ocxlpmem_device_destroy(&f->device);
	ocxlpmem_card_read64(f->card, OCXL_REG_CHIE, &enabled);
	assert_true(enabled == 0);
	apply_scenario(f, "fatal fw");
	assert_int_equal(f->interrupts[1], 1);
}

static u64 enabled_at_targets;
static unsigned int targets_set;

static int set_targets(void *context)
{
	struct fixture *f = context;

	targets_set++;
	return ocxlpmem_card_read64(f->card, OCXL_REG_CHIE, &enabled_at_targets);
}

/* at the begin, after a reset that was seen, and after one between two reads of CHI */
FIXTURE_TEST(test_interrupts_have_targets_first)
{
	u64 enabled;
	unsigned int i;

	f->device_host.set_targets = set_targets;
	targets_set = 0;
	fixture_bind(f, GENERATION);
	assert_int_equal(targets_set, 1);
	for (i = 0; i < 2; i++) {
		apply_scenario(f, "reset ms=1");
		f->now += i * 5 * MS;
		assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
		assert_int_equal(targets_set, 2 + i);
		assert_true(enabled_at_targets == 0);
		ocxlpmem_card_read64(f->card, OCXL_REG_CHIE, &enabled);
		assert_true(enabled == OCXL_CHI_INTERRUPTS);
		f->now += 5 * MS;
		assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
		assert_int_equal(targets_set, 2 + i);
	}
	assert_int_equal(f->device.restarts, 2);
}

/*
 * no public source says that CHIE can be read: a card that shows nothing there is not reset all the
 * time
 */
FIXTURE_TEST(test_enables_that_cannot_be_read)
{
	apply_scenario(f, "break-assumption 25");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	/* it has shown its bits before */
	assert_int_equal(f->device.restarts, 1);
	assert_false(f->device.shows_enables);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	fixture_bind(f, GENERATION);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->device.restarts, 0);
	/* a reset that is seen in CHI is noticed */
	apply_scenario(f, "reset ms=1000");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->device.restarts, 1);
}

/* a card whose CRDY is clear at the begin of each request, and which answers, has not restarted */
FIXTURE_TEST(test_ready_bit_that_is_clear_at_work)
{
	u32 i;

	apply_scenario(f, "break-assumption 27\nlatency op=heartbeat us=500");
	f->device.dump_requested = true;
	for (i = 0; i < 3; i++) {
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
		assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	}
	assert_int_equal(f->device.restarts, 0);
	assert_true(f->device.dump_requested);
	apply_scenario(f, "reset ms=5");
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->device.restarts, 1);
}

/* CRDY is clear from the answer to a shutdown on: the card does not clear it at work */
FIXTURE_TEST(test_shutdown_is_no_work)
{
	f->caller.admin = true;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SHUTDOWN), 0);
	assert_int_equal(f->device.restarts, 1);
	assert_false(f->device.mailbox.overdue);
}

/* a handler may have disabled all of them: their bits are set */
FIXTURE_TEST(test_disabled_interrupts_are_no_reset)
{
	apply_scenario(f, "error-log\ndump size=64\nfatal hw\nfatal fw");
	f->now += 5000 * MS;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	ocxlpmem_card_write64(f->card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->device.restarts, 0);
}

FIXTURE_TEST(test_fw_version_raw)
{
	char version[8];

	assert_int_equal(ocxlpmem_device_read_fw_version(&f->device, version), 0);
	assert_memory_equal(version, "V1.00\0\0\0", 8);
}

static int read_same_blocks(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_REG_ACMA_BLOCKS)
		*value = 0x0000020000000200ULL;
	return rc;
}

/* a data buffer that begins inside of the MMIO area and ends behind it */
static int read_far_data(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_REG_ACMA_DATA)
		*value += 0x1000000;
	return rc;
}

/* the card disappears while its answer is read: an error, never a part of an answer */
FIXTURE_TEST(test_gone_while_read_is_an_error)
{
	static const u64 commands[] = { OCXLPMEM_CMD_SMART, OCXLPMEM_CMD_STATS,
					OCXLPMEM_CMD_ERROR_LOG };
	static const u32 last[] = { OCXL_DATA_HEADER + 2 * OCXL_SMART_ATTRIBUTE_SIZE + 8,
				    OCXL_STATS_FAST_WRITES, OCXL_ERROR_LOG_FIXED };
	u32 i;

	apply_scenario(f, "error-log data=8");
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		f->fail_offset = f->device.mailbox.data + last[i];
		send_command(f, commands[i], &answer);
		assert_int_equal(answer.rc, -ENXIO);
		f->fail_offset = 0;
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	}
}

FIXTURE_TEST(test_bad_layout_is_bad_response)
{
	f->transport.read64 = read_same_blocks;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_BAD_RESPONSE);
	f->transport.read64 = read_far_data;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(f->rings, 0);
	f->transport.read64 = fixture_read;
	f->fail_offset = OCXL_REG_ACMA_BLOCKS;
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	f->fail_offset = 0;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
}
