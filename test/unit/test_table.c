// SPDX-License-Identifier: GPL-2.0-only
/* Tables of libsmartcols: alignment, colour, and tables that are too wide. */
#include "fakes.h"
#include "ocxl/render/table.h"
#include "ocxl/records/field.h"

struct thing {
	uint64_t size;
	const char *note;
	const char *text;
	bool broken;
	const char *hint;
};

#define RECORD struct thing
#define SIZE   COLUMN("size", QUANTITY, size, "SIZE")
#define NOTE   COLUMN("note", WORD, note, "NOTE", .detail = true)
#define WORDS  COLUMN("text", WORD, text, "TEXT")
#define BROKEN FIELD("broken", BOOL, broken, NULL, .highlight = true)

static const struct ocxl_field text_last_fields[] = { SIZE, NOTE, WORDS, BROKEN, FIELDS_END };
static const struct ocxl_record text_last = { .size = sizeof(struct thing),
					      .fields = text_last_fields };
static const struct ocxl_field detail_last_fields[] = { SIZE, WORDS, NOTE, FIELDS_END };
static const struct ocxl_record detail_last = { .size = sizeof(struct thing),
						.fields = detail_last_fields };
static const struct ocxl_field number_last_fields[] = { WORDS, SIZE, FIELDS_END };
static const struct ocxl_record number_last = { .size = sizeof(struct thing),
						.fields = number_last_fields };

static const struct ocxl_field bytes_last_fields[] = {
	COLUMN("size", QUANTITY, size, "A HEADING THAT IS LONG", .unit = "B"),
	FIELDS_END,
};
static const struct ocxl_record bytes_last = { .size = sizeof(struct thing),
					       .fields = bytes_last_fields };

static const struct ocxl_field streamed_fields[] = {
	COLUMN("text", WORD, text, "TEXT", .width = 8),
	SIZE,
	COLUMN("note", WORD, note, "NOTE", .width = 6, .detail = true),
	COLUMN("hint", WORD, hint, "HINT", .detail = true),
	FIELDS_END,
};
static const struct ocxl_record streamed = { .size = sizeof(struct thing),
					     .fields = streamed_fields };

/* 40 columns; 35 before its last word, 20 before "and" */
#define LONG "as long as has room, and not a word more"

static const struct thing things[] = {
	{ 5, "a note", LONG, false },
	{ 12345, "-", "short", true },
};

/* of the table that a test has just made */
static struct ocxl_document document;

static struct ocxl_table *new_rows(const struct ocxl_record *record, bool color)
{
	struct ocxl_table *rows;

	document = (struct ocxl_document) { .color = color };
	rows = ocxl_table_new(OCXL_TABLE_WHOLE, record, &document);
	assert_non_null(rows);
	return rows;
}

static void add_row(struct ocxl_table *rows, const char *dev, const struct thing *thing)
{
	const struct ocxl_element element = { .dev = dev };

	assert_null(ocxl_table_add(rows, &element, thing));
}

static void check_rows(struct ocxl_table *rows, unsigned int width, const char *expected)
{
	char *text;

	document.width = width;
	assert_int_equal(ocxl_table_print(rows, &text), 0);
	assert_string_equal(text, expected);
	free(text);
	ocxl_table_free(rows);
}

static void check_things(const struct ocxl_record *record, bool color, unsigned int width,
			 const char *expected)
{
	struct ocxl_table *rows = new_rows(record, color);

	add_row(rows, "nmem0", &things[0]);
	add_row(rows, "nmem10", &things[1]);
	check_rows(rows, width, expected);
}

UNIT_TEST(test_no_rows)
{
	struct ocxl_table *rows = new_rows(&text_last, false);
	char *text;

	document.width = 80;
	assert_int_equal(ocxl_table_print(rows, &text), 0);
	assert_null(text);
	ocxl_table_free(rows);
	ocxl_table_free(NULL);
}

/* numbers are aligned to the right, and no line ends with blanks */
UNIT_TEST(test_sides)
{
	check_things(&detail_last, false, 0,
		     "DIMM    SIZE TEXT                                     NOTE\n"
		     "nmem0      5 " LONG " a note\n"
		     "nmem10 12345 short                                    -");
	check_things(&number_last, false, 0,
		     "DIMM   TEXT                                      SIZE\n"
		     "nmem0  " LONG "     5\n"
		     "nmem10 short                                    12345");
}

/* details are omitted first, if the table is too wide: 60 columns, then 53 */
UNIT_TEST(test_details)
{
	check_things(&text_last, false, 60,
		     "DIMM    SIZE NOTE   TEXT\n"
		     "nmem0      5 a note " LONG "\n"
		     "nmem10 12345 -      short");
	check_things(&text_last, false, 59,
		     "DIMM    SIZE TEXT\n"
		     "nmem0      5 " LONG "\n"
		     "nmem10 12345 short");
	check_things(&text_last, false, 53,
		     "DIMM    SIZE TEXT\n"
		     "nmem0      5 " LONG "\n"
		     "nmem10 12345 short");
}

