// SPDX-License-Identifier: GPL-2.0-only
/* The planner of windows: each rule, each errno. */
#include "unit.h"
#include "windows/window-plan.h"

#define M (1ULL << 20)
#define G (1ULL << 30)

static struct ocxlpmem_windows existing;
static struct ocxlpmem_window_plan plan;
static char why[OCXL_WINDOW_MESSAGE_MAX];

/* System RAM: the first gigabyte */
static bool is_ram(void *context, u64 start, u64 size)
{
	(void)context;
	return size > 0 && start < 1 * G;
}

/*
 * cards are on bus 1. Function 1 has memory, that of function 2 is refused, that of others not
 * known
 */
static int find_card(void *context, struct ocxlpmem_window *window, char *reason)
{
	(void)context;
	if (window->bus != 1 || window->function == 2) {
		snprintf(reason, OCXL_WINDOW_REASON_MAX, "names a card %u", window->function);
		return window->bus == 1 ? -ENODATA : -ENODEV;
	}
	if (window->function != 1) {
		snprintf(reason, OCXL_WINDOW_REASON_MAX, "needs SIZE@START");
		return -EOPNOTSUPP;
	}
	window->start = 8 * G;
	window->size = 256 * M + window->device;
	return 0;
}

/* addresses of the kernel: 46 bits */
static bool is_addressable(void *context, u64 start, u64 size)
{
	(void)context;
	return start + (size - 1) < 1ULL << 46;
}

/* memory of another driver: a page in the middle of the 40th gigabyte */
static int check_unclaimed(void *context, const struct ocxlpmem_window *window, u64 start, u64 size,
			   char *reason)
{
	const u64 page = 40 * G + G / 2;

	(void)context;
	assert_true(start + size == window->start + window->size);
	if (start > page + 4095 || page > start + (size - 1))
		return 0;
	snprintf(reason, OCXL_WINDOW_REASON_MAX, "has memory that another driver uses");
	return -EBUSY;
}

static const struct ocxlpmem_window_host host = {
	.is_ram = is_ram,
	.check = check_unclaimed,
	.is_addressable = is_addressable,
	.find_card = find_card,
};

static int plan_operation(enum ocxlpmem_window_operation verb, const char *text)
{
	why[0] = '\0';
	return ocxlpmem_window_plan(&plan, verb, text, strlen(text), &existing, &host, why);
}

static void set_existing(const char *text)
{
	assert_int_equal(ocxlpmem_windows_parse(&existing, text, strlen(text), &host, why), 0);
}

static void assert_step(u32 index, enum ocxlpmem_window_action action, u64 start, u64 size)
{
	assert_true(index < plan.count);
	assert_int_equal(plan.step[index].action, action);
	assert_int_equal(plan.step[index].window.start, start);
	assert_int_equal(plan.step[index].window.size, size);
}

static void assert_refused(enum ocxlpmem_window_operation verb, const char *text, int rc,
			   const char *word)
{
	assert_int_equal(plan_operation(verb, text), rc);
	if (!strstr(why, word))
		fail_msg("'%s' is refused with '%s', which does not say '%s'", text, why, word);
}

UNIT_TEST(test_parse_numbers)
{
	set_existing(" 64M@4G,0x4000000@0x140000000,65536K@6g,1T@0x10000000000 \n");
	assert_int_equal(existing.count, 4);
	assert_int_equal(existing.window[0].start, 4 * G);
	assert_int_equal(existing.window[0].size, 64 * M);
	assert_int_equal(existing.window[1].size, 64 * M);
	assert_int_equal(existing.window[2].size, 64 * M);
	assert_int_equal(existing.window[3].size, 1024 * G);
	set_existing("2p@1P,4E@0x4000000000000000");
	assert_int_equal(existing.window[0].start, 1ULL << 50);
	assert_int_equal(existing.window[0].size, 1ULL << 51);
	assert_int_equal(existing.window[1].size, 1ULL << 62);
	assert_int_equal(ocxlpmem_windows_parse(&existing, "16E@0", 5, &host, why), -EINVAL);
}

