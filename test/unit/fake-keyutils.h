/* SPDX-License-Identifier: GPL-2.0-only */
/* Arguments of the last call of a fake libkeyutils. */
#ifndef FAKE_KEYUTILS_H
#define FAKE_KEYUTILS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct fake_keyutils - of the last call
 * @function: its name
 * @numbers: keys and keyrings, in their order
 * @texts: type and description
 * @payload: of a new key
 * @size: of @payload
 */
struct fake_keyutils {
	const char *function;
	int32_t numbers[2];
	const char *texts[2];
	const void *payload;
	size_t size;
};

extern struct fake_keyutils fake_keyutils;

#endif /* FAKE_KEYUTILS_H */
