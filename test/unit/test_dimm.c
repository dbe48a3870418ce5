// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the library takes from a DIMM's directory in sysfs; a directory in /tmp plays it. */
#include <unistd.h>
#include <sys/stat.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "bus-fixture.h"
#include "ocxl-dimm.h"
#include "ocxl-private.h"

static char base[] = "/tmp/ocxl-test-dimm-XXXXXX";
static const char *const files[] = { "serial", "fw_version", "cmd_mask", "envelope", "flags" };
static struct ndctl_dimm dimm;

static void path_of(char *path, size_t size, const char *name)
{
	assert_range(snprintf(path, size, "%s/ocxlpmem/%s", base, name), 1, size - 1);
}

static void write_sysfs_file(const char *name, const char *content)
{
	char path[256];
	FILE *file;

	path_of(path, sizeof(path), name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(content, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void add_dimm(void)
{
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.dimm_path = base,
		.serial = UINT_MAX,
		.cmd_family = ULONG_MAX,
		.ocxl_cmd_mask = ULONG_MAX,
		.cmd_mask = 1UL << ND_CMD_GET_CONFIG_SIZE | 1UL << ND_CMD_CALL |
			    1UL << ND_CMD_VENDOR,
		.health_eventfd = -1,
	};
	assert_true(ocxl_dimm_match(base));
	assert_int_equal(ocxl_add_dimm(&dimm, base), 0);
}

static int create_sysfs_files(void **state)
{
	write_sysfs_file("serial", "1234567890\n");
	write_sysfs_file("fw_version", "V1.02\n");
	write_sysfs_file("cmd_mask", "0x200be\n");
	write_sysfs_file("envelope", "call\n");
	write_sysfs_file("flags", "\n");
	return 0;
}

static int remove_dimm(void **state)
{
	char path[256];
	size_t i;

	free(dimm.bus_prefix);
	free(dimm.unique_id);
	if (dimm.health_eventfd >= 0)
		close(dimm.health_eventfd);
	memset(&dimm, 0, sizeof(dimm));
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		path_of(path, sizeof(path), files[i]);
		unlink(path);
	}
	return 0;
}

static int make_directory(void **state)
{
	char path[256];

	if (!mkdtemp(base))
		return -1;
	path_of(path, sizeof(path), "");
	return mkdir(path, 0700);
}

static int remove_directory(void **state)
{
	char path[256];

	path_of(path, sizeof(path), "");
	return rmdir(path) || rmdir(base) ? -1 : 0;
}

#define CASE(name) UNIT_TEST_WITH(name, create_sysfs_files, remove_dimm)

CASE(test_add_dimm)
{
	add_dimm();
	assert_string_equal(dimm.bus_prefix, "ocxlpmem");
	assert_string_equal(dimm.unique_id, "1234567890");
	assert_int_equal(dimm.cmd_family, 6);
	assert_int_equal(dimm.flags.flags, 0);
	assert_true(dimm.health_eventfd >= 0);
	assert_true(ndctl_dimm_is_ocxl(&dimm));
	assert_int_equal(ocxl_dimm_get_serial(&dimm), 1234567890);
	assert_int_equal(ocxl_dimm_get_cmd_mask(&dimm), 0x200be);
	assert_false(ocxl_dimm_has_old_driver(&dimm));
	assert_string_equal(ocxl_dimm_get_envelope(&dimm), "call");
	assert_true(dimm.ops->cmd_is_supported(&dimm, ND_CMD_SMART));
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_SMART_THRESHOLD));
	assert_true(dimm.ops->cmd_is_supported(&dimm, ND_CMD_GET_CONFIG_SIZE));
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_SET_CONFIG_DATA));
	assert_true(dimm.ops->cmd_is_supported(&dimm, ND_CMD_CALL));
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_VENDOR));
	assert_false(dimm.ops->cmd_is_supported(&dimm, -1));
	assert_false(dimm.ops->cmd_is_supported(&dimm, 1000));
}

CASE(test_match_needs_the_group)
{
	assert_false(ocxl_dimm_match("/tmp"));
	assert_false(ocxl_dimm_match("/nonexistent"));
}

CASE(test_add_dimm_of_the_vendor_envelope)
{
	write_sysfs_file("envelope", "vendor\n");
	add_dimm();
	assert_string_equal(ocxl_dimm_get_envelope(&dimm), "vendor");
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_CALL));
	assert_true(dimm.ops->cmd_is_supported(&dimm, ND_CMD_VENDOR));
}

