// SPDX-License-Identifier: GPL-2.0-only
/* Prometheus text. */
#include <ctype.h>
#include <ocxl-version.h>
#include "ocxl/render/render.h"
#include "ocxl/render/render-metrics.h"
#include "ocxl/records/records.h"
#include "render-fixture.h"

#define SERIES_OF_A_CARD       38
#define SERIES_OF_AN_ATTRIBUTE 5

static struct ndctl_ocxl_smart_attribute attributes[256];
static struct ocxl_smart_summary_record smart;
static struct ocxl_stats_record stats;
static struct ocxl_events_record events;
static struct ocxl_condition_record conditions[4];
static struct ocxl_check_record check;
static struct ocxl_info_record info;
static struct ocxl_metrics_record scrape;

/* a card that answered all commands, with @count attributes */
static struct ocxl_element whole_card(const char *dev, size_t count)
{
	struct ocxl_element element = {
		.dev = dev,
		.bus = "ndbus0",
		.serial = UINT64_MAX,
		.has_serial = true,
		.card = "nmem0@C5",
		.status = "ok",
		.sections = { { NULL, &ocxl_smart_summary_record, &smart },
			      { "stats", &ocxl_stats_record, &stats },
			      { "events", &ocxl_events_record, &events },
			      { "info", &ocxl_info_record, &info },
			      { "scrape", &ocxl_metrics_record, &scrape },
			      { "check", &ocxl_check_record, &check } },
		.section_count = 6,
	};
	size_t i;

	for (i = 0; i < count; i++) {
		attributes[i].id = i;
	}
	smart.attributes.records = attributes;
	smart.attributes.count = count;
	check.verdict = "ok";
	check.conditions.records = conditions;
	smart.present = info.present = scrape.present = UINT64_MAX;
	return element;
}

static int reset_records(void **state)
{
	memset(attributes, 0, sizeof(attributes));
	memset(&smart, 0, sizeof(smart));
	memset(&stats, 0, sizeof(stats));
	memset(&events, 0, sizeof(events));
	memset(conditions, 0, sizeof(conditions));
	memset(&check, 0, sizeof(check));
	memset(&info, 0, sizeof(info));
	memset(&scrape, 0, sizeof(scrape));
	return fixture_setup(state);
}

static const char *render_metrics(struct fixture *fixture, const struct ocxl_element *elements,
				  size_t count)
{
	size_t i;

	fixture_open(fixture, OCXL_FORMAT_METRICS);
	for (i = 0; i < count; i++)
		fixture_element(fixture, &elements[i]);
	return fixture_finish(fixture, 0);
}

static unsigned int count_lines(const char *text, bool comments)
{
	unsigned int count = 0;

	for (; *text; text = strchr(text, '\n') + 1) {
		assert_non_null(strchr(text, '\n'));
		count += (*text == '#') == comments;
	}
	return count;
}

static bool has_line(const char *text, const char *line)
{
	size_t length = strlen(line);
	const char *found = text;

	while ((found = strstr(found, line))) {
		if ((found == text || found[-1] == '\n') && found[length] == '\n')
			return true;
		found++;
	}
	return false;
}

/* the field with the value of a family */
static const struct ocxl_field *field_of(const struct ocxl_metric *metric)
{
	const struct ocxl_record *const places[] = { metric->record, &ocxl_smart_attribute_record };
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct ocxl_field *field;

		for (field = places[i]->fields; field->key; field++) {
			if (!strcmp(field->key, metric->key))
				return field;
		}
	}
	return NULL;
}

UNIT_TEST(test_rows)
{
	const struct ocxl_metric *metric;

	for (metric = ocxl_metric_table; metric->name; metric++) {
		size_t length = strlen(metric->name);
		const char *c;

		for (c = metric->name; *c; c++)
			assert_true(islower(*c) || *c == '_');
		for (c = metric->help; *c; c++)
			assert_true(isprint(*c) && *c != '\\');
		assert_int_equal(metric->counter,
				 length > 6 && !strcmp(metric->name + length - 6, "_total"));
		assert_true(metric->key || metric->write_samples);
		if (metric->key)
			assert_non_null(field_of(metric));
	}
}

