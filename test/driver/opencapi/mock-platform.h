/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's ocxl core needs of POWER, for other platforms. Included before every file. */
#ifndef OCXL_MOCK_PLATFORM_H
#define OCXL_MOCK_PLATFORM_H

#ifdef CONFIG_PPC
#define OCXL_MOCK_MM_ID(mm) ((mm)->context.id)
#else
#define OCXL_MOCK_MM_ID(mm) ((void)(mm), 0)

static inline _Bool radix_enabled(void)
{
	return 1;
}
#endif

#endif /* OCXL_MOCK_PLATFORM_H */