CASE(test_add_dimm_of_an_old_driver)
{
	char path[256];
	uint64_t flags;
	size_t i;

	for (i = 2; i < ARRAY_SIZE(files); i++) {
		path_of(path, sizeof(path), files[i]);
		unlink(path);
	}
	add_dimm();
	assert_true(ocxl_dimm_has_old_driver(&dimm));
	assert_int_equal(ocxl_dimm_get_cmd_mask(&dimm), 2);
	assert_string_equal(ocxl_dimm_get_envelope(&dimm), "call");
	/* no file at all */
	assert_int_equal(dimm.health_eventfd, -1);
	assert_int_equal(ndctl_dimm_ocxl_read_flags(&dimm, &flags), -ENOENT);
	assert_true(dimm.ops->cmd_is_supported(&dimm, ND_CMD_SMART));
}

/* ndctl monitor reads one byte and polls: of a file that every DIMM has */
CASE(test_old_driver_can_be_monitored)
{
	char path[256], byte;
	FILE *file;

	path_of(path, sizeof(path), "flags");
	unlink(path);
	assert_range(snprintf(path, sizeof(path), "%s/state", base), 1, sizeof(path) - 1);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs("idle\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	add_dimm();
	unlink(path);
	assert_true(dimm.health_eventfd >= 0);
	assert_int_equal(pread(dimm.health_eventfd, &byte, 1, 0), 1);
	assert_int_equal(byte, 'i');
	assert_int_equal(dimm.flags.flags, 0);
}

CASE(test_add_dimm_of_a_generic_window)
{
	write_sysfs_file("cmd_mask", "0x0\n");
	write_sysfs_file("fw_version", "\n");
	add_dimm();
	assert_true(ndctl_dimm_is_ocxl(&dimm));
	assert_false(ocxl_dimm_has_old_driver(&dimm));
	assert_int_equal(ocxl_dimm_get_cmd_mask(&dimm), 0);
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_SMART));
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_CALL));
	assert_false(dimm.ops->cmd_is_supported(&dimm, ND_CMD_VENDOR));
	assert_true(dimm.ops->cmd_is_supported(&dimm, ND_CMD_GET_CONFIG_SIZE));
	assert_null(dimm.ops->new_smart(&dimm));
	assert_null(dimm.ops->new_smart_threshold(&dimm));
}

CASE(test_command_mask_of_any_text)
{
	static const char *const texts[] = {
		"", "\n", "-1\n", " 0x2\n", "0x\n", "0x2 0x4\n", "many\n", "0x1ffffffffffffffff\n"
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		write_sysfs_file("cmd_mask", texts[i]);
		add_dimm();
		assert_int_equal(ocxl_dimm_get_cmd_mask(&dimm), 0);
		assert_false(ocxl_dimm_has_old_driver(&dimm));
		remove_dimm(state);
		create_sysfs_files(state);
	}
	/* every bit set is not an old driver */
	write_sysfs_file("cmd_mask", "0xffffffffffffffff\n");
	add_dimm();
	assert_false(ocxl_dimm_has_old_driver(&dimm));
	assert_true(ocxl_dimm_get_cmd_mask(&dimm) >= 0x7fffffff);
}

CASE(test_serial_of_64_bits)
{
	write_sysfs_file("serial", "18446744073709551615\n");
	add_dimm();
	assert_string_equal(dimm.unique_id, "18446744073709551615");
	assert_true(ocxl_dimm_get_serial(&dimm) == UINT64_MAX);
	assert_int_equal(dimm.serial, UINT_MAX);
}

CASE(test_serial_of_any_text)
{
	static const char *const texts[] = { "", "none\n", "18446744073709551616\n", "-5\n",
					     "0x10\n" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		write_sysfs_file("serial", texts[i]);
		add_dimm();
		assert_null(dimm.unique_id);
		assert_int_equal(ocxl_dimm_get_serial(&dimm), 0);
		remove_dimm(state);
		create_sysfs_files(state);
	}
}

