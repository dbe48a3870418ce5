// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <json-c/json.h>
#include <ocxl-version.h>
#include "render-fixture.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"

static const unsigned char hostile[8] = { 0x00, 0x1b, '"', '\\', 0x7f, 0x80, 0xff, '/' };
#define HOSTILE_JSON "\\u0000\\u001b\\\"\\\\\\u007f\\u0080\\u00ff/"

#define HEAD                                                                              \
	"{\"format_version\":\"1.0\",\"command\":\"heartbeat\",\"tool\":{\"name\":"       \
	"\"ndctl-ocxl\",\"version\":\"" OCXL_VERSION "\",\"ndctl\":\"" OCXL_NDCTL_VERSION \
	"\"},\"time\":\"2026-11-20T06:15:00Z\",\"dimms\":["
#define DIMM                                                               \
	"{\"dev\":\"nmem0\",\"bus\":\"ndbus0\",\"serial\":\"1234567890\"," \
	"\"card\":\"1234567890\","
#define LINE                                                                        \
	"{\"format_version\":\"1.0\",\"command\":\"heartbeat\",\"time\":"           \
	"\"2026-11-20T06:15:00Z\",\"dev\":\"nmem0\",\"bus\":\"ndbus0\",\"serial\":" \
	"\"1234567890\",\"card\":\"1234567890\","

static struct ocxl_element log_element(void)
{
	struct ocxl_element element = fixture_plain_element();

	element.stream_key = "error_log";
	element.stream_record = &ocxl_error_log_record;
	return element;
}

static void fail_element(struct ocxl_element *element)
{
	element->status = "error";
	element->failure.name = "ETIMEDOUT";
	element->failure.wire_status = 128;
	strcpy(element->failure.message, "no answer");
}

#define FAILURE                                                                       \
	"\"status\":\"error\",\"error\":{\"name\":\"ETIMEDOUT\",\"wire_status\":128," \
	"\"message\":\"no answer\"}"

static struct json_object *parse_json(const char *text)
{
	enum json_tokener_error error;
	struct json_object *object = json_tokener_parse_verbose(text, &error);

	assert_int_equal(error, json_tokener_success);
	return object;
}

/* the only DIMM of a document; the caller releases the document */
static struct json_object *first_dimm(struct json_object *document)
{
	return json_object_array_get_idx(json_object_object_get(document, "dimms"), 0);
}

#define JSON_TEST(name) UNIT_TEST_ON(name, struct fixture *fixture, fixture_setup, fixture_teardown)

JSON_TEST(test_failure_without_answer)
{
	struct ocxl_element element = fixture_plain_element();

	fixture_open(fixture, OCXL_FORMAT_JSON);
	fail_element(&element);
	element.failure.wire_status = -1;
	memcpy(element.failure.message, "a\xe9\n\"", 5);
	fixture_element(fixture, &element);
	assert_string_equal(fixture_finish(fixture, 1),
			    HEAD DIMM "\"status\":\"error\",\"error\":{\"name\":\"ETIMEDOUT\","
				      "\"message\":\"a\\u00e9\\u000a\\\"\"}}],"
				      "\"exit_status\":1}\n");
}

static const struct ocxl_command_failure parts[] = {
	{ 3, { "ETIMEDOUT", 128, "no answer" } },
	{ 0, { "ENOMEM", -1, "no memory" } },
	{ 2, { "ECANCELED", -1, "not \x80" } },
};

#define PARTS                                                                                 \
	",\"errors\":[{\"command\":\"heartbeat\",\"name\":\"ETIMEDOUT\",\"wire_status\":128," \
	"\"message\":\"no answer\"},{\"name\":\"ENOMEM\",\"message\":\"no memory\"},"         \
	"{\"command\":\"error_log\",\"name\":\"ECANCELED\",\"message\":\"not \\u0080\"}]"

JSON_TEST(test_all_failures)
{
	struct ocxl_element element = fixture_plain_element();

	fixture_open(fixture, OCXL_FORMAT_JSON);
	fail_element(&element);
	element.failures = parts;
	element.failure_count = 3;
	fixture_element(fixture, &element);
	assert_string_equal(fixture_finish(fixture, 1),
			    HEAD DIMM FAILURE PARTS "}],\"exit_status\":1}\n");
}

