// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/output/sha256.h"

int ocxl_sha256_open(struct ocxl_sha256 *sha256)
{
	int rc = ocxl_lazy_load_nettle(&sha256->nettle);

	if (!rc)
		sha256->nettle.sha256_init(&sha256->context);
	return rc;
}

void ocxl_sha256_update(struct ocxl_sha256 *sha256, const void *bytes, size_t size)
{
	sha256->nettle.sha256_update(&sha256->context, size, bytes);
}

void ocxl_sha256_digest(struct ocxl_sha256 *sha256, uint8_t digest[SHA256_DIGEST_SIZE])
{
	sha256->nettle.sha256_digest(&sha256->context, SHA256_DIGEST_SIZE, digest);
}
