/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Answers that the emulator writes into the caller's memory. Nothing else writes there.
 *
 * A caller that has left its call may have freed the memory. So the emulator writes only while the
 * caller cannot leave.
 */
#ifndef OCXL_EMULATOR_CALLER_REPLY_H
#define OCXL_EMULATOR_CALLER_REPLY_H

#include "syscalls/seccomp-listener.h"

/* the sets of select() */
#define OCXL_REPLY_PARTS 3

/**
 * struct ocxl_reply_part - bytes for the caller's memory
 * @address: where they belong
 * @bytes: the bytes
 * @size: number of bytes
 */
struct ocxl_reply_part {
	u64 address;
	void *bytes;
	size_t size;
};

/**
 * struct ocxl_reply - an answer
 * @result: of the call; it becomes -EFAULT if a part cannot be written
 * @count: parts
 * @part: the parts
 * @before: called with the result before the caller gets it, since the caller may make another call
 *	at once; or NULL
 * @context: passed to @before
 */
struct ocxl_reply {
	long result;
	unsigned int count;
	struct ocxl_reply_part part[OCXL_REPLY_PARTS];
	void (*before)(void *context, long result);
	void *context;
};

/*
 * write the parts, and answer the call. Return: false when the caller did not get the answer: a
 * signal interrupted or killed it. Its memory is as before then, unless it has another tracer.
 */
bool ocxl_reply_send(const struct ocxl_syscall *call, const struct ocxl_reply *reply);

#endif /* OCXL_EMULATOR_CALLER_REPLY_H */
