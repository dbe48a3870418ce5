// SPDX-License-Identifier: LGPL-2.1-or-later
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "ocxl-reader.h"

static const uint8_t bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

static void test_take_exact_size(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(bytes, sizeof(bytes));

	assert_ptr_equal(ocxl_reader_skip(&cursor, 8), bytes);
	assert_ptr_equal(ocxl_reader_skip(&cursor, 8), bytes + 8);
	assert_int_equal(cursor.remaining, 0);
	assert_null(ocxl_reader_skip(&cursor, 1));
}

static void test_take_a_byte_too_many_stays(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(bytes, sizeof(bytes));

	assert_null(ocxl_reader_skip(&cursor, sizeof(bytes) + 1));
	assert_int_equal(cursor.remaining, sizeof(bytes));
	assert_ptr_equal(cursor.next, bytes);
}

static void test_take_nothing(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(bytes, 0);

	assert_ptr_equal(ocxl_reader_skip(&cursor, 0), bytes);
	assert_null(ocxl_reader_skip(&cursor, 1));
}

static void test_take_array_whose_product_wraps(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(bytes, sizeof(bytes));

	assert_null(ocxl_reader_skip_array(&cursor, SIZE_MAX / 16 + 1, 16));
	assert_null(ocxl_reader_skip_array(&cursor, SIZE_MAX, SIZE_MAX));
	assert_null(ocxl_reader_skip_array(&cursor, SIZE_MAX, 2));
	assert_int_equal(cursor.remaining, sizeof(bytes));
}

static void test_take_array_of_empty_records(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(bytes, sizeof(bytes));

	assert_ptr_equal(ocxl_reader_skip_array(&cursor, SIZE_MAX, 0), bytes);
	assert_int_equal(cursor.remaining, sizeof(bytes));
}

static void test_start_without_bytes(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(NULL, 100);

	assert_int_equal(cursor.remaining, 0);
	assert_null(ocxl_reader_skip(&cursor, 0));
	assert_null(ocxl_reader_skip(&cursor, 1));
}

static void test_copy_leaves_target_alone_when_short(void **state)
{
	struct ocxl_reader cursor = ocxl_reader_init(bytes, 7);
	uint64_t to = 42;

	assert_int_equal(ocxl_reader_copy(&cursor, &to, sizeof(to)), -1);
	assert_int_equal(to, 42);
	cursor = ocxl_reader_init(bytes + 1, 8);
	assert_int_equal(ocxl_reader_copy(&cursor, &to, sizeof(to)), 0);
	assert_memory_equal(&to, bytes + 1, sizeof(to));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_take_exact_size),
		cmocka_unit_test(test_take_a_byte_too_many_stays),
		cmocka_unit_test(test_take_nothing),
		cmocka_unit_test(test_take_array_whose_product_wraps),
		cmocka_unit_test(test_take_array_of_empty_records),
		cmocka_unit_test(test_start_without_bytes),
		cmocka_unit_test(test_copy_leaves_target_alone_when_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
