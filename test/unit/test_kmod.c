// SPDX-License-Identifier: GPL-2.0-only
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include <libkmod.h>
#include "fake-kmod.h"

/* the library that is loaded as libkmod */
static enum { FAKE, NOTHING, ANOTHER, REAL } place;
/* number of times that it was loaded */
static int loads;
static struct fake_kmod *fake;
static struct kmod_ctx *ctx;

void *__real_dlopen(const char *name, int flags);
void *__wrap_dlopen(const char *name, int flags);

void *__wrap_dlopen(const char *name, int flags)
{
	assert_string_equal(name, "libkmod.so.2");
	loads++;
	if (place == NOTHING)
		return NULL;
	if (place == REAL)
		return __real_dlopen(name, flags);
	return __real_dlopen(place == FAKE ? getenv("FAKE_KMOD") : "libc.so.6", flags);
}

static int setup(void **state)
{
	void *library = __real_dlopen(getenv("FAKE_KMOD"), RTLD_NOW | RTLD_LOCAL);

	assert_non_null(library);
	fake = dlsym(library, "fake_kmod");
	assert_non_null(fake);
	memset(fake, 0, sizeof(*fake));
	unsetenv("KMOD_LOG");
	place = FAKE;
	loads = 0;
	ctx = kmod_new(NULL, NULL);
	assert_non_null(ctx);
	return 0;
}

static int teardown(void **state)
{
	kmod_unref(ctx);
	assert_int_equal(fake->contexts, 0);
	assert_int_equal(fake->modules, 0);
	assert_int_equal(fake->lists, 0);
	return 0;
}

/* as in __util_modalias_to_module() of ndctl; NULL: no module */
static struct kmod_module *find_module(const char *alias, bool at_once, int wanted)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;

	assert_int_equal(ocxl_lazy_kmod_module_new_from_lookup(ctx, alias, &list, at_once), wanted);
	if (!list)
		return NULL;
	module = kmod_module_get_module(list);
	kmod_module_unref_list(list);
	return module;
}

static int insert_module(struct kmod_module *module)
{
	return kmod_module_probe_insert_module(module, KMOD_PROBE_APPLY_BLACKLIST, NULL, NULL, NULL,
					       NULL);
}

/* commands that insert no module do not load libkmod */
static void test_lookup_does_not_load(void **state)
{
	struct kmod_module *modules[] = { find_module("one", false, 0),
					  find_module("none", false, 0),
					  find_module("bad", false, 0) };
	size_t i;

	for (i = 0; i < 3; i++) {
		assert_non_null(modules[i]);
		kmod_module_unref(modules[i]);
	}
	kmod_module_unref(NULL);
	kmod_module_unref_list(NULL);
	assert_int_equal(loads, 0);
}

static void test_insert_module(void **state)
{
	struct kmod_module *module = find_module("two", false, 0);

	assert_int_equal(kmod_module_probe_insert_module(module, KMOD_PROBE_DRY_RUN, "a=1", NULL,
							 NULL, NULL),
			 0);
	assert_string_equal(fake->inserted, "first");
	assert_string_equal(fake->options, "a=1");
	assert_int_equal(fake->flags, KMOD_PROBE_DRY_RUN);
	fake->result = -EPERM;
	assert_int_equal(insert_module(module), -EPERM);
	assert_int_equal(fake->flags, KMOD_PROBE_APPLY_BLACKLIST);
	assert_int_equal(fake->insertions, 2);
	assert_int_equal(fake->lookups, 1);
	assert_int_equal(loads, 1);
	kmod_module_unref(module);
}

/* the device is bound without a module */
static void test_insert_without_a_module(void **state)
{
	struct kmod_module *none = find_module("none", false, 0),
			   *bad = find_module("bad", false, 0);

	assert_int_equal(insert_module(none), 0);
	assert_int_equal(insert_module(bad), 0);
	assert_int_equal(fake->lookups, 2);
	assert_int_equal(fake->insertions, 0);
	kmod_module_unref(none);
	kmod_module_unref(bad);
}

static void test_lookup_at_once(void **state)
{
	struct kmod_module *module = find_module("two", true, 0);

	assert_int_equal(loads, 1);
	assert_string_equal(kmod_module_get_name(module), "first");
	assert_null(find_module("none", true, 0));
	assert_null(find_module("bad", true, -EINVAL));
	assert_int_equal(insert_module(module), 0);
	assert_int_equal(fake->lookups, 3);
	kmod_module_unref(module);
}

