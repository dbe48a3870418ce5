/* SPDX-License-Identifier: GPL-2.0-only */
/* How tables of fields are written down. */
#ifndef OCXL_FIELD_TABLE_H
#define OCXL_FIELD_TABLE_H

#include "ocxl/records/field.h"

/* a row: key, type, member of RECORD; the rest by name where it differs from nothing */
#define FIELD(member_key, field_type, member, ...)                    \
	{                                                             \
		.key = (member_key), .type = OCXL_FIELD_##field_type, \
		.offset = offsetof(RECORD, member), __VA_ARGS__       \
	}
#define FIELDS_END          \
	{                   \
		.key = NULL \
	}

#endif /* OCXL_FIELD_TABLE_H */
