// SPDX-License-Identifier: GPL-2.0-only
/* DIMMs that libndctl may fail to discover, from names of the command line. sysfs is a fake. */
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include "fakes.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/options/ocxl-options.h"

#define DIMMS_MAX 16

/*
 * DIMM n is on bus n / 2; those from DIMMS_MAX on do not exist, and odd ones are of another family
 */
static ssize_t fake_readlink(const char *path, char *target, size_t size)
{
	unsigned int dimm;

	if (sscanf(path, OCXL_DIMM_SYSFS_DEVICES "/nmem%u", &dimm) != 1 || dimm >= DIMMS_MAX) {
		errno = ENOENT;
		return -1;
	}
	return snprintf(target, size, "../../../devices/ndbus%u/nmem%u", dimm / 2, dimm);
}
UNIT_FAKE(readlink, fake_readlink)

static bool fake_is_ocxl(struct ndctl_dimm *dimm)
{
	return false;
}
UNIT_FAKE(ndctl_dimm_is_ocxl, fake_is_ocxl)

static int fake_stat(const char *path, struct stat *st)
{
	unsigned int dimm;

	if (sscanf(path, OCXL_DIMM_SYSFS_DEVICES "/nmem%u/ocxlpmem", &dimm) != 1 || dimm % 2)
		return -1;
	st->st_ino = 1000 + dimm;
	return 0;
}
UNIT_FAKE(stat64, fake_stat)

static void check_list(const char **names, unsigned int count, const char *expected)
{
	const struct ocxl_options options = { .dimms = names, .dimm_count = count };
	struct ocxl_omitted_dimms omitted;
	struct ocxl_bus_filter filter;
	char text[128] = "";
	size_t i;

	ocxl_bus_filter_build(&filter, &options);
	assert_false(filter.everywhere);
	assert_int_equal(ocxl_omitted_dimms_list_all(&omitted, &filter), 0);
	for (i = 0; i < omitted.count; i++) {
		assert_int_equal(omitted.dimms[i].inode, 1000 + omitted.dimms[i].id);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%u ",
			 omitted.dimms[i].id);
	}
	assert_string_equal(text, expected);
	ocxl_omitted_dimms_release(&omitted);
	ocxl_bus_filter_release(&filter);
}

/* by number, and each once */
UNIT_TEST(test_list_of_named_dimms)
{
	const char *names[] = { "nmem4", "nmem10", "nmem2", "nmem4", "nmem10",
				"nmem4", "nmem3",  "nmem2", "nmem99" };

	check_list(names, 1, "4 ");
	check_list(names, 2, "4 10 ");
	check_list(names, 3, "2 4 10 ");
	check_list(names, 4, "2 4 10 ");
	check_list(names, ARRAY_SIZE(names), "2 4 10 ");
	check_list(names + 3, 3, "4 10 ");
}

UNIT_TEST(test_buses_of_named_dimms)
{
	const char *names[] = { "nmem4", "nmem10", "nmem2", "nmem5" };
	const struct ocxl_options options = { .dimms = names, .dimm_count = ARRAY_SIZE(names) };
	struct ocxl_bus_filter filter;
	unsigned int bus;

	ocxl_bus_filter_build(&filter, &options);
	for (bus = 0; bus < DIMMS_MAX; bus++)
		assert_int_equal(ocxl_bus_filter_has_bus(&filter, bus),
				 bus == 1 || bus == 2 || bus == 5);
	ocxl_bus_filter_release(&filter);
}
