// SPDX-License-Identifier: GPL-2.0-only
/* Words of the command line converted to values. */
#include <ccan/array_size/array_size.h>
#include "unit.h"
#include "ocxl/options/option-value.h"

UNIT_TEST(test_option_value_number_good)
{
	uint64_t number = 7;

	assert_int_equal(ocxl_option_value_number("1", 1, 9, &number), 0);
	assert_int_equal(number, 1);
	assert_int_equal(ocxl_option_value_number("0009", 1, 9, &number), 0);
	assert_int_equal(number, 9);
	assert_int_equal(ocxl_option_value_number("18446744073709551615", 0, UINT64_MAX, &number),
			 0);
	assert_true(number == UINT64_MAX);
}

UNIT_TEST(test_option_value_number_bad)
{
	static const char *const wrong[] = { "",   " 1",  "1 ", "+1",  "-1", "0x1",
					     "1k", "abc", "1.", "1e3", "\n" };
	uint64_t number = 7;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(ocxl_option_value_number(wrong[i], 0, 9, &number), -EINVAL);
	assert_int_equal(ocxl_option_value_number("0", 1, 9, &number), -ERANGE);
	assert_int_equal(ocxl_option_value_number("10", 1, 9, &number), -ERANGE);
	assert_int_equal(ocxl_option_value_number("18446744073709551616", 0, UINT64_MAX, &number),
			 -ERANGE);
	/* for a word that is no number, the limits in the message would be of no use */
	assert_int_equal(ocxl_option_value_number("99999999999999999999x", 0, 9, &number), -EINVAL);
	assert_int_equal(number, 7);
}

UNIT_TEST(test_option_value_keep_free)
{
	static const char *const wrong[] = {
		"", "%", "5%%", "1G", "-1", "-1%", "1.5%", " 5%", "5 %"
	};
	struct ocxl_free_reserve keep_free;
	size_t i;

	assert_int_equal(ocxl_option_value_keep_free("0", &keep_free), 0);
	assert_true(!keep_free.percent && keep_free.amount == 0);
	assert_int_equal(ocxl_option_value_keep_free("18446744073709551615", &keep_free), 0);
	assert_true(!keep_free.percent && keep_free.amount == UINT64_MAX);
	assert_int_equal(ocxl_option_value_keep_free("099%", &keep_free), 0);
	assert_true(keep_free.percent && keep_free.amount == 99);
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(ocxl_option_value_keep_free(wrong[i], &keep_free), -EINVAL);
	assert_int_equal(ocxl_option_value_keep_free("100%", &keep_free), -ERANGE);
	assert_int_equal(ocxl_option_value_keep_free("0001%", &keep_free), -ERANGE);
	assert_int_equal(ocxl_option_value_keep_free("18446744073709551616", &keep_free), -ERANGE);
}

/* 2026-11-20T06:15:00Z, in a zone one hour and a half before UTC */
#define NOW UINT64_C(1795155300)

static uint64_t time_of(const char *word)
{
	uint64_t seconds = 0;

	assert_int_equal(ocxl_option_value_time(word, (time_t)NOW, &seconds), 0);
	return seconds;
}

UNIT_TEST(test_option_value_time)
{
	static const char *const wrong[] = { "",
					     "-",
					     "-h",
					     "-2",
					     "-2hh",
					     "-2.5h",
					     "+2h",
					     "2h",
					     "-2w",
					     "now",
					     "tomorrow",
					     "1795155300",
					     "2026-02-29",
					     "2026-13-01",
					     "2026-11-20T",
					     "2026-11-20T25:00Z",
					     "2026-11-20T06:15:00Zx",
					     "2026-11-20 06:15",
					     "1970-01-01T00:00Z",
					     "-99999999d" };
	uint64_t seconds = 7;
	size_t i;

	setenv("TZ", "TEST-1:30", 1);
	tzset();
	assert_int_equal(time_of("2026-11-20T06:15:00Z"), NOW);
	assert_int_equal(time_of("2026-11-20T06:15Z"), NOW);
	assert_int_equal(time_of("2026-11-20T07:45:00+01:30"), NOW);
	assert_int_equal(time_of("2026-11-20T07:45"), NOW);
	assert_int_equal(time_of("2026-11-20"), NOW - 7 * 3600 - 45 * 60);
	assert_int_equal(time_of("today"), time_of("2026-11-20"));
	assert_int_equal(time_of("yesterday"), time_of("2026-11-19"));
	assert_int_equal(time_of("-30m"), NOW - 1800);
	assert_int_equal(time_of("-2h"), NOW - 7200);
	assert_int_equal(time_of("-3d"), NOW - 3 * 86400);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (!ocxl_option_value_time(wrong[i], (time_t)NOW, &seconds))
			fail_msg("accepted: %s", wrong[i]);
	}
	assert_int_equal(seconds, 7);
	unsetenv("TZ");
	tzset();
}

