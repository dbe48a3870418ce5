// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers that the caller of an ioctl has not got yet.
 */
#include <pthread.h>
#include <stdlib.h>
#include "syscalls/caller-process.h"
#include "syscalls/undelivered-answers.h"

#define ANSWERS_MAX 64
/* A call that comes later after the caller stopped waiting is another call. */
#define REPEAT_NS   250000000ULL

/**
 * struct answer - of one call
 * @executed: id of the call that was executed
 * @id: id of that call, or of its last repetition
 * @tid: thread that called
 * @card: the card
 * @changes: of the card, when the call was executed
 * @request: of the ioctl
 * @size: bytes of the buffer
 * @result: of the ioctl
 * @is_done: the answer is there
 * @is_stopped: the process was stopped: the kernel repeats the call when it continues, at any time
 * @seen_ns: when the caller last waited
 * @buffers: the buffer before and after the call; NULL: no answer
 */
struct answer {
	u64 executed;
	u64 id;
	pid_t tid;
	const struct ocxl_emulated_card *card;
	u64 changes;
	u64 request;
	size_t size;
	int result;
	bool is_done;
	bool is_stopped;
	u64 seen_ns;
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

static struct answer *find_answer(pid_t tid)
{
	struct answer *answer = kept.answers;

	while (answer < kept.answers + ANSWERS_MAX && (!answer->buffers || answer->tid != tid))
		answer++;
	return answer < kept.answers + ANSWERS_MAX ? answer : NULL;
}

/* A program may repeat its call with another buffer. */
static bool is_repetition(const struct answer *answer, const struct ocxl_emulated_card *card,
			  const struct ocxl_syscall *call, const u8 *buffer, size_t size)
{
	if (answer->card != card || answer->size != size || answer->request != call->arguments[1])
		return false;
	if (!answer->is_stopped && ocxl_program_time_ns() > answer->seen_ns + REPEAT_NS)
		return false;
	return !memcmp(buffer, answer->buffers, size);
}

void ocxl_answer_claim(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		       const u8 *buffer, size_t size)
{
	struct answer *answer;

	pthread_mutex_lock(&kept.lock);
	answer = find_answer(call->tid);
	if (answer && is_repetition(answer, card, call, buffer, size)) {
		answer->id = call->id;
		answer->is_stopped = false;
	} else if (answer) {
		drop_answer(answer);
	}
	pthread_mutex_unlock(&kept.lock);
}

void ocxl_answer_see_caller(const struct ocxl_syscall *call, bool is_waiting)
{
	struct answer *answer;

	pthread_mutex_lock(&kept.lock);
	answer = find_answer(call->tid);
	if (answer && answer->id == call->id) {
		if (is_waiting)
			answer->seen_ns = ocxl_program_time_ns();
		else if (!answer->is_stopped)
			answer->is_stopped = ocxl_caller_is_stopped(call->tid);
	}
	pthread_mutex_unlock(&kept.lock);
}

bool ocxl_answer_recall(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
			u8 *buffer, size_t size, int *result)
{
	struct answer *answer;
	bool found;

	pthread_mutex_lock(&kept.lock);
	answer = find_answer(call->tid);
	found = answer && answer->id == call->id && answer->is_done &&
		answer->changes == card->changes;
	if (found) {
		memcpy(buffer, answer->buffers + size, size);
		*result = answer->result;
	} else if (answer) {
		drop_answer(answer);
	}
	pthread_mutex_unlock(&kept.lock);
	return found;
}

int ocxl_answer_begin(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		      const u8 *buffer, size_t size)
{
	u8 *buffers = malloc(2 * size);
	struct answer *answer;

	if (!buffers)
		return -ENOMEM;
	memcpy(buffers, buffer, size);
	pthread_mutex_lock(&kept.lock);
	answer = &kept.answers[kept.next++ % ANSWERS_MAX];
	drop_answer(answer);
	*answer = (struct answer) {
		.executed = call->id,
		.id = call->id,
		.tid = call->tid,
		.card = card,
		.request = call->arguments[1],
		.size = size,
		.seen_ns = ocxl_program_time_ns(),
		.buffers = buffers,
	};
	pthread_mutex_unlock(&kept.lock);
	return 0;
}

void ocxl_answer_keep(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		      const u8 *buffer, int result)
{
	struct answer *answer;

	pthread_mutex_lock(&kept.lock);
	answer = find_answer(call->tid);
	/* a call that its caller has left: another process may have its number by now */
	if (answer && answer->executed == call->id && result == -EINTR) {
		drop_answer(answer);
	} else if (answer && answer->executed == call->id) {
		memcpy(answer->buffers + answer->size, buffer, answer->size);
		answer->result = result;
		answer->changes = card->changes;
		answer->is_done = true;
	}
	pthread_mutex_unlock(&kept.lock);
}

void ocxl_answer_deliver(const struct ocxl_syscall *call, const struct ocxl_reply *reply)
{
	struct answer *answer;
	bool delivered;

	/* with the lock: the caller may make the same call again before this thread continues */
	pthread_mutex_lock(&kept.lock);
	delivered = ocxl_reply_send(call, reply);
	answer = delivered ? find_answer(call->tid) : NULL;
	if (answer && answer->id == call->id)
		drop_answer(answer);
	pthread_mutex_unlock(&kept.lock);
	if (!delivered)
		ocxl_answer_see_caller(call, false);
}
