// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cost of an emulated card's SMART list, in branches taken by driver/card/card-smart.c: times
 * are useless on a busy machine.
 */
#include "card-fixture.h"

/*
 * for each attribute of the list; a search through all attributes of the card takes some hundreds
 */
#define BRANCHES_EACH 20

static u32 branches;

void __sanitizer_cov_trace_pc(void);

void __sanitizer_cov_trace_pc(void)
{
	branches++;
}

static struct answer answer;

/* the scenario line that adds an attribute for each of the first ids */
static void fill_ids(struct fixture *f, u32 count)
{
	char line[40];
	u32 id;

	for (id = 0; id < count; id++) {
		snprintf(line, sizeof(line), "smart %u raw=%u", id, id);
		apply_scenario(f, line);
	}
}

static void check_cost(struct fixture *f, u32 length)
{
	branches = 0;
	send_sized(f, OCXLPMEM_CMD_SMART, NULL, 0, 8192, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.status, 0);
	/* maximum number of reported attributes */
	assert_int_equal(answer.header.count, 255);
	assert_range(branches, length, BRANCHES_EACH * length);
}

FIXTURE_TEST(test_cost_of_a_long_list)
{
	const u32 counts[] = { 100, 200, 255, 256 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		fill_ids(f, counts[i]);
		apply_scenario(f, "smart fill count=4095");
		check_cost(f, 4095);
	}
	apply_scenario(f, "smart fill count=0");
	check_cost(f, 256);
}

/* generated attributes have the free ids, in order */
FIXTURE_TEST(test_ids_that_are_made_up)
{
	const struct ocxlpmem_smart_attribute *found;
	u32 i;

	/* the card's own attributes are 0x09, 0xC2 and 0xCA */
	apply_scenario(f, "smart fill count=255");
	send_sized(f, OCXLPMEM_CMD_SMART, NULL, 0, 8192, &answer);
	found = (const void *)(answer.payload + 8);
	for (i = 3; i < 255; i++) {
		u32 id = i - 2;

		id += id >= 0x09;
		id += id >= 0xC2;
		id += id >= 0xCA;
		assert_int_equal(found[i].fields >> OCXLPMEM_SMART_ID_SHIFT, id);
		assert_int_equal(found[i].raw, i);
	}
}
