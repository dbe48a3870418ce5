/* SPDX-License-Identifier: GPL-2.0-only */
/* A dump that was saved. */
#ifndef OCXL_DUMP_RECORD_H
#define OCXL_DUMP_RECORD_H

#include "ocxl/records/field.h"

/* hexadecimal digits, terminated */

/**
 * struct ocxl_dump_record - a saved dump
 * @file: name of the file as the user typed it
 * @dump_bytes: size of the dump
 */
struct ocxl_dump_record {
	const char *file;
	uint64_t dump_bytes;
};
extern const struct ocxl_record ocxl_dump_record;

#endif /* OCXL_DUMP_RECORD_H */
