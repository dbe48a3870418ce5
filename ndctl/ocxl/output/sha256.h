/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-256 by libnettle. The library is loaded at the first use: linked, it would make the start of
 * each ndctl command 10 % longer.
 */
#ifndef OCXL_SHA256_H
#define OCXL_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include <nettle/sha2.h>

/**
 * struct ocxl_sha256 - a hash computation
 * @library: handle of libnettle; NULL: not loaded
 * @init: its sha256_init()
 * @update: its sha256_update()
 * @digest: its sha256_digest()
 * @context: state of the hash
 */
struct ocxl_sha256 {
	void *library;
	__typeof__(&sha256_init) init;
	__typeof__(&sha256_update) update;
	__typeof__(&sha256_digest) digest;
	struct sha256_ctx context;
};

/**
 * ocxl_sha256_open() - load the library and begin a hash
 * @sha256: receives it; release with ocxl_sha256_close(), also after a failure
 *
 * Return: 0; -ELIBACC when libnettle is not installed.
 */
int ocxl_sha256_open(struct ocxl_sha256 *sha256);

/**
 * ocxl_sha256_update() - add bytes
 * @sha256: an open hash
 * @bytes: bytes to add
 * @size: number of bytes
 */
void ocxl_sha256_update(struct ocxl_sha256 *sha256, const void *bytes, size_t size);

/**
 * ocxl_sha256_digest() - result of the hash
 * @sha256: an open hash; afterwards it is empty again
 * @digest: receives the result
 */
void ocxl_sha256_digest(struct ocxl_sha256 *sha256, uint8_t digest[SHA256_DIGEST_SIZE]);

/**
 * ocxl_sha256_close() - release
 * @sha256: may be closed already
 */
void ocxl_sha256_close(struct ocxl_sha256 *sha256);

#endif /* OCXL_SHA256_H */
