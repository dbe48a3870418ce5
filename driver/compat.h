/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels for which this driver builds: older ones get the names of the
 * newest. Kbuild includes this file before each source. OCXL_HAS_... are defined by Kbuild, which
 * reads the kernel's headers: versions do not tell what the kernels of distributions have.
 */
#ifndef OCXLPMEM_COMPAT_H
#define OCXLPMEM_COMPAT_H

/* of all messages; has to be there before the kernel's headers */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/memremap.h>
#include <linux/mm.h>

/*
 * libnvdimm marks a DIMM as incoherent when an erase begins. Where the CPU caches of the platform
 * cannot be invalidated, only a newly registered DIMM is without this mark.
 */
#define OCXL_ERASE_MARKS_DIMM __is_defined(OCXL_HAS_INCOHERENT_DIMMS)

#ifndef OCXL_HAS_PAGEMAP_OF_PFN
#define get_dev_pagemap(pfn) get_dev_pagemap(pfn, NULL)
#endif

#ifndef OCXL_HAS_IDLE_DAX_PAGES
static inline bool dax_page_is_idle(struct page *page)
{
	return page_ref_count(page) <= 1;
}
#endif

/* a disk that is claimed: a file, a handle, or the block device itself */
#if defined(OCXL_HAS_DISK_FILES)

#define ocxlpmem_disk			  struct file
#define ocxlpmem_open_disk(disk, holder)  bdev_file_open_by_dev(disk, BLK_OPEN_READ, holder, NULL)
/* fput() would close it later, and the next check would count it as a user */
#define ocxlpmem_close_disk(disk, holder) __fput_sync(disk)
#define ocxlpmem_bdev(disk)		  file_bdev(disk)

#elif defined(OCXL_HAS_DISK_HANDLES)

#define ocxlpmem_disk			  struct bdev_handle
#define ocxlpmem_open_disk(disk, holder)  bdev_open_by_dev(disk, BLK_OPEN_READ, holder, NULL)
#define ocxlpmem_close_disk(disk, holder) bdev_release(disk)
#define ocxlpmem_bdev(disk)		  ((disk)->bdev)

#elif defined(OCXL_HAS_BLOCK_MODES)

#define ocxlpmem_disk			  struct block_device
#define ocxlpmem_open_disk(disk, holder)  blkdev_get_by_dev(disk, BLK_OPEN_READ, holder, NULL)
#define ocxlpmem_close_disk(disk, holder) blkdev_put(disk, holder)
#define ocxlpmem_bdev(disk)		  (disk)

#else

#define ocxlpmem_disk			  struct block_device
#define ocxlpmem_open_disk(disk, holder)  blkdev_get_by_dev(disk, FMODE_READ | FMODE_EXCL, holder)
#define ocxlpmem_close_disk(disk, holder) blkdev_put(disk, FMODE_READ | FMODE_EXCL)
#define ocxlpmem_bdev(disk)		  (disk)

#endif

#endif /* OCXLPMEM_COMPAT_H */