CASE(test_flags_for_ndctl)
{
	static const struct {
		const char *text;
		bool map;
		bool smart;
	} cases[] = {
		{ "\n", false, false },
		{ "error_log dump\n", false, false },
		{ "not_ready\n", true, false },
		{ "mem_unavailable\n", true, false },
		{ "smart_notify\n", false, true },
		{ "hw_fatal\n", false, true },
		{ "fw_fatal\n", false, true },
		{ "not_ready fw_fatal\n", true, true },
		{ "dump\nhw_fatal\n", false, false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		write_sysfs_file("flags", cases[i].text);
		add_dimm();
		assert_int_equal(dimm.flags.f_map, cases[i].map);
		assert_int_equal(dimm.flags.f_smart, cases[i].smart);
		remove_dimm(state);
		create_sysfs_files(state);
	}
}

CASE(test_flags_read_anew)
{
	uint64_t flags;

	add_dimm();
	assert_int_equal(ndctl_dimm_ocxl_read_flags(&dimm, &flags), 0);
	assert_int_equal(flags, 0);
	write_sysfs_file("flags", "hw_fatal mailbox_stuck\n");
	assert_int_equal(ndctl_dimm_ocxl_read_flags(&dimm, &flags), 0);
	assert_int_equal(flags, NDCTL_OCXL_FLAG_HW_FATAL | NDCTL_OCXL_FLAG_MAILBOX_STUCK);
}

CASE(test_fw_version_of_any_text)
{
	char version[9];

	add_dimm();
	assert_int_equal(ndctl_dimm_ocxl_read_fw_version(&dimm, version), 0);
	assert_memory_equal(version, "V1.02\0\0\0\0", 9);
	write_sysfs_file("fw_version", "123456789\n");
	assert_int_equal(ndctl_dimm_ocxl_read_fw_version(&dimm, version), 0);
	assert_string_equal(version, "12345678");
	write_sysfs_file("fw_version", "\n");
	assert_int_equal(ndctl_dimm_ocxl_read_fw_version(&dimm, version), 0);
	assert_string_equal(version, "");
	write_sysfs_file("fw_version", "");
	assert_int_equal(ndctl_dimm_ocxl_read_fw_version(&dimm, version), -EBADMSG);
}

/*
 * @expected: begins with "@" or is empty behind the name of the DIMM, which is that of its
 * directory
 */
static void expect_name(const char *slot, const char *expected)
{
	const char *dev = *expected && *expected != '@' ? "" : strrchr(base, '/') + 1;
	char name[OCXL_CARD_NAME_SIZE];

	assert_int_equal(ocxl_dimm_get_card_name(&dimm, slot, name), 0);
	assert_memory_equal(name, dev, strlen(dev));
	assert_string_equal(name + strlen(dev), expected);
}

CASE(test_card_name)
{
	char id[] = "77";
	struct ndctl_dimm other;

	add_dimm();
	list_head_init(&fixture_ctx.busses);
	list_head_init(&fixture_bus.dimms);
	fixture_ctx.busses_init = fixture_bus.dimms_init = 1;
	list_add(&fixture_ctx.busses, &fixture_bus.list);
	list_add(&fixture_bus.dimms, &dimm.list);
	expect_name("C5", "1234567890");
	other = dimm;
	other.unique_id = id;
	other.serial = 77;
	list_add(&fixture_bus.dimms, &other.list);
	expect_name("C5", "1234567890");
	/* the card was replaced by one whose number is there already */
	write_sysfs_file("serial", "77\n");
	expect_name("C5", "@C5");
	expect_name("U78D2.001.WZS00AB-P1|C5/ \xc3\xa4", "@U78D2.001.WZS00AB-P1_C5____");
	expect_name("", "");
	expect_name(NULL, "");
	/* the number of the other one could not be read when it was discovered */
	other.unique_id = NULL;
	expect_name("C5", "@C5");
	list_del(&other.list);
	expect_name("C5", "77");
	write_sysfs_file("serial", "0\n");
	expect_name("C5", "@C5");
	write_sysfs_file("serial", "18446744073709551615\n");
	expect_name(NULL, "18446744073709551615");
}

CASE(test_a_dimm_of_another_family)
{
	struct ndctl_dimm other = { .ops = NULL };
	char version[9], name[OCXL_CARD_NAME_SIZE] = "x";
	uint64_t flags = 1;

	assert_false(ndctl_dimm_is_ocxl(&other));
	assert_false(ndctl_dimm_is_ocxl(NULL));
	assert_int_equal(ocxl_dimm_get_serial(&other), 0);
	assert_int_equal(ocxl_dimm_get_cmd_mask(&other), 0);
	assert_false(ocxl_dimm_has_old_driver(&other));
	assert_null(ocxl_dimm_get_envelope(&other));
	assert_int_equal(ndctl_dimm_ocxl_read_flags(&other, &flags), -ENODEV);
	assert_int_equal(flags, 0);
	assert_int_equal(ndctl_dimm_ocxl_read_fw_version(&other, version), -ENODEV);
	assert_int_equal(ocxl_dimm_read_card_name(&other, "C5", name), -ENODEV);
	assert_string_equal(name, "");
	assert_false(ocxl_refresh_flags(&other));
	assert_int_equal(other.flags.flags, 0);
}

UNIT_FIXTURE(make_directory, remove_directory)