/* then the last visible column is wrapped; the blank at the limit is a break */
UNIT_TEST(test_wrapping)
{
	const char *one_word_less = "DIMM    SIZE TEXT\n"
				    "nmem0      5 as long as has room, and not a word\n"
				    "             more\n"
				    "nmem10 12345 short";

	check_things(&text_last, false, 52, one_word_less);
	check_things(&detail_last, false, 52, one_word_less);
	check_things(&text_last, false, 48, one_word_less);
	check_things(&text_last, false, 33,
		     "DIMM    SIZE TEXT\n"
		     "nmem0      5 as long as has room,\n"
		     "             and not a word more\n"
		     "nmem10 12345 short");
}

/* where the last column cannot be wrapped, columns stand below each other; long words stay whole */
UNIT_TEST(test_unfolded)
{
	const struct thing word = { 1, "-", "0123456789012345678901234567890123456789 and", false };
	const struct thing most = { UINT64_MAX, "-", "-", false };
	struct ocxl_table *rows;

	check_things(&text_last, false, 32,
		     "nmem0\n"
		     "  SIZE  5\n"
		     "  TEXT  as long as has room, and\n"
		     "        not a word more\n"
		     "nmem10\n"
		     "  SIZE  12345\n"
		     "  TEXT  short");
	check_things(&number_last, false, 33,
		     "nmem0\n"
		     "  TEXT  as long as has room, and\n"
		     "        not a word more\n"
		     "  SIZE  5\n"
		     "nmem10\n"
		     "  TEXT  short\n"
		     "  SIZE  12345");
	rows = new_rows(&bytes_last, false);
	add_row(rows, "nmem0", &most);
	check_rows(rows, 36,
		   "nmem0\n"
		   "  A HEADING THAT IS LONG  16 EiB\n"
		   "                          (18446744073709551615 B)");
	rows = new_rows(&text_last, false);
	add_row(rows, "nmem0", &word);
	add_row(rows, "nmem1", &things[0]);
	check_rows(rows, 33,
		   "DIMM  SIZE TEXT\n"
		   "nmem0    1 0123456789012345678901234567890123456789 and\n"
		   "nmem1    5 as long as has room,\n"
		   "           and not a word more");
}

/* a line that just fits is not wrapped, even if others are */
UNIT_TEST(test_just_fits)
{
	const struct thing longer = { 1, "-", LONG " than that", false };
	struct ocxl_table *rows = new_rows(&text_last, false);

	add_row(rows, "nmem0", &longer);
	add_row(rows, "nmem0", &things[0]);
	check_rows(rows, 51,
		   "DIMM  SIZE TEXT\n"
		   "nmem0    1 " LONG "\n"
		   "           than that\n"
		   "nmem0    5 " LONG);
}

/* the given width counts, not the one that libsmartcols would detect */
UNIT_TEST(test_wide)
{
	const struct thing wide = { 1, "-", LONG " " LONG " " LONG, false };
	struct ocxl_table *rows = new_rows(&text_last, false);

	add_row(rows, "nmem0", &wide);
	add_row(rows, "nmem0", &things[1]);
	add_row(rows, "nmem0", &things[1]);
	check_rows(rows, 0,
		   "DIMM   SIZE NOTE TEXT\n"
		   "nmem0     1 -    " LONG " " LONG " " LONG "\n"
		   "nmem0 12345 -    short\n"
		   "nmem0 12345 -    short");
	rows = new_rows(&text_last, false);
	add_row(rows, "nmem0", &wide);
	check_rows(rows, 92,
		   "DIMM  SIZE TEXT\n"
		   "nmem0    1 " LONG " " LONG "\n"
		   "           " LONG);
}

static bool wrapping_is_refused;

static int set_flags(struct libscols_column *column, int flags)
{
	return wrapping_is_refused && (flags & SCOLS_FL_WRAP)
		       ? -EINVAL
		       : __real_scols_column_set_flags(column, flags);
}
UNIT_FAKE(scols_column_set_flags, set_flags)

/* a table that is too wide is printed as a whole or not at all */
UNIT_TEST(test_library_fails)
{
	struct ocxl_table *rows;
	char *text = NULL;

	wrapping_is_refused = true;
	document = (struct ocxl_document) { .width = 50 };
	rows = ocxl_table_new(OCXL_TABLE_WHOLE, &text_last, &document);
	assert_non_null(rows);
	add_row(rows, "nmem0", &things[0]);
	assert_int_equal(ocxl_table_print(rows, &text), -EINVAL);
	free(text);
	ocxl_table_free(rows);
	wrapping_is_refused = false;
}

