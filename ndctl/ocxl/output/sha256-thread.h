/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-256 in a thread of its own: the card sends the next piece while the previous one is hashed.
 * Without it, a dump takes longer on processors without SHA instructions.
 */
#ifndef OCXL_SHA256_THREAD_H
#define OCXL_SHA256_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/output/sha256.h"

/* bytes that the thread hashes at once; to wake it for less takes longer than to hash */
#define OCXL_SHA256_THREAD_BATCH (256U << 10)

/**
 * struct ocxl_sha256_thread - a hash computation in two threads
 * @sha256: hash of the finished batches
 * @filling: buffer of the batch that the caller fills
 * @filled: bytes in it
 * @lock: guards the members below
 * @changed: signalled when a batch is queued or finished, and at the end
 * @full: buffer of the queued batch
 * @size: bytes in it; 0: no batch is queued
 * @hashing: the thread hashes @full and owns @sha256
 * @ending: the thread is to end
 * @started: creation of the thread was tried
 * @has_thread: creation succeeded; otherwise the caller's thread hashes a batch when the next one
 *	is full
 * @thread: the thread
 */
struct ocxl_sha256_thread {
	struct ocxl_sha256 sha256;
	char *filling;
	size_t filled;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char *full;
	size_t size;
	bool hashing;
	bool ending;
	bool started;
	bool has_thread;
	pthread_t thread;
};

/**
 * ocxl_sha256_thread_init() - begin a hash
 * @hash: receives it; release with ocxl_sha256_thread_release(), also after a failure
 *
 * The thread is created when the first batch is full.
 *
 * Return: 0; -ENOMEM; -ELIBACC when libnettle is not installed.
 */
int ocxl_sha256_thread_init(struct ocxl_sha256_thread *hash);

/**
 * ocxl_sha256_thread_add() - add bytes
 * @hash: an initialized hash
 * @bytes: copied
 * @size: number of bytes
 */
void ocxl_sha256_thread_add(struct ocxl_sha256_thread *hash, const void *bytes, size_t size);

/**
 * ocxl_sha256_thread_digest() - result of the hash
 * @hash: an initialized hash; afterwards it is empty again
 * @digest: receives the result
 */
void ocxl_sha256_thread_digest(struct ocxl_sha256_thread *hash, uint8_t digest[SHA256_DIGEST_SIZE]);

/**
 * ocxl_sha256_thread_release() - end the thread and release the memory
 * @hash: queued bytes may be dropped
 */
void ocxl_sha256_thread_release(struct ocxl_sha256_thread *hash);

#endif /* OCXL_SHA256_THREAD_H */
