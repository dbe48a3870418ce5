// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/signals.h"
#include "ocxl/output/sha256-thread.h"

int ocxl_sum_init(struct ocxl_sum *sum)
{
	*sum = (struct ocxl_sum) { 0 };
	pthread_mutex_init(&sum->lock, NULL);
	pthread_cond_init(&sum->changed, NULL);
	sum->filling = malloc(OCXL_SUM_BATCH);
	sum->full = malloc(OCXL_SUM_BATCH);
	if (!sum->filling || !sum->full)
		return -ENOMEM;
	return ocxl_sha256_open(&sum->sha256);
}

static void *work(void *argument)
{
	struct ocxl_sum *sum = argument;

	pthread_mutex_lock(&sum->lock);
	for (;;) {
		while (!sum->size && !sum->ending)
			pthread_cond_wait(&sum->changed, &sum->lock);
		if (!sum->size)
			break;
		sum->taken = true;
		pthread_mutex_unlock(&sum->lock);
		ocxl_sha256_update(&sum->sha256, sum->full, sum->size);
		pthread_mutex_lock(&sum->lock);
		sum->taken = false;
		sum->size = 0;
		pthread_cond_signal(&sum->changed);
	}
	pthread_mutex_unlock(&sum->lock);
	return NULL;
}

static void start(struct ocxl_sum *sum)
{
	sigset_t unblocked;

	sum->started = true;
	/* signals are for the thread that talks to the card */
	ocxl_stop_block(&unblocked);
	sum->has_thread = !pthread_create(&sum->thread, NULL, work, sum);
	ocxl_stop_unblock(&unblocked);
}

static void wait_for_full(struct ocxl_sum *sum)
{
	pthread_mutex_lock(&sum->lock);
	/* there may be no thread, or on a busy machine it did not have its turn yet */
	if (sum->size && !sum->taken) {
		ocxl_sha256_update(&sum->sha256, sum->full, sum->size);
		sum->size = 0;
	}
	while (sum->size)
		pthread_cond_wait(&sum->changed, &sum->lock);
	pthread_mutex_unlock(&sum->lock);
}

static void hand_over(struct ocxl_sum *sum)
{
	char *full = sum->filling;

	if (!sum->started)
		start(sum);
	wait_for_full(sum);
	pthread_mutex_lock(&sum->lock);
	sum->filling = sum->full;
	sum->full = full;
	sum->size = sum->filled;
	pthread_cond_signal(&sum->changed);
	pthread_mutex_unlock(&sum->lock);
	sum->filled = 0;
}

void ocxl_sum_add(struct ocxl_sum *sum, const void *bytes, size_t size)
{
	const char *from = bytes;

	while (size) {
		size_t room = OCXL_SUM_BATCH - sum->filled;
		size_t count = size < room ? size : room;

		memcpy(sum->filling + sum->filled, from, count);
		sum->filled += count;
		from += count;
		size -= count;
		if (sum->filled == OCXL_SUM_BATCH)
			hand_over(sum);
	}
}

void ocxl_sum_digest(struct ocxl_sum *sum, uint8_t digest[SHA256_DIGEST_SIZE])
{
	wait_for_full(sum);
	ocxl_sha256_update(&sum->sha256, sum->filling, sum->filled);
	sum->filled = 0;
	ocxl_sha256_digest(&sum->sha256, digest);
}

void ocxl_sum_release(struct ocxl_sum *sum)
{
	pthread_mutex_lock(&sum->lock);
	sum->ending = true;
	pthread_cond_signal(&sum->changed);
	pthread_mutex_unlock(&sum->lock);
	if (sum->has_thread)
		pthread_join(sum->thread, NULL);
	free(sum->full);
	free(sum->filling);
	pthread_cond_destroy(&sum->changed);
	pthread_mutex_destroy(&sum->lock);
	ocxl_sha256_close(&sum->sha256);
}
