/* SPDX-License-Identifier: GPL-2.0-only */
/* For user space: the functions and types of the kernel that driver/core and driver/card use. */
#ifndef OCXL_CORE_PORT_USER_H
#define OCXL_CORE_PORT_USER_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define BIT_ULL(number)	       (1ULL << (number))
#define GENMASK_ULL(high, low) (~0ULL >> (63 - ((high) - (low))) << (low))
#define FIELD_GET(mask, value) (((value) & (mask)) >> __builtin_ctzll(mask))
#define ARRAY_SIZE(array)      (sizeof(array) / sizeof((array)[0]))

/* as in the kernel, each argument is evaluated once */
#define min_t(type, a, b)                      \
	({                                     \
		type min_a = (a);              \
		type min_b = (b);              \
		min_a < min_b ? min_a : min_b; \
	})
#define max_t(type, a, b)                      \
	({                                     \
		type max_a = (a);              \
		type max_b = (b);              \
		max_a > max_b ? max_a : max_b; \
	})

/* snprintf() that returns how many bytes it wrote, not how many it had to write */
int scnprintf(char *buffer, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline void sort(void *base, size_t count, size_t size,
			int (*compare)(const void *one, const void *other), void *swap)
{
	(void)swap;
	qsort(base, count, size, compare);
}

/* only the kernel protects itself against speculative execution */
#define array_index_nospec(index, size) (index)

#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif

#endif /* OCXL_CORE_PORT_USER_H */
