// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "ocxl/base/error.h"
#include "ocxl/verbs/stored-file.h"

/* "1, 2 and 3 more" */
#define LINES_SIZE (OCXL_STORED_NAMED_MAX * 24 + 48)

void ocxl_stored_skipped_add(struct ocxl_stored_skipped *skipped, uint64_t line)
{
	if (skipped->count < OCXL_STORED_NAMED_MAX)
		skipped->lines[skipped->count] = line;
	skipped->count++;
}

bool ocxl_stored_file_is_incomplete(const struct ocxl_stored_file *file)
{
	return file->rc || file->whole.count || file->joined.count;
}

static void describe_lines(const struct ocxl_stored_skipped *skipped, char text[LINES_SIZE])
{
	char number[24];
	size_t i;

	*text = '\0';
	for (i = 0; i < OCXL_STORED_NAMED_MAX && i < skipped->count; i++) {
		snprintf(number, sizeof(number), "%" PRIu64, skipped->lines[i]);
		ocxl_error_append_name(text, LINES_SIZE, "", number);
	}
	if (skipped->count > OCXL_STORED_NAMED_MAX)
		snprintf(text + strlen(text), LINES_SIZE - strlen(text), " and %" PRIu64 " more",
			 skipped->count - OCXL_STORED_NAMED_MAX);
}

static void report_skipped(const struct ocxl_stored_file *file, const char *verb)
{
	char lines[LINES_SIZE];

	if (file->whole.count) {
		describe_lines(&file->whole, lines);
		ocxl_error_print(
			"ndctl ocxl %s: %.400s: skipped lines that are not entries: number %s",
			verb, file->name, lines);
	}
	if (file->joined.count) {
		describe_lines(&file->joined, lines);
		ocxl_error_print("ndctl ocxl %s: %.400s: skipped %" PRIu64
				 " bytes beside entries: line number %s",
				 verb, file->name, file->joined_bytes, lines);
	}
}

void ocxl_stored_file_report(const struct ocxl_stored_file *file, const char *verb)
{
	const char *reason = *file->reason ? file->reason : strerror(-file->rc);

	report_skipped(file, verb);
	if (file->rc)
		ocxl_error_print("ndctl ocxl %s: cannot read %s%.400s: %s", verb,
				 file->partial ? "all of " : "", file->name, reason);
}
