/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stands before the header of libkmod where ndctl is compiled: ndctl calls lazy-kmod.c. */
#ifndef OCXL_HEADERS_LIBKMOD_H
#define OCXL_HEADERS_LIBKMOD_H

#include_next <libkmod.h>
#include "lazy/lazy-kmod.h"

#define kmod_new			ocxl_lazy_kmod_new
#define kmod_unref			ocxl_lazy_kmod_unref
#define kmod_module_new_from_name	ocxl_lazy_kmod_module_new_from_name
#define kmod_module_get_module		ocxl_lazy_kmod_module_get_module
#define kmod_module_unref_list		ocxl_lazy_kmod_module_unref_list
#define kmod_module_unref		ocxl_lazy_kmod_module_unref
#define kmod_module_get_name		ocxl_lazy_kmod_module_get_name
#define kmod_module_probe_insert_module ocxl_lazy_kmod_module_probe_insert_module

/*
 * Only __util_modalias_to_module() calls this function; "log" is a parameter of it. Until a device
 * is bound to a driver, nothing but its debug message shows the module. So without this message
 * the search for the module can wait.
 */
#define kmod_module_new_from_lookup(ctx, alias, list) \
	ocxl_lazy_kmod_module_new_from_lookup(ctx, alias, list, log->log_priority >= LOG_DEBUG)

#endif /* OCXL_HEADERS_LIBKMOD_H */
