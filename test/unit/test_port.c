// SPDX-License-Identifier: GPL-2.0-only
/* The functions of the kernel, as port.h has them for programs outside of it. */
#include "unit.h"
#include "core/port.h"

static u32 call_count;

static u32 count_calls(u32 value)
{
	call_count++;
	return value;
}

UNIT_TEST(test_extremes_evaluate_once)
{
	call_count = 0;
	assert_int_equal(min_t(u32, count_calls(3), count_calls(5)), 3);
	assert_int_equal(min_t(u32, count_calls(5), count_calls(3)), 3);
	assert_int_equal(max_t(u32, count_calls(3), count_calls(5)), 5);
	assert_int_equal(max_t(u32, count_calls(5), count_calls(3)), 5);
	assert_int_equal(call_count, 8);
}

UNIT_TEST(test_scnprintf_returns_what_it_wrote)
{
	char text[8];

	assert_int_equal(scnprintf(text, sizeof(text), "%s", "four"), 4);
	assert_int_equal(scnprintf(text, sizeof(text), "%s", "too long for it"), 7);
	assert_string_equal(text, "too lon");
	memset(text, 'x', sizeof(text));
	assert_int_equal(scnprintf(text, 0, "%s", "four"), 0);
	assert_int_equal(text[0], 'x');
}
