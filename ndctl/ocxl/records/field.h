/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was read from a DIMM, as plain records, and tables that describe their
 * fields once: key, type, unit, heading. Verbs fill records; renderers walk the
 * tables. Neither libndctl nor the wire is known here.
 */
#ifndef OCXL_FIELD_H
#define OCXL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/base/names.h"

/**
 * enum ocxl_field_type - how a member of a record is stored, and what it means
 * @OCXL_FIELD_QUANTITY: uint64_t; an exact integer; above 2^53 - 1 also "<key>_str"
 * @OCXL_FIELD_IDENTIFIER: uint64_t; a string with the decimal number
 * @OCXL_FIELD_HEX: uint64_t; a string "0x…", lower case, no padding
 * @OCXL_FIELD_BOOL: bool
 * @OCXL_FIELD_REAL: double
 * @OCXL_FIELD_WORD: const char *; our own word, never from a card
 * @OCXL_FIELD_CARD_TEXT: struct ocxl_text; bytes of a card: escaped in every output
 * @OCXL_FIELD_CODE: uint64_t; named by .names; gives <key> (name or "unknown")
 *	and "<key>_code" (number)
 * @OCXL_FIELD_BITS: uint64_t; list of names of the set bits by .names; a bit
 *	without a name is "bit_N"
 * @OCXL_FIELD_DATA: struct ocxl_data; lower-case hex
 * @OCXL_FIELD_WWID: struct ocxl_wwid; 32 hex digits
 * @OCXL_FIELD_LIST: struct ocxl_list; records of type .record
 * @OCXL_FIELD_COUNTERS: uint64_t[]; an object {name: n} by .names (reserved
 *	ones without a name are left out)
 */
enum ocxl_field_type {
	OCXL_FIELD_QUANTITY,
	OCXL_FIELD_IDENTIFIER,
	OCXL_FIELD_HEX,
	OCXL_FIELD_BOOL,
	OCXL_FIELD_REAL,
	OCXL_FIELD_WORD,
	OCXL_FIELD_CARD_TEXT,
	OCXL_FIELD_CODE,
	OCXL_FIELD_BITS,
	OCXL_FIELD_DATA,
	OCXL_FIELD_WWID,
	OCXL_FIELD_LIST,
	OCXL_FIELD_COUNTERS,
};

/** struct ocxl_text - bytes of a card; may hold anything, NUL included */
struct ocxl_text {
	unsigned char bytes[16];
	size_t size;
};

/** struct ocxl_data - opaque bytes; belong to whoever filled the record */
struct ocxl_data {
	const unsigned char *bytes;
	size_t size;
};

struct ocxl_wwid {
	uint64_t word[2];
};

/** struct ocxl_list - records one after the other; belong to whoever filled the record */
struct ocxl_list {
	const void *records;
	size_t count;
};

/**
 * struct ocxl_field - one member of a record
 * @key: JSON key; NULL ends a table
 * @type: how it is stored
 * @offset: in the record
 * @optional: bit of the record's leading `uint64_t present` that says whether it
 *	is known, plus 1; 0: always known. What is not known is absent everywhere
 * @heading: column or line heading of tables; NULL: not in tables
 * @unit: for tables: "%", "C", "s", "B", "ns", "us"; NULL for none. ASCII, ndctl
 *	runs in the C locale. The last four are scaled for a reader, seconds stay
 *	exact. The key carries its own unit
 * @names: for CODE, BITS, COUNTERS; ended by a NULL name
 * @record: for LIST
 * @hex: QUANTITY: tables show it as documents write it, 0xC2
 * @width: columns in a streamed table, where nobody can look ahead; wider
 *	values push the rest of the line, nothing is cut; on a terminal wider details get a
 *	table of their own. 0: as wide as the heading
 * @highlight: BOOL: a true value makes the row stand out (a failing attribute);
 *	WORD: any value but "ok" does
 * @brief: REAL: tables show three digits, and whole numbers in full, so that columns are
 *	narrow and their points stand in line
 * @detail: not a column of its own in tables: too wide; shown where there is room
 */
struct ocxl_field {
	const char *key;
	enum ocxl_field_type type;
	size_t offset;
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
 * struct ocxl_record - description of one kind of record
 * @size: bytes of one
 * @fields: ended by a NULL key
 * @properties: tables show one line a field and DIMM, not one column a field
 */
struct ocxl_record {
	size_t size;
	const struct ocxl_field *fields;
	bool properties;
};

/* every record with optional fields begins so */
#define OCXL_PRESENT	   uint64_t present
#define OCXL_OPTIONAL(bit) ((bit) + 1)

/** union ocxl_value - a member of a record, by the type of its field */
union ocxl_value {
	uint64_t number; /* QUANTITY, IDENTIFIER, HEX, CODE, BITS */
	const uint64_t *counters; /* COUNTERS; stay the record's */
	bool truth;
	double real;
	const char *word;
	struct ocxl_text text;
	struct ocxl_data data;
	struct ocxl_wwid wwid;
	struct ocxl_list list;
};

/** ocxl_field_value() - a copy of @field of @record */
union ocxl_value ocxl_field_value(const struct ocxl_field *field, const void *record);

/**
 * ocxl_field_is_present() - is this field of @record known; a NULL word, NaN and
 * infinity, for which JSON has no word, are not
 */
bool ocxl_field_is_present(const struct ocxl_field *field, const void *record);

/** ocxl_text_set() - take @size bytes (at most 16), without trailing NULs and spaces */
void ocxl_text_set(struct ocxl_text *text, const void *bytes, size_t size);

#endif /* OCXL_FIELD_H */
