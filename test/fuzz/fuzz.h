/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What all fuzz targets share: a check that ends the program, and an input that is taken piece
 * by piece. A target is a file with LLVMFuzzerTestOneInput(), a row in meson.build and a corpus.
 *
 * The input belongs to the caller: a target copies what it hands on into memory of exactly that
 * size, so that a sanitizer sees a byte too far. It leaves nothing behind, no memory, file or
 * global: the same bytes do the same each time.
 */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What has to hold; unlike assert() it is never compiled out. */
#define FUZZ_CHECK(condition)                                                                    \
	do {                                                                                     \
		if (!(condition)) {                                                              \
			fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, __func__, \
				#condition);                                                     \
			abort();                                                                 \
		}                                                                                \
	} while (0)

/**
 * LLVMFuzzerTestOneInput() - the target
 * @data: the input
 * @size: its bytes
 *
 * Return: 0, nothing else.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** LLVMFuzzerInitialize() - before the first input; a target may have one */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/** LLVMFuzzerMutate() - the engine's own mutator, for those that targets bring along */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/** LLVMFuzzerCustomMutator() - change an input; a target may have one */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

/**
 * struct fuzz_input - what is left of the input
 * @next: first byte not taken
 * @remaining: bytes from @next on
 */
struct fuzz_input {
	const uint8_t *next;
	size_t remaining;
};

/**
 * fuzz_take() - some bytes of the input
 * @input: moves behind them
 * @to: gets them; zeros where the input has ended
 * @size: how many
 */
static inline void fuzz_take(struct fuzz_input *input, void *to, size_t size)
{
	size_t length = size < input->remaining ? size : input->remaining;

	memset(to, 0, size);
	if (length > 0)
		memcpy(to, input->next, length);
	input->next += length;
	input->remaining -= length;
}

/** fuzz_number() - the next @size bytes (1 to 8), least significant first; zeros at the end */
static inline uint64_t fuzz_number(struct fuzz_input *input, unsigned int size)
{
	uint8_t bytes[8] = { 0 };
	uint64_t number = 0;
	unsigned int i;

	fuzz_take(input, bytes, size);
	for (i = size; i > 0; i--)
		number = number << 8 | bytes[i - 1];
	return number;
}

/**
 * fuzz_copy() - some bytes of the input in memory of exactly their size
 * @input: moves behind them
 * @size: how many are wanted; how many there were
 *
 * Return: to be freed; behind the bytes nothing is readable. Never NULL.
 */
static inline uint8_t *fuzz_copy(struct fuzz_input *input, size_t *size)
{
	uint8_t *copy;

	if (*size > input->remaining)
		*size = input->remaining;
	copy = malloc(*size ? *size : 1);
	FUZZ_CHECK(copy);
	fuzz_take(input, copy, *size);
	return copy;
}

/**
 * fuzz_text() - some bytes of the input as a string
 * @input: moves behind a byte 0, or behind @most bytes, or to its end
 * @most: bytes that are taken at most
 *
 * Return: to be freed, in memory of exactly its size. Never NULL.
 */
static inline char *fuzz_text(struct fuzz_input *input, size_t most)
{
	size_t limit = most < input->remaining ? most : input->remaining;
	size_t length = limit > 0 ? strnlen((const char *)input->next, limit) : 0;
	char *text = malloc(length + 1);

	FUZZ_CHECK(text);
	fuzz_take(input, text, length);
	text[length] = '\0';
	if (length < limit)
		fuzz_take(input, (uint8_t[1]) { 0 }, 1);
	return text;
}

#endif /* TEST_FUZZ_H */
