// SPDX-License-Identifier: GPL-2.0-only
#include "render-fixture.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"

#define RED	"\033[1;31m"
#define YELLOW	"\033[1;33m"
#define MAGENTA "\033[1;35m"
#define BOLD	"\033[1m"
#define PLAIN	"\033[0m"

static struct ocxl_element plain_element(const char *dev)
{
	struct ocxl_element element = {
		.dev = dev,
		.bus = "ndbus0",
		.serial = 1234567890,
		.has_serial = true,
		.status = "ok",
	};

	return element;
}

static struct ocxl_element section_element(const char *dev, const char *key,
					   const struct ocxl_record *record, const void *data)
{
	struct ocxl_element element = plain_element(dev);

	element.sections[0] = (struct ocxl_section) { key, record, data };
	element.section_count = 1;
	return element;
}

#define COLLECTED                                   \
	"collected entries, if the service runs:\n" \
	"  ndctl ocxl read-error-log -u --input=/var/log/ndctl-ocxl/error-log.ndjson\n"

static struct ocxl_element log_element(const char *dev)
{
	struct ocxl_element element = plain_element(dev);

	element.stream_key = "error_log";
	element.stream_record = &ocxl_error_log_record;
	return element;
}

static struct ocxl_element failed_element(const char *dev)
{
	struct ocxl_element element = plain_element(dev);

	element.status = "error";
	element.failure.name = "ETIMEDOUT";
	element.failure.wire_status = 128;
	return element;
}

static const struct ndctl_ocxl_smart_attribute attributes[] = {
	{ 0xc2, 0x3, 100, 70, 90, 71, true },
	{ 0x01, 0, 1, 2, 3, UINT64_MAX, false },
};
static const struct ocxl_smart_summary_record smart = { .attributes = { attributes, 2 } };

static void render_smart(struct fixture *fixture)
{
	struct ocxl_element first =
		section_element("nmem0", NULL, &ocxl_smart_summary_record, &smart);
	struct ocxl_element second = failed_element("nmem1");
	struct ocxl_element third =
		section_element("nmem12", NULL, &ocxl_smart_summary_record, &smart);
	struct ocxl_element fourth = plain_element("nmem3");

	fourth.status = "unsupported";
	fixture_open(fixture, OCXL_FORMAT_TABLE);
	fixture_element(fixture, &first);
	fixture_element(fixture, &second);
	fixture_element(fixture, &third);
	fixture_element(fixture, &fourth);
}

#define TABLE_TEST(name) \
	UNIT_TEST_ON(name, struct fixture *fixture, fixture_setup, fixture_teardown)

TABLE_TEST(test_smart_verbose)
{
	const char *line = "\nnmem0  0xC2 temperature 0x3       100        70    90 ";

	fixture->document.verbose = true;
	render_smart(fixture);
	assert_non_null(strstr(fixture_finish(fixture, 3), line));
}

TABLE_TEST(test_smart_never_cut)
{
	fixture->document.width = 20;
	render_smart(fixture);
	assert_non_null(
		strstr(fixture_finish(fixture, 3), "\n  RAW        18446744073709551615\n"));
}

TABLE_TEST(test_smart_empty)
{
	struct ocxl_smart_summary_record none = { 0 };
	struct ocxl_element element =
		section_element("nmem0", NULL, &ocxl_smart_summary_record, &none);

	fixture_open(fixture, OCXL_FORMAT_TABLE);
	fixture_element(fixture, &element);
	assert_string_equal(fixture_finish(fixture, 0), "nmem0: smart: empty\n");
}

