// SPDX-License-Identifier: GPL-2.0-only
#include <keyutils.h>
#include "fake-keyutils.h"

struct fake_keyutils fake_keyutils;

key_serial_t add_key(const char *type, const char *description, const void *payload, size_t size,
		     key_serial_t keyring)
{
	fake_keyutils = (struct fake_keyutils) {
		"add_key", { keyring }, { type, description }, payload, size
	};
	return 11;
}

long keyctl_search(key_serial_t keyring, const char *type, const char *description,
		   key_serial_t destination)
{
	fake_keyutils = (struct fake_keyutils) {
		"keyctl_search", { keyring, destination }, { type, description }, NULL, 0
	};
	return 12;
}

int keyctl_read_alloc(key_serial_t key, void **buffer)
{
	static char key_text[] = "payload";

	fake_keyutils = (struct fake_keyutils) { "keyctl_read_alloc", { key }, { NULL }, NULL, 0 };
	*buffer = key_text;
	return 13;
}

long keyctl_unlink(key_serial_t key, key_serial_t keyring)
{
	fake_keyutils =
		(struct fake_keyutils) { "keyctl_unlink", { key, keyring }, { NULL }, NULL, 0 };
	return 14;
}
