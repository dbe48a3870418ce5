/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Write and sync files completely, however many system calls that takes, and replace them as a
 * whole.
 */
#ifndef OCXL_FILE_IO_H
#define OCXL_FILE_IO_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * write all bytes
 * @fd: file, pipe, socket or terminal; when it is non-blocking, the function waits until it is
 *   writable
 * @bytes: bytes to write
 * @size: number of bytes
 * Return: 0 or a negative errno; -EINTR when a signal requests the end of the program.
 */
int ocxl_file_write_all(int fd, const char *bytes, size_t size);

/* fsync(), repeated when a signal interrupts it */
int ocxl_file_sync(int fd);

/*
 * make new names in a directory survive a crash of the host
 * @directory: descriptor; a descriptor or file system that does not support fsync() of directories
 *   is no error
 */
int ocxl_file_sync_directory(int directory);

/* reserve of free space in a file system */
struct ocxl_free_reserve {
	/* bytes, or with @percent 0 to 99 percent of the file system; 0: nothing */
	uint64_t amount;
	bool percent; /* unit of @amount */
};

/*
 * does the file system of a file have its reserve of free space
 * @reserve: space that stays free
 * Space that the file system reserves for root counts as used. A file system that does not report
 * its size (FUSE allows this) has enough space.
 * Return: false when less space is free. The next line may exceed the free space by its length.
 */
bool ocxl_free_reserve_is_kept(const struct ocxl_free_reserve *reserve, int fd);

/*
 * create a hidden file that is to replace another one
 * @directory: descriptor of the directory; O_PATH is enough
 * @name: receives the name of the new file in @directory
 * The new file stays locked (flock) while its descriptor is open. Unlocked temporary files of this
 * user for the same @target are left from killed processes; they are removed.
 * Return: a descriptor for writing, or a negative errno.
 */
int ocxl_tempfile_create(int directory, const char *target, mode_t mode, char name[NAME_MAX + 1]);

#endif /* OCXL_FILE_IO_H */
