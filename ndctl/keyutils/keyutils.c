// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ndctl uses of libkeyutils, of which only the header is used: the library is loaded by what
 * asks for a key, and the start of all other commands is shorter by it. The linker finds these
 * functions first and leaves the library out. They are not seen from outside of ndctl.
 */
#pragma GCC visibility push(hidden)
#include <keyutils.h>
#pragma GCC visibility pop
#include <errno.h>
#include "ocxl/lazy/lazy-library.h"

#define OCXL_LIBRARY_KEYUTILS "libkeyutils.so.1"

struct keyutils {
	void *library;
	__typeof__(&add_key) add;
	__typeof__(&keyctl_search) search;
	__typeof__(&keyctl_read_alloc) read_alloc;
	__typeof__(&keyctl_unlink) unlink;
};

static const struct ocxl_library_function functions[] = {
	OCXL_LIBRARY_FUNCTION(struct keyutils, add, add_key),
	OCXL_LIBRARY_FUNCTION(struct keyutils, search, keyctl_search),
	OCXL_LIBRARY_FUNCTION(struct keyutils, read_alloc, keyctl_read_alloc),
	OCXL_LIBRARY_FUNCTION(struct keyutils, unlink, keyctl_unlink),
};

/* a pointer that is not in the list would stay NULL */
_Static_assert(sizeof(struct keyutils) ==
		       sizeof(void *) * (1 + sizeof(functions) / sizeof(functions[0])),
	       "all functions of struct keyutils are in the list");

static const struct ocxl_library library = {
	.soname = OCXL_LIBRARY_KEYUTILS,
	.functions = functions,
	.function_count = sizeof(functions) / sizeof(functions[0]),
};

OCXL_LIBRARY_NOTE(OCXL_LIBRARY_KEYUTILS, "keys", "Passphrases of DIMMs");

/* loaded once, for as long as the command lasts; NULL with errno: there is none */
static const struct keyutils *loaded(void)
{
	static struct keyutils keyutils;
	int rc;

	if (keyutils.library)
		return &keyutils;
	rc = ocxl_library_open(&library, &keyutils.library, &keyutils);
	if (!rc)
		return &keyutils;
	errno = -rc;
	return NULL;
}

key_serial_t add_key(const char *type, const char *description, const void *payload, size_t size,
		     key_serial_t keyring)
{
	const struct keyutils *keyutils = loaded();

	return keyutils ? keyutils->add(type, description, payload, size, keyring) : -1;
}

long keyctl_search(key_serial_t keyring, const char *type, const char *description,
		   key_serial_t destination)
{
	const struct keyutils *keyutils = loaded();

	return keyutils ? keyutils->search(keyring, type, description, destination) : -1;
}

int keyctl_read_alloc(key_serial_t key, void **buffer)
{
	const struct keyutils *keyutils = loaded();

	return keyutils ? keyutils->read_alloc(key, buffer) : -1;
}

long keyctl_unlink(key_serial_t key, key_serial_t keyring)
{
	const struct keyutils *keyutils = loaded();

	return keyutils ? keyutils->unlink(key, keyring) : -1;
}
