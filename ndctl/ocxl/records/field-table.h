/* SPDX-License-Identifier: GPL-2.0-only */
/* Macros for the rows of field tables. The file that uses them defines RECORD as the struct. */
#ifndef OCXL_FIELD_TABLE_H
#define OCXL_FIELD_TABLE_H

#include "ocxl/records/field.h"

/* braces in parentheses: outside of them, versions of clang-format lay them out differently */
#define ROW(...) __VA_ARGS__
/* a row: key, type without OCXL_FIELD_, member of RECORD; then members of struct ocxl_field */
#define FIELD(member_key, field_type, member, ...)   \
	ROW({ .key = (member_key),                   \
	      .type = OCXL_FIELD_##field_type,       \
	      .offset = offsetof(RECORD, member),    \
	      .size = sizeof(((RECORD *)0)->member), \
	      __VA_ARGS__ })
#define FIELDS_END ROW({ .key = NULL })

#endif /* OCXL_FIELD_TABLE_H */