/* a verb that reports all failures, without any; a verb that reports only the first one */
JSON_TEST(test_no_list_of_failures)
{
	struct ocxl_element element = fixture_plain_element();

	fixture_open(fixture, OCXL_FORMAT_JSON);
	element.failures = parts;
	fixture_element(fixture, &element);
	fail_element(&element);
	element.failures = NULL;
	element.failure_count = 2;
	fixture_element(fixture, &element);
	assert_null(strstr(fixture_finish(fixture, 3), "errors"));
}

/* above 2^53 - 1, a reader that stores numbers as doubles loses digits */
JSON_TEST(test_inexact_numbers)
{
	struct ocxl_smart_summary_record record = {
		.present = UINT64_MAX,
		.temperature_celsius = (UINT64_C(1) << 53) - 1,
		.life_remaining_percentage = UINT64_C(1) << 53,
		.power_on_hours = (uint64_t)INT64_MAX + 1,
	};
	const char *text = fixture_section(fixture, OCXL_FORMAT_JSON, NULL,
					   &ocxl_smart_summary_record, &record);

	assert_string_equal(text,
			    HEAD DIMM "\"smart\":[],\"temperature_celsius\":9007199254740991,"
				      "\"life_remaining_percentage\":9007199254740992,"
				      "\"life_remaining_percentage_str\":\"9007199254740992\","
				      "\"power_on_hours\":9223372036854775808,"
				      "\"power_on_hours_str\":\"9223372036854775808\","
				      "\"status\":\"ok\"}],\"exit_status\":0}\n");
}

JSON_TEST(test_hostile_text)
{
	struct ocxl_info_record record = { .present = 1 << OCXL_INFO_HAS_FW_VERSION };
	const char *text;
	struct json_object *document;
	struct json_object *version;

	memcpy(record.capabilities.fw_version, hostile, sizeof(hostile));
	text = fixture_section(fixture, OCXL_FORMAT_JSON, "info", &ocxl_info_record, &record);
	assert_non_null(strstr(text, "\"fw_version\":\"" HOSTILE_JSON "\""));
	assert_true(ocxl_text_is_printable(text, strlen(text) - 1));
	document = parse_json(text);
	version = json_object_object_get(json_object_object_get(first_dimm(document), "info"),
					 "fw_version");
	assert_memory_equal(json_object_get_string(version), hostile, 5);
	json_object_put(document);
}

JSON_TEST(test_unknown_is_absent)
{
	struct ocxl_info_record record = { .capabilities = { .serial = UINT64_MAX,
							     .cmd_mask = 2 } };
	const char *text =
		fixture_section(fixture, OCXL_FORMAT_JSON, "info", &ocxl_info_record, &record);

	assert_string_equal(text, HEAD DIMM "\"info\":{"
					    "\"commands\":[\"smart\"]},\"status\":\"ok\"}],"
					    "\"exit_status\":0}\n");
}

JSON_TEST(test_reals)
{
	struct ocxl_stats_record record = {
		.means = {
			.ns = { 123.456789, NAN, INFINITY, 18446744073709551615.0 },
			.cache_read_hit_percentage = 100,
			.cache_write_hit_percentage = 1e-9,
		},
	};
	const char *text =
		fixture_section(fixture, OCXL_FORMAT_JSON, "stats", &ocxl_stats_record, &record);

	assert_non_null(strstr(text, "\"mean_host_load_ns\":123.457,"
				     "\"mean_media_write_ns\":18446744073709551616.0,"
				     "\"cache_read_hit_percentage\":100,"
				     "\"cache_write_hit_percentage\":0}"));
	assert_null(strstr(text, "nan"));
	assert_null(strstr(text, "inf"));
}

