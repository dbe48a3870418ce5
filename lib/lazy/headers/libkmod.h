/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stands before the header of libkmod where ndctl is compiled: each call loads the library, and with it
 * libcrypto. With ndctl-ocxl-speed.patch, ndctl calls kmod_new() when it needs a module.
 */
#ifndef OCXL_HEADERS_LIBKMOD_H
#define OCXL_HEADERS_LIBKMOD_H

#include_next <libkmod.h>
#include "lazy/lazy-library.h"

OCXL_LAZY_KMOD(OCXL_LAZY_DECLARE)

/* kmod_new() fails without libkmod; all others have an object of it, so it is there */
#define kmod_new(...) OCXL_LAZY_CALL(kmod, NULL, new, __VA_ARGS__)
#define kmod_module_new_from_lookup(...) \
	OCXL_LAZY_CALL(kmod, -ENXIO, module_new_from_lookup, __VA_ARGS__)
#define kmod_module_new_from_name(...) \
	OCXL_LAZY_CALL(kmod, -ENXIO, module_new_from_name, __VA_ARGS__)
#define kmod_module_get_module(...) OCXL_LAZY_CALL(kmod, NULL, module_get_module, __VA_ARGS__)
#define kmod_module_unref_list(...) OCXL_LAZY_CALL(kmod, -ENXIO, module_unref_list, __VA_ARGS__)
#define kmod_module_get_name(...)   OCXL_LAZY_CALL(kmod, NULL, module_get_name, __VA_ARGS__)
#define kmod_module_probe_insert_module(...) \
	OCXL_LAZY_CALL(kmod, -ENXIO, module_probe_insert_module, __VA_ARGS__)

/* ndctl passes NULL for what it has not created */
#define kmod_unref(ctx) ((ctx) ? OCXL_LAZY_CALL(kmod, NULL, unref, ctx) : NULL)
#define kmod_module_unref(module) \
	((module) ? OCXL_LAZY_CALL(kmod, NULL, module_unref, module) : NULL)

#endif /* OCXL_HEADERS_LIBKMOD_H */
