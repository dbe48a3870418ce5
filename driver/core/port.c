// SPDX-License-Identifier: GPL-2.0-only
/* Functions of the kernel that user space lacks; not part of the modules. */
#include <stdarg.h>
#include "port.h"

int scnprintf(char *buffer, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	if (size == 0)
		return 0;
	va_start(arguments, format);
	length = vsnprintf(buffer, size, format, arguments);
	va_end(arguments);
	if (length < 0)
		return 0;
	return (size_t)length < size ? length : (int)(size - 1);
}
