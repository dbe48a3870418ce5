// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers that the caller of an ioctl has not got yet.
 */
#include <pthread.h>
#include <stdlib.h>
#include "syscalls/undelivered-answers.h"

#define ANSWERS_MAX 64

/**
 * struct answer - of one call
 * @id: of the call that was executed
 * @tid: thread that called
 * @request: of the ioctl
 * @size: bytes of the buffer
 * @result: of the ioctl
 * @buffers: the buffer before and after the call; NULL: no answer
 */
struct answer {
	u64 id;
	pid_t tid;
	u64 request;
	size_t size;
	int result;
	u8 *buffers;
};

static struct {
	pthread_mutex_t lock;
	struct answer answers[ANSWERS_MAX];
	unsigned int next;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void drop_answer(struct answer *answer)
{
	free(answer->buffers);
	answer->buffers = NULL;
}

/*
 * A program may repeat its call with another buffer. The first call may have written its answer before a
 * signal ended it.
 */
static bool is_repetition(const struct answer *answer, const struct ocxl_syscall *call,
			  const u8 *buffer, size_t size)
{
	return answer->buffers && answer->tid == call->tid && answer->size == size &&
	       answer->request == call->arguments[1] &&
	       (!memcmp(buffer, answer->buffers, size) ||
		!memcmp(buffer, answer->buffers + size, size));
}

bool ocxl_answer_recall(const struct ocxl_syscall *call, u8 *buffer, size_t size, int *result)
{
	struct answer *answer = kept.answers;
	bool found = false;

	pthread_mutex_lock(&kept.lock);
	for (; answer < kept.answers + ANSWERS_MAX && !found; answer++) {
		if (!is_repetition(answer, call, buffer, size))
			continue;
		memcpy(buffer, answer->buffers + size, size);
		*result = answer->result;
		/* this call delivers it, or is repeated itself */
		answer->id = call->id;
		found = true;
	}
	pthread_mutex_unlock(&kept.lock);
	return found;
}

void ocxl_answer_keep(const struct ocxl_syscall *call, u8 *buffers, size_t size, int result)
{
	struct answer *answer;

	pthread_mutex_lock(&kept.lock);
	answer = &kept.answers[kept.next++ % ANSWERS_MAX];
	drop_answer(answer);
	*answer = (struct answer) {
		.id = call->id,
		.tid = call->tid,
		.request = call->arguments[1],
		.size = size,
		.result = result,
		.buffers = buffers,
	};
	pthread_mutex_unlock(&kept.lock);
}

void ocxl_answer_deliver(const struct ocxl_syscall *call, long result)
{
	unsigned int i;

	/* with the lock: the caller may make the same call again before this thread continues */
	pthread_mutex_lock(&kept.lock);
	if (ocxl_seccomp_answer(call, result)) {
		for (i = 0; i < ANSWERS_MAX; i++) {
			if (kept.answers[i].id == call->id)
				drop_answer(&kept.answers[i]);
		}
	}
	pthread_mutex_unlock(&kept.lock);
}