/* spaces behind the size do not belong to the text */
UNIT_TEST(test_parse_only_spaces)
{
	existing.count = 1;
	assert_int_equal(ocxlpmem_windows_parse(&existing, "    64M@4G", 2, &host, why), 0);
	assert_int_equal(existing.count, 0);
}

UNIT_TEST(test_parse_card)
{
	set_existing("64M@4G/0004:01:1f.7");
	assert_true(existing.window[0].has_card);
	assert_int_equal(existing.window[0].domain, 4);
	assert_int_equal(existing.window[0].bus, 1);
	assert_int_equal(existing.window[0].device, 0x1f);
	assert_int_equal(existing.window[0].function, 7);
	assert_false(existing.window[0].unlabeled);
}

/* the word is for the write alone: it is no part of the window */
UNIT_TEST(test_parse_unlabeled)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	set_existing("64M@4G/unlabeled,64M@5G");
	assert_true(existing.window[0].unlabeled);
	assert_false(existing.window[0].has_card);
	assert_false(existing.window[1].unlabeled);
	ocxlpmem_window_format(&existing.window[0], text, sizeof(text));
	assert_string_equal(text, "64M@0x100000000");
	assert_int_equal(plan_operation(OCXL_WINDOW_REMOVE, "64M@4G"), 0);
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "64M@4G"), 0);
	assert_int_equal(plan.count, 0);
}

UNIT_TEST(test_parse_malformed)
{
	static const char *const texts[] = {
		"x",
		"@",
		"64M",
		"64M@",
		"@4G",
		"64M4G",
		"64M@4G,",
		",64M@4G",
		"64M@4G,,64M@5G",
		"64Q@4G",
		"64MM@4G",
		"64M@4G x",
		"64M @4G",
		"-64M@4G",
		"+64M@4G",
		"0x@4G",

		"64M@@4G",
		"64M$4G",
		"18446744073709551616@4G",
		"0x10000000000000000@4G",
		"99999999999999T@4G",
		"64M@4G/",
		"64M@4G/0:1:0.0",
		"64M@4G/0000:01:00",
		"64M@4G/0000:01:20.0",
		"64M@4G/0000:01:00.8",
		"64M@4G/0000:01:00.00",
		"64M@4G/zzzz:01:00.0",
		"64M@4G/unlabele",
		"64M@4G/unlabeled/",
		"64M@4G/unlabeled0000:01:00.0",
		"64M@4G/0000:01:00.0/unlabeled",
		"64M@4G\n,64M@5G",
	};
	u32 i;

	existing.count = 0;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		assert_refused(OCXL_WINDOW_ADD, texts[i], -EINVAL, "is not a window");
}

UNIT_TEST(test_parse_every_prefix)
{
	static const char text[] = "0x8000000@0x100000000/0001:01:00.0,64M@8G";
	struct ocxlpmem_windows windows;
	size_t size;

	for (size = 0; size < sizeof(text); size++) {
		/* a sanitizer detects a read behind the size */
		char *copy = malloc(size ? size : 1);

		assert_non_null(copy);
		memcpy(copy, text, size);
		ocxlpmem_windows_parse(&windows, copy, size, &host, why);
		free(copy);
	}
}

UNIT_TEST(test_parse_empty_item)
{
	assert_refused(OCXL_WINDOW_ADD, ",64M@8G", -EINVAL, "'' is not");
	assert_refused(OCXL_WINDOW_ADD, "64M@8G,", -EINVAL, "'' is not");
}

UNIT_TEST(test_quote_unprintable)
{
	assert_refused(OCXL_WINDOW_ADD, "\033[2J@4G", -EINVAL, "'?[2J@4G'");
	assert_refused(OCXL_WINDOW_ADD, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", -EINVAL,
		       "...' is not");
}

UNIT_TEST(test_limits)
{
	existing.count = 0;
	assert_refused(OCXL_WINDOW_ADD, "0@4G", -EINVAL, "has size 0");
	assert_refused(OCXL_WINDOW_ADD, "64M@0xffffffffff000000", -EINVAL, "past the end");
	assert_refused(OCXL_WINDOW_ADD, "64M@0x100001000", -EINVAL, "multiple of 16M");
	assert_refused(OCXL_WINDOW_ADD, "65M@4G", -EINVAL, "multiple of 16M");
	assert_refused(OCXL_WINDOW_ADD, "32M@4G", -EINVAL,
		       "32M@0x100000000 is not larger than 32M");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "48M@4G"), 0);
	set_existing("48M@0xfffffffffd000000");
}