static void render_check(struct fixture *fixture)
{
	struct ocxl_condition_record conditions[] = {
		{ .name = "temperature", .severity = "critical", .message = "hot \x1b[2J" },
		{ .name = "health_unreadable", .severity = "unknown", .message = "denied" },
		{ .name = "dump_pending", .severity = "warning", .message = "waits" },
	};
	struct ocxl_check_record ok = { .verdict = "ok", .not_checked = 1 << 15 };
	struct ocxl_check_record critical = {
		.verdict = "critical",
		.conditions = { conditions, sizeof(conditions) / sizeof(conditions[0]) },
		.not_checked = 1 << 15
	};
	struct ocxl_element first = section_element("nmem0", "check", &ocxl_check_record, &ok);
	struct ocxl_element second =
		section_element("nmem1", "check", &ocxl_check_record, &critical);

	fixture_open(fixture, OCXL_FORMAT_TABLE);
	fixture_element(fixture, &first);
	fixture_element(fixture, &second);
}

TABLE_TEST(test_check)
{
	render_check(fixture);
	assert_string_equal(fixture_finish(fixture, 5),
			    "DIMM  SERIAL     SEVERITY CONDITION         MESSAGE\n"
			    "nmem0 1234567890 ok       -                 -\n"
			    "nmem1 1234567890 critical temperature       hot \\x1b[2J\n"
			    "nmem1 1234567890 unknown  health_unreadable denied\n"
			    "nmem1 1234567890 warning  dump_pending      waits\n"
			    "\nnmem0: 1 condition not checked: critical_resources\n"
			    "nmem1: 1 condition not checked: critical_resources\n");
}

static void render_slots(struct fixture *fixture, unsigned int width)
{
	static const struct ndctl_ocxl_location location = { .slot = "P1-C5" };
	static const struct ocxl_condition_record hot = {
		.name = "temperature",
		.severity = "critical",
		.message = "77 degrees Celsius, the threshold is 70.",
		.action = "Improve the cooling. Run 'ndctl ocxl report nmem1'.",
	};
	const struct ocxl_check_record ok = { .verdict = "ok", .not_checked = 0x3 };
	const struct ocxl_check_record critical = { .verdict = "critical",
						    .conditions = { &hot, 1 } };
	struct ocxl_element first = section_element("nmem0", "check", &ocxl_check_record, &ok);
	struct ocxl_element second =
		section_element("nmem1", "check", &ocxl_check_record, &critical);

	second.location = &location;
	first.has_serial = false;
	fixture->document.width = width;
	fixture_open(fixture, OCXL_FORMAT_TABLE);
	fixture_element(fixture, &first);
	fixture_element(fixture, &second);
}

/* little space for messages: they stand below the rows; less, and the serial number is omitted */
TABLE_TEST(test_check_narrow)
{
	render_slots(fixture, 50);
	assert_string_equal(fixture_finish(fixture, 5),
			    "DIMM  SERIAL     SLOT  SEVERITY CONDITION\n"
			    "nmem0 -          -     ok       -\n"
			    "nmem1 1234567890 P1-C5 critical temperature\n"
			    "      77 degrees Celsius, the threshold is 70.\n"
			    "      Improve the cooling. Run\n"
			    "      'ndctl ocxl report nmem1'.\n"
			    "\nnmem0: 2 conditions not checked: gone,\n"
			    "  not_responding\n");
}

TABLE_TEST(test_check_too_narrow)
{
	render_slots(fixture, 40);
	assert_string_equal(fixture_finish(fixture, 5), "DIMM  SLOT  SEVERITY CONDITION\n"
							"nmem0 -     ok       -\n"
							"nmem1 P1-C5 critical temperature\n"
							"      77 degrees Celsius, the threshold\n"
							"      is 70.\n"
							"      Improve the cooling. Run\n"
							"      'ndctl ocxl report nmem1'.\n"
							"\nnmem0: 2 conditions not checked: gone,\n"
							"  not_responding\n");
}

TABLE_TEST(test_check_color)
{
	const char *text;

	fixture->document.color = true;
	render_check(fixture);
	text = fixture_finish(fixture, 5);
	assert_non_null(strstr(text, "\nnmem0 1234567890 ok "));
	assert_non_null(strstr(
		text, "\n" RED "nmem1 1234567890 critical temperature       hot \\x1b[2J" PLAIN
		      "\n" MAGENTA "nmem1 1234567890 unknown  health_unreadable denied" PLAIN
		      "\n" YELLOW "nmem1 1234567890 warning  dump_pending      waits" PLAIN "\n"));
}

