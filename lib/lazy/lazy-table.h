/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The libraries that ndctl and libndctl load when they need them. If they were linked, every ndctl
 * command would start more slowly. Each library has a row:
 *
 *	LIBRARY(name, soname, feature, description, FUNCTIONS)
 *
 * name		makes struct ocxl_lazy_<name> and ocxl_lazy_load_<name>()
 * soname	file that the loader searches
 * feature	name of the feature that needs the library, for the ELF note
 * description	what this feature does, for the ELF note
 * FUNCTIONS	the functions in use: a macro that calls FUNCTION(member, function) for each,
 *		where "member" is a member of struct ocxl_lazy_<name>
 */
#ifndef OCXL_LAZY_TABLE_H
#define OCXL_LAZY_TABLE_H

/* sonames of the versions that meson.build accepts; libkmod and libkeyutils have only one */
#define OCXL_SONAME_KEYUTILS  "libkeyutils.so.1"
#define OCXL_SONAME_KMOD      "libkmod.so.2"
#define OCXL_SONAME_SMARTCOLS "libsmartcols.so.1"

#define OCXL_LAZY_KEYUTILS(LIBRARY)                                             \
	LIBRARY(keyutils, OCXL_SONAME_KEYUTILS, "keys", "Passphrases of DIMMs", \
		OCXL_LAZY_KEYUTILS_FUNCTIONS)

#define OCXL_LAZY_KMOD(LIBRARY)                                                \
	LIBRARY(kmod, OCXL_SONAME_KMOD, "kmod", "Insertion of kernel modules", \
		OCXL_LAZY_KMOD_FUNCTIONS)

#define OCXL_LAZY_SMARTCOLS(LIBRARY)                                               \
	LIBRARY(smartcols, OCXL_SONAME_SMARTCOLS, "table", "Tables of ndctl ocxl", \
		OCXL_LAZY_SMARTCOLS_FUNCTIONS)

#define OCXL_LAZY_KEYUTILS_FUNCTIONS(FUNCTION)  \
	FUNCTION(add_key, add_key)              \
	FUNCTION(search, keyctl_search)         \
	FUNCTION(read_alloc, keyctl_read_alloc) \
	FUNCTION(unlink, keyctl_unlink)

#define OCXL_LAZY_KMOD_FUNCTIONS(FUNCTION)                            \
	FUNCTION(new, kmod_new)                                       \
	FUNCTION(unref, kmod_unref)                                   \
	FUNCTION(module_new_from_lookup, kmod_module_new_from_lookup) \
	FUNCTION(module_new_from_name, kmod_module_new_from_name)     \
	FUNCTION(module_get_module, kmod_module_get_module)           \
	FUNCTION(module_unref_list, kmod_module_unref_list)           \
	FUNCTION(module_unref, kmod_module_unref)                     \
	FUNCTION(module_get_name, kmod_module_get_name)               \
	FUNCTION(module_probe_insert_module, kmod_module_probe_insert_module)

#define OCXL_LAZY_SMARTCOLS_FUNCTIONS(FUNCTION)                          \
	FUNCTION(new_table, scols_new_table)                             \
	FUNCTION(unref_table, scols_unref_table)                         \
	FUNCTION(table_set_termforce, scols_table_set_termforce)         \
	FUNCTION(table_enable_colors, scols_table_enable_colors)         \
	FUNCTION(table_enable_noencoding, scols_table_enable_noencoding) \
	FUNCTION(table_enable_noheadings, scols_table_enable_noheadings) \
	FUNCTION(table_new_column, scols_table_new_column)               \
	FUNCTION(table_new_line, scols_table_new_line)                   \
	FUNCTION(table_remove_lines, scols_table_remove_lines)           \
	FUNCTION(print_table_to_string, scols_print_table_to_string)     \
	FUNCTION(column_set_flags, scols_column_set_flags)               \
	FUNCTION(column_set_whint, scols_column_set_whint)               \
	FUNCTION(column_set_wrapfunc, scols_column_set_wrapfunc)         \
	FUNCTION(table_get_line, scols_table_get_line)                   \
	FUNCTION(line_refer_data, scols_line_refer_data)                 \
	FUNCTION(line_set_color, scols_line_set_color)                   \
	FUNCTION(line_get_color, scols_line_get_color)                   \
	FUNCTION(line_get_cell, scols_line_get_cell)                     \
	FUNCTION(cell_get_data, scols_cell_get_data)

#endif /* OCXL_LAZY_TABLE_H */
