/* SPDX-License-Identifier: GPL-2.0-only */
/* Verdict on a DIMM. */
#ifndef OCXL_CHECK_RECORD_H
#define OCXL_CHECK_RECORD_H

#include "ocxl/records/field.h"

struct ocxl_reason_record {
	const char *name;
	const char *message;
};
extern const struct ocxl_record ocxl_reason_record;

struct ocxl_check_record {
	const char *verdict; /* "ok", "warning", "failed" */
	struct ocxl_list reasons; /* of ocxl_reason_record */
};
extern const struct ocxl_record ocxl_check_record;

#endif /* OCXL_CHECK_RECORD_H */
