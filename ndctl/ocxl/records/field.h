/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptions of records. A table of fields states once for each member of a struct: key, type,
 * unit, heading. Verbs fill the structs, which contain or are those of the public library;
 * renderers walk the tables.
 */
#ifndef OCXL_FIELD_H
#define OCXL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/base/names.h"

/**
 * enum ocxl_field_type - type of a member, and how JSON shows it
 * @OCXL_FIELD_QUANTITY: unsigned integer of any size; a number, above 2^53 - 1 also a string with
 *	the key "<key>_str"
 * @OCXL_FIELD_IDENTIFIER: unsigned integer; a string with the decimal number
 * @OCXL_FIELD_HEX: unsigned integer; a string "0x…", lower case, without padding
 * @OCXL_FIELD_BOOL: bool
 * @OCXL_FIELD_REAL: double
 * @OCXL_FIELD_WORD: const char *; printable text of this program or of its user
 * @OCXL_FIELD_TEXT: char[]; bytes that may come from a card, up to trailing NULs and spaces;
 *	escaped
 * @OCXL_FIELD_NAME: unsigned integer; its name in .names, or "unknown"
 * @OCXL_FIELD_CODE: the same, and the number with the key "<key>_code"
 * @OCXL_FIELD_BITS: unsigned integer; a list with the names of the set bits; a bit without a name
 *	is "bit_N"
 * @OCXL_FIELD_DATA: const uint8_t *; a string of lower-case hexadecimal digits
 * @OCXL_FIELD_WWID: uint64_t[2]; a string of 32 hexadecimal digits
 * @OCXL_FIELD_LIST: struct ocxl_list; a list of records
 * @OCXL_FIELD_COUNTERS: uint64_t[]; an object {name: number} with the members that have a name
 */
enum ocxl_field_type {
	OCXL_FIELD_QUANTITY,
	OCXL_FIELD_IDENTIFIER,
	OCXL_FIELD_HEX,
	OCXL_FIELD_BOOL,
	OCXL_FIELD_REAL,
	OCXL_FIELD_WORD,
	OCXL_FIELD_TEXT,
	OCXL_FIELD_NAME,
	OCXL_FIELD_CODE,
	OCXL_FIELD_BITS,
	OCXL_FIELD_DATA,
	OCXL_FIELD_WWID,
	OCXL_FIELD_LIST,
	OCXL_FIELD_COUNTERS,
};

/**
 * struct ocxl_bytes - bytes of any value
 * @start: the first one
 * @size: number of bytes
 */
struct ocxl_bytes {
	const unsigned char *start;
	size_t size;
};

/**
 * struct ocxl_list - an array of records
 * @records: the first one; owned by the function that filled the record
 * @count: number of records
 */
struct ocxl_list {
	const void *records;
	size_t count;
};

/**
 * struct ocxl_field - description of a member of a record
 * @key: JSON key; NULL ends a table
 * @type: type of the member
 * @offset: of the member in the record, in bytes
 * @size: of the member, in bytes
 * @size_offset: DATA: offset of a size_t member, the number of bytes
 * @optional: 0: the value is always known. Else the value is known if this bit of the record's
 *	leading `uint64_t present` is set, counted from 1. Unknown values are omitted
 * @heading: heading of the column or line in a table; NULL: not in tables
 * @unit: of the value in tables: "%", "C", "s", "B", "ns", "us"; NULL: none. ASCII, because ndctl
 *	runs in the C locale. B, ns and us are scaled; s is shown as days, hours, minutes and
 *	seconds. JSON has the unit in the key
 * @names: NAME, CODE, BITS, COUNTERS: ended by a row without a name
 * @record: LIST: description of the records
 * @width: columns in a streamed table, whose later rows are unknown; 0: as wide as the heading.
 *	Wider values move the rest of the line; on a terminal a wider detail gets a new heading
 * @hex: QUANTITY: shown as 0xC2 in tables
 * @highlight: BOOL: a row with the value true is highlighted; WORD: a row with any value but "ok",
 *	"warning" and "unknown" in colours of their own
 * @brief: REAL: shown with three digits in tables, or as a whole number above 999; QUANTITY in s:
 *	only days and hours, hours and minutes, or minutes and seconds
 * @detail: omitted in a table that is wider than the terminal
 */
struct ocxl_field {
	const char *key;
	enum ocxl_field_type type;
	size_t offset;
	size_t size;
	size_t size_offset;
	unsigned int optional;
	const char *heading;
	const char *unit;
	const struct ocxl_name *names;
	const struct ocxl_record *record;
	unsigned int width;
	bool hex;
	bool highlight;
	bool brief;
	bool detail;
};

/**
 * struct ocxl_record - description of a kind of record
 * @size: of a record, in bytes
 * @fields: ended by a row without a key
 * @properties: a table has a line for each field of each DIMM, instead of a column for each field
 */
struct ocxl_record {
	size_t size;
	const struct ocxl_field *fields;
	bool properties;
};

/* first member of each record with optional fields */
#define OCXL_PRESENT	   uint64_t present
/* value of .optional for a bit of it */
#define OCXL_OPTIONAL(bit) ((bit) + 1)

/**
 * union ocxl_value - value of a member
 * @number: QUANTITY, IDENTIFIER, HEX, NAME, CODE, BITS
 * @numbers: WWID, COUNTERS; the member itself
 * @truth: BOOL
 * @real: REAL
 * @word: WORD
 * @bytes: TEXT, DATA; not copied
 * @list: LIST; not copied
 */
union ocxl_value {
	uint64_t number;
	const uint64_t *numbers;
	bool truth;
	double real;
	const char *word;
	struct ocxl_bytes bytes;
	struct ocxl_list list;
};

/**
 * ocxl_field_value() - read a member
 * @field: its description
 * @record: the record; must outlive the value
 *
 * Return: the value.
 */
union ocxl_value ocxl_field_value(const struct ocxl_field *field, const void *record);

/**
 * ocxl_field_is_present() - check whether a value is known
 * @field: its description
 * @record: the record
 *
 * A word that is NULL is unknown; so are NaN and infinity, which JSON cannot express.
 *
 * Return: false when all formats must omit the value.
 */
bool ocxl_field_is_present(const struct ocxl_field *field, const void *record);

#endif /* OCXL_FIELD_H */
