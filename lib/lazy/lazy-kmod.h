/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libkmod, loaded when a kernel module has to be inserted. libkmod needs libcrypto, whose
 * relocations would be most of the start of an ndctl command.
 *
 * headers/libkmod.h makes ndctl call the functions below. Their objects of type struct kmod_ctx,
 * struct kmod_module and struct kmod_list are not those of libkmod. If libkmod is needed and cannot
 * be loaded, they return -ENXIO, as ndctl does if kmod_new() fails.
 */
#ifndef OCXL_LAZY_KMOD_H
#define OCXL_LAZY_KMOD_H

#include <stdbool.h>
#include <libkmod.h>
#include "lazy/lazy-library.h"
#include "lazy/lazy-table.h"

OCXL_LAZY_KMOD(OCXL_LAZY_DECLARE)

/**
 * ocxl_lazy_kmod_new() - kmod_new(); loads libkmod at once if KMOD_LOG is set
 *
 * Return: NULL also if an argument is not NULL: ndctl passes none.
 */
__typeof__(kmod_new) ocxl_lazy_kmod_new;

/** ocxl_lazy_kmod_unref() - kmod_unref(). Modules keep their context until they are released */
__typeof__(kmod_unref) ocxl_lazy_kmod_unref;

/**
 * ocxl_lazy_kmod_module_new_from_lookup() - kmod_module_new_from_lookup()
 * @ctx: a context of ocxl_lazy_kmod_new()
 * @alias: alias of a device
 * @list: receives the modules; release with kmod_module_unref_list(). NULL: none
 * @at_once: search now. Otherwise @list has one entry, and the module is searched when it has to
 *	be inserted, unless libkmod is loaded already
 *
 * Return: 0, -ENOMEM or an error of libkmod.
 */
int ocxl_lazy_kmod_module_new_from_lookup(struct kmod_ctx *ctx, const char *alias,
					  struct kmod_list **list, bool at_once);

/** ocxl_lazy_kmod_module_new_from_name() - kmod_module_new_from_name(); loads libkmod */
__typeof__(kmod_module_new_from_name) ocxl_lazy_kmod_module_new_from_name;

/** ocxl_lazy_kmod_module_get_module() - kmod_module_get_module() */
__typeof__(kmod_module_get_module) ocxl_lazy_kmod_module_get_module;

/** ocxl_lazy_kmod_module_unref_list() - kmod_module_unref_list() */
__typeof__(kmod_module_unref_list) ocxl_lazy_kmod_module_unref_list;

/** ocxl_lazy_kmod_module_unref() - kmod_module_unref() */
__typeof__(kmod_module_unref) ocxl_lazy_kmod_module_unref;

/**
 * ocxl_lazy_kmod_module_get_name() - kmod_module_get_name()
 *
 * Return: "not looked up" if libkmod has not searched the module.
 */
__typeof__(kmod_module_get_name) ocxl_lazy_kmod_module_get_name;

/**
 * ocxl_lazy_kmod_module_probe_insert_module() - kmod_module_probe_insert_module(); loads libkmod
 *
 * Return: 0 also if there is no module for the alias; -ENOSYS for callbacks, which would receive
 * modules of libkmod. ndctl passes none.
 */
__typeof__(kmod_module_probe_insert_module) ocxl_lazy_kmod_module_probe_insert_module;

#endif /* OCXL_LAZY_KMOD_H */
