// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers that the emulator writes into the caller's memory.
 */
#include <stdlib.h>
#include "syscalls/caller-process.h"
#include "syscalls/caller-reply.h"
#include "syscalls/caller-trace.h"
#include "syscalls/seccomp-filter.h"

static bool write_and_answer(const struct ocxl_syscall *call, const struct ocxl_reply *reply)
{
	long result = reply->result;
	unsigned int i;

	for (i = 0; i < reply->count; i++) {
		if (ocxl_caller_write(call->tid, reply->part[i].address, reply->part[i].bytes,
				      reply->part[i].size))
			result = -EFAULT;
	}
	if (reply->before)
		reply->before(reply->context, result);
	return ocxl_seccomp_answer(call, result);
}

/* what the memory of a part contained; NULL: unknown */
static u8 *copy_memory(pid_t tid, const struct ocxl_reply_part *part)
{
	u8 *memory = malloc(part->size + 1);

	if (memory && ocxl_caller_read(tid, part->address, memory, part->size)) {
		free(memory);
		memory = NULL;
	}
	return memory;
}

/* a reply to a caller that is held */
struct held_reply {
	const struct ocxl_syscall *call;
	const struct ocxl_reply *reply;
	bool delivered;
};

/*
 * The kernel may start an interrupted call again: the caller's memory then has to be that of the
 * call, not that of the answer.
 */
static void answer_held(void *context, bool is_held)
{
	struct held_reply *held = context;
	const struct ocxl_reply_part *part = held->reply->part;
	u8 *memory[OCXL_REPLY_PARTS] = { NULL };
	unsigned int i;

	for (i = 0; i < held->reply->count && is_held; i++)
		memory[i] = copy_memory(held->call->tid, &part[i]);
	held->delivered = write_and_answer(held->call, held->reply);
	for (i = 0; i < held->reply->count; i++) {
		if (memory[i] && !held->delivered)
			ocxl_caller_write(held->call->tid, part[i].address, memory[i],
					  part[i].size);
		free(memory[i]);
	}
}

bool ocxl_reply_send(const struct ocxl_syscall *call, const struct ocxl_reply *reply)
{
	struct held_reply held = { .call = call, .reply = reply };

	/* When the caller has ended, its number may already belong to another process. */
	if (!ocxl_seccomp_is_waiting(call))
		return false;
	if (reply->count == 0 || ocxl_seccomp_waits_killable())
		return write_and_answer(call, reply);
	ocxl_caller_hold(call, answer_held, &held);
	return held.delivered;
}
