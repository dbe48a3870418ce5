// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of a collected log, by anybody: an entry that is read is written as JSON that has the same
 * entry, and nothing that a terminal interprets.
 *
 * 	the line
 */
#include <json-c/json.h>
#include "fuzz.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/record-parse.h"
#include "ocxl/render/json-record.h"
#include "ocxl/render/render.h"

static struct json_object *new_line(const struct ocxl_stored_entry *entry)
{
	struct ocxl_element element = {
		.dev = entry->dev,
		.bus = entry->bus,
		.serial = entry->serial,
		.has_serial = entry->has_serial,
	};
	struct json_object *line = json_object_new_object();

	ocxl_json_add_identity(line, &element);
	ocxl_json_add(line, "error_log",
		      ocxl_json_new_record(&ocxl_error_log_record, &entry->record));
	return line;
}

static void check_entry(const struct ocxl_stored_entry *entry)
{
	struct json_object *line = new_line(entry), *again;
	struct ocxl_stored_entry read;
	const char *text;
	size_t size;

	text = json_object_to_json_string_length(line, JSON_C_TO_STRING_PLAIN, &size);
	FUZZ_CHECK(ocxl_text_is_printable(text, size));
	FUZZ_CHECK(ocxl_stored_entry_parse(&read, text, size) == 0);
	again = new_line(&read);
	FUZZ_CHECK(!strcmp(json_object_to_json_string_ext(again, JSON_C_TO_STRING_PLAIN), text));
	json_object_put(again);
	json_object_put(line);
	ocxl_stored_entry_release(&read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ocxl_stored_entry entry;
	char *line = malloc(size + 1);

	FUZZ_CHECK(line);
	memcpy(line, data, size);
	/* of exactly this size, for sanitizers */
	line = realloc(line, size ? size : 1);
	if (!ocxl_stored_entry_parse(&entry, line, size))
		check_entry(&entry);
	ocxl_stored_entry_release(&entry);
	free(line);
	return 0;
}