JSON_TEST(test_bits_and_counters)
{
	struct ocxl_events_record record = {
		.events = {
			.pending = UINT64_C(1) << 63 | 0x81,
			.count = { 1, 2, 3, 4, 5, 6, UINT64_MAX, 8 },
		},
	};
	const char *text =
		fixture_section(fixture, OCXL_FORMAT_JSON, "events", &ocxl_events_record, &record);

	assert_non_null(strstr(text, "{\"pending\":[\"dump\",\"bit_7\",\"bit_63\"],"
				     "\"counts\":{\"dump\":1,\"error_log\":2,\"hw_fatal\":3,"
				     "\"fw_fatal\":4,\"memory_available\":5,\"smart_notify\":6,"
				     "\"erase_failed\":18446744073709551615,"
				     "\"erase_failed_str\":\"18446744073709551615\"},"));
}

JSON_TEST(test_entries_and_kept_conditions)
{
	struct ocxl_events_record record = {
		.events = { .kept_conditions = 0x85 },
		.entries = { 9, 10, 11, 12, 13, [NDCTL_OCXL_ERROR_LOG_TYPES] = UINT64_MAX },
	};
	const char *text =
		fixture_section(fixture, OCXL_FORMAT_JSON, "events", &ocxl_events_record, &record);

	assert_non_null(strstr(
		text, ",\"entries\":{\"general\":9,\"predictive_failure\":10,"
		      "\"thermal_warning\":11,\"data_loss\":12,"
		      "\"health_performance\":13,"
		      "\"other\":18446744073709551615,"
		      "\"other_str\":\"18446744073709551615\"},"
		      "\"kept_conditions\":[\"data_loss\",\"predictive_failure\",\"bit_7\"]}"));
}

static struct ocxl_error_log_record log_entry(void)
{
	struct ocxl_error_log_record entry = {
		.present = 1 << OCXL_ERROR_LOG_HAS_DATA,
		.entry = {
			.cursor = UINT64_MAX,
			.log_id = 0,
			.reference_code = 0xdeadbeef,
			.type = 2,
			.action_flags = 0x600003,
			.power_on_seconds = 7,
			.card_timestamp = UINT64_MAX,
			.wwid = { 1, UINT64_MAX },
			.data = (const unsigned char *)"\x00\x9f\xff",
			.data_length = 3,
		},
		.read_time = 1795155301,
	};

	memcpy(entry.entry.fw_version, hostile, sizeof(hostile));
	return entry;
}

#define ENTRY                                                                                 \
	"{\"cursor\":\"0xffffffffffffffff\",\"log_id\":\"0x0\",\"reference_code\":"           \
	"\"0xdeadbeef\",\"type\":\"thermal_warning\",\"type_code\":2,\"actions\":[\"reset\"," \
	"\"bit_1\",\"check_firmware\",\"replace\"],\"action_flags\":\"0x600003\","            \
	"\"power_on_seconds\":7,\"card_timestamp\":18446744073709551615,"                     \
	"\"card_timestamp_str\":\"18446744073709551615\",\"wwid\":"                           \
	"\"0000000000000001ffffffffffffffff\",\"fw_version\":\"" HOSTILE_JSON "\","           \
	"\"data_bytes\":3,\"data\":\"009fff\",\"read_time\":\"2026-11-20T06:15:01Z\"}"

JSON_TEST(test_stream)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element();

	fixture_open(fixture, OCXL_FORMAT_JSON);
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	element.truncated = true;
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	fixture_element(fixture, &element);
	fail_element(&element);
	fixture_element(fixture, &element);
	assert_string_equal(fixture_finish(fixture, 3),
			    HEAD DIMM "\"error_log\":[" ENTRY "," ENTRY "],"
				      "\"truncated\":true,\"status\":\"ok\"}," DIMM
				      "\"error_log\":[],\"truncated\":true,\"status\":\"ok\"}," DIMM
				      "\"truncated\":true," FAILURE "}],\"exit_status\":3}\n");
}

JSON_TEST(test_stream_indented)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element();
	struct json_object *document;
	const char *text;

	fixture->document.indent = true;
	/* json-c would escape such bytes differently */
	memset(entry.entry.fw_version, 0, sizeof(entry.entry.fw_version));
	fixture_open(fixture, OCXL_FORMAT_JSON);
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	text = fixture_finish(fixture, 0);
	document = parse_json(text);
	assert_memory_equal(text, json_object_to_json_string_ext(document, JSON_C_TO_STRING_PRETTY),
			    strlen(text) - 1);
	json_object_put(document);
}

