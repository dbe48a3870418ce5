/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-256 by libnettle, which is loaded for the first hash. */
#ifndef OCXL_SHA256_H
#define OCXL_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include "lazy/lazy-nettle.h"

/**
 * struct ocxl_sha256 - a hash computation
 * @nettle: functions of libnettle
 * @context: state of the hash
 */
struct ocxl_sha256 {
	struct ocxl_lazy_nettle nettle;
	struct sha256_ctx context;
};

/**
 * ocxl_sha256_open() - load the library and begin a hash
 * @sha256: receives the hash, which needs no release
 *
 * Return: 0, -ELIBACC when libnettle is not installed.
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

#endif /* OCXL_SHA256_H */
