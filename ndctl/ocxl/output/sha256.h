/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-256 by libnettle, which is loaded when a sum is begun: linked, it would make the start of
 * each ndctl command a tenth longer.
 */
#ifndef OCXL_SHA256_H
#define OCXL_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include <nettle/sha2.h>

/**
 * struct ocxl_sha256 - a sum in the making
 * @library: from dlopen(); NULL: not open
 * @init: what libnettle calls so, like the others
 * @update: the same
 * @digest: the same
 * @context: of the bytes so far
 */
struct ocxl_sha256 {
	void *library;
	__typeof__(&sha256_init) init;
	__typeof__(&sha256_update) update;
	__typeof__(&sha256_digest) digest;
	struct sha256_ctx context;
};

/**
 * ocxl_sha256_open() - begin a sum
 *
 * Return: 0; -ELIBACC: there is no libnettle. @sha256 takes ocxl_sha256_close() in any case.
 */
int ocxl_sha256_open(struct ocxl_sha256 *sha256);

/** ocxl_sha256_update() - add bytes; @sha256: open */
void ocxl_sha256_update(struct ocxl_sha256 *sha256, const void *bytes, size_t size);

/** ocxl_sha256_digest() - the sum; afterwards @sha256, which is open, begins anew */
void ocxl_sha256_digest(struct ocxl_sha256 *sha256, uint8_t digest[SHA256_DIGEST_SIZE]);

/** ocxl_sha256_close() - not open any more; may be called again */
void ocxl_sha256_close(struct ocxl_sha256 *sha256);

#endif /* OCXL_SHA256_H */
