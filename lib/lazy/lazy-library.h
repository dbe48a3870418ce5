/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Loads libraries of lazy-table.h. Their headers are needed for compilation, so the compiler checks
 * the types of all calls.
 */
#ifndef OCXL_LAZY_LIBRARY_H
#define OCXL_LAZY_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

/**
 * ocxl_lazy_load() - load a library, which may be loaded already
 * @soname: file that the loader searches
 * @names: names of functions
 * @count: number of functions
 * @functions: receives a pointer to each function; all NULL on an error
 *
 * The library remains loaded until the process ends: libcrypto, which libkmod needs, does not
 * support to be unloaded.
 *
 * Return: 0, -ELIBACC if the library or one of the functions does not exist.
 */
int ocxl_lazy_load(const char *soname, const char *const *names, size_t count, void *functions);

/**
 * OCXL_LAZY_DECLARE() - struct with a pointer to each function of a library, and its loader
 *
 * For a row of lazy-table.h. ocxl_lazy_load_<name>() fills the struct, and returns what
 * ocxl_lazy_load() returns.
 */
#define OCXL_LAZY_DECLARE(name, soname, feature, description, FUNCTIONS) \
	struct ocxl_lazy_##name {                                        \
		FUNCTIONS(OCXL_LAZY_POINTER)                             \
	};                                                               \
	int ocxl_lazy_load_##name(struct ocxl_lazy_##name *functions);

#define OCXL_LAZY_POINTER(member, function) __typeof__(&function) member;

/**
 * OCXL_LAZY_DEFINE() - the loader of a library, and the ELF note about it
 *
 * For a row of lazy-table.h.
 */
#define OCXL_LAZY_DEFINE(name, soname, feature, description, FUNCTIONS)                            \
	OCXL_LAZY_NOTE("[{\"feature\":\"" feature "\",\"description\":\"" description              \
		       "\",\"priority\":\"recommended\",\"soname\":[\"" soname "\"]}]")            \
	int ocxl_lazy_load_##name(struct ocxl_lazy_##name *functions)                              \
	{                                                                                          \
		static const char *const names[] = { FUNCTIONS(OCXL_LAZY_NAME) };                  \
                                                                                                   \
		_Static_assert(sizeof(*functions) == sizeof(names), "a pointer for each name");    \
		return ocxl_lazy_load(soname, names, sizeof(names) / sizeof(names[0]), functions); \
	}

/* the header of a library may define macros that rename its functions: these names apply */
#define OCXL_LAZY_NAME(member, function) OCXL_LAZY_QUOTE(function),
#define OCXL_LAZY_QUOTE(text)		 #text

/*
 * Tells packaging tools which library is loaded later, and that all other features work without it:
 * https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
 * The type of the note is 0x407c0c0a. Sizes are multiples of four bytes.
 */
#define OCXL_LAZY_NOTE(json)                                                         \
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

#endif /* OCXL_LAZY_LIBRARY_H */
