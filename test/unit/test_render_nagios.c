// SPDX-License-Identifier: GPL-2.0-only
/* Output of a monitoring plug-in: the line, the ranges of performance data, the details. */
#include <ccan/array_size/array_size.h>
#include "ocxl/records/records.h"
#include "render-fixture.h"

#define TEMPERATURE    0xC2
#define LIFE_REMAINING 0xCA

/* a DIMM with all sections of "check" */
struct card {
	struct ndctl_ocxl_smart_attribute attributes[2];
	struct ocxl_smart_summary_record smart;
	struct ocxl_stats_record stats;
	struct ocxl_condition_record conditions[4];
	struct ocxl_check_record check;
	struct ocxl_element element;
};

static const struct ocxl_condition_record hot = {
	.present = 1ULL << OCXL_CONDITION_HAS_VALUE | 1ULL << OCXL_CONDITION_HAS_THRESHOLD |
		   1ULL << OCXL_CONDITION_HAS_ATTRIBUTE,
	.name = "temperature",
	.severity = "critical",
	.message = "too hot",
	.value = 77,
	.threshold = 70,
	.unit = "Cel",
	.attribute = TEMPERATURE,
};

static void init_card(struct card *card, const char *dev)
{
	memset(card, 0, sizeof(*card));
	card->attributes[0] = (struct ndctl_ocxl_smart_attribute) { .id = TEMPERATURE,
								    .raw = 45,
								    .threshold = 70 };
	card->attributes[1] = (struct ndctl_ocxl_smart_attribute) { .id = LIFE_REMAINING,
								    .raw = 98,
								    .threshold = 10 };
	card->smart.attributes.records = card->attributes;
	card->smart.attributes.count = ARRAY_SIZE(card->attributes);
	card->stats.counters.critical_resource_utilization_percentage = 3;
	card->check.verdict = "ok";
	card->check.conditions.records = card->conditions;
	card->element = (struct ocxl_element) {
		.dev = dev,
		.status = "ok",
		.sections = { { "check", &ocxl_check_record, &card->check },
			      { NULL, &ocxl_smart_summary_record, &card->smart },
			      { NULL, &ocxl_stats_record, &card->stats } },
		.section_count = 3,
	};
}

/* nmem0, nmem1 and nmem2 */
static void init_cards(struct card cards[3])
{
	init_card(&cards[0], "nmem0");
	init_card(&cards[1], "nmem1");
	init_card(&cards[2], "nmem2");
}

static void add_condition(struct card *card, struct ocxl_condition_record condition)
{
	if (!card->check.conditions.count)
		card->check.verdict = condition.severity;
	card->conditions[card->check.conditions.count++] = condition;
}

static void write_cards(struct fixture *fixture, struct card cards[3])
{
	size_t i;

	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	for (i = 0; i < 3; i++)
		fixture_element(fixture, &cards[i].element);
}

/* without performance data */
static void write_verdicts(struct fixture *fixture, struct card cards[3])
{
	size_t i;

	for (i = 0; i < 3; i++)
		cards[i].element.section_count = 1;
	write_cards(fixture, cards);
}

static const char *finish_with_verdict(struct fixture *fixture, const char *verdict)
{
	fixture->document.verdict = verdict;
	return fixture_finish(fixture, 0);
}

#define TEST(name) UNIT_TEST_ON(name, struct fixture *fixture, fixture_setup, fixture_teardown)

TEST(test_nagios_ranges)
{
	struct card card;

	init_card(&card, "nmem0");
	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	fixture_element(fixture, &card.element);
	assert_string_equal(finish_with_verdict(fixture, "ok"),
			    "OCXL OK - 1 of 1 ok | nmem0_temperature=45;64;69"
			    " nmem0_life_remaining=98%;16:;11:;0;100"
			    " nmem0_critical_resources=3%;89;;0;100\n");
}

TEST(test_nagios_unusual_ranges)
{
	struct card cards[3];

	init_cards(cards);
	/* no threshold; percentages without a meaning */
	cards[0].attributes[0].threshold = 0;
	cards[0].attributes[1].raw = 101;
	cards[0].stats.counters.critical_resource_utilization_percentage = 101;
	/* limits below zero */
	cards[1].attributes[0].threshold = 3;
	cards[1].attributes[1].threshold = 255;
	cards[1].stats.counters.critical_resource_utilization_percentage = 100;
	/* neither SMART nor statistics */
	cards[2].element.section_count = 1;
	write_cards(fixture, cards);
	assert_string_equal(finish_with_verdict(fixture, "ok"),
			    "OCXL OK - 3 of 3 ok | nmem0_temperature=45"
			    " nmem1_temperature=45;~:-3;2 nmem1_life_remaining=98%;261:;256:;0;100"
			    " nmem1_critical_resources=100%;89;;0;100\n");
}

