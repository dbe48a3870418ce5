// SPDX-License-Identifier: GPL-2.0-only
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>
#include <libkmod.h>
#include "fake-kmod.h"
#include "kmod/load.h"

/* what lies in the place of libkmod */
static enum { FAKE, NOTHING, ANOTHER, ITSELF } place;
/* how often it was loaded */
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
	if (place == ITSELF)
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

/* nothing is left behind */
static int teardown(void **state)
{
	kmod_unref(ctx);
	assert_int_equal(fake->contexts, 0);
	assert_int_equal(fake->modules, 0);
	assert_int_equal(fake->lists, 0);
	return 0;
}

/* as ndctl does it; NULL: no module */
static struct kmod_module *found(const char *alias, bool at_once, int wanted)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;

	assert_int_equal(ocxl_kmod_lookup(ctx, alias, &list, at_once), wanted);
	if (!list)
		return NULL;
	module = kmod_module_get_module(list);
	kmod_module_unref_list(list);
	return module;
}

static int insert(struct kmod_module *module)
{
	return kmod_module_probe_insert_module(module, KMOD_PROBE_APPLY_BLACKLIST, NULL, NULL, NULL,
					       NULL);
}

/* who only looks at devices does without libkmod */
static void test_nothing_is_loaded(void **state)
{
	struct kmod_module *modules[] = { found("one", false, 0), found("none", false, 0),
					  found("bad", false, 0) };
	size_t i;

	for (i = 0; i < 3; i++) {
		assert_non_null(modules[i]);
		kmod_module_unref(modules[i]);
	}
	kmod_module_unref(NULL);
	kmod_module_unref_list(NULL);
	assert_int_equal(loads, 0);
}

static void test_inserted(void **state)
{
	struct kmod_module *module = found("two", false, 0);

	assert_int_equal(kmod_module_probe_insert_module(module, KMOD_PROBE_DRY_RUN, "a=1", NULL,
							 NULL, NULL),
			 0);
	assert_string_equal(fake->inserted, "first");
	assert_string_equal(fake->options, "a=1");
	assert_int_equal(fake->flags, KMOD_PROBE_DRY_RUN);
	fake->result = -EPERM;
	assert_int_equal(insert(module), -EPERM);
	assert_int_equal(fake->flags, KMOD_PROBE_APPLY_BLACKLIST);
	assert_int_equal(fake->insertions, 2);
	assert_int_equal(fake->lookups, 1);
	assert_int_equal(loads, 1);
	kmod_module_unref(module);
}

/* the device is bound without one */
static void test_no_module(void **state)
{
	struct kmod_module *none = found("none", false, 0), *bad = found("bad", false, 0);

	assert_int_equal(insert(none), 0);
	assert_int_equal(insert(bad), 0);
	assert_int_equal(fake->lookups, 2);
	assert_int_equal(fake->insertions, 0);
	kmod_module_unref(none);
	kmod_module_unref(bad);
}

static void test_at_once(void **state)
{
	struct kmod_module *module = found("two", true, 0);

	assert_int_equal(loads, 1);
	assert_string_equal(kmod_module_get_name(module), "first");
	assert_null(found("none", true, 0));
	assert_null(found("bad", true, -EINVAL));
	assert_int_equal(insert(module), 0);
	assert_int_equal(fake->lookups, 3);
	kmod_module_unref(module);
}

/* it is there, so it is asked as it would be if it were linked */
static void test_loaded_already(void **state)
{
	struct kmod_module *module = found("early", false, 0);

	assert_int_equal(insert(module), 0);
	assert_null(found("none", false, 0));
	assert_null(found("bad", false, -EINVAL));
	assert_int_equal(fake->lookups, 3);
	assert_int_equal(fake->contexts, 1);
	kmod_module_unref(module);
}

static void test_log(void **state)
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

