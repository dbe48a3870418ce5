/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Libraries that are loaded when they are needed: linked, each one would make the start of all
 * ndctl commands longer. Their headers are there when ours is compiled, so that the compiler
 * still compares types.
 */
#ifndef OCXL_LIBRARY_H
#define OCXL_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

/* the names that the versions have which meson.build asks for */
#define OCXL_LIBRARY_NETTLE    "libnettle.so.8"
#define OCXL_LIBRARY_SMARTCOLS "libsmartcols.so.1"

/**
 * struct ocxl_library_function - a function that is needed
 * @name: in the library
 * @place: of the pointer to it, in a struct of such pointers
 */
struct ocxl_library_function {
	const char *name;
	size_t place;
};

#define OCXL_LIBRARY_QUOTE(text) #text

/*
 * A row for @function of a library's header, whose pointer is @member of @type. A header may
 * have macros that give its functions other names: they apply.
 */
#define OCXL_LIBRARY_FUNCTION(type, member, function)                             \
	{                                                                         \
		.name = OCXL_LIBRARY_QUOTE(function),                             \
		.place = offsetof(type, member) +                                 \
			 0 * sizeof(char[__builtin_types_compatible_p(            \
						 __typeof__(((type *)0)->member), \
						 __typeof__(&function))           \
						 ? 1                              \
						 : -1]),                          \
	}

/**
 * struct ocxl_library - what is loaded
 * @soname: its name for the loader
 * @functions: that are needed of it
 * @function_count: how many
 */
struct ocxl_library {
	const char *soname;
	const struct ocxl_library_function *functions;
	size_t function_count;
};

/*
 * Says to those who make packages what is loaded later on, and that all but @feature works without
 * it, in the way of https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
 */
#define OCXL_LIBRARY_NOTE(soname, feature, description)                                       \
	OCXL_LIBRARY_NOTE_TEXT("[{\"feature\":\"" feature "\",\"description\":\"" description \
			       "\",\"priority\":\"recommended\",\"soname\":[\"" soname "\"]}]")

/* 0x407c0c0a is the note's type; its parts are multiples of four bytes */
#define OCXL_LIBRARY_NOTE_TEXT(json)                                                  \
	static const struct {                                                         \
		uint32_t name_size;                                                   \
		uint32_t text_size;                                                   \
		uint32_t type;                                                        \
		char name[4];                                                         \
		char text[(sizeof(json) + 3) / 4 * 4];                                \
	} library_note __attribute__((used, aligned(4), section(".note.dlopen"))) = { \
		.name_size = sizeof("FDO"),                                           \
		.text_size = sizeof(json),                                            \
		.type = 0x407c0c0a,                                                   \
		.name = "FDO",                                                        \
		.text = json,                                                         \
	}

/**
 * ocxl_library_open() - load a library, which may be loaded already
 * @library: which
 * @handle: receives it, for ocxl_library_close(); NULL: it is not open
 * @functions: the struct that @place of the functions refers to; receives their addresses
 *
 * Return: 0; -ELIBACC: there is no such library, or a function is not in it.
 */
int ocxl_library_open(const struct ocxl_library *library, void **handle, void *functions);

/** ocxl_library_close() - not open any more; may be called again, and when it never was */
void ocxl_library_close(void **handle);

#endif /* OCXL_LIBRARY_H */
