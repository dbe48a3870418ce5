/* SPDX-License-Identifier: GPL-2.0-only */
/* Module parameters. */
#ifndef OCXLPMEM_PARAMS_H
#define OCXLPMEM_PARAMS_H

#include <linux/types.h>

extern bool ocxlpmem_param_emulate;
extern char *ocxlpmem_param_envelope;

/** ocxlpmem_params_apply() - create the windows that "map" named on load; 0 or -errno */
int ocxlpmem_params_apply(void);

#endif /* OCXLPMEM_PARAMS_H */
