// SPDX-License-Identifier: GPL-2.0-only
/* Free space of file systems of many sizes, which fstatvfs() of this program reports. */
#include <sys/statvfs.h>
#include <ccan/array_size/array_size.h>
#include "fakes.h"
#include "ocxl/output/file-io.h"

static struct statvfs reported;
static int reported_result;

static int fake_fstatvfs(int fd, struct statvfs *vfs)
{
	(void)fd;
	*vfs = reported;
	errno = ENOSYS;
	return reported_result;
}
UNIT_FAKE(fstatvfs64, fake_fstatvfs)

UNIT_TEST(test_sizes)
{
	static const struct {
		uint64_t block, blocks, free, available;
		struct ocxl_free_reserve keep_free;
		bool allowed;
	} rows[] = {
		/* percent of the whole file system, rounded down to blocks */
		{ 4096, 1000, 500, 10, { 1, true }, true },
		{ 4096, 1000, 500, 9, { 1, true }, false },
		{ 4096, 199, 2, 1, { 1, true }, true },
		{ 4096, 99, 0, 0, { 1, true }, true },
		{ 4096, 150, 150, 148, { 99, true }, true },
		{ 4096, 150, 150, 147, { 99, true }, false },
		{ 4096, UINT64_MAX, 0, UINT64_MAX / 2, { 50, true }, true },
		{ 4096, UINT64_MAX, 0, UINT64_MAX / 2 - 1, { 50, true }, false },
		/* bytes, rounded up to blocks */
		{ 4096, 1000, 1000, 1, { 4096, false }, true },
		{ 4096, 1000, 1000, 1, { 4097, false }, false },
		{ 4096, 1000, 1000, 2, { 4097, false }, true },
		{ 4096, UINT64_MAX, 0, UINT64_MAX / 4096 + 1, { UINT64_MAX, false }, true },
		{ 1, 1000, 1000, 1000, { UINT64_MAX, false }, false },
		/* free space may be for root only */
		{ 512, 1000, 100, 0, { 1, false }, false },
		{ 512, 1000, 100, 0, { 0, false }, true },
		{ 512, 1000, 100, 0, { 0, true }, true },
		/* the file system does not know its size */
		{ 4096, 0, 0, 0, { 50, true }, true },
		{ 0, 1000, 0, 0, { 50, false }, true },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		reported = (struct statvfs) {
			.f_bsize = 65536,
			.f_frsize = rows[i].block,
			.f_blocks = rows[i].blocks,
			.f_bfree = rows[i].free,
			.f_bavail = rows[i].available,
		};
		if (ocxl_free_reserve_is_kept(&rows[i].keep_free, 0) != rows[i].allowed)
			fail_msg("row %zu", i);
	}
}

UNIT_TEST(test_unknown)
{
	const struct ocxl_free_reserve keep_free = { 99, true };

	reported = (struct statvfs) { .f_frsize = 1, .f_blocks = 100 };
	assert_false(ocxl_free_reserve_is_kept(&keep_free, 0));
	reported_result = -1;
	assert_true(ocxl_free_reserve_is_kept(&keep_free, 0));
	reported_result = 0;
}
