// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/text.h"
#include "ocxl/lazy/lazy-library.h"

/* a longer one is cut */
#define MESSAGE_SIZE 1024

void ocxl_tally_add(struct ocxl_tally *tally, enum ocxl_outcome outcome, bool named)
{
	switch (outcome) {
	case OCXL_DONE:
		tally->done++;
		break;
	case OCXL_FAILED:
		tally->failed++;
		break;
	case OCXL_NOT_PERMITTED:
		tally->not_permitted++;
		break;
	case OCXL_UNSUPPORTED:
		if (named)
			tally->unsupported_named++;
		else
			tally->unsupported++;
		break;
	}
}

bool ocxl_tally_only_unsupported(const struct ocxl_tally *tally)
{
	return !tally->done && !tally->failed && !tally->not_permitted &&
	       tally->unsupported + tally->unsupported_named > 0;
}

int ocxl_exit_status(const struct ocxl_tally *tally)
{
	unsigned int failed = tally->failed + tally->unsupported_named;

	if (tally->output_failed)
		return OCXL_EXIT_OUTPUT;
	if (ocxl_tally_only_unsupported(tally))
		return OCXL_EXIT_NO_DIMM;
	if (!tally->done && !failed && !tally->not_permitted)
		return OCXL_EXIT_NO_DIMM;
	if (!tally->done && !failed)
		return OCXL_EXIT_NOT_PERMITTED;
	if (!tally->done)
		return OCXL_EXIT_FAILED;
	if (failed || tally->not_permitted || tally->missing)
		return OCXL_EXIT_SOME_FAILED;
	return tally->bad_news ? OCXL_EXIT_BAD_NEWS : 0;
}

/* what was typed is quoted, and may hold escape sequences as well as any byte of a card */
static void say(const char *message)
{
	char text[OCXL_TEXT_PLAIN_SIZE(MESSAGE_SIZE)];

	ocxl_text_plain(text, message, strnlen(message, MESSAGE_SIZE));
	fprintf(stderr, "%s\n", text);
}

void ocxl_error_dimm(const char *dev, unsigned int command, const struct ocxl_failure *failure)
{
	ocxl_error("%s: %s: %s", dev, ocxl_command_label(command), failure->message);
}

void ocxl_error_output(const char *name, int rc)
{
	if (rc == -ELIBACC)
		ocxl_error("ndctl ocxl: nothing was asked: the library " OCXL_LIBRARY_SMARTCOLS
			   ", which makes tables, is missing: install it, or use --format=json");
	else
		ocxl_error("ndctl ocxl: cannot write to %.400s: %s", name,
			   ocxl_failure_output_reason(rc));
}

void ocxl_error_waiting(const char *name)
{
	ocxl_error("ndctl ocxl: %.400s: nobody reads this FIFO: waiting for a reader", name);
}

int ocxl_exit_of_standard_output(void)
{
	if (!fflush(stdout))
		return 0;
	ocxl_error_output("standard output", -errno);
	return OCXL_EXIT_OUTPUT;
}

void ocxl_error(const char *format, ...)
{
	char message[MESSAGE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	say(message);
}

int ocxl_error_usage(const char *verb, const char *format, ...)
{
	char reason[MESSAGE_SIZE - 64];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	ocxl_error("ndctl ocxl%s%s: %s", verb ? " " : "", verb ? verb : "", reason);
	return OCXL_EXIT_USAGE;
}