TEST(test_nagios_first_attribute_counts)
{
	struct card card;

	init_card(&card, "nmem0");
	card.attributes[1].id = TEMPERATURE;
	card.element.section_count = 2;
	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	fixture_element(fixture, &card.element);
	assert_string_equal(finish_with_verdict(fixture, "ok"),
			    "OCXL OK - 1 of 1 ok | nmem0_temperature=45;64;69\n");
}

TEST(test_nagios_reasons)
{
	struct card cards[3];

	init_cards(cards);
	add_condition(&cards[1], hot);
	write_verdicts(fixture, cards);
	assert_string_equal(
		finish_with_verdict(fixture, "critical"),
		"OCXL CRITICAL - nmem1: temperature 77 degrees Celsius, threshold 70; 2 of 3 ok\n"
		"nmem1: critical: temperature: too hot\n");
}

/* up to three of the worst conditions are in the line */
TEST(test_nagios_worst_reasons)
{
	const struct ocxl_condition_record lost = { .name = "data_loss",
						    .severity = "critical",
						    .message = "lost" };
	const struct ocxl_condition_record log = { .name = "error_log_pending",
						   .severity = "warning",
						   .message = "entries" };
	static const char line[] =
		"OCXL CRITICAL - nmem0: data_loss, temperature 77 degrees Celsius, threshold 70 and 1 other condition;"
		" nmem1: data_loss, data_loss, data_loss and 1 other condition; 1 of 3 ok\n";
	struct card cards[3];

	init_cards(cards);
	add_condition(&cards[0], lost);
	add_condition(&cards[0], hot);
	add_condition(&cards[0], log);
	add_condition(&cards[1], lost);
	add_condition(&cards[1], lost);
	add_condition(&cards[1], lost);
	add_condition(&cards[1], lost);
	write_verdicts(fixture, cards);
	assert_memory_equal(finish_with_verdict(fixture, "critical"), line, strlen(line));
}

/* the worst DIMMs first; bytes that a terminal or the monitoring system would interpret */
TEST(test_nagios_order_and_escapes)
{
	const struct ocxl_condition_record worn = {
		.present = hot.present,
		.name = "attribute_failing",
		.severity = "critical",
		.message = "a|b\n\033[31m",
		.value = 5,
		.threshold = 6,
		.attribute = 0x42,
	};
	const struct ocxl_condition_record log = { .name = "error_log_pending",
						   .severity = "warning",
						   .message = "entries" };
	const struct ocxl_condition_record secret = { .name = "health_unreadable",
						      .severity = "unknown",
						      .message = "denied" };
	struct card cards[3];

	init_cards(cards);
	add_condition(&cards[0], log);
	add_condition(&cards[1], secret);
	add_condition(&cards[2], worn);
	add_condition(&cards[2], log);
	cards[1].check.not_checked = 1ULL << NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES;
	fixture->document.ignored = 1ULL << NDCTL_OCXL_CONDITION_DUMP_PENDING;
	write_verdicts(fixture, cards);
	assert_string_equal(
		finish_with_verdict(fixture, "critical"),
		"OCXL CRITICAL - nmem2: attribute_failing 0x42 5, threshold 6 and 1 other condition;"
		" nmem1: health_unreadable; nmem0: error_log_pending; 0 of 3 ok, 1 condition not checked\n"
		"ignored: dump_pending\n"
		"nmem2: critical: attribute_failing: a/b\\x0a\\x1b[31m\n"
		"nmem2: warning: error_log_pending: entries\n"
		"nmem1: unknown: health_unreadable: denied\n"
		"nmem1: not checked: critical_resources\n"
		"nmem0: warning: error_log_pending: entries\n");
}

TEST(test_nagios_without_a_verdict)
{
	const struct ocxl_element window = { .dev = "nmem0", .status = "unsupported" };
	const struct ocxl_element failed = {
		.dev = "nmem1",
		.status = "error",
		.failure = { .name = "EIO", .wire_status = -1, .message = "broken" },
	};

	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	fixture_element(fixture, &window);
	fixture_element(fixture, &failed);
	fixture->document.unexamined = 2;
	assert_string_equal(finish_with_verdict(fixture, "unknown"),
			    "OCXL UNKNOWN - nmem1: error; 1 without a verdict; 0 of 2 ok\n"
			    "nmem1: error: broken\n"
			    "nmem0: unsupported\n");
}

