// SPDX-License-Identifier: LGPL-2.1-or-later
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "load.h"

/*
 * Says to those who make packages what is loaded later on:
 * https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
 */
#define NOTE                                                                                      \
	"[{\"feature\":\"kmod\",\"description\":\"loads the kernel modules of what is enabled\"," \
	"\"priority\":\"recommended\",\"soname\":[\"" OCXL_KMOD_SONAME "\"]}]"

static const struct {
	uint32_t name_size;
	uint32_t text_size;
	uint32_t type;
	char name[4];
	char text[(sizeof(NOTE) + 3) / 4 * 4];
} note __attribute__((used, aligned(4), section(".note.dlopen"))) = {
	.name_size = sizeof("FDO"),
	.text_size = sizeof(NOTE),
	.type = 0x407c0c0a,
	.name = "FDO",
	.text = NOTE,
};

/* the pointer to a function, whose type has to be that of the function */
#define FUNCTION(member)                                                                    \
	{                                                                                   \
		.name = "kmod_" #member,                                                    \
		.place = offsetof(struct ocxl_kmod_library, member) +                       \
			 0 * sizeof(char[__builtin_types_compatible_p(                      \
						 __typeof__(((struct ocxl_kmod_library *)0) \
								    ->member),              \
						 __typeof__(&kmod_##member))                \
						 ? 1                                        \
						 : -1]),                                    \
	}

static const struct {
	const char *name;
	size_t place;
} functions[] = {
	FUNCTION(new),
	FUNCTION(unref),
	FUNCTION(set_log_priority),
	FUNCTION(module_new_from_lookup),
	FUNCTION(module_new_from_name),
	FUNCTION(module_get_module),
	FUNCTION(module_unref_list),
	FUNCTION(module_unref),
	FUNCTION(module_get_name),
	FUNCTION(module_get_path),
	FUNCTION(module_get_initstate),
	FUNCTION(module_probe_insert_module),
	FUNCTION(module_remove_module),
};

#define FUNCTION_COUNT (sizeof(functions) / sizeof(functions[0]))

int ocxl_kmod_load(struct ocxl_kmod_library *library)
{
	void *handle, *address;
	size_t i;

	/* libcrypto does not like to be taken out again */
	handle = dlopen(OCXL_KMOD_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!handle)
		return -ELIBACC;
	for (i = 0; i < FUNCTION_COUNT; i++) {
		address = dlsym(handle, functions[i].name);
		if (!address)
			break;
		memcpy((char *)library + functions[i].place, &address, sizeof(address));
	}
	dlclose(handle);
	return i < FUNCTION_COUNT ? -ELIBACC : 0;
}
