// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include "lazy/lazy-smartcols.h"

/* two pointers between others, which ocxl_lazy_load() must not change */
struct guarded {
	uintptr_t before;
	void *pointers[2];
	uintptr_t after;
};

static void assert_guards(const struct guarded *guarded)
{
	assert_int_equal(guarded->before, 1);
	assert_int_equal(guarded->after, 2);
}

static void test_load(void **state)
{
	static const char *const names[] = { "scols_new_table", "scols_unref_table" };
	struct guarded first = { .before = 1, .after = 2 };
	struct guarded second = { .before = 1, .after = 2 };

	assert_int_equal(ocxl_lazy_load(OCXL_SONAME_SMARTCOLS, names, 2, first.pointers), 0);
	assert_int_equal(ocxl_lazy_load(OCXL_SONAME_SMARTCOLS, names, 2, second.pointers), 0);
	assert_guards(&first);
	assert_non_null(first.pointers[0]);
	assert_non_null(first.pointers[1]);
	assert_memory_equal(first.pointers, second.pointers, sizeof(first.pointers));
}

static void test_load_missing(void **state)
{
	static const char *const names[] = { "scols_new_table", "scols_has_no_such_function" };
	struct guarded guarded = { .before = 1, .after = 2 };

	assert_int_equal(ocxl_lazy_load("libocxl-none.so.1", names, 1, guarded.pointers), -ELIBACC);
	assert_null(guarded.pointers[0]);
	assert_int_equal(ocxl_lazy_load(OCXL_SONAME_SMARTCOLS, names, 2, guarded.pointers),
			 -ELIBACC);
	assert_null(guarded.pointers[0]);
	assert_null(guarded.pointers[1]);
	assert_guards(&guarded);
}

static void test_smartcols(void **state)
{
	struct ocxl_lazy_smartcols smartcols = { 0 };
	void *pointers[sizeof(smartcols) / sizeof(void *)];
	size_t i, j;

	assert_int_equal(ocxl_lazy_load_smartcols(&smartcols), 0);
	memcpy(pointers, &smartcols, sizeof(pointers));
	for (i = 0; i < ARRAY_SIZE(pointers); i++) {
		assert_non_null(pointers[i]);
		for (j = 0; j < i; j++)
			assert_ptr_not_equal(pointers[i], pointers[j]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_load_missing),
		cmocka_unit_test(test_smartcols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