#define TEST(name) UNIT_TEST_ON(name, struct fixture *fixture, reset_records, fixture_teardown)

TEST(test_none)
{
	assert_string_equal(render_metrics(fixture, NULL, 0), "");
}

/* the host has metrics without a DIMM */
TEST(test_host)
{
	struct ocxl_host_record host = { .driver_loaded = true };
	const char *text;

	strcpy(host.driver_version, "1\"\x1b\\");
	fixture->document.host_record = &host;
	fixture_open(fixture, OCXL_FORMAT_METRICS);
	text = fixture_finish(fixture, 5);
	assert_int_equal(count_lines(text, false), 5);
	assert_int_equal(count_lines(text, true), 2 * 5);
	assert_true(has_line(text, "ndctl_ocxl_dimms 0"));
	assert_true(has_line(text, "ndctl_ocxl_driver_loaded 1"));
	assert_true(has_line(text, "ndctl_ocxl_last_run_exit_status 5"));
	assert_true(has_line(text,
			     "ndctl_ocxl_build_info{version=\"" OCXL_VERSION
			     "\",ndctl=\"" OCXL_NDCTL_VERSION "\",driver=\"1\\\"\\\\x1b\\\\\"} 1"));
}

/* a DIMM without sections: a window without a controller */
TEST(test_nothing_read)
{
	struct ocxl_element element = whole_card("nmem0", 0);

	element.section_count = 0;
	assert_string_equal(render_metrics(fixture, &element, 1), "");
}

TEST(test_unknown_is_absent)
{
	struct ocxl_element element = whole_card("nmem0", 0);

	element.sections[0] = element.sections[4];
	element.sections[1] = element.sections[3];
	element.section_count = 2;
	element.has_serial = false;
	element.card = NULL;
	scrape.present = info.present = 0;
	assert_string_equal(
		render_metrics(fixture, &element, 1),
		"# HELP ndctl_ocxl_up Whether the controller answered in this run\n"
		"# TYPE ndctl_ocxl_up gauge\n"
		"ndctl_ocxl_up{dimm=\"nmem0\",serial=\"\",card=\"\"} 0\n"
		"# HELP ndctl_ocxl_scrape_duration_seconds Time that it took to ask "
		"the card\n"
		"# TYPE ndctl_ocxl_scrape_duration_seconds gauge\n"
		"ndctl_ocxl_scrape_duration_seconds{dimm=\"nmem0\",serial=\"\",card=\"\"} 0\n");
}

/* the number of series in the manual page */
TEST(test_number_of_series)
{
	struct ocxl_element element = whole_card("nmem0", 3);
	unsigned int families = 0;
	const char *text;

	while (ocxl_metric_table[families].name)
		families++;
	text = render_metrics(fixture, &element, 1);
	assert_int_equal(count_lines(text, false), SERIES_OF_A_CARD + 3 * SERIES_OF_AN_ATTRIBUTE);
	/* only a card with a condition has that family */
	assert_int_equal(count_lines(text, true), 2 * (families - 1));
}

TEST(test_most_series)
{
	struct ocxl_element element = whole_card("nmem0", 255);

	assert_int_equal(count_lines(render_metrics(fixture, &element, 1), false),
			 SERIES_OF_A_CARD + 255 * SERIES_OF_AN_ATTRIBUTE);
}

/* Prometheus would reject the whole text because of a duplicate series */
TEST(test_attribute_listed_twice)
{
	struct ocxl_element element = whole_card("nmem0", 2);
	const char *text;

	attributes[0].id = attributes[1].id = 0xc2;
	attributes[0].raw = 1;
	attributes[1].raw = 2;
	text = render_metrics(fixture, &element, 1);
	assert_int_equal(count_lines(text, false), SERIES_OF_A_CARD + SERIES_OF_AN_ATTRIBUTE);
	assert_true(has_line(
		text,
		"ndctl_ocxl_smart_raw{dimm=\"nmem0\",serial="
		"\"18446744073709551615\",card=\"nmem0@C5\",attribute=\"0xc2\",name=\"temperature\"} "
		"1"));
}

