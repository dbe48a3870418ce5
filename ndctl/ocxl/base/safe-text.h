/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Convert bytes and numbers to text that any output can show: printable ASCII, the same in each
 * locale, whatever a card or a user sent.
 */
#ifndef OCXL_SAFE_TEXT_H
#define OCXL_SAFE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* buffer sizes for @size bytes, with the final NUL */
#define OCXL_TEXT_JSON_SIZE(size)  (6 * (size_t)(size) + 1)
#define OCXL_TEXT_PLAIN_SIZE(size) (4 * (size_t)(size) + 1)
#define OCXL_TEXT_LABEL_SIZE(size) (5 * (size_t)(size) + 1)
#define OCXL_TEXT_HEX_SIZE(size)   (2 * (size_t)(size) + 1)
/* the longest double without an exponent, with a sign and three decimals */
#define OCXL_TEXT_REAL_SIZE	   320
#define OCXL_TEXT_TIME_SIZE	   32
/* 2^64 - 1 with a decimal point */
#define OCXL_TEXT_DECIMAL_SIZE	   22

/*
 * check whether all bytes are printable ASCII
 * @bytes: the bytes
 * @size: number of bytes
 */
bool ocxl_text_is_printable(const void *bytes, size_t size);

/*
 * contents of a JSON string
 * @out: receives OCXL_TEXT_JSON_SIZE(@size) characters at most
 * @bytes: any bytes
 * @size: number of bytes
 * Quotes and backslashes get a backslash; each byte that is not printable ASCII becomes \u00xx.
 * Return: length without the final NUL.
 */
size_t ocxl_text_escape_json(char *out, const void *bytes, size_t size);

/*
 * text for people
 * @out: receives OCXL_TEXT_PLAIN_SIZE(@size) characters at most
 * @bytes: any bytes
 * @size: number of bytes
 * Each byte that is not printable ASCII becomes \xNN.
 * Return: length without the final NUL.
 */
size_t ocxl_text_escape_plain(char *out, const void *bytes, size_t size);

/*
 * value of a label in Prometheus text, without its quotes
 * @out: receives OCXL_TEXT_LABEL_SIZE(@size) characters at most
 * @bytes: any bytes
 * @size: number of bytes
 * A reader that removes the escapes gets the result of ocxl_text_escape_plain().
 * Return: length without the final NUL.
 */
size_t ocxl_text_escape_label(char *out, const void *bytes, size_t size);

/*
 * lower-case hexadecimal digits, two for each byte
 * @out: receives OCXL_TEXT_HEX_SIZE(@size) characters
 * @bytes: any bytes
 * @size: number of bytes
 * Return: length without the final NUL.
 */
size_t ocxl_text_format_hex(char *out, const void *bytes, size_t size);

/*
 * a real number with a fixed number of decimals
 * @out: receives OCXL_TEXT_REAL_SIZE characters at most; no exponent, a point in each locale
 * Return: length without the final NUL; 0 for NaN and infinity.
 */
size_t ocxl_text_format_fixed(char *out, double value, int decimals);

/*
 * a real number without trailing zeros
 * @out: receives OCXL_TEXT_REAL_SIZE characters at most; no exponent, a point in each locale
 * Return: length without the final NUL; 0 for NaN and infinity.
 */
size_t ocxl_text_format_real(char *out, double value, int decimals);

/*
 * as ocxl_text_escape_plain(), and without "|"
 * @out: receives OCXL_TEXT_PLAIN_SIZE(@size) characters at most
 * @size: its length
 * In the output of a monitoring plug-in, "|" begins performance data. It becomes "/".
 */
void ocxl_text_escape_plugin(char *out, const void *bytes, size_t size);

/*
 * an integer divided by a power of ten, without rounding
 * @out: receives OCXL_TEXT_DECIMAL_SIZE characters at most; no exponent, no trailing zeros
 * Return: length without the final NUL.
 */
size_t ocxl_text_format_decimal(char *out, uint64_t value, unsigned int decimals);

/* is @word one of the words of @text, between spaces and newlines */
bool ocxl_text_has_word(const char *text, const char *word);

/*
 * UTC as 2026-11-20T06:15:00Z
 * @out: receives OCXL_TEXT_TIME_SIZE characters at most
 * @time: seconds since 1970; 1970 itself if it is earlier or the year does not fit
 */
void ocxl_text_format_time(char *out, time_t time);

#endif /* OCXL_SAFE_TEXT_H */
