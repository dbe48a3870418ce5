/* SPDX-License-Identifier: GPL-2.0-only */
/* A saved dump. */
#ifndef OCXL_DUMP_RECORD_H
#define OCXL_DUMP_RECORD_H

#include "ocxl/records/field.h"

struct ocxl_dump_record {
	const char *file; /* as the user typed it */
	uint64_t dump_bytes;
	char sha256[65];
	const char *sha256_word; /* points to sha256 */
};
extern const struct ocxl_record ocxl_dump_record;

#endif /* OCXL_DUMP_RECORD_H */