static const struct ocxl_user_record users[] = {
	{ "region", "region0", "nmem0" },
	{ "mount_point", "/srv/\x1b[2J,a b", "region0" },
};

static void check_users(struct fixture *fixture, struct ocxl_list used_by, const char *expected)
{
	const struct ocxl_check_record ok = {
		.present = 1 << OCXL_CHECK_HAS_USED_BY,
		.verdict = "ok",
		.not_checked = 0x1,
		.used_by = used_by,
	};
	struct ocxl_element element = section_element("nmem0", "check", &ocxl_check_record, &ok);

	fixture->document.width = 50;
	fixture_open(fixture, OCXL_FORMAT_TABLE);
	fixture_element(fixture, &element);
	assert_string_equal(strstr(fixture_finish(fixture, 0), "\n\n") + 2, expected);
}

TABLE_TEST(test_check_used)
{
	check_users(fixture, (struct ocxl_list) { users, 2 },
		    "nmem0: used by: region region0, mount_point\n"
		    "  /srv/\\x1b[2J,a b\n"
		    "nmem0: 1 condition not checked: gone\n");
}

TABLE_TEST(test_check_used_by_nobody)
{
	check_users(fixture, (struct ocxl_list) { users, 0 },
		    "nmem0: used by: nobody\nnmem0: 1 condition not checked: gone\n");
}

/* what was found is not everything */
TABLE_TEST(test_check_used_unknown)
{
	check_users(fixture, (struct ocxl_list) { users, 1, .unknown = true },
		    "nmem0: used by: unknown\nnmem0: 1 condition not checked: gone\n");
}

static struct ocxl_info_record info_record(void)
{
	struct ocxl_info_record record = {
		.present = UINT64_MAX,
		.capabilities = {
			.cmd_mask = 0x2fe,
			.serial = UINT64_MAX,
			.capacity_bytes = UINT64_C(256) << 30,
			.label_area_bytes = 1000001,
			.health_status = 0x50,
			.max_dump_bytes = 1023,
			.interface_revision = 0x110,
			.read_latency_ns = 300,
			.readiness_timeout_seconds = 90,
		},
		.location = { .pci_address = "0005:01:00.1", .slot = "C\x1b", .numa_node = 8 },
		.envelope = "call",
		.used_by = { users, 2 },
	};

	memcpy(record.capabilities.fw_version, "\x1b]0;\xff\0\\A", 8);
	memcpy(record.fw_next_version, "V\n", 2);
	return record;
}

TABLE_TEST(test_info)
{
	struct ocxl_info_record record = info_record();

	record.temperature_celsius = 41;
	record.life_remaining_percentage = 98;
	fixture->document.key = "info";
	fixture->document.width = 60;
	assert_string_equal(fixture_section(fixture, OCXL_FORMAT_TABLE, "info", &ocxl_info_record,
					    &record),
			    "nmem0\n"
			    "  Serial number       18446744073709551615\n"
			    "  PCI address         0005:01:00.1\n"
			    "  Slot                C\\x1b\n"
			    "  NUMA node           8\n"
			    "  Firmware            \\x1b]0;\\xff\\x00\\A\n"
			    "  Next firmware       V\\x0a\n"
			    "  Capacity            256 GiB\n"
			    "  Label area          976.6 KiB (1000001 B)\n"
			    "  Interface revision  0x110\n"
			    "  Media read latency  300 ns\n"
			    "  Readiness time-out  1m 30s\n"
			    "  Memory time-out     0 s\n"
			    "  Largest dump        1023 B\n"
			    "  Data buffer         0 B\n"
			    "  Emulated            no\n"
			    "  Envelope            call\n"
			    "  Commands            smart,error_log,heartbeat,stats,\n"
			    "                      capabilities,bit_6,request_health,\n"
			    "                      dump_read\n"
			    "  Driver flags        -\n"
			    "  Health status       0x50\n"
			    "  Health              controller_ready,memory_available\n"
			    "  Controller status   0x0\n"
			    "  Temperature         41 C\n"
			    "  Life remaining      98%\n"
			    "  Used by             region region0\n"
			    "                      mount_point /srv/\\x1b[2J,a b\n");
}

