/* SPDX-License-Identifier: GPL-2.0-only */
/* Choices from few bytes of input, for targets of the driver's core; 0 is always harmless. */
#ifndef TEST_FUZZ_CHOICE_H
#define TEST_FUZZ_CHOICE_H

#include "core/port.h"
#include "fuzz.h"

/**
 * fuzz_below() - a number below @limit, which is at most 65536
 */
static inline u32 fuzz_below(struct fuzz_input *input, u32 limit)
{
	return (u32)(fuzz_number(input, limit > 0x100 ? 2 : 1) % limit);
}

/**
 * fuzz_bit() - 0 or 1
 */
static inline bool fuzz_bit(struct fuzz_input *input)
{
	return fuzz_below(input, 2) == 1;
}

/**
 * fuzz_edge() - 64 bits: a small number, one near the limit of a type, or any
 */
static inline u64 fuzz_edge(struct fuzz_input *input)
{
	static const u64 edges[] = { 0x100,	 0x7FFF,     0x10000,	 0x7FFFFFFF,
				     0xFFFFFFFF, 1ULL << 32, 1ULL << 63, ~0ULL };
	u8 kind = (u8)fuzz_number(input, 1);

	if (kind < 0x40)
		return kind;
	if (kind < 0x80)
		return fuzz_number(input, 2);
	if (kind < 0xC0)
		return edges[kind / 4 % ARRAY_SIZE(edges)] + kind % 4 - 1;
	return fuzz_number(input, kind < 0xE0 ? 4 : 8);
}

/**
 * fuzz_mix() - a word, each bit of which depends on both numbers
 */
static inline u64 fuzz_mix(u64 seed, u64 index)
{
	u64 word = seed * 0x9E3779B97F4A7C15ULL + index;

	word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9ULL;
	word = (word ^ word >> 27) * 0x94D049BB133111EBULL;
	return word ^ word >> 31;
}

/**
 * fuzz_is_zero() - are all bytes zero?
 */
static inline bool fuzz_is_zero(const u8 *bytes, size_t size)
{
	while (size > 0) {
		if (bytes[--size])
			return false;
	}
	return true;
}

#endif /* TEST_FUZZ_CHOICE_H */
