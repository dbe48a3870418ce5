/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks of windows that only the kernel can do, for the planner. */
#ifndef OCXLPMEM_WINDOW_CHECKS_H
#define OCXLPMEM_WINDOW_CHECKS_H

#include "window-plan.h"

extern const struct ocxlpmem_window_host ocxlpmem_window_host;

#endif /* OCXLPMEM_WINDOW_CHECKS_H */