/* the name of the card labels performance data; the slot helps to find the card */
TEST(test_nagios_serial_and_slot)
{
	const struct ndctl_ocxl_location location = { .slot = "P1|C5" };
	struct card cards[3];

	init_cards(cards);
	add_condition(&cards[1], hot);
	cards[0].element.has_serial = true;
	cards[0].element.serial = UINT64_MAX;
	cards[0].element.card = "nmem0@P1_C5";
	cards[0].element.section_count = 2;
	cards[0].attributes[1].id = 0;
	cards[1].element = cards[0].element;
	cards[1].element.dev = "nmem1";
	cards[1].element.location = &location;
	cards[1].element.sections[0].data = &cards[1].check;
	cards[1].element.section_count = 1;
	cards[2].element.location = &location;
	cards[2].element.section_count = 1;
	write_cards(fixture, cards);
	assert_string_equal(
		finish_with_verdict(fixture, "critical"),
		"OCXL CRITICAL - nmem1 (serial 18446744073709551615, slot P1/C5):"
		" temperature 77 degrees Celsius, threshold 70; 2 of 3 ok |"
		" nmem0@P1_C5_temperature=45;64;69\n"
		"nmem1 (serial 18446744073709551615, slot P1/C5): critical: temperature:"
		" too hot\n");
}

/* ---- limits: every text is whole or left out, and counted ---- */

/* the sick ones are the last ones, and the very last has the worst verdict */
static void write_many(struct fixture *fixture, size_t count, size_t sick)
{
	const struct ndctl_ocxl_location location = { .slot = "U78D2.001.WZS00AB-P1-C5" };
	struct ocxl_condition_record warning = hot;
	char messages[2][300];
	size_t i;

	memset(messages, 'm', sizeof(messages));
	messages[0][sizeof(messages[0]) - 1] = messages[1][40] = '\0';
	warning.severity = "warning";
	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	for (i = 0; i < count; i++) {
		char dev[32];
		struct card card;

		snprintf(dev, sizeof(dev), "nmem%zu", i);
		init_card(&card, dev);
		card.element.has_serial = true;
		card.element.serial = 10000000000000000000U + i;
		warning.message = messages[i % 2];
		card.element.location = &location;
		if (i + 1 == count && sick)
			add_condition(&card, hot);
		else if (i + sick >= count)
			add_condition(&card, warning);
		fixture_element(fixture, &card.element);
	}
}

static size_t count_texts(const char *text, const char *part)
{
	size_t count = 0;

	for (text = strstr(text, part); text; text = strstr(text + 1, part))
		count++;
	return count;
}

/* the number before @text, or 0 */
static size_t number_before(const char *output, const char *text)
{
	const char *at = strstr(output, text);

	while (at && at > output && (at[-1] >= '0' && at[-1] <= '9'))
		at--;
	return at ? strtoul(at, NULL, 10) : 0;
}

static void check_data(const char *output, size_t count)
{
	static const char words[] = "without performance data of ";
	const char *note = strstr(output, words);
	size_t left_out = note ? strtoul(note + strlen(words), NULL, 10) : 0;

	assert_int_equal(count_texts(output, "_temperature=45;64;69 ") + left_out, count);
	assert_int_equal(count_texts(output, "_critical_resources=3%;89;;0;100") + left_out, count);
}

/* a short line does not take the place of a longer one before it */
static void check_order(const char *output, size_t sick)
{
	bool left_out = false;
	size_t i;

	for (i = 0; i + 1 < sick; i++) {
		char line[48];
		bool found;

		snprintf(line, sizeof(line), "\nnmem%zu (serial ", i);
		found = strstr(output, line);
		assert_false(found && left_out);
		left_out |= !found;
	}
}

static void check_many(size_t count, size_t sick)
{
	struct fixture *fixture;
	const char *output;
	char first[48];
	void *state;

	fixture_setup(&state);
	fixture = state;
	write_many(fixture, count, sick);
	output = finish_with_verdict(fixture, sick ? "critical" : "ok");
	assert_true(strcspn(output, "\n") + 1 <= 1000);
	assert_true(strlen(output) <= 8000);
	assert_int_equal(output[strlen(output) - 1], '\n');
	check_data(output, count);
	assert_null(strstr(output, "\n\n"));
	assert_null(strstr(output, " \n"));
	check_order(output, sick);
	/* at most one in the first line and one in the last line */
	assert_true(count_texts(output, "|") <= 2);
	snprintf(first, sizeof(first), " - nmem%zu (serial ", count - 1);
	assert_int_equal(strstr(output, first) != NULL, sick != 0);
	assert_int_equal(count_texts(output, " degrees Celsius, threshold 70; ") +
				 number_before(output, " more not ok; "),
			 sick);
	assert_int_equal(
		count_texts(output, ": temperature: ") + number_before(output, " more line"), sick);
	fixture_teardown(&state);
}

UNIT_TEST(test_nagios_limits)
{
	size_t count;

	for (count = 1; count <= 300; count += count < 40 ? 1 : 13) {
		check_many(count, 0);
		check_many(count, 1);
		check_many(count, count);
	}
}
