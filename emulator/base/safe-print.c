// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes of files, sockets and the command line on a terminal.
 */
#include <stdarg.h>
#include <string.h>
#include "base/safe-print.h"

int ocxl_print_safely(FILE *out, const char *text, size_t size)
{
	int columns = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		if (text[i] >= ' ' && text[i] <= '~') {
			fputc(text[i], out);
			columns++;
		} else {
			columns += fprintf(out, "\\x%02x", (unsigned char)text[i]);
		}
	}
	return columns;
}

void ocxl_print_error(const char *format, ...)
{
	char text[8192];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fputs("ocxl-emulator: ", stderr);
	ocxl_print_safely(stderr, text, strlen(text));
	fputc('\n', stderr);
}
