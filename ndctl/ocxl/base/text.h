/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes and numbers as text that is safe to show: whatever a card sent, no
 * control character, no invalid UTF-8 and no locale reaches an output.
 */
#ifndef OCXL_TEXT_H
#define OCXL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* an escaped byte takes six characters at most */
#define OCXL_TEXT_JSON_SIZE(size)  (6 * (size_t)(size) + 1)
#define OCXL_TEXT_PLAIN_SIZE(size) (4 * (size_t)(size) + 1)
#define OCXL_TEXT_LABEL_SIZE(size) (5 * (size_t)(size) + 1)
#define OCXL_TEXT_HEX_SIZE(size)   (2 * (size_t)(size) + 1)
/* the longest double without an exponent, three decimals, a sign */
#define OCXL_TEXT_REAL_SIZE	   320
#define OCXL_TEXT_TIME_SIZE	   32
/* 2^64 - 1, a point, a NUL */
#define OCXL_TEXT_DECIMAL_SIZE	   22

/** ocxl_text_is_printable() - is all of it printable ASCII */
bool ocxl_text_is_printable(const void *bytes, size_t size);

/**
 * ocxl_text_json() - the inside of a JSON string: quote and backslash escaped,
 * what is not printable ASCII as \u00xx, one for each byte
 * @out: OCXL_TEXT_JSON_SIZE(@size) characters
 * @bytes: may hold anything
 * @size: how many
 *
 * Return: length without the final NUL.
 */
size_t ocxl_text_json(char *out, const void *bytes, size_t size);

/** ocxl_text_plain() - the same for people: \xNN; @out: OCXL_TEXT_PLAIN_SIZE(@size) */
size_t ocxl_text_plain(char *out, const void *bytes, size_t size);

/**
 * ocxl_text_label() - the inside of a label's value in Prometheus text: what is not printable
 * as \xNN, then quote and backslash escaped, so that a reader of the text gets what
 * ocxl_text_plain() gives
 * @out: OCXL_TEXT_LABEL_SIZE(@size) characters
 *
 * Return: length without the final NUL.
 */
size_t ocxl_text_label(char *out, const void *bytes, size_t size);

/** ocxl_text_hex() - lower-case hex digits; @out: OCXL_TEXT_HEX_SIZE(@size) */
size_t ocxl_text_hex(char *out, const void *bytes, size_t size);

/** ocxl_text_fixed() - as ocxl_text_real(), with all @decimals */
size_t ocxl_text_fixed(char *out, double value, int decimals);

/**
 * ocxl_text_real() - at most @decimals (0 to 3) decimals, none that is not
 * needed, no exponent, a point in every locale
 * @out: OCXL_TEXT_REAL_SIZE characters
 *
 * Return: length without the final NUL; 0 for what no JSON number can say (NaN,
 * infinity).
 */
size_t ocxl_text_real(char *out, double value, int decimals);

/**
 * ocxl_text_decimal() - @value divided by 10 to the power of @decimals, all of it: no
 * exponent, nothing rounded, no decimal that is not needed
 * @out: OCXL_TEXT_DECIMAL_SIZE characters
 * @value: the number
 * @decimals: 0 to 9
 *
 * Return: length without the final NUL.
 */
size_t ocxl_text_decimal(char *out, uint64_t value, unsigned int decimals);

/** ocxl_text_time() - UTC as 2026-11-20T06:15:00Z; @out: OCXL_TEXT_TIME_SIZE characters */
void ocxl_text_time(char *out, time_t time);

#endif /* OCXL_TEXT_H */
