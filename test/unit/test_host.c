// SPDX-License-Identifier: GPL-2.0-only
/* The host in "metrics": DIMMs that libndctl failed to discover count as well. */
#include <time.h>
#include "unit.h"
#include "ocxl/render/render.h"
#include "ocxl/verbs/host.h"
#include "ocxl/dimms/select.h"

UNIT_TEST(test_host_counts_all_dimms)
{
	struct ocxl_dimm_list list = { .count = 3, .undiscovered = { .count = 2 } };
	struct ocxl_host host = { 0 };
	time_t begin = time(NULL);

	ocxl_host_read(&host, &list);
	assert_int_equal(host.dimm_count, 5);
	assert_true(host.driver_loaded);
	assert_range(host.last_run, begin, time(NULL));
}
