// SPDX-License-Identifier: GPL-2.0-only
#include <float.h>
#include <math.h>
#include <ccan/array_size/array_size.h>
#include <json-c/json.h>
#include "unit.h"
#include "ocxl/base/safe-text.h"

UNIT_TEST(test_json_every_byte)
{
	char text[OCXL_TEXT_JSON_SIZE(1) + 2];
	unsigned int byte;

	for (byte = 0; byte < 256; byte++) {
		unsigned char one = byte;
		struct json_object *parsed;
		size_t length;

		text[0] = '"';
		length = ocxl_text_escape_json(text + 1, &one, 1);
		assert_int_equal(length, strlen(text + 1));
		strcpy(text + 1 + length, "\"");
		assert_true(ocxl_text_is_printable(text, strlen(text)));
		parsed = json_tokener_parse(text);
		assert_non_null(parsed);
		/* U+0080 to U+00FF have two bytes in UTF-8 */
		assert_int_equal(json_object_get_string_len(parsed), byte < 0x80 ? 1 : 2);
		if (byte < 0x80)
			assert_int_equal(*json_object_get_string(parsed), byte);
		json_object_put(parsed);
	}
}

UNIT_TEST(test_json_longest_fits)
{
	unsigned char bytes[16];
	char text[OCXL_TEXT_JSON_SIZE(sizeof(bytes))];

	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(ocxl_text_escape_json(text, bytes, sizeof(bytes)), sizeof(text) - 1);
	assert_memory_equal(text, "\\u00ff\\u00ff", 12);
}

UNIT_TEST(test_json_quotes)
{
	char text[OCXL_TEXT_JSON_SIZE(4)];

	ocxl_text_escape_json(text, "a\"\\/", 4);
	assert_string_equal(text, "a\\\"\\\\/");
}

UNIT_TEST(test_plain)
{
	char text[OCXL_TEXT_PLAIN_SIZE(8)];

	assert_int_equal(ocxl_text_escape_plain(text, "a\0\x1b[\x7f\x80\xff~", 8), 23);
	assert_string_equal(text, "a\\x00\\x1b[\\x7f\\x80\\xff~");
	assert_int_equal(ocxl_text_escape_plain(text, "", 0), 0);
	assert_string_equal(text, "");
}

UNIT_TEST(test_hex)
{
	char text[OCXL_TEXT_HEX_SIZE(3)];

	assert_int_equal(ocxl_text_format_hex(text, "\x00\x9f\xff", 3), 6);
	assert_string_equal(text, "009fff");
}

static void check_real(double value, int decimals, const char *expected)
{
	char text[OCXL_TEXT_REAL_SIZE];

	assert_int_equal(ocxl_text_format_real(text, value, decimals), strlen(expected));
	assert_string_equal(text, expected);
}

UNIT_TEST(test_real)
{
	check_real(0, 3, "0");
	check_real(-0.0001, 3, "0");
	check_real(1.5, 3, "1.5");
	check_real(100, 3, "100");
	check_real(123.456789, 3, "123.457");
	check_real(123.456789, 0, "123");
	check_real(0.0004, 3, "0");
	check_real(-2.25, 3, "-2.25");
	check_real(18446744073709551616.0, 3, "18446744073709551616");
	check_real(999.9999, 2, "1000");
}

UNIT_TEST(test_real_extremes)
{
	char text[OCXL_TEXT_REAL_SIZE];

	assert_int_equal(ocxl_text_format_real(text, DBL_MAX, 3), 309);
	assert_int_equal(ocxl_text_format_real(text, -DBL_MAX, 3), 310);
	assert_int_equal(ocxl_text_format_real(text, NAN, 3), 0);
	assert_string_equal(text, "");
	assert_int_equal(ocxl_text_format_real(text, INFINITY, 3), 0);
	assert_int_equal(ocxl_text_format_real(text, -INFINITY, 3), 0);
}

UNIT_TEST(test_fixed)
{
	char text[OCXL_TEXT_REAL_SIZE];

	assert_int_equal(ocxl_text_format_fixed(text, 1.5, 2), 4);
	assert_string_equal(text, "1.50");
	assert_int_equal(ocxl_text_format_fixed(text, 0, 1), 3);
	assert_string_equal(text, "0.0");
	assert_int_equal(ocxl_text_format_fixed(text, 149.65, 0), 3);
	assert_string_equal(text, "150");
	assert_int_equal(ocxl_text_format_fixed(text, -DBL_MAX, 3), 314);
	assert_int_equal(ocxl_text_format_fixed(text, NAN, 3), 0);
	assert_string_equal(text, "");
}

UNIT_TEST(test_time)
{
	const int64_t end_of_9999 = 253402300799;
	char text[OCXL_TEXT_TIME_SIZE];

	ocxl_text_format_time(text, 1795155300);
	assert_string_equal(text, "2026-11-20T06:15:00Z");
	ocxl_text_format_time(text, 0);
	assert_string_equal(text, "1970-01-01T00:00:00Z");
	ocxl_text_format_time(text, -1);
	assert_string_equal(text, "1970-01-01T00:00:00Z");
	/* a time_t of 32 bits, as on i386, ends in 2038 */
	if (sizeof(time_t) < sizeof(end_of_9999))
		return;
	ocxl_text_format_time(text, (time_t)end_of_9999);
	assert_string_equal(text, "9999-12-31T23:59:59Z");
	ocxl_text_format_time(text, (time_t)(end_of_9999 + 1));
	assert_string_equal(text, "1970-01-01T00:00:00Z");
}

UNIT_TEST(test_label)
{
	char text[OCXL_TEXT_LABEL_SIZE(6)];

	assert_int_equal(ocxl_text_escape_label(text, "a\"\\\n\xff~", 6), 16);
	assert_string_equal(text, "a\\\"\\\\\\\\x0a\\\\xff~");
	assert_int_equal(ocxl_text_escape_label(text, "", 0), 0);
	assert_string_equal(text, "");
	assert_int_equal(ocxl_text_escape_label(text, "\0\0\0\0\0\0", 6), sizeof(text) - 1);
}

static void check_decimal(uint64_t value, unsigned int decimals, const char *expected)
{
	/* all digits, the point and the final NUL; the bytes behind stay as they were */
	size_t touched = snprintf(NULL, 0, "%0*llu", decimals + 1, (unsigned long long)value) + 2;
	char text[OCXL_TEXT_DECIMAL_SIZE + 1];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = (char)i;
	assert_int_equal(ocxl_text_format_decimal(text, value, decimals), strlen(expected));
	assert_string_equal(text, expected);
	for (i = touched; i < sizeof(text); i++)
		assert_int_equal(text[i], (char)i);
}

UNIT_TEST(test_decimal)
{
	check_decimal(0, 0, "0");
	check_decimal(0, 9, "0");
	check_decimal(100, 0, "100");
	check_decimal(100, 2, "1");
	check_decimal(97, 2, "0.97");
	check_decimal(90, 2, "0.9");
	check_decimal(255, 2, "2.55");
	check_decimal(1, 9, "0.000000001");
	check_decimal(1000000000, 9, "1");
	check_decimal(10500000000, 9, "10.5");
	check_decimal(UINT64_MAX, 0, "18446744073709551615");
	check_decimal(UINT64_MAX, 2, "184467440737095516.15");
	check_decimal(UINT64_MAX, 9, "18446744073.709551615");
}
