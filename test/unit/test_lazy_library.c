// SPDX-License-Identifier: GPL-2.0-only
#include <ccan/array_size/array_size.h>
#include "fakes.h"
#include "lazy/lazy-smartcols.h"

/* the file that is loaded instead of libsmartcols; NULL: none */
static const char *place;

static void *fake_dlopen(const char *name, int flags)
{
	assert_string_equal(name, OCXL_SONAME_SMARTCOLS);
	return place ? __real_dlopen(place, flags) : NULL;
}
UNIT_FAKE(dlopen, fake_dlopen)

/* the struct between others, which the loader must not change */
struct guarded {
	uintptr_t before;
	struct ocxl_lazy_smartcols functions;
	uintptr_t after;
};

static int load(struct guarded *guarded)
{
	int rc;

	*guarded = (struct guarded) { .before = 1, .after = 2 };
	errno = 0;
	rc = ocxl_lazy_load_smartcols(&guarded->functions);
	assert_int_equal(guarded->before, 1);
	assert_int_equal(guarded->after, 2);
	assert_int_equal(rc, -errno);
	return rc;
}

UNIT_TEST(test_load)
{
	struct guarded first, second;
	void *pointers[sizeof(first.functions) / sizeof(void *)];
	size_t i, j;

	place = OCXL_SONAME_SMARTCOLS;
	assert_int_equal(load(&first), 0);
	assert_int_equal(load(&second), 0);
	assert_memory_equal(&first, &second, sizeof(first));
	memcpy(pointers, &first.functions, sizeof(pointers));
	for (i = 0; i < ARRAY_SIZE(pointers); i++) {
		assert_non_null(pointers[i]);
		for (j = 0; j < i; j++)
			assert_ptr_not_equal(pointers[i], pointers[j]);
	}
}

UNIT_TEST(test_load_missing)
{
	struct guarded guarded;

	place = NULL;
	assert_int_equal(load(&guarded), -ELIBACC);
	place = "libocxl-none.so.1";
	assert_int_equal(load(&guarded), -ELIBACC);
	/* without these functions */
	place = "libc.so.6";
	assert_int_equal(load(&guarded), -ELIBACC);
}
