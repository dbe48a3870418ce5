/* SPDX-License-Identifier: GPL-2.0-only */
/* --keep-free: space that a growing log leaves free, so that no error log can fill a disk. */
#ifndef OCXL_KEEP_FREE_H
#define OCXL_KEEP_FREE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct ocxl_keep_free - space of a file system that stays free
 * @amount: bytes, or with @percent 0 to 99 percent of the file system; 0: nothing
 * @percent: unit of @amount
 */
struct ocxl_keep_free {
	uint64_t amount;
	bool percent;
};

/**
 * ocxl_keep_free_allows() - may a file grow
 * @keep_free: space that stays free
 * @fd: a file or directory of the file system; O_PATH suffices
 *
 * Space that the file system reserves for root counts as used. A file system that does not report
 * its size (FUSE allows this) has enough space.
 *
 * Return: false when less space is free. The next line may exceed the free space by its length.
 */
bool ocxl_keep_free_allows(const struct ocxl_keep_free *keep_free, int fd);

#endif /* OCXL_KEEP_FREE_H */
