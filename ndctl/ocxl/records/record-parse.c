// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <json-c/json.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/record-parse.h"

/* an entry is an object in an object; its lists have words */
#define DEPTH_MAX  8
#define KEY_SIZE   64
/* an entry has a few dozen members; more would need much memory before they are refused */
#define COMMAS_MAX 256

static bool parse_digits(const char *text, size_t most, unsigned int base, uint64_t *number)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit;
	uint64_t sum = 0;
	size_t i;

	for (i = 0; text[i]; i++) {
		digit = memchr(digits, text[i], base);
		if (!digit || i == most || __builtin_mul_overflow(sum, (uint64_t)base, &sum) ||
		    __builtin_add_overflow(sum, (uint64_t)(digit - digits), &sum))
			return false;
	}
	*number = sum;
	return i > 0;
}

/* a string without NUL; NULL: it is none */
static const char *get_string(struct json_object *value)
{
	const char *text;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);
	return text && strlen(text) == (size_t)json_object_get_string_len(value) ? text : NULL;
}

static bool parse_number(struct json_object *value, uint64_t *number)
{
	if (!json_object_is_type(value, json_type_int) || json_object_get_int64(value) < 0)
		return false;
	*number = json_object_get_uint64(value);
	return true;
}

static bool parse_hex(struct json_object *value, uint64_t *number)
{
	const char *text = get_string(value);

	return text && !strncmp(text, "0x", 2) && parse_digits(text + 2, 16, 16, number);
}

