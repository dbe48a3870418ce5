// SPDX-License-Identifier: GPL-2.0-only
/*
 * Error-log entries by type, the conditions that they set, CLEAR_CONDITIONS, and the lines for the
 * log of the host (wire.md 4.2, 4.17 and 4.19).
 */
#include "card-fixture.h"

#define KEPT_ALL                                                         \
	(OCXLPMEM_KEPT_DATA_LOSS | OCXLPMEM_KEPT_REPLACEMENT_REQUESTED | \
	 OCXLPMEM_KEPT_PREDICTIVE_FAILURE)

static struct answer answer;

/* what the host was told */
static struct {
	u32 taken;
	struct ocxlpmem_error_log_rsp last;
	u32 lines;
	u32 warnings;
	u64 raised[OCXLPMEM_EVENT_COUNT];
	char line[256];
} host;

static void host_entry_taken(void *context, const struct ocxlpmem_error_log_rsp *entry)
{
	host.taken++;
	host.last = *entry;
}

static void host_event_raised(void *context, u32 event, u64 count)
{
	host.raised[event] = count;
}

static void host_log(void *context, bool is_warning, const char *text)
{
	host.lines++;
	host.warnings += is_warning;
	snprintf(host.line, sizeof(host.line), "%s", text);
}

static int set_up_host(void **state)
{
	int rc = fixture_setup(state);
	struct fixture *f = *state;

	memset(&host, 0, sizeof(host));
	f->caller.admin = true;
	f->caller.uid = 1000;
	f->device_host.entry_was_read = host_entry_taken;
	f->device_host.event_raised = host_event_raised;
	f->device_host.log = host_log;
	return rc;
}

static struct ocxlpmem_events_rsp events_of(struct fixture *f)
{
	struct ocxlpmem_events_rsp events;

	send_command(f, OCXLPMEM_CMD_EVENTS, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	assert_int_equal(answer.fw_size, 8 + sizeof(events));
	memcpy(&events, answer.payload + 8, sizeof(events));
	return events;
}

/* adds entries to the card and collects them; returns how many there were */
static u32 collect_entries(struct fixture *f, const char *text)
{
	struct ocxlpmem_error_log_rsp entry = { 0 };
	u32 flags = 0;
	u32 count = 0;

	apply_scenario(f, text);
	while (read_entry(f, entry.cursor, flags, &entry, &answer) == 0 && entry.cursor) {
		flags = OCXLPMEM_ERROR_LOG_ACKNOWLEDGE;
		count++;
	}
	return count;
}

static u8 clear_conditions(struct fixture *f, u64 mask, u64 seen)
{
	const struct ocxlpmem_clear_conditions_req request = { .mask = mask, .seen = seen };

	send_sized(f, OCXLPMEM_CMD_CLEAR_CONDITIONS, &request, sizeof(request), 8, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 8);
	return answer.header.status;
}

#define TEST(name) UNIT_TEST_ON(name, struct fixture *f, set_up_host, fixture_teardown)

TEST(test_entries_count_by_type)
{
	static const u64 expected[OCXLPMEM_ENTRY_COUNT] = { 1, 2, 1, 1, 1, 3, 0, 0 };
	struct ocxlpmem_events_rsp events = events_of(f);

	assert_memory_equal(events.entries, (u64[OCXLPMEM_ENTRY_COUNT]) { 0 },
			    sizeof(events.entries));
	assert_int_equal(
		collect_entries(f, "error-log type=0\nerror-log type=1 count=2\nerror-log type=2\n"
				   "error-log type=3\nerror-log type=4\nerror-log type=5\n"
				   "error-log type=6\nerror-log type=255"),
		9);
	events = events_of(f);
	assert_memory_equal(events.entries, expected, sizeof(expected));
	assert_int_equal(host.taken, 9);
	assert_int_equal(host.last.error_log_type, 255);
}

TEST(test_entry_counts_once_for_all_readers)
{
	struct ocxlpmem_error_log_rsp entry;
	u32 i;

	apply_scenario(f, "error-log type=3 id=5 reference_code=6");
	/* nobody has asked for it */
	assert_true(events_of(f).entries[OCXLPMEM_ERROR_LOG_DATA_LOSS] == 0);
	assert_true(events_of(f).kept_conditions == 0);
	for (i = 0; i < 3; i++)
		assert_int_equal(read_entry(f, 0, 0, &entry, &answer), 0);
	assert_true(events_of(f).entries[OCXLPMEM_ERROR_LOG_DATA_LOSS] == 1);
	assert_int_equal(host.taken, 1);
	assert_int_equal(host.lines, 1);
	assert_memory_equal(&host.last, &entry, sizeof(entry));
}

TEST(test_each_kept_condition_has_its_entry)
{
	static const struct {
		const char *text;
		u64 kept_conditions;
		const char *flags;
	} cases[] = {
		{ "error-log type=0 actions=0xA00001", 0, "\n" },
		{ "error-log type=2", 0, "\n" },
		{ "error-log type=4", 0, "\n" },
		{ "error-log type=5", 0, "\n" },
		{ "error-log type=3", OCXLPMEM_KEPT_DATA_LOSS, "data_loss\n" },
		{ "error-log type=0 actions=0x400000", OCXLPMEM_KEPT_REPLACEMENT_REQUESTED,
		  "replacement_requested\n" },
		{ "error-log type=1", OCXLPMEM_KEPT_PREDICTIVE_FAILURE, "predictive_failure\n" },
	};
	u64 seen = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		u32 changes = f->changes;

		seen += collect_entries(f, cases[i].text);
		assert_true(events_of(f).kept_conditions == cases[i].kept_conditions);
		assert_string_equal(flags_of(f), cases[i].flags);
		assert_int_equal(host.warnings, cases[i].kept_conditions != 0);
		if (!cases[i].kept_conditions)
			continue;
		assert_true(f->changes > changes);
		changes = f->changes;
		assert_int_equal(clear_conditions(f, KEPT_ALL, seen), 0);
		assert_int_equal(f->changes, changes + 1);
		assert_string_equal(flags_of(f), "\n");
		host.warnings = 0;
	}
	assert_true(seen == ARRAY_SIZE(cases));
}

