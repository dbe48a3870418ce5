// SPDX-License-Identifier: GPL-2.0-only
#include <keyutils.h>
#include "fakes.h"
#include "fake-keyutils.h"

/* the library that is loaded as libkeyutils, and the number of times that it was loaded */
static const char *place;
static int loads;

static void *fake_dlopen(const char *name, int flags)
{
	assert_string_equal(name, "libkeyutils.so.1");
	loads++;
	return place ? __real_dlopen(place, flags) : NULL;
}
UNIT_FAKE(dlopen, fake_dlopen)

/* arguments of the last call */
static struct fake_keyutils *last_call(void)
{
	void *library = __real_dlopen(FAKE_KEYUTILS, RTLD_NOW | RTLD_LOCAL);
	struct fake_keyutils *fake;

	assert_non_null(library);
	fake = dlsym(library, "fake_keyutils");
	assert_non_null(fake);
	dlclose(library);
	return fake;
}

static void check_all_refuse(void)
{
	void *buffer = NULL;

	errno = 0;
	assert_int_equal(keyctl_search(1, "encrypted", "key", 0), -1);
	assert_int_equal(errno, ELIBACC);
	errno = 0;
	assert_int_equal(add_key("encrypted", "key", "text", 4, 1), -1);
	assert_int_equal(errno, ELIBACC);
	errno = 0;
	assert_int_equal(keyctl_read_alloc(1, &buffer), -1);
	assert_int_equal(errno, ELIBACC);
	assert_null(buffer);
	errno = 0;
	assert_int_equal(keyctl_unlink(1, 2), -1);
	assert_int_equal(errno, ELIBACC);
}

UNIT_TEST(test_without_libkeyutils)
{
	assert_int_equal(loads, 0);
	place = NULL;
	check_all_refuse();
	assert_int_equal(loads, 4);
	/* a library without these functions */
	place = "libc.so.6";
	check_all_refuse();
	assert_int_equal(loads, 8);
}

UNIT_TEST(test_calls_are_passed_on)
{
	struct fake_keyutils *fake;
	void *buffer = NULL;

	place = FAKE_KEYUTILS;
	loads = 0;
	assert_int_equal(keyctl_search(1, "encrypted", "key", 2), 12);
	fake = last_call();
	assert_string_equal(fake->function, "keyctl_search");
	assert_int_equal(fake->numbers[0], 1);
	assert_int_equal(fake->numbers[1], 2);
	assert_string_equal(fake->texts[0], "encrypted");
	assert_string_equal(fake->texts[1], "key");
	assert_int_equal(add_key("user", "other", "text", 4, 3), 11);
	assert_string_equal(fake->function, "add_key");
	assert_int_equal(fake->numbers[0], 3);
	assert_string_equal(fake->texts[0], "user");
	assert_string_equal(fake->texts[1], "other");
	assert_memory_equal(fake->payload, "text", 4);
	assert_int_equal(fake->size, 4);
	assert_int_equal(keyctl_read_alloc(4, &buffer), 13);
	assert_string_equal(fake->function, "keyctl_read_alloc");
	assert_int_equal(fake->numbers[0], 4);
	assert_string_equal(buffer, "payload");
	assert_int_equal(keyctl_unlink(5, 6), 14);
	assert_string_equal(fake->function, "keyctl_unlink");
	assert_int_equal(fake->numbers[0], 5);
	assert_int_equal(fake->numbers[1], 6);
	assert_int_equal(loads, 4);
}
