// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the planner of windows, as the kernel compiles it. The module has its own copy of the
 * planner, because ocxlpmem exports none of its functions. test/unit has more tests, in user space.
 */
#include <kunit/test.h>
#include "../windows/window-plan.c"
#include "../windows/window-text.c"

/* the first window of all tests */
#define FIRST "128M@0x60000000"

/**
 * struct plan_test - memory of a test; too large for the stack
 * @existing: windows before the write
 * @plan: result
 * @message: reason of a refusal
 */
struct plan_test {
	struct ocxlpmem_windows existing;
	struct ocxlpmem_window_plan plan;
	char message[OCXL_WINDOW_MESSAGE_MAX];
};

static bool is_test_ram(void *context, u64 start, u64 size)
{
	return start < (16ULL << 20);
}

static const struct ocxlpmem_window_host test_host = { .is_ram = is_test_ram };

static int begin_plan_test(struct kunit *test)
{
	struct plan_test *data = kunit_kzalloc(test, sizeof(*data), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, data);
	test->priv = data;
	return ocxlpmem_windows_parse(&data->existing, FIRST, strlen(FIRST), data->message);
}

static int plan_text(struct kunit *test, enum ocxlpmem_window_operation operation, const char *text)
{
	struct plan_test *data = test->priv;

	return ocxlpmem_window_plan(&data->plan, operation, text, strlen(text), &data->existing,
				    &test_host, data->message);
}

static void expect_step(struct kunit *test, u32 number, enum ocxlpmem_window_action action,
			const char *text)
{
	struct plan_test *data = test->priv;
	char found[OCXL_WINDOW_TEXT_MAX];

	KUNIT_ASSERT_LT(test, number, data->plan.count);
	ocxlpmem_window_format(&data->plan.step[number].window, found, sizeof(found));
	KUNIT_EXPECT_EQ(test, data->plan.step[number].action, action);
	KUNIT_EXPECT_STREQ(test, found, text);
}

static void test_map_creates_then_deletes(struct kunit *test)
{
	struct plan_test *data = test->priv;

	KUNIT_ASSERT_EQ(test, plan_text(test, OCXL_WINDOW_MAP, "64M@0x70000000"), 0);
	KUNIT_EXPECT_EQ(test, data->plan.count, 2U);
	expect_step(test, 0, OCXL_WINDOW_CREATE, "64M@0x70000000");
	expect_step(test, 1, OCXL_WINDOW_DELETE, FIRST);
}

static void test_add_expands(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, plan_text(test, OCXL_WINDOW_ADD, "256M@0x60000000"), 0);
	expect_step(test, 0, OCXL_WINDOW_EXPAND, "256M@0x60000000");
}

static void test_remove_needs_the_exact_window(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, plan_text(test, OCXL_WINDOW_REMOVE, "64M@0x60000000"), -ENOENT);
	KUNIT_ASSERT_EQ(test, plan_text(test, OCXL_WINDOW_REMOVE, FIRST), 0);
	expect_step(test, 0, OCXL_WINDOW_DELETE, FIRST);
}

static void test_refused_windows(struct kunit *test)
{
	static const struct {
		const char *text;
		int rc;
	} cases[] = {
		{ "rubbish", -EINVAL },
		{ "64M@0x60000000", -EINVAL },
		{ "32M@0x70000000", -EINVAL },
		{ "64M@0x70000001", -EINVAL },
		{ "0xFFFFFFFFFF000000@0x2000000", -EINVAL },
		{ "128M@0x64000000", -EEXIST },
		{ "64M@0x70000000,64M@0x72000000", -EEXIST },
		{ "64M@0x0", -EBUSY },
		{ "64M@0x70000000/0000:00:01.0", -ENODEV },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, plan_text(test, OCXL_WINDOW_ADD, cases[i].text),
				    cases[i].rc, "%s", cases[i].text);
}

static struct kunit_case plan_cases[] = {
	KUNIT_CASE(test_map_creates_then_deletes),
	KUNIT_CASE(test_add_expands),
	KUNIT_CASE(test_remove_needs_the_exact_window),
	KUNIT_CASE(test_refused_windows),
	{},
};

static struct kunit_suite plan_suite = {
	.name = "ocxlpmem-window-plan",
	.init = begin_plan_test,
	.test_cases = plan_cases,
};
kunit_test_suite(plan_suite);