TABLE_TEST(test_info_unknown_is_absent)
{
	struct ocxl_info_record record = { .capabilities = { .serial = 5, .cmd_mask = 2 } };
	struct ocxl_element first = section_element("nmem0", "info", &ocxl_info_record, &record);
	struct ocxl_element second = section_element("nmem1", "info", &ocxl_info_record, &record);

	fixture->document.key = "report";
	fixture->document.color = true;
	fixture_open(fixture, OCXL_FORMAT_TABLE);
	fixture_element(fixture, &first);
	fixture_element(fixture, &second);
	assert_string_equal(fixture_finish(fixture, 0), BOLD "nmem0 info" PLAIN "\n"
							     "  Serial number       5\n"
							     "  Commands            smart\n"
							     "\n" BOLD "nmem1 info" PLAIN "\n"
							     "  Serial number       5\n"
							     "  Commands            smart\n");
}

static struct ocxl_error_log_record log_entry(void)
{
	struct ocxl_error_log_record entry = {
		.entry = {
			.cursor = 1,
			.log_id = 0xffffffff,
			.reference_code = 0xdeadbeef,
			.type = 4,
			.power_on_seconds = UINT32_MAX,
			.card_timestamp = UINT64_MAX,
			.fw_version = "FW\x9b" "1",
			.data_length = 256,
		},
		.read_time = 1795155301,
	};

	return entry;
}

static size_t longest_line(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > longest)
			longest = length;
		text += length + (text[length] == '\n');
	}
	return longest;
}

static void render_log(struct fixture *fixture)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element first = log_element("nmem0");
	struct ocxl_element second = log_element("nmem255");

	fixture_open(fixture, OCXL_FORMAT_TABLE);
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &first, &entry), 0);
	entry.entry.type = 0;
	entry.entry.action_flags = 0x1;
	entry.severity = "critical";
	assert_int_equal(ocxl_render_write_item(fixture->render, &first, &entry), 0);
	first.truncated = true;
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &first), 0);
	fixture_element(fixture, &second);
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	entry.entry.type = 200;
	entry.entry.action_flags = 0x80e00001;
	assert_int_equal(ocxl_render_write_item(fixture->render, &second, &entry), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &second), 0);
}

TABLE_TEST(test_error_log)
{
	render_log(fixture);
	assert_string_equal(
		fixture_finish(fixture, 0),
		"DIMM   TIME              LOG ID     REFERENCE  SEVERITY TYPE               ACTIONS         "
		"POWER ON  DATA\n"
		"nmem0  -                 0xffffffff 0xdeadbeef -        health_performance -              "
		"49710d 6h   256\n"
		"nmem0  -                 0xffffffff 0xdeadbeef critical general            reset          "
		"49710d 6h   256\n"
		"nmem255 -                 0xffffffff 0xdeadbeef critical unknown (200)      "
		"reset,check_firmware,replace,dump,bit_31 49710d 6h   256\n"
		"\n"
		"nmem0: truncated: there is more than is shown\n"
		"nmem255: error_log: empty\n" COLLECTED);
}

#define ROW                                                                   \
	"nmem0  2026-11-20T05:00Z 0xffffffff -        health_performance -\n" \
	"    CURSOR          0x1\n"                                           \
	"    TIME            2026-11-20T05:00:07Z\n"                          \
	"    REFERENCE       0xdeadbeef\n"                                    \
	"    POWER ON        49710d 6h 28m 15s\n"                             \
	"    CARD TIMESTAMP  18446744073709551615\n"                          \
	"    WWID            00000000000000000000000000000000\n"              \
	"    FIRMWARE        FW\\x9b1\n"                                      \
	"    DATA            21\n"                                            \
	"    READ AT         2026-11-20T06:15:01Z\n"

