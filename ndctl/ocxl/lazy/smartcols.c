// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/lazy/lazy-library.h"
#include "ocxl/lazy/smartcols.h"

#define FUNCTION(name) OCXL_LIBRARY_FUNCTION(struct ocxl_smartcols, name, scols_##name)

static const struct ocxl_library_function functions[] = {
	FUNCTION(new_table),	       FUNCTION(unref_table),
	FUNCTION(table_set_termforce), FUNCTION(table_enable_colors),
	FUNCTION(table_colors_wanted), FUNCTION(table_enable_noencoding),
	FUNCTION(table_new_column),    FUNCTION(table_new_line),
	FUNCTION(table_is_empty),      FUNCTION(print_table_to_string),
	FUNCTION(column_set_flags),    FUNCTION(column_get_flags),
	FUNCTION(column_set_wrapfunc), FUNCTION(line_set_data),
	FUNCTION(line_refer_data),     FUNCTION(line_set_color),
};

/* a pointer that is not in the list would stay NULL */
_Static_assert(sizeof(struct ocxl_smartcols) ==
		       sizeof(void *) * (1 + sizeof(functions) / sizeof(functions[0])),
	       "all functions of struct ocxl_smartcols are in the list");

static const struct ocxl_library library = {
	.soname = OCXL_LIBRARY_SMARTCOLS,
	.functions = functions,
	.function_count = sizeof(functions) / sizeof(functions[0]),
};

OCXL_LIBRARY_NOTE(OCXL_LIBRARY_SMARTCOLS, "table", "Tables of ndctl ocxl");

int ocxl_smartcols_open(struct ocxl_smartcols *smartcols)
{
	return ocxl_library_open(&library, &smartcols->library, smartcols);
}

void ocxl_smartcols_close(struct ocxl_smartcols *smartcols)
{
	ocxl_library_close(&smartcols->library);
}