UNIT_TEST(test_option_value_milliseconds)
{
	static const char *const wrong[] = {
		"",    ".",    ".5",  "1.",   "1.2345", "1.2.3",
		"-1",  "+1",   "1e3", " 1",   "1,5",	"1.-1",
		"0x1", "1.5s", "nan", "1. 5", "abc",	"99999999999999999999999999999999"
	};
	uint64_t number = 7;
	size_t i;

	assert_int_equal(ocxl_option_value_milliseconds("1", 100, 9000, &number), 0);
	assert_int_equal(number, 1000);
	assert_int_equal(ocxl_option_value_milliseconds("0.1", 100, 9000, &number), 0);
	assert_int_equal(number, 100);
	assert_int_equal(ocxl_option_value_milliseconds("2.345", 100, 9000, &number), 0);
	assert_int_equal(number, 2345);
	assert_int_equal(ocxl_option_value_milliseconds("09.000", 100, 9000, &number), 0);
	assert_int_equal(number, 9000);
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(ocxl_option_value_milliseconds(wrong[i], 0, UINT64_MAX, &number),
				 -EINVAL);
	assert_int_equal(ocxl_option_value_milliseconds("0.099", 100, 9000, &number), -ERANGE);
	assert_int_equal(ocxl_option_value_milliseconds("9.001", 100, 9000, &number), -ERANGE);
	assert_int_equal(ocxl_option_value_milliseconds("18446744073709551.616", 0, UINT64_MAX,
							&number),
			 -ERANGE);
	assert_int_equal(number, 9000);
}

UNIT_TEST(test_option_value_format)
{
	enum ocxl_format format = OCXL_FORMAT_TABLE;

	assert_int_equal(ocxl_option_value_format("json", &format), 0);
	assert_int_equal(format, OCXL_FORMAT_JSON);
	assert_int_equal(ocxl_option_value_format("ndjson", &format), 0);
	assert_int_equal(format, OCXL_FORMAT_NDJSON);
	assert_int_equal(ocxl_option_value_format("JSON", &format), -EINVAL);
	assert_int_equal(ocxl_option_value_format("", &format), -EINVAL);
}

UNIT_TEST(test_option_value_names_dimm)
{
	assert_true(ocxl_option_value_names_dimm("nmem0", "nmem0", 5));
	assert_true(ocxl_option_value_names_dimm("all", "nmem0", 5));
	assert_true(ocxl_option_value_names_dimm("5", "nmem0", 5));
	assert_true(ocxl_option_value_names_dimm("18446744073709551615", "nmem0", UINT64_MAX));
	assert_false(ocxl_option_value_names_dimm("nmem", "nmem0", 5));
	assert_false(ocxl_option_value_names_dimm("nmem00", "nmem0", 5));
	assert_false(ocxl_option_value_names_dimm("0x5", "nmem0", 5));
	assert_false(ocxl_option_value_names_dimm("", "nmem0", 5));
	/* a window without a controller has no serial number */
	assert_false(ocxl_option_value_names_dimm("0", "nmem0", 0));
}

UNIT_TEST(test_option_value_names_bus)
{
	assert_true(ocxl_option_value_names_bus("ndbus3", "ndbus3", "ocxlpmem", 3));
	assert_true(ocxl_option_value_names_bus("ocxlpmem", "ndbus3", "ocxlpmem", 3));
	assert_true(ocxl_option_value_names_bus("3", "ndbus3", "ocxlpmem", 3));
	assert_true(ocxl_option_value_names_bus("all", "ndbus3", "ocxlpmem", 3));
	assert_true(ocxl_option_value_names_bus(" ndbus1  ndbus3", "ndbus3", "ocxlpmem", 3));
	assert_false(ocxl_option_value_names_bus("ndbus1 ndbus33", "ndbus3", "ocxlpmem", 3));
	assert_false(ocxl_option_value_names_bus("99999999999999999999", "ndbus3", "ocxlpmem", 3));
	assert_false(ocxl_option_value_names_bus("", "ndbus3", "ocxlpmem", 3));
}
