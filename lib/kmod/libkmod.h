/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stands before libkmod's own header where ndctl is compiled: the functions are those of module.c,
 * which load libkmod when a kernel module is to be inserted. Linked, it would be most of what an
 * ndctl command takes to begin, because of the libcrypto that it brings along.
 */
#ifndef OCXL_LIBKMOD_H
#define OCXL_LIBKMOD_H

#include_next <libkmod.h>

/**
 * ocxl_kmod_lookup() - the modules that an alias means
 * @ctx: from kmod_new()
 * @alias: of a device
 * @list: receives them, for kmod_module_unref_list(); NULL: there are none
 * @at_once: look now; else what the alias means is found out when it is to be inserted, and @list
 * has one entry, which may turn out to mean no module
 *
 * Return: 0; -ENOMEM; what libkmod says of @alias.
 */
int ocxl_kmod_lookup(struct kmod_ctx *ctx, const char *alias, struct kmod_list **list,
		     bool at_once);

/*
 * ndctl looks for modules in one place, __util_modalias_to_module(), whose @log is the log. What
 * was found is seen by its debug messages alone, until a device is bound to a driver.
 */
#define kmod_module_new_from_lookup(ctx, alias, list) \
	ocxl_kmod_lookup(ctx, alias, list, log->log_priority >= LOG_DEBUG)

#endif /* OCXL_LIBKMOD_H */
