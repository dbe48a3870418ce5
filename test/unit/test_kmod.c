// SPDX-License-Identifier: GPL-2.0-only
/* When ndctl, with ndctl-ocxl-speed.patch, loads libkmod, and what it inserts. */
#include <syslog.h>
#include <unistd.h>
#include <sys/stat.h>
#include <ccan/array_size/array_size.h>
#include <libkmod.h>
#include <util/log.h>
/* each library of ndctl has a copy */
#include <util/sysfs.c>
#include "fakes.h"
#include "fake-kmod.h"

/* the library that is loaded as libkmod */
static enum { FAKE, NOTHING, ANOTHER, REAL } place;
/* number of times that it was loaded */
static int loads;
static struct fake_kmod *fake;

/* as struct ndctl_ctx; the macros of ndctl take a variable of this name */
static struct {
	struct log_ctx ctx;
	struct kmod_ctx *kmod_ctx;
} context, *const ctx = &context;

/* a bus of sysfs with the device "device" */
static char bus[] = "/tmp/ocxl-test-kmod-XXXXXX";

static void *fake_dlopen(const char *name, int flags)
{
	assert_string_equal(name, "libkmod.so.2");
	loads++;
	if (place == NOTHING)
		return NULL;
	if (place == REAL)
		return __real_dlopen(name, flags);
	return __real_dlopen(place == FAKE ? FAKE_KMOD : "libc.so.6", flags);
}
UNIT_FAKE(dlopen, fake_dlopen)

__attribute__((format(printf, 6, 0))) static void drop_message(struct log_ctx *log, int priority,
							       const char *file, int line,
							       const char *fn, const char *format,
							       va_list args)
{
}

static char *path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", bus, name);
	return path;
}

static int make_bus(void **state)
{
	if (!mkdtemp(bus))
		return -1;
	return mkdir(path_of("devices"), 0700) || mkdir(path_of("drivers"), 0700) ||
	       mkdir(path_of("devices/device"), 0700);
}

static int remove_bus(void **state)
{
	unlink(path_of("devices/device/modalias"));
	rmdir(path_of("devices/device"));
	rmdir(path_of("devices"));
	rmdir(path_of("drivers"));
	return rmdir(bus);
}

static int setup(void **state)
{
	void *library = __real_dlopen(FAKE_KMOD, RTLD_NOW | RTLD_LOCAL);

	assert_non_null(library);
	fake = dlsym(library, "fake_kmod");
	assert_non_null(fake);
	memset(fake, 0, sizeof(*fake));
	unsetenv("KMOD_LOG");
	place = FAKE;
	loads = 0;
	memset(&context, 0, sizeof(context));
	context.ctx.log_fn = drop_message;
	context.ctx.log_priority = LOG_ERR;
	return 0;
}

static int teardown(void **state)
{
	kmod_unref(context.kmod_ctx);
	assert_int_equal(fake->contexts, 0);
	assert_int_equal(fake->modules, 0);
	assert_int_equal(fake->lists, 0);
	return 0;
}

/* binds a device with this alias */
static int bind_device(const char *alias)
{
	char name[64];
	FILE *file = fopen(path_of("devices/device/modalias"), "w");

	assert_non_null(file);
	fprintf(file, "%s\n", alias);
	assert_int_equal(fclose(file), 0);
	/* below /sys/bus */
	snprintf(name, sizeof(name), "../..%s", bus);
	return util_bind("device", NULL, name, &context);
}

#define TEST(name) UNIT_TEST_WITH(name, setup, teardown)

TEST(test_listing_loads_nothing)
{
	assert_null(util_modalias_to_module(ctx, "one"));
	assert_null(kmod_unref(NULL));
	assert_null(kmod_module_unref(NULL));
	assert_int_equal(loads, 0);
}

TEST(test_binding_inserts_the_first_module)
{
	assert_int_equal(bind_device("two"), 0);
	assert_string_equal(fake->inserted, "first");
	assert_int_equal(fake->flags, KMOD_PROBE_APPLY_BLACKLIST);
	assert_int_equal(bind_device("three"), 0);
	assert_int_equal(fake->insertions, 2);
	assert_int_equal(fake->contexts, 1);
}

TEST(test_binding_without_a_module)
{
	assert_int_equal(bind_device("none"), 0);
	assert_int_equal(bind_device("bad"), 0);
	assert_int_equal(fake->lookups, 2);
	assert_int_equal(fake->insertions, 0);
	assert_int_equal(util_bind("nothing", NULL, "ocxl-no-bus", &context), -ENXIO);
	assert_int_equal(fake->lookups, 2);
}

TEST(test_insertion_fails)
{
	fake->result = -ENOENT;
	assert_int_equal(bind_device("one"), -ENOENT);
}

/* these show the search, so it is done when the device is found, and never twice */
static void check_early_search(void)
{
	struct kmod_module *module = util_modalias_to_module(ctx, "two");

	assert_non_null(module);
	assert_string_equal(kmod_module_get_name(module), "first");
	kmod_module_unref(module);
	assert_null(util_modalias_to_module(ctx, "none"));
	assert_int_equal(bind_device("none"), 0);
	assert_int_equal(fake->lookups, 2);
}

TEST(test_debug_messages_search_early)
{
	context.ctx.log_priority = LOG_DEBUG;
	check_early_search();
}

TEST(test_kmod_log_searches_early)
{
	setenv("KMOD_LOG", "debug", 1);
	check_early_search();
}

/* an error only when a module has to be inserted; libkmod may be installed meanwhile */
TEST(test_without_libkmod)
{
	struct kmod_module *module = NULL;

	for (place = NOTHING; place <= ANOTHER; place++) {
		assert_null(kmod_new(NULL, NULL));
		assert_int_equal(bind_device("one"), -ENXIO);
		context.ctx.log_priority = LOG_DEBUG;
		assert_null(util_modalias_to_module(ctx, "one"));
		assert_int_equal(bind_device("one"), -ENXIO);
		context.ctx.log_priority = LOG_ERR;
	}
	place = FAKE;
	fake->refuses = 1;
	assert_int_equal(bind_device("one"), -ENXIO);
	fake->refuses = 0;
	assert_int_equal(bind_device("one"), 0);
	assert_int_equal(kmod_module_new_from_name(context.kmod_ctx, "kmem", &module), 0);
	assert_string_equal(kmod_module_get_name(module), "kmem");
	kmod_module_unref(module);
}

/* the installed libkmod has each function */
TEST(test_real_libkmod)
{
	struct ocxl_lazy_kmod library = { 0 };
	void *pointers[sizeof(library) / sizeof(void *)];
	size_t i;

	place = REAL;
	assert_int_equal(ocxl_lazy_load_kmod(&library), 0);
	memcpy(pointers, &library, sizeof(pointers));
	for (i = 0; i < ARRAY_SIZE(pointers); i++)
		assert_non_null(pointers[i]);
}

UNIT_FIXTURE(make_bus, remove_bus)
