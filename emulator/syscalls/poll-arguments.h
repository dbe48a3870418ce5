/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arguments of poll(), ppoll(), select() and pselect() in one form.
 */
#ifndef OCXL_EMULATOR_POLL_ARGUMENTS_H
#define OCXL_EMULATOR_POLL_ARGUMENTS_H

#include <poll.h>
#include "syscalls/caller-reply.h"

/**
 * struct ocxl_poll_arguments - one call
 * @fd: the descriptors of the call; with select(), an entry for each descriptor below the limit
 * @count: entries of @fd
 * @set_bytes: bytes of each set of select(), else 0
 * @sets: the sets of the answer to select()
 */
struct ocxl_poll_arguments {
	struct pollfd *fd;
	unsigned int count;
	size_t set_bytes;
	u64 *sets;
};

/*
 * read the arguments of a call. Return: 0, or -errno; the kernel should then execute the call and
 * report the error.
 */
int ocxl_poll_arguments_read(struct ocxl_poll_arguments *arguments,
			     const struct ocxl_syscall *call);

/* make the answer with the results in @arguments, to which it refers */
void ocxl_poll_arguments_reply(struct ocxl_poll_arguments *arguments,
			       const struct ocxl_syscall *call, struct ocxl_reply *reply);

/* release memory */
void ocxl_poll_arguments_free(struct ocxl_poll_arguments *arguments);

#endif /* OCXL_EMULATOR_POLL_ARGUMENTS_H */
