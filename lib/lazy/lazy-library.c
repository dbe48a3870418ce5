// SPDX-License-Identifier: LGPL-2.1-or-later
/* The loader of one library; meson.build compiles it with each row of lazy-table.h as OCXL_LAZY_ROW. */
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <keyutils.h>
#include <libkmod.h>
#include <libsmartcols.h>
#include "lazy/lazy-library.h"

static int load_functions(const char *soname, const char *const *names, size_t count,
			  void *functions)
{
	void *handle = dlopen(soname, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	char *pointer = functions;
	void *address = handle;
	size_t i;

	for (i = 0; address && i < count; i++, pointer += sizeof(address)) {
		address = dlsym(handle, names[i]);
		memcpy(pointer, &address, sizeof(address));
	}
	if (handle)
		dlclose(handle);
	if (address)
		return 0;
	errno = ELIBACC;
	return -ELIBACC;
}

#define NAME(member, function) #function,

/*
 * The note tells packaging tools which library is loaded later, and that all other features work
 * without it: https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
 */
#define DEFINE(name, soname, feature, description, FUNCTIONS)                                      \
	DEFINE_NOTE("[{\"feature\":\"" feature "\",\"description\":\"" description                 \
		    "\",\"priority\":\"recommended\",\"soname\":[\"" soname "\"]}]")               \
	int ocxl_lazy_load_##name(struct ocxl_lazy_##name *functions)                              \
	{                                                                                          \
		static const char *const names[] = { FUNCTIONS(NAME) };                            \
                                                                                                   \
		_Static_assert(sizeof(*functions) == sizeof(names), "a pointer for each name");    \
		return load_functions(soname, names, sizeof(names) / sizeof(names[0]), functions); \
	}

#define DEFINE_NOTE(json)                                                            \
	static const struct {                                                        \
		uint32_t name_size;                                                  \
		uint32_t text_size;                                                  \
		uint32_t type;                                                       \
		char name[4];                                                        \
		char text[(sizeof(json) + 3) / 4 * 4];                               \
	} dlopen_note __attribute__((used, aligned(4), section(".note.dlopen"))) = { \
		.name_size = sizeof("FDO"),                                          \
		.text_size = sizeof(json),                                           \
		.type = 0x407c0c0a,                                                  \
		.name = "FDO",                                                       \
		.text = json,                                                        \
	};

OCXL_LAZY_ROW(OCXL_LAZY_DECLARE)
OCXL_LAZY_ROW(DEFINE)
