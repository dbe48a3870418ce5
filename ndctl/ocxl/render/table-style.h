/* SPDX-License-Identifier: GPL-2.0-only */
/* Escape sequences for text that stands out on a terminal. */
#ifndef OCXL_TABLE_STYLE_H
#define OCXL_TABLE_STYLE_H

#define OCXL_TABLE_ALARM "\033[1;31m"
#define OCXL_TABLE_BOLD	 "\033[1m"
#define OCXL_TABLE_PLAIN "\033[0m"

#endif /* OCXL_TABLE_STYLE_H */
