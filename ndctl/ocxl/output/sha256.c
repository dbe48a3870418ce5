// SPDX-License-Identifier: GPL-2.0-only
#include <ccan/array_size/array_size.h>
#include "ocxl/lazy/lazy-library.h"
#include "ocxl/output/sha256.h"

static const struct ocxl_library_function functions[] = {
	OCXL_LIBRARY_FUNCTION(struct ocxl_sha256, init, sha256_init),
	OCXL_LIBRARY_FUNCTION(struct ocxl_sha256, update, sha256_update),
	OCXL_LIBRARY_FUNCTION(struct ocxl_sha256, digest, sha256_digest),
};

static const struct ocxl_library nettle = {
	.soname = OCXL_LIBRARY_NETTLE,
	.functions = functions,
	.function_count = ARRAY_SIZE(functions),
};

OCXL_LIBRARY_NOTE(OCXL_LIBRARY_NETTLE, "dump", "SHA-256 for ndctl ocxl read-dump");

int ocxl_sha256_open(struct ocxl_sha256 *sha256)
{
	int rc = ocxl_library_open(&nettle, &sha256->library, sha256);

	if (!rc)
		sha256->init(&sha256->context);
	return rc;
}

void ocxl_sha256_update(struct ocxl_sha256 *sha256, const void *bytes, size_t size)
{
	sha256->update(&sha256->context, size, bytes);
}

void ocxl_sha256_digest(struct ocxl_sha256 *sha256, uint8_t digest[SHA256_DIGEST_SIZE])
{
	sha256->digest(&sha256->context, SHA256_DIGEST_SIZE, digest);
}

void ocxl_sha256_close(struct ocxl_sha256 *sha256)
{
	ocxl_library_close(&sha256->library);
}
