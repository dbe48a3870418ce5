/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions of libraries that are loaded when they are called. The compiler checks the types of calls. */
#ifndef OCXL_LAZY_LIBRARY_H
#define OCXL_LAZY_LIBRARY_H

#include "lazy/lazy-table.h"

/**
 * OCXL_LAZY_DECLARE() - struct with a pointer to each function of a row of lazy-table.h, and its loader
 *
 * ocxl_lazy_load_<name>() fills the struct. The library may be loaded already. It remains loaded until
 * the process ends: libcrypto, which libkmod needs, does not support to be unloaded.
 *
 * Return: 0; -ELIBACC, also as errno, if the library or one of the functions does not exist.
 */
#define OCXL_LAZY_DECLARE(name, soname, feature, description, FUNCTIONS) \
	struct ocxl_lazy_##name {                                        \
		FUNCTIONS(OCXL_LAZY_POINTER)                             \
	};                                                               \
	int ocxl_lazy_load_##name(struct ocxl_lazy_##name *functions);

#define OCXL_LAZY_POINTER(member, function) __typeof__(&function) member;

/* loads the library and calls a function of it; the value is @failed if that is impossible */
#define OCXL_LAZY_CALL(name, failed, function, ...)                                      \
	__extension__({                                                                  \
		struct ocxl_lazy_##name lazy_##name;                                     \
                                                                                         \
		ocxl_lazy_load_##name(&lazy_##name) ? (failed)                           \
						    : lazy_##name.function(__VA_ARGS__); \
	})

#endif /* OCXL_LAZY_LIBRARY_H */
