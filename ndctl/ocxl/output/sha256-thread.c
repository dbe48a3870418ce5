// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/signals.h"
#include "ocxl/output/sha256-thread.h"

int ocxl_sha256_thread_init(struct ocxl_sha256_thread *hash)
{
	*hash = (struct ocxl_sha256_thread) { 0 };
	pthread_mutex_init(&hash->lock, NULL);
	pthread_cond_init(&hash->changed, NULL);
	hash->filling = malloc(OCXL_SHA256_THREAD_BATCH);
	hash->full = malloc(OCXL_SHA256_THREAD_BATCH);
	if (!hash->filling || !hash->full)
		return -ENOMEM;
	return ocxl_sha256_open(&hash->sha256);
}

static void *hash_batches(void *argument)
{
	struct ocxl_sha256_thread *hash = argument;

	pthread_mutex_lock(&hash->lock);
	for (;;) {
		while (!hash->size && !hash->ending)
			pthread_cond_wait(&hash->changed, &hash->lock);
		if (!hash->size)
			break;
		hash->hashing = true;
		pthread_mutex_unlock(&hash->lock);
		ocxl_sha256_update(&hash->sha256, hash->full, hash->size);
		pthread_mutex_lock(&hash->lock);
		hash->hashing = false;
		hash->size = 0;
		pthread_cond_signal(&hash->changed);
	}
	pthread_mutex_unlock(&hash->lock);
	return NULL;
}

static void start_thread(struct ocxl_sha256_thread *hash)
{
	sigset_t unblocked;

	hash->started = true;
	/* signals go to the thread that sends commands to the card */
	ocxl_signals_block(&unblocked);
	hash->has_thread = !pthread_create(&hash->thread, NULL, hash_batches, hash);
	ocxl_signals_unblock(&unblocked);
}

static void finish_queued_batch(struct ocxl_sha256_thread *hash)
{
	pthread_mutex_lock(&hash->lock);
	/* no thread was created, or it did not get processor time yet: hash in this thread */
	if (hash->size && !hash->hashing) {
		ocxl_sha256_update(&hash->sha256, hash->full, hash->size);
		hash->size = 0;
	}
	while (hash->size)
		pthread_cond_wait(&hash->changed, &hash->lock);
	pthread_mutex_unlock(&hash->lock);
}

static void queue_batch(struct ocxl_sha256_thread *hash)
{
	char *full = hash->filling;

	if (!hash->started)
		start_thread(hash);
	finish_queued_batch(hash);
	pthread_mutex_lock(&hash->lock);
	hash->filling = hash->full;
	hash->full = full;
	hash->size = hash->filled;
	pthread_cond_signal(&hash->changed);
	pthread_mutex_unlock(&hash->lock);
	hash->filled = 0;
}

void ocxl_sha256_thread_add(struct ocxl_sha256_thread *hash, const void *bytes, size_t size)
{
	const char *from = bytes;

	while (size) {
		size_t room = OCXL_SHA256_THREAD_BATCH - hash->filled;
		size_t count = size < room ? size : room;

		memcpy(hash->filling + hash->filled, from, count);
		hash->filled += count;
		from += count;
		size -= count;
		if (hash->filled == OCXL_SHA256_THREAD_BATCH)
			queue_batch(hash);
	}
}

void ocxl_sha256_thread_digest(struct ocxl_sha256_thread *hash, uint8_t digest[SHA256_DIGEST_SIZE])
{
	finish_queued_batch(hash);
	ocxl_sha256_update(&hash->sha256, hash->filling, hash->filled);
	hash->filled = 0;
	ocxl_sha256_digest(&hash->sha256, digest);
}

void ocxl_sha256_thread_release(struct ocxl_sha256_thread *hash)
{
	pthread_mutex_lock(&hash->lock);
	hash->ending = true;
	pthread_cond_signal(&hash->changed);
	pthread_mutex_unlock(&hash->lock);
	if (hash->has_thread)
		pthread_join(hash->thread, NULL);
	free(hash->full);
	free(hash->filling);
	pthread_cond_destroy(&hash->changed);
	pthread_mutex_destroy(&hash->lock);
}
