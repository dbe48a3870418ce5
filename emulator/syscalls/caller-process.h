/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The caller: the thread whose system call was caught. Its memory, descriptors, rights and calls.
 *
 * The number of a thread may be reused when it ends. Results are only valid while
 * ocxl_seccomp_is_waiting().
 */
#ifndef OCXL_EMULATOR_CALLER_PROCESS_H
#define OCXL_EMULATOR_CALLER_PROCESS_H

#include <sys/types.h>
#include "core/port.h"

/* read from the caller's memory. Return: 0, or -EFAULT. */
int ocxl_caller_read(pid_t tid, u64 address, void *to, size_t size);

/* read from the caller's memory until the first unmapped page. Return: number of bytes read. */
size_t ocxl_caller_read_available(pid_t tid, u64 address, void *to, size_t size);

/* write to the caller's memory. Return: 0, or -EFAULT. */
int ocxl_caller_write(pid_t tid, u64 address, const void *from, size_t size);

/*
 * find the DIMM whose node is behind a descriptor. Return: N of /dev/nmemN, or -1 for any other
 * file.
 */
int ocxl_caller_dimm_number(pid_t tid, int fd);

/* was the descriptor opened O_RDONLY? */
bool ocxl_caller_fd_is_read_only(pid_t tid, int fd);

/* does the caller have CAP_SYS_ADMIN? */
bool ocxl_caller_is_admin(pid_t tid);

/* is the caller stopped, by a signal or by a tracer? */
bool ocxl_caller_is_stopped(pid_t tid);

/* has the thread ended? */
bool ocxl_caller_has_ended(pid_t tid);

/*
 * has the caller to leave a call that signals interrupt: is a signal pending, or does its process
 * stop? @blocked: the signals that the call blocks, in the kernel's form; NULL: those that the
 * caller blocks
 */
bool ocxl_caller_has_to_leave(pid_t tid, const u64 *blocked);

/* find the file behind a descriptor. Return: whether both were filled. */
bool ocxl_caller_fd_inode(pid_t tid, int fd, dev_t *device, ino_t *inode);

/* Return: number of descriptors that the caller's table has room for; 0 if it has ended */
unsigned int ocxl_caller_fd_table_size(pid_t tid);

/*
 * does the caller wait in the kernel, in a call with these arguments? The first is not compared: on
 * PowerPC, a call that continues after an interruption does not have it. Return: false if it
 * certainly does not.
 */
bool ocxl_caller_may_be_in_call(pid_t tid, const u64 arguments[3]);

/* Return: the thread that traces the caller, or 0 */
pid_t ocxl_caller_tracer(pid_t tid);

/*
 * find when the caller started. Return: clock ticks since boot, or 0. A later thread with the same
 * number has another time, unless the kernel uses the number again within a tick.
 */
u64 ocxl_caller_start_time(pid_t tid);

/*
 * open a descriptor of the caller's process. Return: a descriptor that becomes readable when the
 * process ends, or -errno.
 */
int ocxl_caller_open_pidfd(pid_t tid);

/* duplicate a descriptor of the caller. Return: a descriptor of this process, or -errno. */
int ocxl_caller_copy_fd(int pidfd, int fd);

/* do two descriptors refer to the same open file? */
bool ocxl_caller_fd_is_copy_of(pid_t tid, int fd, int own_fd);

#endif /* OCXL_EMULATOR_CALLER_PROCESS_H */