UNIT_TEST(test_system_ram)
{
	existing.count = 0;
	assert_refused(OCXL_WINDOW_ADD, "64M@512M", -EBUSY, "System RAM");
	assert_refused(OCXL_WINDOW_ADD, "64M@512M", -EBUSY, "64M@0x20000000 ");
	assert_refused(OCXL_WINDOW_MAP, "64M@4G,64M@512M", -EBUSY, "System RAM");
}

UNIT_TEST(test_expand_ram)
{
	/* its own memory used as System RAM is a matter of the rule about windows in use */
	set_existing("64M@512M");
	assert_refused(OCXL_WINDOW_ADD, "128M@512M", -EBUSY, "System RAM");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "64M@512M"), 0);
	assert_int_equal(plan.count, 0);
}

UNIT_TEST(test_claimed)
{
	existing.count = 0;
	/* at its end, at its start, in the middle, and beside it */
	assert_refused(OCXL_WINDOW_ADD, "528M@40G", -EBUSY, "another driver");
	assert_refused(OCXL_WINDOW_ADD, "1G@41472M", -EBUSY, "another driver");
	assert_refused(OCXL_WINDOW_MAP, "64M@4G,1G@40G", -EBUSY, "1G@0xa00000000 has memory");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "512M@40G"), 0);
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "1G@41488M"), 0);
	/* its old part has claims of its namespaces, and may get more */
	set_existing("528M@40G");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "1G@40G"), 0);
	set_existing("512M@40G");
	assert_refused(OCXL_WINDOW_ADD, "1G@40G", -EBUSY, "another driver");
	assert_int_equal(plan_operation(OCXL_WINDOW_MAP, "512M@40G"), 0);
}

UNIT_TEST(test_card)
{
	existing.count = 0;
	assert_refused(OCXL_WINDOW_ADD, "64M@4G/0000:02:00.0", -ENODEV,
		       "64M@0x100000000/0000:02:00.0 names a card 0");
	assert_refused(OCXL_WINDOW_ADD, "64M@4G/0000:01:00.0,64M@8G/0000:01:00.0", -EEXIST,
		       "64M@0x200000000/0000:01:00.0 names the same card as "
		       "64M@0x100000000/0000:01:00.0 in");
	set_existing("64M@4G/0000:01:00.0");
	assert_refused(OCXL_WINDOW_ADD, "64M@8G/0000:01:00.0", -EEXIST, "the card of");
	assert_refused(OCXL_WINDOW_ADD, "128M@4G/0000:01:00.1", -EINVAL, "another card");
	assert_refused(OCXL_WINDOW_REMOVE, "64M@4G/0000:01:00.1", -ENOENT,
		       "64M@0x100000000/0000:01:00.1 does not exist");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "128M@4G"), 0);
	assert_true(plan.step[0].window.has_card);
	assert_int_equal(plan_operation(OCXL_WINDOW_REMOVE, "64M@4G"), 0);
}

/* a card tells where its memory is */
UNIT_TEST(test_card_memory)
{
	existing.count = 0;
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "64M@4G,@0000:01:00.1\n"), 0);
	assert_int_equal(plan.count, 2);
	assert_step(1, OCXL_WINDOW_CREATE, 8 * G, 256 * M);
	assert_true(plan.step[1].window.has_card);
	assert_refused(OCXL_WINDOW_ADD, "@0000:02:00.1", -ENODEV, "@0000:02:00.1 names a card 1");
	assert_refused(OCXL_WINDOW_ADD, "@0000:01:00.2", -ENODATA, "@0000:01:00.2 names a card 2");
	assert_refused(OCXL_WINDOW_ADD, "@0000:01:00.0", -EOPNOTSUPP, "needs SIZE@START");
	assert_refused(OCXL_WINDOW_ADD, "@0000:01:01.1", -EINVAL, "multiple of 16M");
	assert_refused(OCXL_WINDOW_ADD, "64M@8G,@0000:01:00.1", -EEXIST, "overlaps");
	assert_refused(OCXL_WINDOW_ADD, "@0000:01:00.1/unlabeled", -EINVAL, "is not a window");
}

