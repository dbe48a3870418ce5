// SPDX-License-Identifier: GPL-2.0-only
/* Documents of intervals, in each format. */
#include <ocxl-version.h>
#include "ocxl/records/rates.h"
#include "ocxl/records/records.h"
#include "render-fixture.h"

#define HEAD                                                                              \
	"{\"format_version\":\"1.0\",\"command\":\"heartbeat\",\"tool\":{\"name\":"       \
	"\"ndctl-ocxl\",\"version\":\"" OCXL_VERSION "\",\"ndctl\":\"" OCXL_NDCTL_VERSION \
	"\"},\"time\":\"2026-11-20T06:15:00Z\",\"intervals\":["
#define INTERVAL "{\"time\":\"2026-11-20T06:15:00Z\",\"dimms\":["
#define DIMM(number)                                                    \
	"{\"dev\":\"nmem" number "\",\"bus\":\"ndbus0\",\"heartbeat\":" \
	"{\"response_time_us\":1},\"status\":\"ok\"}"

static const struct ocxl_heartbeat_record one = { 1 };
static const struct ocxl_heartbeat_record both = { 2 };
static const struct ocxl_section total = { "heartbeat", &ocxl_heartbeat_record, &both };

/* FIXTURE_TIME in a table */
#define CLOCK "06:15:00Z"

static void open_intervals(struct fixture *fixture, enum ocxl_format format)
{
	fixture->document.intervals = true;
	fixture->document.timed = true;
	fixture_open(fixture, format);
}

static void render_dimm(struct fixture *fixture, const char *dev)
{
	struct ocxl_element element = { .dev = dev, .bus = "ndbus0", .status = "ok" };

	element.sections[0] = (struct ocxl_section) { "heartbeat", &ocxl_heartbeat_record, &one };
	element.section_count = 1;
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
}

static void begin_interval(struct fixture *fixture)
{
	assert_int_equal(ocxl_render_begin_interval(fixture->render), 0);
}

static void end_interval(struct fixture *fixture, const struct ocxl_section *section)
{
	assert_int_equal(ocxl_render_end_interval(fixture->render, section), 0);
}

static void show_two_intervals(struct fixture *fixture)
{
	begin_interval(fixture);
	render_dimm(fixture, "nmem0");
	render_dimm(fixture, "nmem1");
	end_interval(fixture, &total);
	begin_interval(fixture);
	render_dimm(fixture, "nmem0");
	end_interval(fixture, NULL);
}

#define TEST(name) UNIT_TEST_ON(name, struct fixture *fixture, fixture_setup, fixture_teardown)

TEST(test_json)
{
	open_intervals(fixture, OCXL_FORMAT_JSON);
	show_two_intervals(fixture);
	assert_string_equal(
		fixture_finish(fixture, 0),
		HEAD INTERVAL DIMM("0") "," DIMM("1") "],\"total\":"
						      "{\"response_time_us\":2}}," INTERVAL DIMM(
							      "0") "]}],"
								   "\"exit_status\":0}\n");
}

TEST(test_json_none)
{
	open_intervals(fixture, OCXL_FORMAT_JSON);
	assert_string_equal(fixture_finish(fixture, 0), HEAD "],\"exit_status\":0}\n");
}

TEST(test_json_no_dimms)
{
	open_intervals(fixture, OCXL_FORMAT_JSON);
	begin_interval(fixture);
	end_interval(fixture, NULL);
	assert_string_equal(fixture_finish(fixture, 2), HEAD INTERVAL "]}],\"exit_status\":2}\n");
}

TEST(test_json_indented)
{
	fixture->document.indent = true;
	open_intervals(fixture, OCXL_FORMAT_JSON);
	begin_interval(fixture);
	render_dimm(fixture, "nmem0");
	end_interval(fixture, &total);
	assert_non_null(strstr(fixture_finish(fixture, 0),
			       "\n  \"intervals\":[\n"
			       "    {\n"
			       "      \"time\":\"2026-11-20T06:15:00Z\",\n"
			       "      \"dimms\":[\n"
			       "        {\n"
			       "          \"dev\":\"nmem0\",\n"
			       "          \"bus\":\"ndbus0\",\n"
			       "          \"heartbeat\":{\n"
			       "            \"response_time_us\":1\n"
			       "          },\n"
			       "          \"status\":\"ok\"\n"
			       "        }\n"
			       "      ],\n"
			       "      \"total\":{\n"
			       "        \"response_time_us\":2\n"
			       "      }\n"
			       "    }\n"
			       "  ],\n"
			       "  \"exit_status\":0\n}\n"));
}

