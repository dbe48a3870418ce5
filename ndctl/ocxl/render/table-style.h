/* SPDX-License-Identifier: GPL-2.0-only */
/* Escape sequences for text that stands out on a terminal. */
#ifndef OCXL_TABLE_STYLE_H
#define OCXL_TABLE_STYLE_H

/* red, yellow and magenta: something is wrong, will be wrong, or is not known */
#define OCXL_TABLE_ALARM   "\033[1;31m"
#define OCXL_TABLE_WARNING "\033[1;33m"
#define OCXL_TABLE_UNKNOWN "\033[1;35m"
#define OCXL_TABLE_BOLD	   "\033[1m"
#define OCXL_TABLE_PLAIN   "\033[0m"

#endif /* OCXL_TABLE_STYLE_H */