#define CARD "{dimm=\"nmem0\",serial=\"18446744073709551615\",card=\"nmem0@C5\""

/* a condition has one series, however many attributes are conditions */
TEST(test_conditions)
{
	static const char *const names[] = { "temperature", "attribute_failing",
					     "attribute_failing", "dump_pending" };
	struct ocxl_element element = whole_card("nmem0", 0);
	const char *text;
	size_t i;

	for (i = 0; i < 4; i++) {
		conditions[i].name = names[i];
		conditions[i].severity = i < 3 ? "critical" : "warning";
	}
	check.conditions.count = 4;
	check.verdict = "critical";
	text = render_metrics(fixture, &element, 1);
	assert_int_equal(count_lines(text, false), SERIES_OF_A_CARD + 3);
	assert_true(has_line(text, "ndctl_ocxl_severity" CARD "} 3"));
	for (i = 0; i < 4; i++) {
		char line[160];

		snprintf(line, sizeof(line),
			 "ndctl_ocxl_condition" CARD ",condition=\"%s\",severity=\"%s\"} 1",
			 conditions[i].name, conditions[i].severity);
		assert_true(has_line(text, line));
	}
}

/* a greater number is worse */
UNIT_TEST_WITH(test_severity, reset_records, fixture_teardown)
{
	static const char *const verdicts[] = { "ok", "warning", "unknown", "critical" };
	size_t i;

	for (i = 0; i < 4; i++) {
		struct ocxl_element element = whole_card("nmem0", 0);
		char line[96];

		check.verdict = verdicts[i];
		snprintf(line, sizeof(line), "ndctl_ocxl_severity" CARD "} %zu", i);
		assert_true(has_line(render_metrics(*state, &element, 1), line));
		fixture_teardown(state);
		reset_records(state);
	}
}

TEST(test_extremes)
{
	struct ocxl_element element = whole_card("nmem0", 1);
	const char *text;

	attributes[0].raw = UINT64_MAX;
	attributes[0].failing = true;
	stats.counters.host_load_count = stats.counters.host_load_duration_ns = UINT64_MAX;
	stats.counters.critical_resource_utilization_percentage = 100;
	events.events.count[6] = UINT64_MAX;
	scrape.life_remaining_percentage = 100;
	scrape.duration_us = 1500;
	scrape.memory_available = true;
	text = render_metrics(fixture, &element, 1);
	assert_true(has_line(text, "ndctl_ocxl_smart_raw" CARD
				   ",attribute=\"0x00\",name=\"unknown\"} 18446744073709551615"));
	assert_true(has_line(text, "ndctl_ocxl_smart_failing" CARD
				   ",attribute=\"0x00\",name=\"unknown\"} 1"));
	assert_true(has_line(text, "ndctl_ocxl_host_loads_total" CARD "} 18446744073709551615"));
	assert_true(has_line(text,
			     "ndctl_ocxl_host_load_seconds_total" CARD "} 18446744073.709551615"));
	assert_true(has_line(text, "ndctl_ocxl_critical_resource_utilization_ratio" CARD "} 1"));
	assert_true(has_line(text, "ndctl_ocxl_events_total" CARD
				   ",event=\"erase_failed\"} 18446744073709551615"));
	assert_true(has_line(text, "ndctl_ocxl_life_remaining_ratio" CARD "} 1"));
	assert_true(has_line(text, "ndctl_ocxl_scrape_duration_seconds" CARD "} 0.0015"));
	assert_true(has_line(text, "ndctl_ocxl_ready" CARD "} 0"));
	assert_true(has_line(text, "ndctl_ocxl_memory_available" CARD "} 1"));
}
