// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <stdbool.h>
#include "lazy/lazy-keyutils.h"

OCXL_LAZY_KEYUTILS(OCXL_LAZY_DEFINE)

static struct ocxl_lazy_keyutils keyutils;

/* ndctl calls these functions in one thread */
static bool is_loaded(void)
{
	int rc = keyutils.add_key ? 0 : ocxl_lazy_load_keyutils(&keyutils);

	if (rc)
		errno = -rc;
	return rc == 0;
}

key_serial_t ocxl_lazy_add_key(const char *type, const char *description, const void *payload,
			       size_t size, key_serial_t keyring)
{
	return is_loaded() ? keyutils.add_key(type, description, payload, size, keyring) : -1;
}

long ocxl_lazy_keyctl_search(key_serial_t keyring, const char *type, const char *description,
			     key_serial_t destination)
{
	return is_loaded() ? keyutils.search(keyring, type, description, destination) : -1;
}

int ocxl_lazy_keyctl_read_alloc(key_serial_t key, void **buffer)
{
	return is_loaded() ? keyutils.read_alloc(key, buffer) : -1;
}

long ocxl_lazy_keyctl_unlink(key_serial_t key, key_serial_t keyring)
{
	return is_loaded() ? keyutils.unlink(key, keyring) : -1;
}
