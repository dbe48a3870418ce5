/* SPDX-License-Identifier: GPL-2.0-only */
/* Break text between words. Words that are wider than a line are not broken. */
#ifndef OCXL_WORD_WRAP_H
#define OCXL_WORD_WRAP_H

#include <stddef.h>

/**
 * ocxl_word_wrap_split() - cut the first line off a text
 * @text: the text; the blank behind its first line becomes a NUL
 * @width: maximum length of a line
 *
 * Return: the rest of the text; NULL when @text is a single line.
 */
char *ocxl_word_wrap_split(char *text, size_t width);

/**
 * ocxl_word_wrap_longest() - length of the longest line of a wrapped text
 * @text: the text; NULL has no lines
 * @width: maximum length of a line
 *
 * Return: its length; more than @width if a word is longer.
 */
size_t ocxl_word_wrap_longest(const char *text, size_t width);

#endif /* OCXL_WORD_WRAP_H */