/* a window that names a card is in the memory of this card */
UNIT_TEST(test_card_elsewhere)
{
	existing.count = 0;
	assert_refused(OCXL_WINDOW_ADD, "64M@4G/0000:01:00.1", -ENXIO,
		       "not in the memory of the card: 256M@0x200000000/0000:01:00.1");
	assert_refused(OCXL_WINDOW_ADD, "64M@8208M/0000:01:00.1", -ENXIO, "not in the memory");
	assert_refused(OCXL_WINDOW_ADD, "272M@8G/0000:01:00.1", -ENXIO, "not in the memory");
	assert_refused(OCXL_WINDOW_ADD, "64M@4G/0000:01:00.2", -ENODATA, "names a card 2");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "64M@4G/0000:01:00.0"), 0);
	set_existing("64M@8G/0000:01:00.1");
	assert_refused(OCXL_WINDOW_ADD, "272M@8G", -ENXIO, "not in the memory");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "@0000:01:00.1"), 0);
	assert_step(0, OCXL_WINDOW_EXPAND, 8 * G, 256 * M);
	set_existing("@0000:01:00.1");
	assert_int_equal(plan_operation(OCXL_WINDOW_REMOVE, "@0000:01:00.1"), 0);
	assert_step(0, OCXL_WINDOW_DELETE, 8 * G, 256 * M);
}

/*
 * the window of the card, also if it is smaller than the card, or nobody knows the memory of the
 * card
 */
UNIT_TEST(test_remove_window_of_card)
{
	set_existing("64M@8G/0000:01:00.1,64M@4G/0000:01:00.0");
	assert_int_equal(plan_operation(OCXL_WINDOW_REMOVE, "@0000:01:00.1,@0000:01:00.0"), 0);
	assert_int_equal(plan.count, 2);
	assert_step(0, OCXL_WINDOW_DELETE, 4 * G, 64 * M);
	assert_step(1, OCXL_WINDOW_DELETE, 8 * G, 64 * M);
	assert_refused(OCXL_WINDOW_REMOVE, "@0000:01:00.2", -ENOENT, "@0000:01:00.2 has no window");
	assert_refused(OCXL_WINDOW_REMOVE, "@0000:02:00.1", -ENOENT, "@0000:02:00.1 has no window");
	assert_refused(OCXL_WINDOW_REMOVE, "@0000:01:00.1,@0000:01:00.1", -EEXIST, "overlaps");
}

UNIT_TEST(test_create_and_leave_alone)
{
	set_existing("64M@4G");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "64M@4G,64M@5G"), 0);
	assert_int_equal(plan.count, 1);
	assert_step(0, OCXL_WINDOW_CREATE, 5 * G, 64 * M);
}

UNIT_TEST(test_expand_and_shrink)
{
	set_existing("64M@4G");
	assert_int_equal(plan_operation(OCXL_WINDOW_MAP, "128M@4G"), 0);
	assert_int_equal(plan.count, 1);
	assert_step(0, OCXL_WINDOW_EXPAND, 4 * G, 128 * M);
	assert_refused(OCXL_WINDOW_ADD, "48M@4G", -EINVAL, "would shrink");
	assert_refused(OCXL_WINDOW_MAP, "48M@4G", -EINVAL, "would shrink");
}

UNIT_TEST(test_overlap)
{
	set_existing("64M@4G,64M@5G");
	assert_refused(OCXL_WINDOW_ADD, "64M@0x101000000", -EEXIST, "overlaps 64M@0x100000000");
	/* also one that the same write would remove */
	assert_refused(OCXL_WINDOW_MAP, "64M@0x101000000", -EEXIST, "overlaps");
	assert_refused(OCXL_WINDOW_ADD, "2G@4G", -EEXIST, "overlaps 64M@0x140000000");
	assert_refused(OCXL_WINDOW_MAP, "64M@8G,64M@0x201000000", -EEXIST, "in the same write");
	assert_refused(OCXL_WINDOW_MAP, "64M@8G,64M@8G", -EEXIST, "in the same write");
	/* neighbours do not overlap */
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "64M@0x104000000,128M@0xf8000000"), 0);
}

