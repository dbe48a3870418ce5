// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "ocxl/records/records.h"
#include "ocxl-sysfs.h"

UNIT_TEST(test_tables_are_whole)
{
	size_t i;

	for (i = 0; ocxl_records[i]; i++) {
		const struct ocxl_field *field;

		for (field = ocxl_records[i]->fields; field->key; field++) {
			assert_true(field->offset < ocxl_records[i]->size);
			if (field->type == OCXL_FIELD_LIST)
				assert_non_null(field->record);
			if (field->type == OCXL_FIELD_NAME || field->type == OCXL_FIELD_CODE ||
			    field->type == OCXL_FIELD_BITS || field->type == OCXL_FIELD_COUNTERS)
				assert_non_null(field->names);
			/* ASCII: ndctl runs in the C locale */
			assert_true(!field->unit ||
				    strspn(field->unit, "%BCnus") == strlen(field->unit));
		}
	}
}

UNIT_TEST(test_get_every_field)
{
	size_t i;

	for (i = 0; ocxl_records[i]; i++) {
		uint64_t zeros[128] = { 0 };
		const struct ocxl_field *field;
		union ocxl_value value;

		assert_true(ocxl_records[i]->size <= sizeof(zeros));
		for (field = ocxl_records[i]->fields; field->key; field++)
			ocxl_field_get(field, zeros, &value);
	}
}

UNIT_TEST(test_flag_names_as_in_library)
{
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		const char *theirs = NULL;
		const char *ours = ocxl_name_find(ocxl_flag_names, bit);

		theirs = ocxl_flag_name(bit);
		if (theirs)
			assert_string_equal(ours, theirs);
		else
			assert_null(ours);
	}
}

UNIT_TEST(test_name_find)
{
	assert_string_equal(ocxl_name_find(ocxl_action_names, 21), "check_firmware");
	assert_null(ocxl_name_find(ocxl_action_names, 1));
	assert_null(ocxl_name_find(NULL, 0));
	assert_string_equal(ocxl_name_find(ocxl_error_log_type_names, 0), "general");
	assert_null(ocxl_name_find(ocxl_error_log_type_names, 5));
	assert_null(ocxl_name_find(ocxl_command_names, 6));
}

UNIT_TEST(test_attribute_name)
{
	assert_string_equal(ocxl_name_or_unknown(ocxl_attribute_names, 0x09), "power_on_hours");
	assert_string_equal(ocxl_name_or_unknown(ocxl_attribute_names, 0xc2), "temperature");
	assert_string_equal(ocxl_name_or_unknown(ocxl_attribute_names, 0xca), "life_remaining");
	assert_string_equal(ocxl_name_or_unknown(ocxl_attribute_names, 1), "unknown");
	assert_string_equal(ocxl_name_or_unknown(ocxl_attribute_names, UINT64_C(0x1000000c2)),
			    "unknown");
}

static void check_text(enum ocxl_field_type type, const void *bytes, size_t size,
		       const void *expected, size_t expected_size)
{
	const struct ocxl_field field = { .key = "key", .type = type, .size = size };
	union ocxl_value value;

	assert_true(ocxl_field_get(&field, bytes, &value));
	assert_int_equal(value.bytes.size, expected_size);
	if (expected_size)
		assert_memory_equal(value.bytes.start, expected, expected_size);
}

UNIT_TEST(test_value_of_bytes)
{
	check_text(OCXL_FIELD_BYTES, "AB\0 \0  \0", 8, "AB", 2);
	check_text(OCXL_FIELD_BYTES, "A\0B\0\0\0\0\0", 8, "A\0B", 3);
	check_text(OCXL_FIELD_BYTES, " A", 2, " A", 2);
	check_text(OCXL_FIELD_BYTES, "\0\0\0\0", 4, "", 0);
	check_text(OCXL_FIELD_BYTES, "", 0, "", 0);
	check_text(OCXL_FIELD_BYTES, "0123456789abcdefXYZ", 19, "0123456789abcdefXYZ", 19);
	check_text(OCXL_FIELD_BYTES, "\xff\x80\x01", 3, "\xff\x80\x01", 3);
}

UNIT_TEST(test_value_of_text)
{
	check_text(OCXL_FIELD_TEXT, "A \0B\0", 5, "A", 1);
	check_text(OCXL_FIELD_TEXT, "\0BC", 3, "", 0);
	check_text(OCXL_FIELD_TEXT, "ABC", 3, "ABC", 3);
}

static void check_number(const void *member, size_t size, uint64_t expected)
{
	const struct ocxl_field field = { .key = "key", .type = OCXL_FIELD_HEX, .size = size };
	union ocxl_value value;

	assert_true(ocxl_field_get(&field, member, &value));
	assert_true(value.number == expected);
}

UNIT_TEST(test_value_of_number)
{
	const uint8_t number8 = UINT8_MAX;
	const uint16_t number16 = UINT16_MAX - 1;
	const uint32_t number32 = UINT32_MAX - 2;
	const uint64_t number64 = UINT64_MAX - 3;

	check_number(&number8, sizeof(number8), number8);
	check_number(&number16, sizeof(number16), number16);
	check_number(&number32, sizeof(number32), number32);
	check_number(&number64, sizeof(number64), number64);
}

static const struct ocxl_field *find_field(const struct ocxl_record *record, const char *key)
{
	const struct ocxl_field *field;

	for (field = record->fields; field->key; field++) {
		if (!strcmp(field->key, key))
			return field;
	}
	fail_msg("no key %s", key);
	return NULL;
}

static bool is_known(const struct ocxl_record *record, const char *key, const void *data)
{
	union ocxl_value value;

	return ocxl_field_get(find_field(record, key), data, &value);
}

UNIT_TEST(test_is_known)
{
	struct ocxl_smart_summary_record summary = { .present = 1 << OCXL_SMART_HAS_LIFE };
	struct ocxl_info_record info = { 0 };
	struct ocxl_stats_record stats = { .means.ns = { NAN } };

	assert_true(is_known(&ocxl_smart_summary_record, "smart", &summary));
	assert_false(is_known(&ocxl_smart_summary_record, "temperature_celsius", &summary));
	assert_true(is_known(&ocxl_smart_summary_record, "life_remaining_percentage", &summary));
	assert_false(is_known(&ocxl_info_record, "envelope", &info));
	assert_true(is_known(&ocxl_info_record, "serial", &info));
	assert_false(is_known(&ocxl_stats_record, "mean_host_load_ns", &stats));
	assert_true(is_known(&ocxl_stats_record, "mean_host_store_ns", &stats));
}
