/* SPDX-License-Identifier: GPL-2.0-only */
/* Latched conditions that an administrator has acknowledged. */
#ifndef OCXL_ACKNOWLEDGE_RECORD_H
#define OCXL_ACKNOWLEDGE_RECORD_H

#include "ocxl/records/field.h"

/**
 * struct ocxl_acknowledge_record - cleared conditions
 * @cleared: NDCTL_OCXL_LATCH_*
 */
struct ocxl_acknowledge_record {
	uint64_t cleared;
};
extern const struct ocxl_record ocxl_acknowledge_record;

#endif /* OCXL_ACKNOWLEDGE_RECORD_H */
