/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SHA-256 of something long that comes in pieces, computed while the next pieces are fetched:
 * a card takes its time to answer, and so does a processor without instructions for SHA-256.
 */
#ifndef OCXL_SUM_H
#define OCXL_SUM_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/output/sha256.h"

/* bytes that are worked off at a time: waking a thread takes longer than a piece or two */
#define OCXL_SUM_BATCH (256U << 10)

/**
 * struct ocxl_sum - a sum in the making
 * @sha256: of the batches that were worked off
 * @filling: the batch that bytes are added to
 * @filled: how many there are in it
 * @lock: of what follows
 * @changed: a batch came or was worked off, or there will be no more
 * @full: the batch that is to be worked off
 * @size: of it; 0: there is none
 * @taken: the thread is at it, and has @sha256 for itself
 * @ending: there will be no more
 * @started: the thread was tried to be made
 * @has_thread: and was; without one, a batch is worked off when the next one is full
 * @thread: does the work
 */
struct ocxl_sum {
	struct ocxl_sha256 sha256;
	char *filling;
	size_t filled;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char *full;
	size_t size;
	bool taken;
	bool ending;
	bool started;
	bool has_thread;
	pthread_t thread;
};

/**
 * ocxl_sum_init() - nothing added yet
 *
 * Return: 0; -ENOMEM; -ELIBACC: no sum can be made. @sum takes ocxl_sum_release() in any case.
 */
int ocxl_sum_init(struct ocxl_sum *sum);

/** ocxl_sum_add() - add the next bytes, which are the caller's again when it returns */
void ocxl_sum_add(struct ocxl_sum *sum, const void *bytes, size_t size);

/** ocxl_sum_digest() - the sum of all that was added; afterwards @sum is as after ocxl_sum_init() */
void ocxl_sum_digest(struct ocxl_sum *sum, uint8_t digest[SHA256_DIGEST_SIZE]);

/** ocxl_sum_release() - end it, whatever is still under way */
void ocxl_sum_release(struct ocxl_sum *sum);

#endif /* OCXL_SUM_H */
