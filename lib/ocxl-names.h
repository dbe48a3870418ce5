/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of flags, events and commands, as sysfs and JSON have them. */
#ifndef OCXL_NAMES_H
#define OCXL_NAMES_H

/**
 * ocxl_parse_flag_words() - read the content of the sysfs file "flags" (wire.md 5)
 * @text: the content. Only the first line counts: while the emulator rewrites the file in
 *	place, the rest of a longer old line may stand behind the new line
 *
 * Return: NDCTL_OCXL_FLAG_*, without words that the library does not know.
 */
unsigned int ocxl_parse_flag_words(const char *text);

#endif /* OCXL_NAMES_H */