TEST(test_kept_conditions_stay)
{
	collect_entries(f, "error-log type=3\nerror-log type=1\nerror-log type=0 actions=0x400000");
	collect_entries(f, "error-log type=0 count=5");
	apply_scenario(f, "reset ms=10");
	f->now += 1000 * MS;
	ocxlpmem_card_advance(f->card);
	assert_true(events_of(f).kept_conditions == KEPT_ALL);
	assert_string_equal(flags_of(f), "data_loss replacement_requested predictive_failure\n");
	/* a new binding begins without them */
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	assert_true(events_of(f).kept_conditions == 0);
	assert_true(events_of(f).entries[OCXLPMEM_ERROR_LOG_DATA_LOSS] == 0);
}

TEST(test_clear_only_the_mask)
{
	collect_entries(f, "error-log type=3\nerror-log type=1");
	host.lines = 0;
	host.warnings = 0;
	assert_int_equal(
		clear_conditions(f, OCXLPMEM_KEPT_DATA_LOSS | OCXLPMEM_KEPT_REPLACEMENT_REQUESTED,
				 2),
		0);
	assert_true(events_of(f).kept_conditions == OCXLPMEM_KEPT_PREDICTIVE_FAILURE);
	assert_int_equal(host.lines, 1);
	assert_int_equal(host.warnings, 1);
	assert_string_equal(host.line, "uid 1000 cleared data_loss");
	/* bits that are not set have no effect and no line */
	assert_int_equal(clear_conditions(f, OCXLPMEM_KEPT_DATA_LOSS, 2), 0);
	assert_int_equal(clear_conditions(f, 0, 2), 0);
	assert_int_equal(host.lines, 1);
	/* a caller that has seen more than there is */
	assert_int_equal(clear_conditions(f, KEPT_ALL, UINT64_MAX), 0);
	assert_true(events_of(f).kept_conditions == 0);
}

TEST(test_clear_of_unknown_bits)
{
	u32 bit;

	collect_entries(f, "error-log type=3");
	for (bit = 3; bit < 64; bit++) {
		assert_int_equal(clear_conditions(f, BIT_ULL(bit) | OCXLPMEM_KEPT_DATA_LOSS, 1),
				 OCXLPMEM_STATUS_BAD_INPUT);
		assert_true(events_of(f).kept_conditions == OCXLPMEM_KEPT_DATA_LOSS);
	}
}

