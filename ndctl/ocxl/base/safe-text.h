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

bool ocxl_text_is_printable(const void *bytes, size_t size);

/* The functions below end the text with a NUL. Those that return a number return its length. */

/* contents of a JSON string: each byte that is not printable ASCII becomes \u00xx */
size_t ocxl_text_escape_json(char *out, const void *bytes, size_t size);

/* text for people: each byte that is not printable ASCII becomes \xNN */
size_t ocxl_text_escape_plain(char *out, const void *bytes, size_t size);

/* a label in Prometheus text; without the escapes, it is that of ocxl_text_escape_plain() */
size_t ocxl_text_escape_label(char *out, const void *bytes, size_t size);

/* ocxl_text_escape_plain() with "/" for "|", with which a plug-in begins its performance data */
void ocxl_text_escape_plugin(char *out, const void *bytes, size_t size);

size_t ocxl_text_format_hex(char *out, const void *bytes, size_t size);

/* no exponent, a point in each locale, OCXL_TEXT_REAL_SIZE; 0 for NaN and infinity */
size_t ocxl_text_format_fixed(char *out, double value, int decimals);

/* the same without trailing zeros */
size_t ocxl_text_format_real(char *out, double value, int decimals);

/* an integer divided by a power of ten, without rounding and trailing zeros */
size_t ocxl_text_format_decimal(char *out, uint64_t value, unsigned int decimals);

/* UTC as 2026-11-20T06:15:00Z; 1970 if it is earlier, or later than the year 9999 */
void ocxl_text_format_time(char *out, time_t time);

enum ocxl_time_parts {
	OCXL_TIME_TO_SECONDS, /* 2026-11-20T07:15:00+01:00 */
	OCXL_TIME_TO_MINUTES, /* 2026-11-20T07:15+01:00 */
	OCXL_TIME_OF_DAY, /* 07:15:00+01:00 */
};

/* local time, for people, with an offset, or "Z" without one */
void ocxl_text_format_local_time(char out[OCXL_TEXT_TIME_SIZE], enum ocxl_time_parts parts,
				 time_t time);

/* how many columns "Z" or an offset takes at most, in each season: 1 or 6 */
size_t ocxl_text_zone_width(void);

#endif /* OCXL_SAFE_TEXT_H */
