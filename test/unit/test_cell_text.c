// SPDX-License-Identifier: GPL-2.0-only
/* The text of a value in a table: units, short forms, values without text. */
#include <math.h>
#include <time.h>
#include "unit.h"
#include "ocxl/records/field.h"
#include "ocxl/render/table.h"

static char *new_text(const struct ocxl_field *field, const void *record)
{
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	assert_non_null(to);
	ocxl_cell_write(to, field, record);
	assert_int_equal(fclose(to), 0);
	return text;
}

static void check_quantity(const char *unit, uint64_t number, const char *expected)
{
	struct ocxl_field field = {
		.key = "key",
		.type = OCXL_FIELD_QUANTITY,
		.size = sizeof(number),
		.unit = unit,
	};
	char *text = new_text(&field, &number);

	assert_string_equal(text, expected);
	free(text);
}

UNIT_TEST(test_units)
{
	check_quantity(NULL, UINT64_MAX, "18446744073709551615");
	check_quantity("%", 93, "93%");
	check_quantity("C", 45, "45 C");
	check_quantity("B", 0, "0 B");
	check_quantity("B", 1024, "1 KiB");
	check_quantity("B", UINT64_C(3650722201), "3.4 GiB (3650722201 B)");
	check_quantity("B", UINT64_MAX, "16 EiB (18446744073709551615 B)");
	check_quantity("s", 59, "59 s");
	check_quantity("s", 60, "1m");
	check_quantity("s", 3605, "1h 5s");
	check_quantity("s", UINT64_MAX, "213503982334601d 7h 15s");
	check_quantity("ns", 999, "999 ns");
	check_quantity("ns", 1234567, "1.23 ms");
	check_quantity("ns", UINT64_C(999000000000), "999 s");
	check_quantity("ns", UINT64_C(3600000000000), "1h");
	check_quantity("ns", UINT64_MAX, "213503d 23h 34m 33s");
	check_quantity("us", 0, "0 ns");
	check_quantity("us", 112, "112 us");
	check_quantity("us", UINT64_MAX, "213503982d 8h 1m 49s");
}

static void check_brief_seconds(uint64_t number, const char *expected)
{
	const struct ocxl_field field = {
		.key = "key",
		.type = OCXL_FIELD_QUANTITY,
		.size = sizeof(number),
		.unit = "s",
		.brief = true,
	};
	char *text = new_text(&field, &number);

	assert_string_equal(text, expected);
	free(text);
}

UNIT_TEST(test_brief_seconds)
{
	check_brief_seconds(0, "0 s");
	check_brief_seconds(59, "59 s");
	check_brief_seconds(61, "1m 1s");
	check_brief_seconds(3605, "1h");
	check_brief_seconds(3661, "1h 1m");
	check_brief_seconds(86399, "23h 59m");
	check_brief_seconds(86400 + 59 * 60, "1d");
	check_brief_seconds(UINT32_MAX, "49710d 6h");
}

static void check_time(bool brief, const char *expected)
{
	const struct ocxl_field field = {
		.key = "key",
		.type = OCXL_FIELD_TIME,
		.size = sizeof(uint64_t),
		.brief = brief,
	};
	const uint64_t time = 1795155301;
	char *text = new_text(&field, &time);

	assert_string_equal(text, expected);
	free(text);
}

UNIT_TEST(test_time)
{
	setenv("TZ", "UTC", 1);
	tzset();
	check_time(false, "2026-11-20T06:15:01Z");
	check_time(true, "2026-11-20T06:15Z");
	setenv("TZ", "TEST+3:30", 1);
	tzset();
	check_time(false, "2026-11-20T02:45:01-03:30");
	check_time(true, "2026-11-20T02:45-03:30");
	unsetenv("TZ");
	tzset();
}

UNIT_TEST(test_empty_text_is_a_dash)
{
	const struct ocxl_field field = { .key = "key", .type = OCXL_FIELD_BYTES, .size = 9 };
	const char empty[9] = "";
	char *text = new_text(&field, empty);

	assert_string_equal(text, "-");
	free(text);
}

static void check_real(const char *unit, double number, const char *expected)
{
	struct ocxl_field field = {
		.key = "key",
		.type = OCXL_FIELD_REAL,
		.size = sizeof(number),
		.unit = unit,
	};
	char *text = new_text(&field, &number);

	assert_string_equal(text, expected);
	free(text);
}

UNIT_TEST(test_units_of_reals)
{
	check_real("ns", 123.456, "123.46 ns");
	check_real("ns", 1234.5, "1.23 us");
	/* more than 64 bits of nanoseconds; above 2^53 seconds, x87 would compute more digits */
	check_real("ns", 1.25e24, "14467592592d 14h 13m 20s");
	/* too many seconds for days */
	check_real("ns", 1e28, "10000000000000000000 s");
	check_real("%", 99.5, "99.5%");
	check_real(NULL, 0.125, "0.12");
	check_real("ns", NAN, "-");
	check_real("%", INFINITY, "-");
}

static void check_wrapped(const char *text, size_t width, const char *expected)
{
	char *wrapped;
	size_t size;
	FILE *to = open_memstream(&wrapped, &size);

	assert_non_null(to);
	ocxl_cell_wrap(to, text, 2, width);
	assert_int_equal(fclose(to), 0);
	assert_string_equal(wrapped, expected);
	free(wrapped);
}

UNIT_TEST(test_wrapped_text)
{
	check_wrapped("one two three", 13, "one two three");
	check_wrapped("one two three", 12, "one two\n  three");
	/* the space at the end of a line needs no place */
	check_wrapped("one two three", 7, "one two\n  three");
	check_wrapped("one two three", 6, "one\n  two\n  three");
	/* the comma needs one */
	/* a command stays in one line, if its length allows that */
	check_wrapped("run 'a b c', then", 9, "run\n  'a b c',\n  then");
	check_wrapped("run 'a b c', then", 7, "run 'a\n  b c',\n  then");
	check_wrapped("a card's b card's c", 9, "a card's\n  b card's\n  c");
	check_wrapped("one,two,three", 8, "one,two,\n  three");
	check_wrapped("one,two,three", 7, "one,\n  two,\n  three");
	/* a word that is too long stays whole */
	check_wrapped("one,two,three", 3, "one,two,three");
}
