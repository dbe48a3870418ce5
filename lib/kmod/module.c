// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The functions of libkmod that ndctl uses. They remember what they were asked, and ask libkmod
 * when a module is to be inserted; from then on, or if libkmod is to talk about what it does, at
 * once. What they return are objects of their own, which are seen by nobody but ndctl.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <libkmod.h>
#include "load.h"

/* @real: libkmod's, NULL before it is loaded; void, lest it is taken for one of ours */
struct kmod_ctx {
	unsigned int references;
	struct ocxl_kmod_library library;
	void *real;
};

struct kmod_list {
	struct kmod_module *module;
};

/*
 * @only: the list of a lookup, which has one entry
 * @alias: for libkmod to look up; NULL: the module was named
 * @real: libkmod's, NULL before it was looked up, and if there is none
 */
struct kmod_module {
	unsigned int references;
	struct kmod_ctx *ctx;
	struct kmod_list only;
	char *alias;
	void *real;
};

/* -ENXIO is what ndctl makes of a kmod_new() that failed */
static int load(struct kmod_ctx *ctx)
{
	if (ctx->real)
		return 0;
	if (ocxl_kmod_load(&ctx->library))
		return -ENXIO;
	ctx->real = ctx->library.new(NULL, NULL);
	return ctx->real ? 0 : -ENXIO;
}

struct kmod_ctx *kmod_new(const char *dirname, const char *const *config_paths)
{
	struct kmod_ctx *ctx;

	/* ndctl names none; they would have to be kept */
	if (dirname || config_paths)
		return NULL;
	ctx = calloc(1, sizeof(*ctx));
	if (!ctx)
		return NULL;
	ctx->references = 1;
	if (secure_getenv("KMOD_LOG"))
		load(ctx);
	return ctx;
}

/* ndctl lets go of it before it does of its modules */
struct kmod_ctx *kmod_unref(struct kmod_ctx *ctx)
{
	if (!ctx || --ctx->references)
		return ctx;
	if (ctx->real)
		ctx->library.unref(ctx->real);
	free(ctx);
	return NULL;
}

void kmod_set_log_priority(struct kmod_ctx *ctx, int priority)
{
	if (!load(ctx))
		ctx->library.set_log_priority(ctx->real, priority);
}

static struct kmod_module *new_module(struct kmod_ctx *ctx)
{
	struct kmod_module *module = calloc(1, sizeof(*module));

	if (!module)
		return NULL;
	module->references = 1;
	module->only.module = module;
	module->ctx = ctx;
	ctx->references++;
	return module;
}

struct kmod_module *kmod_module_unref(struct kmod_module *module)
{
	if (!module || --module->references)
		return module;
	if (module->real)
		module->ctx->library.module_unref(module->real);
	kmod_unref(module->ctx);
	free(module->alias);
	free(module);
	return NULL;
}

/* the context is loaded; of several modules the first one, which is what ndctl takes */
static int look_up(struct kmod_module *module)
{
	const struct ocxl_kmod_library *library = &module->ctx->library;
	struct kmod_list *list = NULL;
	int rc = library->module_new_from_lookup(module->ctx->real, module->alias, &list);

	if (rc >= 0 && list)
		module->real = library->module_get_module(list);
	library->module_unref_list(list);
	return rc;
}

int ocxl_kmod_lookup(struct kmod_ctx *ctx, const char *alias, struct kmod_list **list, bool at_once)
{
	struct kmod_module *module = new_module(ctx);
	int rc = 0;

	*list = NULL;
	if (!module)
		return -ENOMEM;
	module->alias = strdup(alias);
	if (!module->alias) {
		kmod_module_unref(module);
		return -ENOMEM;
	}
	/* without libkmod this can wait: who inserts the module will be told */
	if ((at_once || ctx->real) && !load(ctx)) {
		rc = look_up(module);
		if (!module->real) {
			kmod_module_unref(module);
			return rc;
		}
	}
	*list = &module->only;
	return rc;
}

struct kmod_module *kmod_module_get_module(const struct kmod_list *entry)
{
	entry->module->references++;
	return entry->module;
}

int kmod_module_unref_list(struct kmod_list *list)
{
	if (list)
		kmod_module_unref(list->module);
	return 0;
}

int kmod_module_new_from_name(struct kmod_ctx *ctx, const char *name, struct kmod_module **module)
{
	struct kmod_module *real = NULL;
	int rc = load(ctx);

	if (!rc)
		rc = ctx->library.module_new_from_name(ctx->real, name, &real);
	if (rc < 0)
		return rc;
	*module = new_module(ctx);
	if (!*module) {
		ctx->library.module_unref(real);
		return -ENOMEM;
	}
	(*module)->real = real;
	return rc;
}

/* for messages; without libkmod there is no name */
const char *kmod_module_get_name(const struct kmod_module *module)
{
	return module->real ? module->ctx->library.module_get_name(module->real) : "not looked up";
}

const char *kmod_module_get_path(const struct kmod_module *module)
{
	return module->real ? module->ctx->library.module_get_path(module->real) : NULL;
}

int kmod_module_get_initstate(const struct kmod_module *module)
{
	return module->real ? module->ctx->library.module_get_initstate(module->real) : -ENOENT;
}

int kmod_module_probe_insert_module(
	struct kmod_module *module, unsigned int flags, const char *extra_options,
	int (*run_install)(struct kmod_module *module, const char *command, void *data),
	const void *data,
	void (*print_action)(struct kmod_module *module, bool install, const char *options))
{
	int rc = load(module->ctx);

	if (rc)
		return rc;
	/* they would be given libkmod's modules; ndctl has none */
	if (run_install || print_action)
		return -ENOSYS;
	if (!module->real)
		look_up(module);
	/* an alias that means no module: ndctl binds the device without one */
	if (!module->real)
		return 0;
	return module->ctx->library.module_probe_insert_module(module->real, flags, extra_options,
							       NULL, data, NULL);
}

int kmod_module_remove_module(struct kmod_module *module, unsigned int flags)
{
	return module->real ? module->ctx->library.module_remove_module(module->real, flags)
			    : -ENOENT;
}
