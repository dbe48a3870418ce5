// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>
#include "ocxl/records/field.h"

static size_t value_size(enum ocxl_field_type type)
{
	switch (type) {
	case OCXL_FIELD_BOOL:
		return sizeof(bool);
	case OCXL_FIELD_REAL:
		return sizeof(double);
	case OCXL_FIELD_WORD:
		return sizeof(const char *);
	case OCXL_FIELD_CARD_TEXT:
		return sizeof(struct ocxl_text);
	case OCXL_FIELD_DATA:
		return sizeof(struct ocxl_data);
	case OCXL_FIELD_WWID:
		return sizeof(struct ocxl_wwid);
	case OCXL_FIELD_LIST:
		return sizeof(struct ocxl_list);
	default:
		return sizeof(uint64_t);
	}
}

union ocxl_value ocxl_field_value(const struct ocxl_field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;
	union ocxl_value value = { 0 };

	if (field->type == OCXL_FIELD_COUNTERS)
		value.counters = member;
	else
		memcpy(&value, member, value_size(field->type));
	return value;
}

bool ocxl_field_is_present(const struct ocxl_field *field, const void *record)
{
	uint64_t present;

	if (field->type == OCXL_FIELD_WORD && !ocxl_field_value(field, record).word)
		return false;
	if (field->type == OCXL_FIELD_REAL && !isfinite(ocxl_field_value(field, record).real))
		return false;
	if (!field->optional)
		return true;
	memcpy(&present, record, sizeof(present));
	return present & UINT64_C(1) << (field->optional - 1);
}

void ocxl_text_set(struct ocxl_text *text, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;

	if (size > sizeof(text->bytes))
		size = sizeof(text->bytes);
	while (size && (from[size - 1] == '\0' || from[size - 1] == ' '))
		size--;
	if (size)
		memcpy(text->bytes, from, size);
	text->size = size;
}
