/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shorten a file only while no other process has it open. Without that, another process may have
 * appended bytes that are removed as well.
 *
 * The kernel grants a write lease to the only process that has a file open. Others wait in open() until
 * the lease is given back, for a limited time: after /proc/sys/fs/lease-break-time (45 seconds), for example
 * while the holder is stopped, the kernel takes the lease away.
 */
#ifndef OCXL_WRITE_LEASE_H
#define OCXL_WRITE_LEASE_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * ocxl_write_lease_take() - let other processes wait in open()
 * @fd: open for writing, once; the calling thread is told when another process begins to wait
 *
 * Return: false when another process has the file open, for a file of another user, and on file
 * systems without leases.
 */
bool ocxl_write_lease_take(int fd);

/**
 * ocxl_write_lease_truncate() - shorten the file, if nobody began to wait since the lease was taken
 * @fd: after ocxl_write_lease_take(), by the same thread
 * @size: number of bytes that stay
 *
 * Return: 0 or a negative errno; -EWOULDBLOCK when another process waits, or has opened the file
 * because the lease was taken away. Then the file has all bytes, unless the other process began to wait
 * at the moment when they were removed.
 */
int ocxl_write_lease_truncate(int fd, off_t size);

/**
 * ocxl_write_lease_give_back() - let other processes open the file
 * @fd: after ocxl_write_lease_take()
 */
void ocxl_write_lease_give_back(int fd);

#endif /* OCXL_WRITE_LEASE_H */