/* what the row of an entry shortens or omits follows below it, its data as a dump */
TABLE_TEST(test_error_log_verbose)
{
	static const uint8_t data[] = "0123456789abcdef\x1b[1m\xff";
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element("nmem0");

	entry.entry.data = data;
	entry.entry.data_length = sizeof(data) - 1;
	entry.present = 1ULL << OCXL_ERROR_LOG_HAS_DATA | 1ULL << OCXL_ERROR_LOG_HAS_TIME;
	entry.time_about = 1795150807;
	fixture->document.width = 80;
	fixture->document.verbose = true;
	fixture_open(fixture, OCXL_FORMAT_TABLE);
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	/* without data */
	entry.present = 1ULL << OCXL_ERROR_LOG_HAS_TIME;
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	assert_string_equal(
		fixture_finish(fixture, 0),
		"DIMM   TIME              LOG ID     SEVERITY TYPE               ACTIONS\n" ROW
		"    0000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
		"    0010  1b 5b 31 6d ff                                    |.[1m.|\n" ROW);
}

/* columns for all details leave the shortened values, and what is only for verbose tables */
TABLE_TEST(test_error_log_verbose_and_wide)
{
	const char *text;

	fixture->document.verbose = true;
	render_log(fixture);
	text = fixture_finish(fixture, 0);
	assert_non_null(strstr(text, "\n    POWER ON        49710d 6h 28m 15s\n"));
	assert_non_null(strstr(text, "\n    WWID"));
	assert_null(strstr(text, "\n    DATA"));
	assert_null(strstr(text, " \n"));
}

/* each row is written at once, not at the end of the document */
TABLE_TEST(test_error_log_streams)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element("nmem0");
	struct ocxl_output *output;
	char line[4096] = "";
	int ends[2];
	int saved;
	int rc;

	assert_int_equal(pipe(ends), 0);
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	rc = ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL);
	if (!rc)
		rc = ocxl_render_open(&fixture->render, OCXL_FORMAT_TABLE, &fixture->document,
				      output);
	if (!rc)
		rc = ocxl_render_write_item(fixture->render, &element, &entry);
	if (!rc)
		rc = ocxl_output_sync(output);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(ends[1]);
	assert_int_equal(rc, 0);
	assert_true(read(ends[0], line, sizeof(line) - 1) > 0);
	close(ends[0]);
	ocxl_output_close(output);
	assert_non_null(strstr(line, "\nnmem0  -                 0xffffffff 0xdeadbeef"));
}

/* in a table of libsmartcols that is too wide, only details are omitted */
TABLE_TEST(test_error_log_list_width)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_error_log_list_record log = { { &entry, 1 } };
	const char *text;

	fixture->document.width = 80;
	text = fixture_section(fixture, OCXL_FORMAT_TABLE, NULL, &ocxl_error_log_list_record, &log);
	assert_true(longest_line(text) <= 80);
	assert_non_null(strstr(text, "-        health_performance"));
	assert_null(strstr(text, "WWID"));
}

/* as many kinds of records as an element has sections: each has its own table, and is released */
TABLE_TEST(test_most_kinds_of_records)
{
	const struct ocxl_heartbeat_record heartbeat = { .response_time_us = 1234 };
	struct ocxl_element element = plain_element("nmem0");
	struct ocxl_record records[OCXL_SECTIONS_MAX];
	const char *at;
	size_t i;

	for (i = 0; i < OCXL_SECTIONS_MAX; i++) {
		records[i] = ocxl_heartbeat_record;
		element.sections[i] =
			(struct ocxl_section) { "heartbeat", &records[i], &heartbeat };
	}
	element.section_count = OCXL_SECTIONS_MAX;
	fixture_open(fixture, OCXL_FORMAT_TABLE);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	assert_int_equal(ocxl_render_finish(fixture->render, 0), 0);
	at = fixture_text(fixture);
	for (i = 0; i < OCXL_SECTIONS_MAX; i++) {
		at = strstr(at, "DIMM ");
		assert_non_null(at);
		at++;
	}
	assert_null(strstr(at, "DIMM "));
	ocxl_render_close(fixture->render);
	fixture->render = NULL;
}
