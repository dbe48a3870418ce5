/* SPDX-License-Identifier: GPL-2.0-only */
/* Write and sync a file descriptor completely, however many system calls that takes. */
#ifndef OCXL_FILE_IO_H
#define OCXL_FILE_IO_H

#include <stddef.h>
#include <sys/types.h>

/**
 * ocxl_file_write_all() - write all bytes
 * @fd: file, pipe, socket or terminal; when it is non-blocking, the function waits until it is
 *	writable
 * @bytes: bytes to write
 * @size: number of bytes
 *
 * Return: 0 or a negative errno; -EINTR when a signal requests the end of the program.
 */
int ocxl_file_write_all(int fd, const char *bytes, size_t size);

/**
 * ocxl_file_sync() - fsync(), repeated when a signal interrupts it
 * @fd: a regular file
 *
 * Return: 0 or a negative errno.
 */
int ocxl_file_sync(int fd);

/**
 * ocxl_file_sync_directory() - make new names in a directory survive a crash of the host
 * @directory: descriptor; a descriptor or file system that does not support fsync() of
 *	directories is no error
 *
 * Return: 0 or a negative errno.
 */
int ocxl_file_sync_directory(int directory);

#endif /* OCXL_FILE_IO_H */
