/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libkmod itself, loaded by who needs it. */
#ifndef OCXL_KMOD_LOAD_H
#define OCXL_KMOD_LOAD_H

#include <libkmod.h>

/* the name that all versions have had so far */
#define OCXL_KMOD_SONAME "libkmod.so.2"

/** struct ocxl_kmod_library - what is needed of it: functions without their "kmod_" */
struct ocxl_kmod_library {
	__typeof__(&kmod_new) new;
	__typeof__(&kmod_unref) unref;
	__typeof__(&kmod_set_log_priority) set_log_priority;
	__typeof__(&kmod_module_new_from_lookup) module_new_from_lookup;
	__typeof__(&kmod_module_new_from_name) module_new_from_name;
	__typeof__(&kmod_module_get_module) module_get_module;
	__typeof__(&kmod_module_unref_list) module_unref_list;
	__typeof__(&kmod_module_unref) module_unref;
	__typeof__(&kmod_module_get_name) module_get_name;
	__typeof__(&kmod_module_get_path) module_get_path;
	__typeof__(&kmod_module_get_initstate) module_get_initstate;
	__typeof__(&kmod_module_probe_insert_module) module_probe_insert_module;
	__typeof__(&kmod_module_remove_module) module_remove_module;
};

/**
 * ocxl_kmod_load() - load libkmod, which may be loaded already
 * @library: receives its functions
 *
 * It stays until the process ends, as it would if it were linked.
 *
 * Return: 0; -ELIBACC: there is no libkmod, or a function is not in it.
 */
int ocxl_kmod_load(struct ocxl_kmod_library *library);

#endif /* OCXL_KMOD_LOAD_H */
