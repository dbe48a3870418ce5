/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of flags and commands, as sysfs and messages have them. */
#ifndef OCXL_NAMES_H
#define OCXL_NAMES_H

/**
 * ocxl_flag_name() - name of a flag (wire.md 5)
 * @position: OCXL_FLAG_*
 *
 * Return: "not_ready", ...; NULL for any other number.
 */
const char *ocxl_flag_name(unsigned int position);

/**
 * ocxl_command_name() - name of a command in lower case (wire.md 4)
 * @command: OCXL_CMD_*
 *
 * Return: "smart", ...; NULL for any other number.
 */
const char *ocxl_command_name(unsigned int command);

/**
 * ocxl_parse_flag_words() - read the content of the sysfs file "flags" (wire.md 5)
 * @text: the content. Only the first line counts: while the emulator rewrites the file in
 *	place, the rest of a longer old line may stand behind the new line
 *
 * Return: bit n: flag n, OCXL_FLAG_*, without words that the library does not know.
 */
unsigned int ocxl_parse_flag_words(const char *text);

#endif /* OCXL_NAMES_H */
