/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels for which this driver builds. Only this file tests
 * LINUX_VERSION_CODE.
 */
#ifndef OCXLPMEM_COMPAT_H
#define OCXLPMEM_COMPAT_H

#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/memremap.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "kernels before 6.1 are not supported"
#endif

/*
 * From 6.2 on libnvdimm marks a DIMM as incoherent when an erase begins. Where the CPU caches of
 * the platform cannot be invalidated, only a newly registered DIMM is without this mark.
 */
#define OCXL_ERASE_MARKS_DIMM (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0))

/* the member of struct platform_driver that removes a device and returns nothing */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define OCXL_PLATFORM_REMOVE remove
#else
#define OCXL_PLATFORM_REMOVE remove_new
#endif

/* the work queue for long works, on any processor */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
#define OCXL_UNBOUND_WQ system_dfl_wq
#else
#define OCXL_UNBOUND_WQ system_unbound_wq
#endif

/* references to a DAX page that nobody uses */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)
#define OCXL_IDLE_DAX_REFERENCES 0
#else
#define OCXL_IDLE_DAX_REFERENCES 1
#endif

/* the page map of @pfn with a reference, or NULL */
static inline struct dev_pagemap *ocxlpmem_dev_pagemap_get(unsigned long pfn)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
	return get_dev_pagemap(pfn);
#else
	return get_dev_pagemap(pfn, NULL);
#endif
}

/* export a symbol to the modules that import the name space OCXLPMEM */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define OCXL_EXPORT_SYMBOL(symbol) EXPORT_SYMBOL_NS_GPL(symbol, "OCXLPMEM")
#else
#define OCXL_EXPORT_SYMBOL(symbol) EXPORT_SYMBOL_NS_GPL(symbol, OCXLPMEM)
#endif

/*
 * An exclusive claim of a disk. It fails with -EBUSY while the disk or one of its partitions is
 * mounted or claimed.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)

struct ocxlpmem_disk_claim {
	struct file *file;
};

static inline int ocxlpmem_disk_claim(struct ocxlpmem_disk_claim *claim, dev_t disk, void *holder)
{
	claim->file = bdev_file_open_by_dev(disk, BLK_OPEN_READ, holder, NULL);
	return PTR_ERR_OR_ZERO(claim->file);
}

static inline struct gendisk *ocxlpmem_disk_claimed(const struct ocxlpmem_disk_claim *claim)
{
	return file_bdev(claim->file)->bd_disk;
}

static inline void ocxlpmem_disk_release(struct ocxlpmem_disk_claim *claim)
{
	/* fput() would close it only after the write to the module parameter has returned */
	__fput_sync(claim->file);
}

#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)

#define OCXL_CLAIM_MODE (FMODE_READ | FMODE_EXCL)

struct ocxlpmem_disk_claim {
	struct block_device *bdev;
};

static inline int ocxlpmem_disk_claim(struct ocxlpmem_disk_claim *claim, dev_t disk, void *holder)
{
	claim->bdev = blkdev_get_by_dev(disk, OCXL_CLAIM_MODE, holder);
	return PTR_ERR_OR_ZERO(claim->bdev);
}

static inline struct gendisk *ocxlpmem_disk_claimed(const struct ocxlpmem_disk_claim *claim)
{
	return claim->bdev->bd_disk;
}

static inline void ocxlpmem_disk_release(struct ocxlpmem_disk_claim *claim)
{
	blkdev_put(claim->bdev, OCXL_CLAIM_MODE);
}

#else
#error "kernels 6.5 to 6.8 are not supported: the claim of a disk is missing for them"
#endif

#endif /* OCXLPMEM_COMPAT_H */
