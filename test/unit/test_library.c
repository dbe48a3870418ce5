// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>
#include <nettle/sha2.h>
#include "ocxl/lazy/lazy-library.h"
#include "ocxl/lazy/smartcols.h"

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* what is around a pointer is none of the library's */
struct pointers {
	uintptr_t before;
	__typeof__(&sha256_init) init;
	uintptr_t between;
	__typeof__(&sha256_digest) digest;
	uintptr_t after;
};

#define UNTOUCHED                                     \
	{                                             \
		.before = 1, .between = 2, .after = 3 \
	}

static const struct ocxl_library_function functions[] = {
	OCXL_LIBRARY_FUNCTION(struct pointers, digest, sha256_digest),
	OCXL_LIBRARY_FUNCTION(struct pointers, init, sha256_init),
};

static const struct ocxl_library_function too_many[] = {
	OCXL_LIBRARY_FUNCTION(struct pointers, digest, sha256_digest),
	{ "nettle_has_no_such_function", offsetof(struct pointers, init) },
};

static void check_around(const struct pointers *pointers)
{
	assert_int_equal(pointers->before, 1);
	assert_int_equal(pointers->between, 2);
	assert_int_equal(pointers->after, 3);
}

/* the header has macros that give its functions the names which they have in the library */
static void test_names(void **state)
{
	assert_string_equal(functions[0].name, "nettle_sha256_digest");
	assert_int_equal(functions[0].place, offsetof(struct pointers, digest));
}

static void test_open(void **state)
{
	const struct ocxl_library library = { OCXL_LIBRARY_NETTLE, functions,
					      ARRAY_COUNT(functions) };
	struct pointers first = UNTOUCHED, second = UNTOUCHED;
	uint8_t digest[SHA256_DIGEST_SIZE];
	void *one, *other;
	struct sha256_ctx context;

	assert_int_equal(ocxl_library_open(&library, &one, &first), 0);
	assert_int_equal(ocxl_library_open(&library, &other, &second), 0);
	check_around(&first);
	assert_ptr_equal(first.init, second.init);
	ocxl_library_close(&one);
	assert_null(one);
	ocxl_library_close(&one);
	/* the other one still has it */
	second.init(&context);
	second.digest(&context, sizeof(digest), digest);
	assert_int_equal(digest[0], 0xe3);
	ocxl_library_close(&other);
}

static void test_missing(void **state)
{
	const struct ocxl_library none = { "libocxl-none.so.1", functions, ARRAY_COUNT(functions) };
	const struct ocxl_library less = { OCXL_LIBRARY_NETTLE, too_many, ARRAY_COUNT(too_many) };
	struct pointers pointers = UNTOUCHED;
	void *handle = &pointers;

	assert_int_equal(ocxl_library_open(&none, &handle, &pointers), -ELIBACC);
	assert_null(handle);
	assert_null(pointers.digest);
	handle = &pointers;
	assert_int_equal(ocxl_library_open(&less, &handle, &pointers), -ELIBACC);
	assert_null(handle);
	assert_null(pointers.init);
	check_around(&pointers);
	ocxl_library_close(&handle);
}

/* each pointer leads to a function, and no two of them to one */
static void test_smartcols(void **state)
{
	struct ocxl_smartcols smartcols = { 0 };
	void *pointers[sizeof(smartcols) / sizeof(void *)];
	size_t i, j;

	assert_int_equal(ocxl_smartcols_open(&smartcols), 0);
	memcpy(pointers, &smartcols, sizeof(pointers));
	for (i = 0; i < ARRAY_COUNT(pointers); i++) {
		assert_non_null(pointers[i]);
		for (j = 0; j < i; j++)
			assert_ptr_not_equal(pointers[i], pointers[j]);
	}
	ocxl_smartcols_close(&smartcols);
	ocxl_smartcols_close(&smartcols);
	assert_null(smartcols.library);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_smartcols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
