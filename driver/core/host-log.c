// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines about a card for the log of the host (wire.md 4.2 and 4.19). They
 * have numbers and names only, no bytes of the card.
 */
#include "host-log.h"

#define LINE_SIZE 192

/* a bit and its name */
struct bit_name {
	u64 bit;
	const char *name;
};

#define TYPE_NAME(type, name) [type] = #name,
static const char *const type_names[] = { OCXLPMEM_ERROR_LOG_TYPES(TYPE_NAME) };

#define ACTION_NAME(action, name)   { (action), #name },
#define KEPT_NAME(kept, flag, name) { (kept), #name },
static const struct bit_name actions[] = { OCXLPMEM_ERROR_LOG_ACTIONS(ACTION_NAME) { 0, NULL } };
static const struct bit_name kept_condition_names[] = { OCXLPMEM_KEPT_CONDITIONS(KEPT_NAME) {
	0, NULL } };

static void write_line(struct ocxlpmem_device *device, bool is_warning, const char *text)
{
	if (device->host->log)
		device->host->log(device->host->context, is_warning, text);
}

/* the names of the bits that are set, with ", " between them */
static size_t append_names(char *text, size_t size, const struct bit_name *names, u64 bits)
{
	const char *separator = "";
	size_t used = 0;

	for (; names->name; names++) {
		if (!(bits & names->bit))
			continue;
		used += scnprintf(text + used, size - used, "%s%s", separator, names->name);
		separator = ", ";
	}
	return used;
}

void ocxlpmem_log_entry(struct ocxlpmem_device *device, const struct ocxlpmem_error_log_rsp *entry,
			u64 kept)
{
	u8 type = entry->error_log_type;
	char line[LINE_SIZE];
	size_t used;

	used = scnprintf(line, sizeof(line),
			 "error log 0x%08x: type %u (%s), reference code 0x%08x, actions 0x%06x",
			 entry->log_id, type,
			 type < ARRAY_SIZE(type_names) ? type_names[type] : "unknown",
			 entry->reference_code, entry->action_flags);
	if (entry->action_flags) {
		used += scnprintf(line + used, sizeof(line) - used, " (");
		used += append_names(line + used, sizeof(line) - used, actions,
				     entry->action_flags);
		scnprintf(line + used, sizeof(line) - used, ")");
	}
	write_line(device, kept != 0, line);
}

void ocxlpmem_log_cleared(struct ocxlpmem_device *device, u32 uid, u64 kept)
{
	char line[LINE_SIZE];
	size_t used = scnprintf(line, sizeof(line), "uid %u cleared ", uid);

	append_names(line + used, sizeof(line) - used, kept_condition_names, kept);
	write_line(device, false, line);
}
