// SPDX-License-Identifier: GPL-2.0-only
/*
 * The planner of windows: generated sequences of writes, compared with a simple model of memory,
 * and generated texts.
 */
#include "unit.h"
#include "windows/window-plan.h"

#define M (1ULL << 20)

static struct ocxlpmem_windows existing;
static struct ocxlpmem_window_plan plan;
static char why[OCXL_WINDOW_MESSAGE_MAX];

static const struct ocxlpmem_window_host host;

static int planned(enum ocxlpmem_window_operation verb, const char *text, size_t size)
{
	why[0] = '\0';
	return ocxlpmem_window_plan(&plan, verb, text, size, &existing, &host, why);
}

/* A simple model: memory as cells of 16M, each with the number of its window. */
#define CELLS	   48
#define FIRST_CELL 64

struct naive {
	u32 size[CELLS]; /* of the window that starts there, 0 without one */
};

/* xorshift: the same sequences in every run */
static u64 seed = 88172645463325252ULL;

static u32 random_below(u32 limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (u32)((seed >> 16) % limit);
}

struct item {
	u32 cell;
	u32 size;
};

static bool naive_overlaps(const struct item *one, const struct item *other)
{
	u32 cell;

	for (cell = one->cell; cell < one->cell + one->size; cell++) {
		if (cell >= other->cell && cell < other->cell + other->size)
			return true;
	}
	return false;
}

/* compares items with each other, in the order in which they are written */
static int naive_parse(const struct item *items, u32 count)
{
	u32 i, j;

	for (i = 0; i < count; i++) {
		if (items[i].size <= 2)
			return -EINVAL;
		for (j = 0; j < i; j++) {
			if (naive_overlaps(&items[i], &items[j]))
				return -EEXIST;
		}
	}
	return 0;
}

static int naive_want(const struct naive *before, const struct item *item)
{
	u32 cell;

	if (before->size[item->cell] > item->size)
		return -EINVAL;
	for (cell = 0; cell < CELLS; cell++) {
		struct item other = { cell, before->size[cell] };

		if (cell != item->cell && before->size[cell] && naive_overlaps(item, &other))
			return before->size[item->cell] == item->size ? 0 : -EEXIST;
	}
	return 0;
}

static void sort_items(struct item *items, u32 count)
{
	u32 i, j;

	for (i = 0; i < count; i++) {
		for (j = i + 1; j < count; j++) {
			if (items[j].cell < items[i].cell) {
				struct item swap = items[i];

				items[i] = items[j];
				items[j] = swap;
			}
		}
	}
}

static int naive_write(struct naive *naive, enum ocxlpmem_window_operation verb, struct item *items,
		       u32 count)
{
	struct naive after = *naive;
	int rc = naive_parse(items, count);
	u32 i;

	if (verb == OCXL_WINDOW_MAP)
		memset(&after, 0, sizeof(after));
	sort_items(items, count);
	for (i = 0; i < count && !rc; i++) {
		if (verb != OCXL_WINDOW_REMOVE)
			rc = naive_want(naive, &items[i]);
		else if (naive->size[items[i].cell] != items[i].size)
			rc = -ENOENT;
		after.size[items[i].cell] = verb == OCXL_WINDOW_REMOVE ? 0 : items[i].size;
	}
	if (!rc)
		*naive = after;
	return rc;
}

static u32 random_items(const struct naive *naive, struct item *items, u32 max)
{
	u32 count = random_below(max + 1);
	u32 i;

	for (i = 0; i < count; i++) {
		items[i].cell = random_below(CELLS - 12);
		items[i].size = 2 + random_below(8);
		/* often an existing window, unchanged */
		if (random_below(2)) {
			u32 cell = random_below(CELLS);

			if (naive->size[cell])
				items[i] = (struct item) { cell, naive->size[cell] };
		}
	}
	return count;
}

static void write_items(const struct item *items, u32 count, char *text, size_t size)
{
	int used = 0;
	u32 i;

	text[0] = '\0';
	for (i = 0; i < count; i++)
		used += scnprintf(text + used, size - (size_t)used, "%s%uM@0x%llx", i ? "," : "",
				  items[i].size * 16,
				  (unsigned long long)(FIRST_CELL + items[i].cell) * 16 * M);
}

/* executes the steps as the driver would, and checks that no step hinders another */
static void obey_steps(void)
{
	struct ocxlpmem_windows after = { .count = 0 };
	u32 i, j;

	for (i = 0; i < plan.count; i++) {
		const struct ocxlpmem_window_step *step = &plan.step[i];
		int at = ocxlpmem_windows_find(&existing, step->window.start);

		assert_int_equal(step->action == OCXL_WINDOW_CREATE, at < 0);
		if (step->action == OCXL_WINDOW_CREATE) {
			ocxlpmem_windows_insert(&existing, &step->window);
		} else if (step->action == OCXL_WINDOW_EXPAND) {
			assert_true(step->window.size > existing.window[at].size);
			existing.window[at].size = step->window.size;
		} else {
			after.count = 0;
			for (j = 0; j < existing.count; j++) {
				if (j != (u32)at)
					ocxlpmem_windows_insert(&after, &existing.window[j]);
			}
			existing = after;
		}
		for (j = 1; j < existing.count; j++)
			assert_true(existing.window[j - 1].start + existing.window[j - 1].size <=
				    existing.window[j].start);
	}
}

static void assert_same(const struct naive *naive)
{
	u32 count = 0;
	u32 cell;

	for (cell = 0; cell < CELLS; cell++) {
		int at = ocxlpmem_windows_find(&existing, (FIRST_CELL + cell) * 16 * M);

		assert_int_equal(naive->size[cell] != 0, at >= 0);
		if (at >= 0)
			assert_int_equal(existing.window[at].size, naive->size[cell] * 16 * M);
		count += at >= 0;
	}
	assert_int_equal(existing.count, count);
}

UNIT_TEST(test_sequences_against_naive_model)
{
	struct naive naive = { 0 };
	char text[512];
	u32 accepted = 0;
	u32 round;

	existing.count = 0;
	for (round = 0; round < 200000; round++) {
		enum ocxlpmem_window_operation verb =
			(enum ocxlpmem_window_operation)random_below(3);
		struct item items[5];
		u32 count = random_items(&naive, items, ARRAY_SIZE(items));
		int expected, rc;

		write_items(items, count, text, sizeof(text));
		expected = naive_write(&naive, verb, items, count);
		rc = planned(verb, text, strlen(text));
		if (rc != expected)
			fail_msg("round %u: '%s' gives %d, not %d: %s", round, text, rc, expected,
				 why);
		assert_int_equal(rc != 0, why[0] != '\0');
		if (!rc)
			obey_steps();
		accepted += !rc && plan.count > 0;
		assert_same(&naive);
	}
	/* enough sequences were accepted */
	assert_true(accepted > 10000);
}

UNIT_TEST(test_random_text)
{
	static const char alphabet[] = "0123456789abcxXkKmMgGtT@@@,,/:. \n";
	char text[40];
	u32 round, i, size;

	existing.count = 0;
	assert_int_equal(planned(OCXL_WINDOW_ADD, "64M@4G", 6), 0);
	existing = plan.wanted;
	for (round = 0; round < 200000; round++) {
		size = random_below(sizeof(text));
		for (i = 0; i < size; i++)
			text[i] = alphabet[random_below(sizeof(alphabet) - 1)];
		if (planned(OCXL_WINDOW_ADD, text, size))
			assert_true(why[0] != '\0' && strlen(why) < sizeof(why));
	}
}