static void test_by_name(void **state)
{
	struct kmod_module *module;

	assert_int_equal(kmod_module_new_from_name(ctx, "kmem", &module), 0);
	assert_string_equal(kmod_module_get_name(module), "kmem");
	assert_string_equal(kmod_module_get_path(module), "/path");
	assert_int_equal(kmod_module_get_initstate(module), KMOD_MODULE_COMING);
	assert_int_equal(insert(module), 0);
	assert_string_equal(fake->inserted, "kmem");
	fake->result = -EBUSY;
	assert_int_equal(kmod_module_remove_module(module, KMOD_REMOVE_NOWAIT), -EBUSY);
	assert_string_equal(fake->removed, "kmem");
	assert_int_equal(fake->flags, KMOD_REMOVE_NOWAIT);
	assert_int_equal(fake->lookups, 0);
	kmod_set_log_priority(ctx, 7);
	assert_int_equal(fake->priority, 7);
	kmod_module_unref(module);
}

/* what ndctl makes of a kmod_new() that fails, when the module is needed; later it may be there */
static void test_without(void **state)
{
	struct kmod_module *module, *named = NULL;

	place = NOTHING;
	module = found("two", true, 0);
	assert_string_equal(kmod_module_get_name(module), "not looked up");
	assert_null(kmod_module_get_path(module));
	assert_int_equal(kmod_module_get_initstate(module), -ENOENT);
	assert_int_equal(kmod_module_remove_module(module, 0), -ENOENT);
	assert_int_equal(insert(module), -ENXIO);
	assert_int_equal(kmod_module_new_from_name(ctx, "kmem", &named), -ENXIO);
	assert_null(named);
	kmod_set_log_priority(ctx, 7);
	place = ANOTHER;
	assert_int_equal(insert(module), -ENXIO);
	place = FAKE;
	fake->refuses = 1;
	assert_int_equal(insert(module), -ENXIO);
	fake->refuses = 0;
	assert_int_equal(fake->insertions, 0);
	assert_int_equal(insert(module), 0);
	assert_string_equal(fake->inserted, "first");
	kmod_module_unref(module);
}

/* ndctl_unref() lets go of the context first */
static void test_outlives_its_context(void **state)
{
	struct kmod_module *late = found("late", false, 0), *other = found("other", false, 0);

	assert_int_equal(insert(other), 0);
	assert_ptr_equal(kmod_unref(ctx), ctx);
	ctx = NULL;
	assert_int_equal(insert(late), 0);
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

/* what ndctl does not ask for is refused, not done by halves */
static void test_refused(void **state)
{
	const char *paths[] = { "/etc/modprobe.d", NULL };
	struct kmod_module *module = found("one", false, 0);

	assert_null(kmod_new("/lib/modules/1", NULL));
	assert_null(kmod_new(NULL, paths));
	assert_int_equal(kmod_module_probe_insert_module(module, 0, NULL, run_install, NULL, NULL),
			 -ENOSYS);
	assert_int_equal(kmod_module_probe_insert_module(module, 0, NULL, NULL, NULL, print_action),
			 -ENOSYS);
	assert_int_equal(fake->insertions, 0);
	kmod_module_unref(module);
}

/* libkmod has each function, and no two of them are one */
static void test_itself(void **state)
{
	struct ocxl_kmod_library library = { 0 };
	void *pointers[sizeof(library) / sizeof(void *)], *own;
	size_t i, j;

	place = ITSELF;
	assert_int_equal(ocxl_kmod_load(&library), 0);
	memcpy(pointers, &library, sizeof(pointers));
	for (i = 0; i < sizeof(library) / sizeof(void *); i++) {
		assert_non_null(pointers[i]);
		for (j = 0; j < i; j++)
			assert_ptr_not_equal(pointers[i], pointers[j]);
	}
	/* and stays without being asked to */
	own = library.new(NULL, NULL);
	assert_non_null(own);
	assert_null(library.unref(own));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_loaded),
		TEST(test_inserted),
		TEST(test_no_module),
		TEST(test_at_once),
		TEST(test_loaded_already),
		TEST(test_log),
		TEST(test_by_name),
		TEST(test_without),
		TEST(test_outlives_its_context),
		TEST(test_refused),
		TEST(test_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