TEST(test_ndjson)
{
	open_intervals(fixture, OCXL_FORMAT_NDJSON);
	begin_interval(fixture);
	render_dimm(fixture, "nmem0");
	end_interval(fixture, &total);
	begin_interval(fixture);
	end_interval(fixture, NULL);
	assert_string_equal(fixture_finish(fixture, 0),
			    "{\"format_version\":\"1.0\",\"command\":\"heartbeat\",\"time\":"
			    "\"2026-11-20T06:15:00Z\",\"dev\":\"nmem0\",\"bus\":\"ndbus0\","
			    "\"heartbeat\":{\"response_time_us\":1},\"status\":\"ok\"}\n"
			    "{\"format_version\":\"1.0\",\"command\":\"heartbeat\",\"time\":"
			    "\"2026-11-20T06:15:00Z\",\"dev\":\"all\","
			    "\"heartbeat\":{\"response_time_us\":2},\"status\":\"ok\"}\n");
}

/* a single DIMM needs no line for all DIMMs */
TEST(test_table)
{
	open_intervals(fixture, OCXL_FORMAT_TABLE);
	show_two_intervals(fixture);
	assert_string_equal(fixture_finish(fixture, 0),
			    "TIME      DIMM   RESPONSE TIME\n" CLOCK " nmem0           1 us\n" CLOCK
			    " nmem1           1 us\n" CLOCK " all             2 us\n" CLOCK
			    " nmem0           1 us\n");
}

/* three lines: the headings and two rows */
TEST(test_table_headings_once_a_screen)
{
	fixture->document.height = 4;
	open_intervals(fixture, OCXL_FORMAT_TABLE);
	show_two_intervals(fixture);
	assert_string_equal(fixture_finish(fixture, 0),
			    "TIME      DIMM   RESPONSE TIME\n" CLOCK " nmem0           1 us\n" CLOCK
			    " nmem1           1 us\n"
			    "TIME      DIMM   RESPONSE TIME\n" CLOCK " all             2 us\n" CLOCK
			    " nmem0           1 us\n");
}

TEST(test_table_failure)
{
	struct ocxl_element element = { .dev = "nmem1", .bus = "ndbus1", .status = "error" };

	element.failure.name = "EIO";
	open_intervals(fixture, OCXL_FORMAT_TABLE);
	begin_interval(fixture);
	render_dimm(fixture, "nmem0");
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	end_interval(fixture, NULL);
	begin_interval(fixture);
	render_dimm(fixture, "nmem0");
	end_interval(fixture, NULL);
	assert_string_equal(fixture_finish(fixture, 3),
			    "TIME      DIMM   RESPONSE TIME\n" CLOCK " nmem0           1 us\n"
			    "nmem1: error (EIO)\n" CLOCK " nmem0           1 us\n");
}

TEST(test_table_none)
{
	open_intervals(fixture, OCXL_FORMAT_TABLE);
	begin_interval(fixture);
	end_interval(fixture, NULL);
	assert_string_equal(fixture_finish(fixture, 2), "no DIMMs\n");
}

TEST(test_table_reset)
{
	struct ocxl_rates_record record;
	const struct ndctl_ocxl_stats before = { .reset_count = 1 };
	const struct ndctl_ocxl_stats after = { .reset_count = 2, .host_load_count = 9 };
	struct ocxl_element element = { .dev = "nmem0", .bus = "ndbus0", .status = "ok" };
	struct ocxl_rates_growth growth;

	ocxl_rates_measure(&record, &growth, &before, &after, 1000);
	element.sections[0] = (struct ocxl_section) { "stats", &ocxl_rates_record, &record };
	element.section_count = 1;
	open_intervals(fixture, OCXL_FORMAT_TABLE);
	begin_interval(fixture);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), 0);
	end_interval(fixture, NULL);
	assert_non_null(strstr(fixture_finish(fixture, 0), "RESET\n" CLOCK " nmem0 "));
	assert_non_null(strstr(fixture->text, " - yes"));
}
