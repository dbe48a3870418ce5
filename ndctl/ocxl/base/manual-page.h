/* SPDX-License-Identifier: GPL-2.0-only */
/* Show a manual page: of the build tree, if the program runs there, or an installed one. */
#ifndef OCXL_MANUAL_PAGE_H
#define OCXL_MANUAL_PAGE_H

/*
 * @verb: name of a verb; NULL for the page of the group
 * Return: 0 or a negative errno; then nothing was shown
 */
int ocxl_manual_page_show(const char *verb);

#endif /* OCXL_MANUAL_PAGE_H */
