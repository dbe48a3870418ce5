// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <string.h>
#include "ocxl/records/field.h"

static uint64_t read_number(const void *member, size_t size)
{
	uint32_t number32;
	uint16_t number16;
	uint64_t number;

	switch (size) {
	case sizeof(uint8_t):
		return *(const uint8_t *)member;
	case sizeof(number16):
		memcpy(&number16, member, sizeof(number16));
		return number16;
	case sizeof(number32):
		memcpy(&number32, member, sizeof(number32));
		return number32;
	default:
		memcpy(&number, member, sizeof(number));
		return number;
	}
}

static struct ocxl_bytes read_bytes(const unsigned char *member, size_t size)
{
	while (size && (member[size - 1] == '\0' || member[size - 1] == ' '))
		size--;
	return (struct ocxl_bytes) { .start = member, .size = size };
}

static struct ocxl_bytes read_data(const struct ocxl_field *field, const void *record)
{
	struct ocxl_bytes data;

	memcpy(&data.start, (const char *)record + field->offset, sizeof(data.start));
	memcpy(&data.size, (const char *)record + field->size_offset, sizeof(data.size));
	return data;
}

static bool has_optional(const struct ocxl_field *field, const void *record)
{
	uint64_t present;

	if (!field->optional)
		return true;
	memcpy(&present, record, sizeof(present));
	return present & UINT64_C(1) << (field->optional - 1);
}

bool ocxl_field_get(const struct ocxl_field *field, const void *record, union ocxl_value *value)
{
	const void *member = (const char *)record + field->offset;
	bool known = true;

	switch (field->type) {
	case OCXL_FIELD_BOOL:
	case OCXL_FIELD_LIST:
		memcpy(value, member, field->size);
		break;
	case OCXL_FIELD_REAL:
		memcpy(value, member, field->size);
		known = isfinite(value->real);
		break;
	case OCXL_FIELD_WORD:
		memcpy(value, member, field->size);
		known = value->word;
		break;
	case OCXL_FIELD_TEXT:
		value->bytes = read_bytes(member, strnlen(member, field->size));
		break;
	case OCXL_FIELD_BYTES:
		value->bytes = read_bytes(member, field->size);
		break;
	case OCXL_FIELD_DATA:
		value->bytes = read_data(field, record);
		break;
	case OCXL_FIELD_WWID:
	case OCXL_FIELD_COUNTERS:
		value->numbers = member;
		break;
	default:
		value->number = read_number(member, field->size);
		break;
	}
	return known && has_optional(field, record);
}
