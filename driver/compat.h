/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels for which this driver builds: older ones get the names of the
 * newest. Kbuild includes this file before each source. Only this file tests LINUX_VERSION_CODE.
 */
#ifndef OCXLPMEM_COMPAT_H
#define OCXLPMEM_COMPAT_H

/* of all messages; has to be there before the kernel's headers */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0) ||       \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0) && \
	 LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0))
#error "the driver supports Linux 6.1, and 6.12 and later"
#endif

/*
 * From 6.2 on libnvdimm marks a DIMM as incoherent when an erase begins. Where the CPU caches of
 * the platform cannot be invalidated, only a newly registered DIMM is without this mark.
 */
#define OCXL_ERASE_MARKS_DIMM (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0))

/* the member of struct platform_driver that removes a device and returns nothing */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define OCXL_PLATFORM_REMOVE remove
#else
#define OCXL_PLATFORM_REMOVE remove_new
#endif

/* export a symbol to the modules that import the name space OCXLPMEM */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define OCXL_EXPORT_SYMBOL(symbol) EXPORT_SYMBOL_NS_GPL(symbol, "OCXLPMEM")
#else
#define OCXL_EXPORT_SYMBOL(symbol) EXPORT_SYMBOL_NS_GPL(symbol, OCXLPMEM)
#endif

/* the work queue for long works, on any processor */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define system_dfl_wq system_unbound_wq
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
#define get_dev_pagemap(pfn) get_dev_pagemap(pfn, NULL)
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
static inline bool dax_page_is_idle(struct page *page)
{
	return page_ref_count(page) <= 1;
}
#endif

/* the claim of a disk is a block device there, which these functions take for its file */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)

#define OCXL_CLAIM_MODE (FMODE_READ | FMODE_EXCL)
#define BLK_OPEN_READ	FMODE_READ

static inline struct file *bdev_file_open_by_dev(dev_t disk, fmode_t mode, void *holder,
						 const void *operations)
{
	return (struct file *)blkdev_get_by_dev(disk, mode | FMODE_EXCL, holder);
}

static inline struct block_device *file_bdev(struct file *file)
{
	return (struct block_device *)file;
}

static inline void ocxlpmem_close_disk(struct file *file)
{
	blkdev_put(file_bdev(file), OCXL_CLAIM_MODE);
}
#define __fput_sync(file) ocxlpmem_close_disk(file)

#endif

#endif /* OCXLPMEM_COMPAT_H */
