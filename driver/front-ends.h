/* SPDX-License-Identifier: GPL-2.0-only */
/* Registration of front ends, and the search for the module of emulated controllers. */
#ifndef OCXLPMEM_FRONT_ENDS_H
#define OCXLPMEM_FRONT_ENDS_H

#include <linux/types.h>

/**
 * ocxlpmem_front_ends_init() - find the module ocxlpmem-emulated, now and when it is loaded later
 * @request: load it if it is not loaded
 *
 * Return: 0 or -errno.
 */
int ocxlpmem_front_ends_init(bool request);

/** ocxlpmem_front_ends_exit() - stop waiting for the module */
void ocxlpmem_front_ends_exit(void);

#endif /* OCXLPMEM_FRONT_ENDS_H */