/* once libkmod is loaded, it searches each alias at once, as if it were linked */
static void test_lookup_after_load(void **state)
{
	struct kmod_module *module = find_module("early", false, 0);

	assert_int_equal(insert_module(module), 0);
	assert_null(find_module("none", false, 0));
	assert_null(find_module("bad", false, -EINVAL));
	assert_int_equal(fake->lookups, 3);
	assert_int_equal(fake->contexts, 1);
	kmod_module_unref(module);
}

static void test_load_for_kmod_log(void **state)
{
	struct kmod_ctx *talking;

	setenv("KMOD_LOG", "debug", 1);
	talking = kmod_new(NULL, NULL);
	assert_int_equal(loads, 1);
	assert_int_equal(fake->contexts, 1);
	kmod_unref(talking);
	place = NOTHING;
	talking = kmod_new(NULL, NULL);
	assert_non_null(talking);
	kmod_unref(talking);
}

static void test_new_from_name(void **state)
{
	struct kmod_module *module;

	assert_int_equal(kmod_module_new_from_name(ctx, "kmem", &module), 0);
	assert_string_equal(kmod_module_get_name(module), "kmem");
	assert_int_equal(insert_module(module), 0);
	assert_string_equal(fake->inserted, "kmem");
	assert_int_equal(fake->lookups, 0);
	kmod_module_unref(module);
}

/* an error only when a module has to be inserted; libkmod may be installed meanwhile */
static void test_without_libkmod(void **state)
{
	struct kmod_module *module, *named = NULL;

	place = NOTHING;
	module = find_module("two", true, 0);
	assert_string_equal(kmod_module_get_name(module), "not looked up");
	assert_int_equal(insert_module(module), -ENXIO);
	assert_int_equal(kmod_module_new_from_name(ctx, "kmem", &named), -ENXIO);
	assert_null(named);
	place = ANOTHER;
	assert_int_equal(insert_module(module), -ENXIO);
	place = FAKE;
	fake->refuses = 1;
	assert_int_equal(insert_module(module), -ENXIO);
	fake->refuses = 0;
	assert_int_equal(fake->insertions, 0);
	assert_int_equal(insert_module(module), 0);
	assert_string_equal(fake->inserted, "first");
	kmod_module_unref(module);
}

/* ndctl_unref() releases the context before the modules */
static void test_module_outlives_context(void **state)
{
	struct kmod_module *late = find_module("late", false, 0),
			   *other = find_module("other", false, 0);

	assert_int_equal(insert_module(other), 0);
	assert_ptr_equal(kmod_unref(ctx), ctx);
	ctx = NULL;
	assert_int_equal(insert_module(late), 0);
	assert_string_equal(fake->inserted, "late");
	kmod_module_unref(other);
	kmod_module_unref(late);
	assert_null(kmod_unref(NULL));
}

static int run_install(struct kmod_module *module, const char *command, void *data)
{
	return 0;
}

static void print_action(struct kmod_module *module, bool install, const char *options)
{
}

static void test_refuse_what_ndctl_does_not_use(void **state)
{
	const char *paths[] = { "/etc/modprobe.d", NULL };
	struct kmod_module *module = find_module("one", false, 0);

	assert_null(kmod_new("/lib/modules/1", NULL));
	assert_null(kmod_new(NULL, paths));
	assert_int_equal(kmod_module_probe_insert_module(module, 0, NULL, run_install, NULL, NULL),
			 -ENOSYS);
	assert_int_equal(kmod_module_probe_insert_module(module, 0, NULL, NULL, NULL, print_action),
			 -ENOSYS);
	assert_int_equal(fake->insertions, 0);
	kmod_module_unref(module);
}

/* the installed libkmod has each function */
static void test_real_libkmod(void **state)
{
	struct ocxl_lazy_kmod library = { 0 };
	void *pointers[sizeof(library) / sizeof(void *)], *own;
	size_t i, j;

	place = REAL;
	assert_int_equal(ocxl_lazy_load_kmod(&library), 0);
	memcpy(pointers, &library, sizeof(pointers));
	for (i = 0; i < ARRAY_SIZE(pointers); i++) {
		assert_non_null(pointers[i]);
		for (j = 0; j < i; j++)
			assert_ptr_not_equal(pointers[i], pointers[j]);
	}
	/* it remains loaded */
	own = library.new(NULL, NULL);
	assert_non_null(own);
	assert_null(library.unref(own));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_lookup_does_not_load),
		TEST(test_insert_module),
		TEST(test_insert_without_a_module),
		TEST(test_lookup_at_once),
		TEST(test_lookup_after_load),
		TEST(test_load_for_kmod_log),
		TEST(test_new_from_name),
		TEST(test_without_libkmod),
		TEST(test_module_outlives_context),
		TEST(test_refuse_what_ndctl_does_not_use),
		TEST(test_real_libkmod),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
