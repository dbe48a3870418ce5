/* SPDX-License-Identifier: GPL-2.0-only */
/* The front end for OpenCAPI cards. Without the kernel's ocxl driver there are no such cards. */
#ifndef OCXLPMEM_OPENCAPI_H
#define OCXLPMEM_OPENCAPI_H

#include <linux/kconfig.h>

#if IS_ENABLED(CONFIG_OCXL)
/** ocxlpmem_opencapi_init() - register the front end and its PCI driver; 0 or -errno */
int ocxlpmem_opencapi_init(void);

/** ocxlpmem_opencapi_exit() - the reverse; no window has a card */
void ocxlpmem_opencapi_exit(void);
#else
static inline int ocxlpmem_opencapi_init(void)
{
	return 0;
}

static inline void ocxlpmem_opencapi_exit(void)
{
}
#endif

#endif /* OCXLPMEM_OPENCAPI_H */
