/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A bounded reader. It alone owns "how much remains", so nobody can forget to look. */
#ifndef OCXL_CURSOR_H
#define OCXL_CURSOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * struct ocxl_cursor - a place in bytes that somebody else wrote
 * @next: the first byte not taken yet; belongs to whoever made the cursor
 * @remaining: bytes from @next on
 */
struct ocxl_cursor {
	const uint8_t *next;
	size_t remaining;
};

/**
 * ocxl_cursor_start() - a cursor at the beginning of some bytes
 * @bytes: the bytes; they must live as long as what is taken from them is used
 * @size: how many
 *
 * Return: the cursor.
 */
static inline struct ocxl_cursor ocxl_cursor_start(const void *bytes, size_t size)
{
	return (struct ocxl_cursor) { .next = bytes, .remaining = bytes ? size : 0 };
}

/**
 * ocxl_cursor_take_array() - take some records of one size
 * @cursor: moves behind what is taken, stays when there is not enough
 * @count: number of records
 * @size: bytes of one
 *
 * The bytes have no particular alignment.
 *
 * Return: the first record, NULL when fewer than @count * @size bytes remain.
 */
static inline const uint8_t *ocxl_cursor_take_array(struct ocxl_cursor *cursor, size_t count,
						    size_t size)
{
	const uint8_t *taken = cursor->next;

	/* A product would wrap, a quotient cannot. */
	if (!taken || (size != 0 && count > cursor->remaining / size))
		return NULL;
	cursor->next += count * size;
	cursor->remaining -= count * size;
	return taken;
}

/**
 * ocxl_cursor_take() - take some bytes
 * @cursor: moves behind them, stays when there are not enough
 * @size: how many
 *
 * Return: the bytes, NULL when fewer remain.
 */
static inline const uint8_t *ocxl_cursor_take(struct ocxl_cursor *cursor, size_t size)
{
	return ocxl_cursor_take_array(cursor, 1, size);
}

/**
 * ocxl_cursor_copy() - take a struct into memory that is aligned for it
 * @cursor: moves behind it, stays when there is not enough
 * @to: filled in; untouched when there is not enough
 * @size: bytes of the struct
 *
 * Return: 0, -1 when fewer than @size bytes remain.
 */
static inline int ocxl_cursor_copy(struct ocxl_cursor *cursor, void *to, size_t size)
{
	const uint8_t *from = ocxl_cursor_take(cursor, size);

	if (!from)
		return -1;
	memcpy(to, from, size);
	return 0;
}

#endif /* OCXL_CURSOR_H */
