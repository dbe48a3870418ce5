/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads received bytes without ever reading past their end. */
#ifndef OCXL_READER_H
#define OCXL_READER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * struct ocxl_reader - position in received bytes
 * @next: first byte that was not read yet; belongs to the owner of the bytes
 * @remaining: number of bytes from @next on
 */
struct ocxl_reader {
	const uint8_t *next;
	size_t remaining;
};

/**
 * ocxl_reader_init() - make a reader at the beginning of some bytes
 * @bytes: the bytes, of any alignment; valid as long as the caller uses what it reads. NULL:
 *	no bytes
 * @size: number of bytes
 *
 * Return: the reader.
 */
static inline struct ocxl_reader ocxl_reader_init(const void *bytes, size_t size)
{
	return (struct ocxl_reader) { .next = bytes, .remaining = bytes ? size : 0 };
}

/**
 * ocxl_reader_skip_array() - skip records of one size
 * @reader: moves behind the records; does not move on an error
 * @count: number of records
 * @size: bytes of one record
 *
 * Return: the first record, NULL if fewer than @count * @size bytes remain.
 */
static inline const uint8_t *ocxl_reader_skip_array(struct ocxl_reader *reader, size_t count,
						    size_t size)
{
	const uint8_t *first = reader->next;

	/* count * size could overflow, the quotient cannot */
	if (!first || (size != 0 && count > reader->remaining / size))
		return NULL;
	reader->next += count * size;
	reader->remaining -= count * size;
	return first;
}

/**
 * ocxl_reader_skip() - skip bytes
 * @reader: moves behind the bytes; does not move on an error
 * @size: number of bytes
 *
 * Return: the first byte, NULL if fewer than @size bytes remain.
 */
static inline const uint8_t *ocxl_reader_skip(struct ocxl_reader *reader, size_t size)
{
	return ocxl_reader_skip_array(reader, 1, size);
}

/**
 * ocxl_reader_copy() - read a struct
 * @reader: moves behind the struct; does not move on an error
 * @to: receives the struct; unchanged on an error
 * @size: bytes of the struct
 *
 * Return: 0, -1 if fewer than @size bytes remain.
 */
static inline int ocxl_reader_copy(struct ocxl_reader *reader, void *to, size_t size)
{
	const uint8_t *from = ocxl_reader_skip(reader, size);

	if (!from)
		return -1;
	memcpy(to, from, size);
	return 0;
}

#endif /* OCXL_READER_H */
