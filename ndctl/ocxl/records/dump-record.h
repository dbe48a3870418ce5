/* SPDX-License-Identifier: GPL-2.0-only */
/* A dump that was saved. */
#ifndef OCXL_DUMP_RECORD_H
#define OCXL_DUMP_RECORD_H

#include "ocxl/records/field.h"

/* hexadecimal digits, terminated */
#define OCXL_SHA256_TEXT_SIZE 65

/**
 * struct ocxl_dump_record - a saved dump
 * @file: name of the file as the user typed it
 * @dump_bytes: size of the dump
 * @sha256: SHA-256 of the dump in hexadecimal digits
 */
struct ocxl_dump_record {
	const char *file;
	uint64_t dump_bytes;
	char sha256[OCXL_SHA256_TEXT_SIZE];
};
extern const struct ocxl_record ocxl_dump_record;

#endif /* OCXL_DUMP_RECORD_H */