/* colours do not count for the width; wrapped lines have the colour of their row */
UNIT_TEST(test_color)
{
	struct thing broken = { 5, "a note", LONG, true };
	struct ocxl_table *rows = new_rows(&text_last, true);

	check_things(&text_last, true, 60,
		     "DIMM    SIZE NOTE   TEXT\n"
		     "nmem0      5 a note " LONG "\n"
		     "\033[1;31mnmem10 12345 -      short\033[0m");
	add_row(rows, "nmem10", &broken);
	check_rows(rows, 59,
		   "DIMM   SIZE NOTE   TEXT\n"
		   "\033[1;31mnmem10    5 a note " LONG "\033[0m");
	rows = new_rows(&text_last, true);
	add_row(rows, "nmem10", &broken);
	check_rows(rows, 51,
		   "DIMM   SIZE TEXT\n"
		   "\033[1;31mnmem10    5 as long as has room, and not a word\033[0m\n"
		   "\033[1;31m            more\033[0m");
}

/* escaped text in cells is not escaped again */
UNIT_TEST(test_cells_are_not_encoded)
{
	const struct thing thing = { 1, "-", "\\x1b[31m \\", false };
	struct ocxl_table *rows = new_rows(&detail_last, false);

	add_row(rows, "nmem0", &thing);
	check_rows(rows, 0,
		   "DIMM  SIZE TEXT       NOTE\n"
		   "nmem0    1 \\x1b[31m \\ -");
}

/* many rows of two lines each */
UNIT_TEST(test_many)
{
	struct ocxl_table *rows = new_rows(&text_last, false);
	const char *line = "\nnmem0    5 as long as has room, and not a word\n           more";
	unsigned int i;
	char *text;
	char *at;

	for (i = 0; i < 1000; i++)
		add_row(rows, "nmem0", &things[0]);
	document.width = 50;
	assert_int_equal(ocxl_table_print(rows, &text), 0);
	at = text + strlen("DIMM  SIZE TEXT");
	for (i = 0; i < 1000; i++) {
		assert_memory_equal(at, line, strlen(line));
		at += strlen(line);
	}
	assert_string_equal(at, "");
	free(text);
	ocxl_table_free(rows);
}

static void check_headings(struct ocxl_table *rows, const char *expected)
{
	char *text;

	assert_int_equal(ocxl_table_print_headings(rows, &text), 0);
	assert_string_equal(text, expected);
	free(text);
}

static void check_stream(struct ocxl_table *rows, const char *dev, const struct thing *thing,
			 const char *expected)
{
	char *text;

	add_row(rows, dev, thing);
	assert_int_equal(ocxl_table_print(rows, &text), 0);
	assert_string_equal(text, expected);
	free(text);
}

static struct ocxl_table *new_stream(unsigned int width)
{
	struct ocxl_table *rows;

	document = (struct ocxl_document) { .width = width };
	rows = ocxl_table_new(OCXL_TABLE_STREAM, &streamed, &document);
	assert_non_null(rows);
	return rows;
}

/* a row that is too long moves only its own end, and not the headings */
UNIT_TEST(test_stream)
{
	const struct thing other = { 1, "-", "-", true };
	struct ocxl_table *rows = new_stream(0);

	check_headings(rows, "DIMM   TEXT     SIZE NOTE   HINT");
	check_stream(rows, "nmem0", &things[0], "nmem0  " LONG "    5 a note -");
	check_stream(rows, "nmem10", &other, "nmem10 -           1 -      -");
	check_headings(rows, "DIMM   TEXT     SIZE NOTE   HINT");
	check_stream(rows, "nmem100", &things[1], "nmem100 short    12345 -      -");
	ocxl_table_free(rows);
}

/* details are omitted one by one, whatever the rows are: 32 columns, 27, 20 */
UNIT_TEST(test_stream_on_a_terminal)
{
	const struct thing longer = { 1, "012345678", "-", false };
	struct ocxl_table *rows = new_stream(32);

	check_headings(rows, "DIMM   TEXT     SIZE NOTE   HINT");
	check_stream(rows, "nmem0", &longer, "nmem0  -           1 012345678 -");
	ocxl_table_free(rows);
	rows = new_stream(31);
	check_headings(rows, "DIMM   TEXT     SIZE NOTE");
	check_stream(rows, "nmem0", &longer, "nmem0  -           1 012345678");
	ocxl_table_free(rows);
	rows = new_stream(26);
	check_headings(rows, "DIMM   TEXT     SIZE");
	check_stream(rows, "nmem0", &things[0], "nmem0  " LONG "    5");
	ocxl_table_free(rows);
}