/* only what ocxl_text_format_time() writes */
static bool parse_time(struct json_object *value, uint64_t *seconds)
{
	const char *text = get_string(value);
	char again[OCXL_TEXT_TIME_SIZE];
	struct tm tm = { 0 };
	time_t time;

	if (!text || !strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return false;
	time = timegm(&tm);
	ocxl_text_format_time(again, time);
	*seconds = (uint64_t)time;
	return !strcmp(again, text);
}

static bool store_number(void *record, const struct ocxl_field *field, uint64_t number)
{
	uint8_t byte = (uint8_t)number;
	uint32_t word = (uint32_t)number;

	if (field->size < sizeof(number) && number >> (8 * field->size))
		return false;
	if (field->size == sizeof(byte))
		memcpy((char *)record + field->offset, &byte, sizeof(byte));
	else if (field->size == sizeof(word))
		memcpy((char *)record + field->offset, &word, sizeof(word));
	else
		memcpy((char *)record + field->offset, &number, sizeof(number));
	return true;
}

/* one character for each byte of the card: json-c has those above 0x7f as two bytes of UTF-8 */
static bool store_text(void *record, const struct ocxl_field *field, struct json_object *value)
{
	char *to = (char *)record + field->offset;
	const unsigned char *from;
	size_t i, length = 0, size;

	if (!json_object_is_type(value, json_type_string))
		return false;
	from = (const unsigned char *)json_object_get_string(value);
	size = (size_t)json_object_get_string_len(value);
	for (i = 0; i < size; i++) {
		unsigned char byte = from[i];

		if (byte > 0xc3 || length + 1 == field->size)
			return false;
		if (byte > 0x7f)
			byte = (unsigned char)(byte << 6 | (from[++i] & 0x3f));
		to[length++] = (char)byte;
	}
	return true;
}

static bool store_wwid(void *record, const struct ocxl_field *field, struct json_object *value)
{
	const char *text = get_string(value);
	char half[17] = "";
	uint64_t wwid[2];

	if (!text || strlen(text) != 32)
		return false;
	memcpy(half, text, 16);
	if (!parse_digits(half, 16, 16, &wwid[0]) || !parse_digits(text + 16, 16, 16, &wwid[1]))
		return false;
	memcpy((char *)record + field->offset, wwid, sizeof(wwid));
	return true;
}

/* Return: 0 or -EINVAL; the size is in a field before this one */
static int store_data(struct ocxl_stored_entry *entry, const struct ocxl_field *field,
		      struct json_object *value)
{
	size_t i, size = entry->record.entry.data_length;
	const char *text = get_string(value);
	char pair[3] = "";
	uint64_t byte;

	if (!text || strlen(text) / 2 != size || strlen(text) % 2)
		return -EINVAL;
	entry->data = xrealloc(NULL, size + 1);
	for (i = 0; i < size; i++) {
		memcpy(pair, text + 2 * i, 2);
		if (!parse_digits(pair, 2, 16, &byte))
			return -EINVAL;
		entry->data[i] = (unsigned char)byte;
	}
	memcpy((char *)&entry->record + field->offset, &entry->data, sizeof(entry->data));
	return 0;
}

static bool store_value(void *record, const struct ocxl_field *field, struct json_object *value)
{
	uint64_t number;

	switch (field->type) {
	case OCXL_FIELD_QUANTITY:
	case OCXL_FIELD_CODE:
		return parse_number(value, &number) && store_number(record, field, number);
	case OCXL_FIELD_HEX:
		return parse_hex(value, &number) && store_number(record, field, number);
	case OCXL_FIELD_TIME:
		return parse_time(value, &number) && store_number(record, field, number);
	case OCXL_FIELD_TEXT:
	case OCXL_FIELD_BYTES:
		return store_text(record, field, value);
	case OCXL_FIELD_WWID:
		return store_wwid(record, field, value);
	default:
		return false;
	}
}

/* NULL: the object does not have it */
static struct json_object *find_value(struct json_object *object, const struct ocxl_field *field)
{
	struct json_object *value = NULL;
	char key[KEY_SIZE];

	/* the number, not its name */
	snprintf(key, sizeof(key), "%s%s", field->key,
		 field->type == OCXL_FIELD_CODE ? "_code" : "");
	json_object_object_get_ex(object, key, &value);
	return value;
}

static int parse_field(struct ocxl_stored_entry *entry, const struct ocxl_field *field,
		       struct json_object *object)
{
	struct json_object *value = find_value(object, field);
	int rc = 0;

	if (!value)
		return field->optional ? 0 : -EINVAL;
	if (field->type == OCXL_FIELD_DATA)
		rc = store_data(entry, field, value);
	else if (!store_value(&entry->record, field, value))
		rc = -EINVAL;
	if (!rc && field->optional)
		entry->record.present |= UINT64_C(1) << (field->optional - 1);
	return rc;
}

static int parse_record(struct ocxl_stored_entry *entry, struct json_object *object)
{
	const struct ocxl_field *field;
	int rc = 0;

	for (field = ocxl_error_log_record.fields; !rc && field->key; field++) {
		/* the names of bits; another field has the bits themselves */
		if (field->type != OCXL_FIELD_BITS && !field->table_only)
			rc = parse_field(entry, field, object);
	}
	if (!rc && entry->record.entry.data_length > UINT32_MAX)
		rc = -EINVAL;
	return rc;
}

static bool copy_name(char name[OCXL_STORED_NAME_SIZE], struct json_object *value,
		      const char *prefix)
{
	const char *text = get_string(value);
	size_t length = strlen(prefix);
	uint64_t number;

	if (!text || strncmp(text, prefix, length) ||
	    !parse_digits(text + length, 10, 10, &number) || number > UINT32_MAX)
		return false;
	/* without leading zeros */
	snprintf(name, OCXL_STORED_NAME_SIZE, "%s%u", prefix, (unsigned int)number);
	return !strcmp(name, text);
}

/* "0005:01:00.1" */
static bool is_pci_address(const char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t domain = strspn(text, digits);

	return domain >= 4 && domain <= 8 && strlen(text) == domain + strlen(":01:00.1") &&
	       text[domain] == ':' && strspn(text + domain + 1, digits) == 2 &&
	       text[domain + 3] == ':' && strspn(text + domain + 4, digits) == 2 &&
	       text[domain + 6] == '.' && strspn(text + domain + 7, "01234567") == 1;
}

#define RECORD struct ndctl_ocxl_location
static const struct ocxl_field slot_field = FIELD("slot", TEXT, slot, NULL);
static const struct ocxl_field address_field = FIELD("pci_address", TEXT, pci_address, NULL);
#undef RECORD

static bool parse_location(struct ndctl_ocxl_location *location, struct json_object *line)
{
	struct json_object *slot = json_object_object_get(line, slot_field.key);
	struct json_object *address = json_object_object_get(line, address_field.key);

	if (slot && (!store_text(location, &slot_field, slot) || !location->slot[0]))
		return false;
	return !address || (store_text(location, &address_field, address) &&
			    is_pci_address(location->pci_address));
}

/* "@C5" behind the name of the DIMM, or nothing */
static bool is_slot_of_card(const char *text)
{
	if (!*text)
		return true;
	return *text == '@' && text[1] && !text[1 + strspn(text + 1, OCXL_CARD_NAME_CHARACTERS)];
}

/* only what ocxl_dimm_read_card_name() makes of the serial number or the name of the DIMM */
static bool parse_card(struct ocxl_stored_entry *entry, struct json_object *line)
{
	struct json_object *value = json_object_object_get(line, "card");
	const char *text = get_string(value);
	size_t length = strlen(entry->dev);
	char serial[OCXL_TEXT_DECIMAL_SIZE];

	if (!value)
		return true;
	snprintf(serial, sizeof(serial), "%" PRIu64, entry->serial);
	if (!text || strlen(text) >= sizeof(entry->card) ||
	    ((!entry->serial || strcmp(text, serial) != 0) &&
	     (strncmp(text, entry->dev, length) != 0 || !is_slot_of_card(text + length))))
		return false;
	snprintf(entry->card, sizeof(entry->card), "%s", text);
	return true;
}

static bool parse_identity(struct ocxl_stored_entry *entry, struct json_object *line)
{
	struct json_object *serial = json_object_object_get(line, "serial");
	const char *text = get_string(serial);

	entry->has_serial = serial != NULL;
	if (serial && (!text || !parse_digits(text, 20, 10, &entry->serial)))
		return false;
	if (!parse_location(&entry->location, line))
		return false;
	return copy_name(entry->dev, json_object_object_get(line, "dev"), "nmem") &&
	       copy_name(entry->bus, json_object_object_get(line, "bus"), "ndbus") &&
	       parse_card(entry, line);
}

static int parse_line(struct ocxl_stored_entry *entry, struct json_object *line)
{
	struct json_object *object = NULL;

	if (!json_object_is_type(line, json_type_object))
		return -EINVAL;
	json_object_object_get_ex(line, "error_log", &object);
	if (!json_object_is_type(object, json_type_object) || !parse_identity(entry, line))
		return -EINVAL;
	return parse_record(entry, object);
}

static bool has_many_members(const char *line, size_t size)
{
	size_t i, commas = 0;

	for (i = 0; i < size; i++)
		commas += line[i] == ',';
	return commas > COMMAS_MAX;
}

/* strict json-c 0.18 takes bytes above 0x7F for control characters; each field is checked anyway */
static int choose_flags(const char *line, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if ((unsigned char)line[i] > 0x7F)
			return 0;
	}
	return JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS;
}

int ocxl_stored_entry_parse(struct ocxl_stored_entry *entry, const char *line, size_t size)
{
	struct json_tokener *tokener;
	struct json_object *object;
	int rc = -EINVAL;

	memset(entry, 0, sizeof(*entry));
	if (has_many_members(line, size))
		return rc;
	tokener = json_tokener_new_ex(DEPTH_MAX);
	if (!tokener)
		die("out of memory");
	errno = 0;
	json_tokener_set_flags(tokener, choose_flags(line, size));
	object = json_tokener_parse_ex(tokener, line, (int)size);
	ocxl_check_memory();
	entry->size = json_tokener_get_parse_end(tokener);
	if (object)
		rc = parse_line(entry, object);
	else if (json_tokener_get_error(tokener) == json_tokener_continue)
		rc = -EAGAIN;
	json_object_put(object);
	json_tokener_free(tokener);
	return rc;
}

void ocxl_stored_entry_release(struct ocxl_stored_entry *entry)
{
	free(entry->data);
	entry->data = NULL;
}
