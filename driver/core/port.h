/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The primitives that differ between the kernel modules and user space (emulator, tests). In
 * driver/core and driver/card only this header tests __KERNEL__.
 */
#ifndef OCXL_CORE_PORT_H
#define OCXL_CORE_PORT_H

#ifdef __KERNEL__
#include <asm/page.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <linux/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

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

#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif
#endif

/* bits @high to @low of a 64-bit register */
#define OCXL_FIELD(value, high, low) (((value) >> (low)) & (~0ULL >> (63 - ((high) - (low)))))

#define OCXL_BIT(number) (1ULL << (number))

/* value of a hexadecimal digit, or -1; the header with hex_to_bin() differs between kernels */
static inline int ocxlpmem_hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

#endif /* OCXL_CORE_PORT_H */
