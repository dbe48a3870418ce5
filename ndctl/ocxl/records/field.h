/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptions of records. A table of fields states once for each member of a struct: key, type,
 * meaning, unit, heading. Verbs fill the structs, which contain or are those of the public library;
 * renderers walk the tables, and "make docs-update" prints schema and manual pages from them.
 */
#ifndef OCXL_FIELD_H
#define OCXL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/base/names.h"

/* type of a member, and how JSON shows it */
enum ocxl_field_type {
	OCXL_FIELD_QUANTITY, /* unsigned integer of any size; above 2^53 - 1 also "<key>_str" */
	OCXL_FIELD_IDENTIFIER, /* unsigned integer; a string with the decimal number */
	OCXL_FIELD_HEX, /* unsigned integer; a string "0x...", lower case, no padding */
	OCXL_FIELD_BOOL,
	OCXL_FIELD_REAL, /* double */
	OCXL_FIELD_WORD, /* const char *; printable text of this program or of its user */
	OCXL_FIELD_TEXT, /* char[]; ends at its first NUL, without trailing spaces; escaped */
	OCXL_FIELD_BYTES, /* char[]; bytes of a card up to trailing NULs and spaces; escaped */
	OCXL_FIELD_NAME, /* unsigned integer; its name in .names, or "unknown" */
	OCXL_FIELD_CODE, /* the same, and the number with the key "<key>_code" */
	OCXL_FIELD_BITS, /* unsigned integer; a list of names; a bit without one is "bit_N" */
	OCXL_FIELD_DATA, /* const uint8_t *; a string of lower-case hexadecimal digits */
	OCXL_FIELD_WWID, /* uint64_t[2]; a string of 32 hexadecimal digits */
	OCXL_FIELD_TIME, /* unsigned integer, seconds since 1970; a string, RFC 3339 in UTC */
	OCXL_FIELD_LIST, /* struct ocxl_list; a list of records */
	OCXL_FIELD_COUNTERS, /* uint64_t[]; an object {name: number}, members with a name only */
};

struct ocxl_bytes {
	const unsigned char *start;
	size_t size;
};

/* an array of records, owned by the function that filled the record */
struct ocxl_list {
	const void *records;
	size_t count;
	bool unknown; /* could not be read: null in JSON, which differs from an empty list */
};

/* description of a member of a record */
struct ocxl_field {
	const char *key; /* JSON key; NULL ends a table */
	enum ocxl_field_type type;
	/* one or two sentences for schema and manual pages; NULL: in neither */
	const char *meaning;
	size_t offset; /* of the member in the record; @size: of the member, in bytes */
	size_t size;
	size_t size_offset; /* DATA: offset of a size_t member, the number of bytes */
	/*
	 * 0: the value is always known. Else the value is known if this bit of the record's leading
	 * `uint64_t present` is set, counted from 1. Unknown values are omitted
	 */
	unsigned int optional;
	const char *heading; /* heading of the column or line in a table; NULL: not in tables */
	/*
	 * in tables: "%", "C", "s", "B", "ns", "us", which are scaled; NULL: none. ASCII, because
	 * ndctl runs in the C locale. JSON has the unit in the key
	 */
	const char *unit;
	/* NAME, CODE, BITS, COUNTERS: ended by a row without a name */
	const struct ocxl_name *names;
	bool closed; /* BITS: bits without a name do not occur */
	const struct ocxl_record *record; /* LIST: description of the records */
	bool nullable; /* LIST: may be unknown */
	const char *empty; /* LIST: in a table instead of no record; NULL: "-" */
	unsigned int width; /* in a streamed table; 0: as wide as the heading */
	bool hex; /* QUANTITY: shown as 0xC2 in tables */
	bool highlight; /* the value is the style of its row: ocxl_row_style() */
	/*
	 * in tables, REAL with three digits, QUANTITY in s with two parts, in B not exact, TIME
	 * without seconds
	 */
	bool brief;
	bool table_only; /* not in JSON */
	bool detail; /* omitted in a table that is wider than the terminal */
	bool verbose; /* its meaning is not public, or of little use: only in verbose tables */
	/* a last column that stands below its row if the terminal has no space for it */
	bool below;
	bool own_line; /* no column: stands below its row, and below a field with @below */
};

/* description of a kind of record */
struct ocxl_record {
	const char *name; /* in the schema and in ocxl-fields.txt */
	const char *meaning; /* description in the schema; NULL: not in JSON */
	size_t size;
	const struct ocxl_field *fields; /* ended by a row without a key */
	bool properties; /* a table has a line for each field of each DIMM, instead of a column */
	bool dated; /* a field says when it was: a timed table needs no other time */
	bool located; /* a table has the serial number and the slot of each DIMM */
};

/* first member of each record with optional fields */
#define OCXL_PRESENT uint64_t present

/* ---- rows of field tables; the file that uses them defines RECORD as the struct ---- */

/* braces in parentheses: outside of them, versions of clang-format lay them out differently */
#define FIELD_ROW(...) __VA_ARGS__
/*
 * a row: key, type without OCXL_FIELD_, member of RECORD, meaning; then members of
 * struct ocxl_field
 */
#define FIELD(member_key, field_type, member, text, ...)   \
	FIELD_ROW({ .key = (member_key),                   \
		    .type = OCXL_FIELD_##field_type,       \
		    .offset = offsetof(RECORD, member),    \
		    .size = sizeof(((RECORD *)0)->member), \
		    .meaning = (text),                     \
		    __VA_ARGS__ })
/* a row that only tables show: its heading instead of a meaning */
#define COLUMN(member_key, field_type, member, title, ...)                                  \
	FIELD(member_key, field_type, member, NULL, .heading = (title), .table_only = true, \
	      __VA_ARGS__)
/* the value is known if this bit of .present is set */
#define KNOWN_BY(bit) .optional = (bit) + 1
#define FIELDS_END    FIELD_ROW({ .key = NULL })
/* the description of RECORD: name, table, meaning; then members of struct ocxl_record */
#define DESCRIPTION(title, table, text, ...) \
	FIELD_ROW({ .name = (title),         \
		    .size = sizeof(RECORD),  \
		    .fields = (table),       \
		    .meaning = (text),       \
		    __VA_ARGS__ })

/* ---- values ---- */

/* numbers, bytes and list are those of the record, not copies */
union ocxl_value {
	uint64_t number; /* QUANTITY, IDENTIFIER, HEX, NAME, CODE, BITS, TIME */
	const uint64_t *numbers; /* WWID, COUNTERS */
	bool truth;
	double real;
	const char *word;
	struct ocxl_bytes bytes; /* TEXT, DATA */
	struct ocxl_list list;
};

/*
 * @value: receives the member, known or not; @record must outlive it
 * Return: false: all formats must omit the value. A word that is NULL is unknown; so are NaN and
 * infinity, which JSON cannot express.
 */
bool ocxl_field_get(const struct ocxl_field *field, const void *record, union ocxl_value *value);

#endif /* OCXL_FIELD_H */
