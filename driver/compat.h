/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels that this driver builds for. The only file that
 * asks for LINUX_VERSION_CODE.
 */
#ifndef OCXLPMEM_COMPAT_H
#define OCXLPMEM_COMPAT_H

#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "kernels before 6.1 were never tried"
#endif

/*
 * From 6.2 on libnvdimm marks a DIMM incoherent when an erase begins, and nothing but a
 * new DIMM takes the mark off where the caches of the whole platform cannot be flushed.
 */
#define OCXL_ERASE_MARKS_DIMM (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0))

/* the member of struct platform_driver that removes and returns nothing */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define OCXL_PLATFORM_REMOVE remove
#else
#define OCXL_PLATFORM_REMOVE remove_new
#endif

/*
 * An exclusive claim of a disk, refused with -EBUSY while the disk or one of its
 * partitions is mounted or claimed otherwise.
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
	/* fput() would close it only when the write to the parameter returns */
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
#error "kernels 6.5 to 6.8 were never tried: the claim of a disk is missing for them"
#endif

#endif /* OCXLPMEM_COMPAT_H */
