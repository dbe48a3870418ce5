/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What can be learnt of a thread whose system call was caught, and its memory.
 */
#ifndef OCXL_EMULATOR_CALLER_PROCESS_H
#define OCXL_EMULATOR_CALLER_PROCESS_H

#include <sys/types.h>
#include "core/port.h"

/** ocxl_client_read() - copy from its memory. Return: 0 or -EFAULT */
int ocxl_client_read(pid_t tid, u64 address, void *to, size_t size);

/** ocxl_client_read_some() - the same as far as it goes. Return: bytes that were copied */
size_t ocxl_client_read_some(pid_t tid, u64 address, void *to, size_t size);

/** ocxl_client_write() - copy into its memory. Return: 0 or -EFAULT */
int ocxl_client_write(pid_t tid, u64 address, const void *from, size_t size);

/**
 * ocxl_client_dimm() - which DIMM's node is behind a descriptor
 *
 * Return: N of /dev/nmemN, or -1 when it is something else.
 */
int ocxl_client_dimm(pid_t tid, int fd);

/** ocxl_client_read_only() - was the descriptor opened O_RDONLY? */
bool ocxl_client_read_only(pid_t tid, int fd);

/** ocxl_client_admin() - does it have CAP_SYS_ADMIN? */
bool ocxl_client_admin(pid_t tid);

/**
 * ocxl_client_inode() - the file behind a descriptor
 *
 * Return: whether @device and @inode were filled.
 */
bool ocxl_client_inode(pid_t tid, int fd, dev_t *device, ino_t *inode);

/**
 * ocxl_client_signals() - its signal masks, bit n-1 is signal n
 * @tid: the thread
 * @blocked: signals that it blocks
 * @pending: signals that wait, for the thread or its process
 *
 * Return: whether both were filled.
 */
bool ocxl_client_signals(pid_t tid, u64 *blocked, u64 *pending);

/** ocxl_client_parent() - the process that its process is a child of, or 0 */
pid_t ocxl_client_parent(pid_t tid);

/**
 * ocxl_client_number() - what it is called in another process namespace
 * @tid: the thread
 * @level: how many namespaces below ours; or ~0 for its own
 * @found: receives the level of the result
 *
 * Return: the number, or 0.
 */
pid_t ocxl_client_number(pid_t tid, unsigned int level, unsigned int *found);

/** ocxl_client_open() - a descriptor of its process, readable when that has ended, or -errno */
int ocxl_client_open(pid_t tid);

/**
 * ocxl_client_copy_fd() - a copy of its descriptor for ourselves
 * @process: from ocxl_client_open()
 * @fd: the descriptor
 *
 * Return: the copy, or -errno.
 */
int ocxl_client_copy_fd(int process, int fd);

/**
 * ocxl_client_same_file() - is its descriptor a duplicate of ours?
 * @tid: the thread
 * @fd: its descriptor
 * @ours: our descriptor
 */
bool ocxl_client_same_file(pid_t tid, int fd, int ours);

#endif /* OCXL_EMULATOR_CALLER_PROCESS_H */