UNIT_TEST(test_beyond_the_kernel)
{
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "1T@63T"), 0);
	assert_refused(OCXL_WINDOW_ADD, "2T@63T", -EINVAL, "is beyond what the kernel can address");
	assert_refused(OCXL_WINDOW_MAP, "64M@64T", -EINVAL,
		       "is beyond what the kernel can address");
	set_existing("1T@63T");
	assert_refused(OCXL_WINDOW_ADD, "2T@63T", -EINVAL, "is beyond what the kernel can address");
}

UNIT_TEST(test_map_removes_the_rest)
{
	set_existing("64M@4G,64M@5G,64M@6G");
	assert_int_equal(plan_operation(OCXL_WINDOW_MAP, "64M@7G,128M@5G"), 0);
	assert_int_equal(plan.count, 4);
	/* steps that can fail and be undone come first */
	assert_step(0, OCXL_WINDOW_CREATE, 7 * G, 64 * M);
	assert_step(1, OCXL_WINDOW_EXPAND, 5 * G, 128 * M);
	assert_step(2, OCXL_WINDOW_DELETE, 4 * G, 64 * M);
	assert_step(3, OCXL_WINDOW_DELETE, 6 * G, 64 * M);
}

UNIT_TEST(test_empty_text)
{
	set_existing("64M@4G,64M@5G");
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, "\n"), 0);
	assert_int_equal(plan.count, 0);
	assert_int_equal(plan_operation(OCXL_WINDOW_REMOVE, ""), 0);
	assert_int_equal(plan.count, 0);
	assert_int_equal(plan_operation(OCXL_WINDOW_MAP, " \n"), 0);
	assert_int_equal(plan.count, 2);
	assert_step(0, OCXL_WINDOW_DELETE, 4 * G, 64 * M);
}

UNIT_TEST(test_remove)
{
	set_existing("64M@4G,64M@5G");
	assert_int_equal(plan_operation(OCXL_WINDOW_REMOVE, "64M@5G"), 0);
	assert_int_equal(plan.count, 1);
	assert_step(0, OCXL_WINDOW_DELETE, 5 * G, 64 * M);
	assert_refused(OCXL_WINDOW_REMOVE, "128M@5G", -ENOENT, "does not exist");
	assert_refused(OCXL_WINDOW_REMOVE, "64M@5G,64M@6G", -ENOENT, "does not exist");
}

UNIT_TEST(test_too_many)
{
	char text[OCXL_WINDOWS_MAX * 16 + 16];
	int used = 0;
	u32 i;

	for (i = 0; i <= OCXL_WINDOWS_MAX; i++)
		used += scnprintf(text + used, sizeof(text) - (size_t)used, "%s64M@%uG",
				  i ? "," : "", i + 1);
	existing.count = 0;
	assert_refused(OCXL_WINDOW_ADD, text, -ENOSPC, "more than 64");
	text[strlen(text) - strlen(",64M@65G")] = '\0';
	assert_int_equal(plan_operation(OCXL_WINDOW_ADD, text), 0);
	existing = plan.wanted;
	assert_refused(OCXL_WINDOW_ADD, "64M@100G", -ENOSPC, "more than 64");
}

UNIT_TEST(test_text_round_trip)
{
	static const char *const texts[] = {
		"64M@0x100000000", "3G@0x0", "1T@0x40000000",
		"3P@0x40000000",   "2E@0x0", "48M@0xfffffffffd000000/00ff:01:1f.7",
	};
	char text[OCXL_WINDOW_TEXT_MAX];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		set_existing(texts[i]);
		ocxlpmem_window_format(&existing.window[0], text, sizeof(text));
		assert_string_equal(text, texts[i]);
	}
}
