// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "ocxl/base/safe-text.h"

static const char hex_digits[] = "0123456789abcdef";

static bool is_printable(unsigned char byte)
{
	return byte >= 0x20 && byte <= 0x7e;
}

bool ocxl_text_is_printable(const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	size_t i;

	for (i = 0; i < size; i++) {
		if (!is_printable(from[i]))
			return false;
	}
	return true;
}

static char *put_escape(char *out, const char *prefix, unsigned char byte)
{
	out = stpcpy(out, prefix);
	*out++ = hex_digits[byte >> 4];
	*out++ = hex_digits[byte & 0xf];
	return out;
}

/* @prefix: of an escaped byte; @quotes: escape quotes and backslashes, too */
static size_t escape_bytes(char *out, const void *bytes, size_t size, const char *prefix,
			   bool quotes)
{
	const unsigned char *from = bytes;
	const char *start = out;
	size_t i;

	for (i = 0; i < size; i++) {
		if (!is_printable(from[i])) {
			out = put_escape(out, prefix, from[i]);
			continue;
		}
		if (quotes && (from[i] == '"' || from[i] == '\\'))
			*out++ = '\\';
		*out++ = from[i];
	}
	*out = '\0';
	return out - start;
}

size_t ocxl_text_escape_json(char *out, const void *bytes, size_t size)
{
	return escape_bytes(out, bytes, size, "\\u00", true);
}

size_t ocxl_text_escape_plain(char *out, const void *bytes, size_t size)
{
	return escape_bytes(out, bytes, size, "\\x", false);
}

size_t ocxl_text_escape_label(char *out, const void *bytes, size_t size)
{
	return escape_bytes(out, bytes, size, "\\\\x", true);
}

size_t ocxl_text_format_hex(char *out, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	size_t i;

	for (i = 0; i < size; i++) {
		*out++ = hex_digits[from[i] >> 4];
		*out++ = hex_digits[from[i] & 0xf];
	}
	*out = '\0';
	return 2 * size;
}

size_t ocxl_text_format_fixed(char *out, double value, int decimals)
{
	char *point;
	size_t length;

	*out = '\0';
	if (!isfinite(value))
		return 0;
	length = snprintf(out, OCXL_TEXT_REAL_SIZE, "%.*f", decimals, value);
	point = out + strspn(out, "-0123456789");
	if (!*point)
		return length;
	/* the decimal point of a locale may have several bytes */
	memmove(point + 1, out + length - decimals, decimals + 1);
	*point = '.';
	return strlen(out);
}

/* @out: has a point; returns the new length */
static size_t strip_zeros(char *out)
{
	size_t length = strlen(out);

	while (out[length - 1] == '0')
		length--;
	if (out[length - 1] == '.')
		length--;
	out[length] = '\0';
	return length;
}

size_t ocxl_text_format_real(char *out, double value, int decimals)
{
	size_t length = ocxl_text_format_fixed(out, value, decimals);

	if (strchr(out, '.'))
		length = strip_zeros(out);
	if (!strcmp(out, "-0"))
		length = strlen(strcpy(out, "0"));
	return length;
}

size_t ocxl_text_format_decimal(char *out, uint64_t value, unsigned int decimals)
{
	/* with leading zeros, so that at least one digit precedes the point */
	int length = snprintf(out, OCXL_TEXT_DECIMAL_SIZE, "%0*" PRIu64, (int)decimals + 1, value);
	char *point = out + length - decimals;

	if (!decimals)
		return length;
	memmove(point + 1, point, decimals + 1);
	*point = '.';
	return strip_zeros(out);
}

void ocxl_text_escape_plugin(char *out, const void *bytes, size_t size)
{
	ocxl_text_escape_plain(out, bytes, size);
	while ((out = strchr(out, '|')))
		*out = '/';
}

void ocxl_text_format_time(char *out, time_t time)
{
	struct tm tm;

	/* years have four digits */
	if (time < 0 || !gmtime_r(&time, &tm) || tm.tm_year > 9999 - 1900 ||
	    !strftime(out, OCXL_TEXT_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm))
		strcpy(out, "1970-01-01T00:00:00Z");
}

void ocxl_text_format_local_time(char out[OCXL_TEXT_TIME_SIZE], enum ocxl_time_parts parts,
				 time_t time)
{
	char text[] = "1970-01-01T00:00:00", zone[8] = "+0000", offset[8] = "Z";
	const char *from = parts == OCXL_TIME_OF_DAY ? strchr(text, 'T') + 1 : text;
	const char *end = parts == OCXL_TIME_TO_MINUTES ? strrchr(text, ':') : strchr(text, '\0');
	struct tm tm;

	/* years have four digits */
	if (time >= 0 && localtime_r(&time, &tm) && tm.tm_year <= 9999 - 1900) {
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
		strftime(zone, sizeof(zone), "%z", &tm);
	}
	if (strcmp(zone, "+0000"))
		snprintf(offset, sizeof(offset), "%.3s:%.2s", zone, zone + 3);
	snprintf(out, OCXL_TEXT_TIME_SIZE, "%.*s%s", (int)(end - from), from, offset);
}

size_t ocxl_text_zone_width(void)
{
	tzset();
	return timezone || daylight ? strlen("+01:00") : strlen("Z");
}
