// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/safe-text.h"

/* longer messages are cut */
#define MESSAGE_SIZE 1024

static char usage_reason[MESSAGE_SIZE - 64];

/* messages quote what users typed and cards sent: escape what a terminal would interpret */
static void print_escaped(const char *format, va_list arguments)
	__attribute__((format(printf, 1, 0)));

static void print_escaped(const char *format, va_list arguments)
{
	char message[MESSAGE_SIZE], text[OCXL_TEXT_PLAIN_SIZE(MESSAGE_SIZE)];

	vsnprintf(message, sizeof(message), format, arguments);
	ocxl_text_escape_plain(text, message, strnlen(message, MESSAGE_SIZE));
	fprintf(stderr, "%s\n", text);
}

void ocxl_error_dimm(const char *dev, unsigned int command, const struct ocxl_failure *failure)
{
	if (!command)
		ocxl_error_print("%s: %s", dev, failure->message);
	else
		ocxl_error_print("%s: %s: %s", dev, ocxl_failure_command_label(command),
				 failure->message);
}

void ocxl_error_output(const char *name, int rc)
{
	ocxl_error_print("ndctl ocxl: cannot write to %.400s: %s", name,
			 ocxl_failure_output_reason(rc));
}

void ocxl_error_fifo_waiting(const char *name)
{
	ocxl_error_print("ndctl ocxl: %.400s: this FIFO has no reader: waiting for one", name);
}

int ocxl_error_flush_stdout(void)
{
	if (!fflush(stdout))
		return 0;
	ocxl_error_output("standard output", -errno);
	/* ndctl would report it again when it exits */
	clearerr(stdout);
	return OCXL_EXIT_OUTPUT;
}

void ocxl_error_print(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_escaped(format, arguments);
	va_end(arguments);
}

int ocxl_error_usage(const char *verb, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(usage_reason, sizeof(usage_reason), format, arguments);
	va_end(arguments);
	ocxl_error_print("ndctl ocxl%s%s: %s", verb ? " " : "", verb ? verb : "", usage_reason);
	return OCXL_EXIT_USAGE;
}

void ocxl_error_set_usage_reason(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(usage_reason, sizeof(usage_reason), format, arguments);
	va_end(arguments);
}

const char *ocxl_error_usage_reason(void)
{
	return usage_reason;
}

void ocxl_error_append_name(char *list, size_t size, const char *prefix, const char *name)
{
	size_t used = strlen(list);
	int written = snprintf(list + used, size - used, "%s%s%s", used ? ", " : "", prefix, name);

	if (written < 0 || (size_t)written >= size - used)
		list[used] = '\0';
}
