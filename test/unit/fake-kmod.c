// SPDX-License-Identifier: GPL-2.0-only
/*
 * Replaces libkmod. Alias "none": no module; "bad": an error; "two": two modules; any other alias:
 * one module with the alias as its name.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <libkmod.h>
#include "fake-kmod.h"

struct fake_kmod fake_kmod;

struct kmod_ctx {
	int references;
};

struct kmod_module {
	int references;
	struct kmod_ctx *ctx;
	char name[32];
};

struct kmod_list {
	struct kmod_module *modules[2];
};

struct kmod_ctx *kmod_new(const char *dirname, const char *const *config_paths)
{
	struct kmod_ctx *ctx = fake_kmod.refuses ? NULL : calloc(1, sizeof(*ctx));

	if (ctx) {
		ctx->references = 1;
		fake_kmod.contexts++;
	}
	return ctx;
}

struct kmod_ctx *kmod_unref(struct kmod_ctx *ctx)
{
	if (--ctx->references)
		return ctx;
	free(ctx);
	fake_kmod.contexts--;
	return NULL;
}

int kmod_module_new_from_name(struct kmod_ctx *ctx, const char *name, struct kmod_module **module)
{
	*module = calloc(1, sizeof(**module));
	if (!*module)
		return -ENOMEM;
	(*module)->references = 1;
	(*module)->ctx = ctx;
	snprintf((*module)->name, sizeof((*module)->name), "%s", name);
	ctx->references++;
	fake_kmod.modules++;
	return 0;
}

int kmod_module_new_from_lookup(struct kmod_ctx *ctx, const char *alias, struct kmod_list **list)
{
	fake_kmod.lookups++;
	if (*alias == 'b')
		return -EINVAL;
	if (*list || *alias == 'n')
		return 0;
	*list = calloc(1, sizeof(**list));
	if (!*list)
		return -ENOMEM;
	fake_kmod.lists++;
	if (*alias == 't') {
		kmod_module_new_from_name(ctx, "second", &(*list)->modules[1]);
		alias = "first";
	}
	return kmod_module_new_from_name(ctx, alias, &(*list)->modules[0]);
}

struct kmod_module *kmod_module_get_module(const struct kmod_list *entry)
{
	entry->modules[0]->references++;
	return entry->modules[0];
}

struct kmod_module *kmod_module_unref(struct kmod_module *module)
{
	if (!module || --module->references)
		return module;
	kmod_unref(module->ctx);
	free(module);
	fake_kmod.modules--;
	return NULL;
}

int kmod_module_unref_list(struct kmod_list *list)
{
	if (!list)
		return 0;
	kmod_module_unref(list->modules[0]);
	kmod_module_unref(list->modules[1]);
	free(list);
	fake_kmod.lists--;
	return 0;
}

const char *kmod_module_get_name(const struct kmod_module *module)
{
	return module->name;
}

int kmod_module_probe_insert_module(
	struct kmod_module *module, unsigned int flags, const char *extra_options,
	int (*run_install)(struct kmod_module *module, const char *command, void *data),
	const void *data,
	void (*print_action)(struct kmod_module *module, bool install, const char *options))
{
	fake_kmod.insertions++;
	fake_kmod.flags = flags;
	snprintf(fake_kmod.inserted, sizeof(fake_kmod.inserted), "%s", module->name);
	snprintf(fake_kmod.options, sizeof(fake_kmod.options), "%s",
		 extra_options ? extra_options : "");
	return fake_kmod.result;
}