TEST(test_clear_of_unseen_entries)
{
	assert_int_equal(clear_conditions(f, KEPT_ALL, 0), 0);
	collect_entries(f, "error-log type=3\nerror-log type=0");
	host.lines = 0;
	assert_int_equal(clear_conditions(f, KEPT_ALL, 0), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(clear_conditions(f, KEPT_ALL, 1), OCXLPMEM_STATUS_BLOCKED);
	/* also when there is nothing to clear */
	assert_int_equal(clear_conditions(f, OCXLPMEM_KEPT_REPLACEMENT_REQUESTED, 1),
			 OCXLPMEM_STATUS_BLOCKED);
	assert_true(events_of(f).kept_conditions == OCXLPMEM_KEPT_DATA_LOSS);
	assert_int_equal(host.lines, 0);
	assert_int_equal(clear_conditions(f, KEPT_ALL, 2), 0);
	assert_true(events_of(f).kept_conditions == 0);
}

TEST(test_clear_needs_rights)
{
	collect_entries(f, "error-log type=3");
	f->caller.admin = false;
	assert_int_equal(clear_conditions(f, KEPT_ALL, 1), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_true(events_of(f).kept_conditions == OCXLPMEM_KEPT_DATA_LOSS);
}

TEST(test_clear_needs_no_answer_of_the_card)
{
	static const char *const states[] = { "ready never", "ready now\nfatal fw", "fatal hw",
					      "dead" };
	u32 i;

	collect_entries(f, "error-log type=3");
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		apply_scenario(f, states[i]);
		f->device.kept_conditions = OCXLPMEM_KEPT_DATA_LOSS;
		assert_int_equal(clear_conditions(f, KEPT_ALL, 1), 0);
		assert_true(f->device.kept_conditions == 0);
	}
}

TEST(test_line_of_an_entry)
{
	collect_entries(f,
			"error-log type=0 id=0x11 reference_code=0xABCD actions=0x400001 data=64");
	assert_string_equal(host.line, "error log 0x00000011: type 0 (general), reference code "
				       "0x0000abcd, actions 0x400001 (reset, replace)");
	assert_int_equal(host.warnings, 1);
	collect_entries(f, "error-log type=3 id=0x12 reference_code=0xFFFFFFFF");
	assert_string_equal(host.line, "error log 0x00000012: type 3 (data_loss), reference code "
				       "0xffffffff, actions 0x000000");
	assert_int_equal(host.warnings, 2);
	collect_entries(f, "error-log type=200 id=0x13 reference_code=1");
	assert_string_equal(host.line, "error log 0x00000013: type 200 (unknown), reference code "
				       "0x00000001, actions 0x000000");
	assert_int_equal(host.warnings, 2);
	assert_int_equal(host.lines, 3);
	/* the longest line is complete */
	collect_entries(
		f, "error-log type=0 id=0xFFFFFFFF reference_code=0xFFFFFFFF actions=0xFFFFFF");
	assert_string_equal(host.line, "error log 0xffffffff: type 0 (general), reference code "
				       "0xffffffff, actions 0xffffff (reset, check_firmware, "
				       "replace, dump)");
}

TEST(test_each_entry_has_a_line)
{
	assert_int_equal(collect_entries(f, "error-log type=2 count=40"), 40);
	assert_int_equal(host.lines, 40);
	assert_int_equal(host.warnings, 0);
	assert_int_equal(host.taken, 40);
}

static int read_ones(void *context, u32 offset, u64 *value)
{
	*value = ~0ULL;
	return 0;
}

TEST(test_each_disappearance_has_a_line)
{
	int (*read_card)(void *, u32, u64 *) = f->transport.read64;
	u32 i;

	for (i = 1; i <= 2; i++) {
		f->transport.read64 = read_ones;
		assert_int_equal(ocxlpmem_device_refresh_health(&f->device), -ENXIO);
		ocxlpmem_device_refresh_health(&f->device);
		assert_string_equal(host.line,
				    "the card has disappeared: its registers read as ones");
		assert_int_equal(host.lines, i);
		assert_int_equal(host.warnings, i);
		f->transport.read64 = read_card;
		assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
		assert_int_equal(host.lines, i);
	}
}

TEST(test_host_without_callbacks)
{
	f->device_host.entry_was_read = NULL;
	f->device_host.log = NULL;
	assert_int_equal(collect_entries(f, "error-log type=3 count=20"), 20);
	assert_int_equal(clear_conditions(f, KEPT_ALL, 20), 0);
	assert_int_equal(host.lines + host.taken, 0);
}

TEST(test_each_event_is_reported)
{
	apply_scenario(f, "error-log type=2");
	ocxlpmem_device_refresh_health(&f->device);
	assert_int_equal(host.raised[OCXLPMEM_EVENT_ERROR_LOG], 1);
	ocxlpmem_device_refresh_health(&f->device);
	assert_int_equal(host.raised[OCXLPMEM_EVENT_ERROR_LOG], 1);
	assert_int_equal(host.raised[OCXLPMEM_EVENT_DUMP], 0);
	apply_scenario(f, "health cda set");
	ocxlpmem_device_refresh_health(&f->device);
	assert_int_equal(host.raised[OCXLPMEM_EVENT_DUMP], 1);
}
