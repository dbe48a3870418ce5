/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arguments of poll(), ppoll(), select() and pselect() in one form.
 */
#ifndef OCXL_EMULATOR_POLL_ARGUMENTS_H
#define OCXL_EMULATOR_POLL_ARGUMENTS_H

#include <poll.h>
#include "syscalls/seccomp-listener.h"

/**
 * struct ocxl_poll_arguments - one call
 * @fd: the descriptors of the call; with select(), an entry for each descriptor below the limit
 * @count: entries of @fd
 * @set_bytes: bytes of each set of select(), else 0
 */
struct ocxl_poll_arguments {
	struct pollfd *fd;
	unsigned int count;
	size_t set_bytes;
};

/*
 * read the arguments of a call. Return: 0, or -errno; the kernel should then execute the call and
 * report the error.
 */
int ocxl_poll_arguments_read(struct ocxl_poll_arguments *arguments,
			     const struct ocxl_syscall *call);

/* write the results to the caller's memory. Return: the result of the call, or -errno. */
long ocxl_poll_arguments_write(const struct ocxl_poll_arguments *arguments,
			       const struct ocxl_syscall *call);

/* release memory */
void ocxl_poll_arguments_free(struct ocxl_poll_arguments *arguments);

#endif /* OCXL_EMULATOR_POLL_ARGUMENTS_H */
