// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "lazy/lazy-kmod.h"

OCXL_LAZY_KMOD(OCXL_LAZY_DEFINE)

/*
 * The types are opaque in libkmod's header, so their members are free. Pointers to objects of
 * libkmod have the type void *, to keep them apart from these.
 */

/**
 * struct kmod_ctx - a context
 * @references: references of ndctl and of modules
 * @libkmod: functions of libkmod
 * @real: context of libkmod; NULL: not loaded
 */
struct kmod_ctx {
	unsigned int references;
	struct ocxl_lazy_kmod libkmod;
	void *real;
};

struct kmod_list {
	struct kmod_module *module;
};

/**
 * struct kmod_module - a module
 * @references: references of ndctl
 * @ctx: context, with a reference
 * @list: the list in which the module was found
 * @alias: alias for which libkmod has to search the module; NULL: the module has a name
 * @real: module of libkmod; NULL: not searched, or not found
 */
struct kmod_module {
	unsigned int references;
	struct kmod_ctx *ctx;
	struct kmod_list list;
	char *alias;
	void *real;
};

static int load_libkmod(struct kmod_ctx *ctx)
{
	if (ctx->real)
		return 0;
	if (ocxl_lazy_load_kmod(&ctx->libkmod))
		return -ENXIO;
	ctx->real = ctx->libkmod.new(NULL, NULL);
	return ctx->real ? 0 : -ENXIO;
}

struct kmod_ctx *ocxl_lazy_kmod_new(const char *dirname, const char *const *config_paths)
{
	struct kmod_ctx *ctx;

	if (dirname || config_paths)
		return NULL;
	ctx = calloc(1, sizeof(*ctx));
	if (!ctx)
		return NULL;
	ctx->references = 1;
	/* the user wants to see the messages of libkmod */
	if (secure_getenv("KMOD_LOG"))
		load_libkmod(ctx);
	return ctx;
}

struct kmod_ctx *ocxl_lazy_kmod_unref(struct kmod_ctx *ctx)
{
	if (!ctx || --ctx->references)
		return ctx;
	if (ctx->real)
		ctx->libkmod.unref(ctx->real);
	free(ctx);
	return NULL;
}

static struct kmod_module *new_module(struct kmod_ctx *ctx)
{
	struct kmod_module *module = calloc(1, sizeof(*module));

	if (!module)
		return NULL;
	module->references = 1;
	module->list.module = module;
	module->ctx = ctx;
	ctx->references++;
	return module;
}

struct kmod_module *ocxl_lazy_kmod_module_unref(struct kmod_module *module)
{
	if (!module || --module->references)
		return module;
	if (module->real)
		module->ctx->libkmod.module_unref(module->real);
	ocxl_lazy_kmod_unref(module->ctx);
	free(module->alias);
	free(module);
	return NULL;
}

/* libkmod is loaded; if an alias has several modules, ndctl uses the first one */
static int find_first_module(struct kmod_module *module)
{
	const struct ocxl_lazy_kmod *libkmod = &module->ctx->libkmod;
	struct kmod_list *list = NULL;
	int rc = libkmod->module_new_from_lookup(module->ctx->real, module->alias, &list);

	if (rc >= 0 && list)
		module->real = libkmod->module_get_module(list);
	libkmod->module_unref_list(list);
	return rc;
}

int ocxl_lazy_kmod_module_new_from_lookup(struct kmod_ctx *ctx, const char *alias,
					  struct kmod_list **list, bool at_once)
{
	struct kmod_module *module = new_module(ctx);
	int rc = 0;

	*list = NULL;
	if (!module)
		return -ENOMEM;
	module->alias = strdup(alias);
	if (!module->alias) {
		ocxl_lazy_kmod_module_unref(module);
		return -ENOMEM;
	}
	/* without libkmod, only inserting the module is an error */
	if ((at_once || ctx->real) && !load_libkmod(ctx)) {
		rc = find_first_module(module);
		if (!module->real) {
			ocxl_lazy_kmod_module_unref(module);
			return rc;
		}
	}
	*list = &module->list;
	return rc;
}

struct kmod_module *ocxl_lazy_kmod_module_get_module(const struct kmod_list *entry)
{
	entry->module->references++;
	return entry->module;
}

int ocxl_lazy_kmod_module_unref_list(struct kmod_list *list)
{
	if (list)
		ocxl_lazy_kmod_module_unref(list->module);
	return 0;
}

int ocxl_lazy_kmod_module_new_from_name(struct kmod_ctx *ctx, const char *name,
					struct kmod_module **module)
{
	struct kmod_module *real = NULL;
	int rc = load_libkmod(ctx);

	if (!rc)
		rc = ctx->libkmod.module_new_from_name(ctx->real, name, &real);
	if (rc < 0)
		return rc;
	*module = new_module(ctx);
	if (!*module) {
		ctx->libkmod.module_unref(real);
		return -ENOMEM;
	}
	(*module)->real = real;
	return rc;
}

const char *ocxl_lazy_kmod_module_get_name(const struct kmod_module *module)
{
	return module->real ? module->ctx->libkmod.module_get_name(module->real) : "not looked up";
}

int ocxl_lazy_kmod_module_probe_insert_module(
	struct kmod_module *module, unsigned int flags, const char *extra_options,
	int (*run_install)(struct kmod_module *module, const char *command, void *data),
	const void *data,
	void (*print_action)(struct kmod_module *module, bool install, const char *options))
{
	int rc = load_libkmod(module->ctx);

	if (rc)
		return rc;
	if (run_install || print_action)
		return -ENOSYS;
	if (!module->real)
		find_first_module(module);
	/* ndctl binds a device without a module */
	if (!module->real)
		return 0;
	return module->ctx->libkmod.module_probe_insert_module(module->real, flags, extra_options,
							       NULL, data, NULL);
}