JSON_TEST(test_stream_unknown_words)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element();
	const char *text;

	entry.entry.type = 200;
	entry.entry.action_flags = 0;
	entry.present = 0;
	fixture_open(fixture, OCXL_FORMAT_NDJSON);
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	text = fixture_finish(fixture, 0);
	assert_non_null(strstr(text, "\"type\":\"unknown\",\"type_code\":200,"
				     "\"actions\":[],\"action_flags\":\"0x0\""));
	assert_null(strstr(text, "\"data\":"));
}

JSON_TEST(test_ndjson_never_indented)
{
	struct ocxl_element element = fixture_plain_element();

	fixture->document.indent = true;
	fail_element(&element);
	fixture_open(fixture, OCXL_FORMAT_NDJSON);
	fixture_element(fixture, &element);
	assert_string_equal(fixture_finish(fixture, 1), LINE FAILURE "}\n");
}

JSON_TEST(test_ndjson_stream)
{
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element();

	fixture_open(fixture, OCXL_FORMAT_NDJSON);
	/* entries and no failure: no further line */
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	/* no entries */
	fixture_element(fixture, &element);
	/* an entry, then a failure */
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_write_item(fixture->render, &element, &entry), 0);
	fail_element(&element);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	assert_string_equal(fixture_finish(fixture, 3),
			    LINE "\"error_log\":" ENTRY ",\"status\":\"ok\"}\n" LINE
				 "\"error_log\":" ENTRY ",\"status\":\"ok\"}\n" LINE FAILURE "}\n");
}

JSON_TEST(test_ndjson_stream_truncated)
{
	struct ocxl_element element = log_element();

	fixture_open(fixture, OCXL_FORMAT_NDJSON);
	element.truncated = true;
	fixture_element(fixture, &element);
	assert_string_equal(fixture_finish(fixture, 0),
			    LINE "\"truncated\":true,\"status\":\"ok\"}\n");
}

/* each line is flushed, because the next one may come much later */
JSON_TEST(test_ndjson_is_flushed)
{
	struct ocxl_element element = fixture_plain_element();
	struct ocxl_output *output;
	char line[512] = "";
	int ends[2];
	int saved;

	assert_int_equal(pipe(ends), 0);
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	assert_int_equal(ocxl_output_open(&output, OCXL_OUTPUT_STANDARD, NULL, 0, NULL), 0);
	assert_int_equal(ocxl_render_open(&fixture->render, OCXL_FORMAT_NDJSON, &fixture->document,
					  output),
			 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(ends[1]);
	assert_true(read(ends[0], line, sizeof(line) - 1) > 0);
	close(ends[0]);
	ocxl_output_close(output);
	assert_string_equal(line, LINE "\"status\":\"ok\"}\n");
}

JSON_TEST(test_output_error_is_returned)
{
	enum ocxl_format formats[] = { OCXL_FORMAT_JSON, OCXL_FORMAT_NDJSON, OCXL_FORMAT_TABLE };
	struct ocxl_error_log_record entry = log_entry();
	struct ocxl_element element = log_element();
	size_t i;

	for (i = 0; i < 3; i++) {
		struct ocxl_output *output;
		struct ocxl_render *render;

		assert_int_equal(
			ocxl_output_open(&output, OCXL_OUTPUT_REPLACE, "/dev/full", 0600, NULL), 0);
		assert_int_equal(ocxl_render_open(&render, formats[i], &fixture->document, output),
				 0);
		assert_int_equal(ocxl_render_begin_dimm(render), 0);
		ocxl_render_write_item(render, &element, &entry);
		assert_int_equal(ocxl_output_sync(output), -ENOSPC);
		assert_int_equal(ocxl_render_write_item(render, &element, &entry), -ENOSPC);
		ocxl_render_close(render);
		ocxl_output_close(output);
	}
}
