/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and the words that stand for them, the same in sysfs, JSON and tables. */
#ifndef OCXL_NAMES_H
#define OCXL_NAMES_H

/**
 * ocxl_parse_flag_words() - the sysfs file flags (wire.md 5)
 * @text: its content. Only the first line counts: a reader may meet a file that is just
 *	being rewritten in place, with the rest of a longer old line behind the new one
 *
 * Return: NDCTL_OCXL_FLAG_*; words without a bit are left out.
 */
unsigned int ocxl_parse_flag_words(const char *text);

#endif /* OCXL_NAMES_H */
