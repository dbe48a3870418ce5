/* SPDX-License-Identifier: GPL-2.0-only */
/* The search for the modules with front ends. */
#ifndef OCXLPMEM_FRONT_ENDS_H
#define OCXLPMEM_FRONT_ENDS_H

#include <linux/types.h>

/**
 * ocxlpmem_front_ends_init() - find the modules with front ends, now and when they are loaded later
 * @request_emulated: load ocxlpmem-emulated if it is not loaded
 *
 * A front end that creates controllers gets all windows that name no card and are not in use, and
 * all later ones. The kernel log names the windows that are in use; they stay without a controller.
 *
 * Return: 0 or -errno.
 */
int ocxlpmem_front_ends_init(bool request_emulated);

/** ocxlpmem_front_ends_exit() - stop waiting for the modules */
void ocxlpmem_front_ends_exit(void);

#endif /* OCXLPMEM_FRONT_ENDS_H */
