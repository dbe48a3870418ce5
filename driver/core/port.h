/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The primitives that differ between the kernel modules and user space (emulator, tests). Only this
 * header tests __KERNEL__.
 */
#ifndef OCXL_CORE_PORT_H
#define OCXL_CORE_PORT_H

#ifdef __KERNEL__
#include <asm/page.h>
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/nospec.h>
#include <linux/sort.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include "port-user.h"
#endif

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
