// SPDX-License-Identifier: GPL-2.0-only
/* The progress line of a dump. */
#include <ccan/array_size/array_size.h>
#include "unit.h"
#include "ocxl/output/progress.h"

#define MIB	 1048576U
#define SECOND	 UINT64_C(1000000000)
#define WHAT	 "nmem0: dump"
#define LINE_MAX OCXL_PROGRESS_SIZE

UNIT_TEST(test_line)
{
	static const struct {
		uint64_t done;
		uint64_t most;
		uint64_t elapsed_ns;
		size_t columns;
		const char *line;
	} cases[] = {
		{ 0, 64 * MIB, 0, 80, "nmem0: dump: 0.0 of at most 64.0 MiB" },
		{ 0, 64 * MIB, 0, 37, "nmem0: dump: 0.0 of at most 64.0 MiB" },
		{ 0, 64 * MIB, 0, 36, "nmem0: dump: 0.0 of at most 64.0 Mi" },
		{ 32 * MIB, 64 * MIB, 2 * SECOND, 100,
		  "nmem0: dump: 32.0 of at most 64.0 MiB, "
		  "16.0 MiB/s" },
		{ 64 * MIB, 64 * MIB, 4 * SECOND, 100,
		  "nmem0: dump: 64.0 of at most 64.0 MiB, "
		  "16.0 MiB/s" },
		/* more than the limit */
		{ 65 * MIB, 64 * MIB, 4 * SECOND, 100,
		  "nmem0: dump: 65.0 of at most 64.0 MiB, "
		  "16.2 MiB/s" },
		{ MIB, 64 * MIB, 60 * SECOND, 60,
		  "nmem0: dump: 1.0 of at most 64.0 MiB, 0.0 MiB/s" },
		{ MIB, 64 * MIB, 60 * SECOND, 120,
		  "nmem0: dump: 1.0 of at most 64.0 MiB, "
		  "0.0 MiB/s" },
		{ 8, 0xFFFFFFFF, 86400 * SECOND, 120,
		  "nmem0: dump: 0.0 of at most 4096.0 MiB, "
		  "0.0 MiB/s" },
		/* unknown limit */
		{ 3 * MIB, 0, 2 * SECOND, 80, "nmem0: dump: 3.0 MiB, 1.5 MiB/s" },
		{ 0, 0, 0, 80, "nmem0: dump: 0.0 MiB" },
		{ MIB, MIB, SECOND, 10, "nmem0: du" },
		{ MIB, MIB, SECOND, 1, "" },
	};
	char line[LINE_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(ocxl_progress_format(line, WHAT, cases[i].done, cases[i].most,
						      cases[i].elapsed_ns, cases[i].columns),
				 strlen(cases[i].line));
		assert_string_equal(line, cases[i].line);
	}
}

/* the line is shorter than the terminal is wide, with any numbers */
UNIT_TEST(test_line_fits)
{
	static const uint64_t numbers[] = { 0, 1, MIB, UINT32_MAX, UINT64_MAX };
	char line[LINE_MAX];
	size_t columns, i, j, k;

	for (columns = 1; columns < 2 * LINE_MAX; columns += columns < 120 ? 1 : 37) {
		for (i = 0; i < 125; i++) {
			j = i / 5 % 5;
			k = i / 25;
			assert_range(ocxl_progress_format(line, WHAT, numbers[i % 5], numbers[j],
							  numbers[k], columns),
				     0, columns - 1);
		}
	}
}

/* without a terminal nothing is drawn or removed */
UNIT_TEST(test_not_shown)
{
	struct ocxl_progress progress;

	ocxl_progress_init(&progress, WHAT, false);
	assert_false(progress.shown);
	ocxl_progress_show_waiting(&progress);
	ocxl_progress_start_transfer(&progress);
	progress.drawn_ns = 0;
	ocxl_progress_update(&progress, 1, 2);
	assert_int_equal(progress.width, 0);
	ocxl_progress_clear(&progress);
}
