/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The buffer of an ioctl on /dev/nmemN in the caller's memory.
 *
 * Checks and errnos are those of libnvdimm's __nd_ioctl(), in the same order, including lengths
 * that overflow 32 bits.
 */
#ifndef OCXL_EMULATOR_IOCTL_BUFFER_H
#define OCXL_EMULATOR_IOCTL_BUFFER_H

#include "core/port.h"
#include "syscalls/seccomp-listener.h"

/*
 * The start of the buffer is read at once: reading another process takes longer than most commands.
 */
#define OCXL_IOCTL_START_SIZE 8192

/**
 * struct ocxl_ioctl_buffer - a buffer in the caller's memory
 * @tid: the caller
 * @address: address of the buffer
 * @valid: bytes of @start that the caller's memory has
 * @start: copy of the first bytes
 */
struct ocxl_ioctl_buffer {
	pid_t tid;
	u64 address;
	size_t valid;
	u8 start[OCXL_IOCTL_START_SIZE];
};

/* find the buffer of an ioctl */
void ocxl_ioctl_buffer_open(struct ocxl_ioctl_buffer *buffer, const struct ocxl_syscall *call);

/* copy a part of the buffer. Return: 0, or -EFAULT. */
int ocxl_ioctl_buffer_read(const struct ocxl_ioctl_buffer *buffer, u64 offset, void *to,
			   size_t size);

/*
 * find the size of the buffer, input and output together. Return: 0; -EFAULT; -ENXIO for input of
 * unknown length; -EINVAL for more than OCXLPMEM_ENVELOPE_MAX bytes.
 */
int ocxl_ioctl_buffer_measure(const struct ocxl_ioctl_buffer *buffer, unsigned int command,
			      u64 *size);

#endif /* OCXL_EMULATOR_IOCTL_BUFFER_H */
