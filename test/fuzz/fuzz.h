/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by all fuzz targets: a check that ends the program, and functions that take the input
 * apart. A target is a file with LLVMFuzzerTestOneInput(), a row in meson.build and a corpus.
 *
 * The input belongs to the caller. A target copies what it passes on into memory of exactly that
 * size, so that a sanitizer detects every access behind it. A target leaves no memory, file or
 * global state behind: the same input always does the same.
 */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A condition that has to hold. Unlike assert() it is always compiled in. */
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
 * @size: its size in bytes
 *
 * Return: always 0.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/**
 * LLVMFuzzerInitialize() - called before the first input; optional
 */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/**
 * LLVMFuzzerMutate() - the engine's mutator, for mutators of targets
 */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/**
 * LLVMFuzzerCustomMutator() - changes an input; optional
 */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

/**
 * struct fuzz_input - the rest of the input
 * @next: next byte
 * @remaining: number of bytes from @next on
 */
struct fuzz_input {
	const uint8_t *next;
	size_t remaining;
};

/**
 * fuzz_take() - take bytes of the input
 * @input: moves behind them
 * @to: receives them; zeros after the end of the input
 * @size: number of bytes
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

/**
 * fuzz_number() - the next @size bytes (1 to 8), least significant first; zeros at the end
 */
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
 * fuzz_copy() - copy bytes of the input into memory of exactly their size
 * @input: moves behind them
 * @size: wanted number; receives the real number
 *
 * Return: memory to be freed; never NULL. A sanitizer reports accesses behind its end.
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
 * fuzz_text() - copy bytes of the input as a string
 * @input: moves behind a NUL, or behind @most bytes, or to its end
 * @most: maximum number of bytes
 *
 * Return: memory of exactly its size, to be freed; never NULL.
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
