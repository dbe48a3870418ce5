// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include "ocxl/base/memory.h"
#include "ocxl/verbs/shown-entries.h"

#define INDEX_BITS 16

/* what identifies an entry; zero: none */
struct identity {
	uint64_t card;
	uint64_t cursor;
};

struct ocxl_shown_entries {
	/* by hash; a later entry replaces an earlier one */
	struct identity entries[1U << INDEX_BITS];
};

struct ocxl_shown_entries *ocxl_shown_entries_new(void)
{
	return ocxl_alloc_zeroed(1, sizeof(struct ocxl_shown_entries));
}

/* a card without a serial number of its own has the hash of its name */
static uint64_t identify_card(const struct ocxl_stored_entry *entry)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	const char *byte;

	if (entry->has_serial && (!entry->card[0] || isdigit(entry->card[0])))
		return entry->serial;
	for (byte = entry->card[0] ? entry->card : entry->dev; *byte; byte++)
		hash = (hash ^ (unsigned char)*byte) * UINT64_C(0x100000001b3);
	return hash;
}

bool ocxl_shown_entries_add(struct ocxl_shown_entries *shown, const struct ocxl_stored_entry *entry)
{
	struct identity now = { identify_card(entry), entry->record.entry.cursor };
	uint64_t hash = (now.card * 31 + now.cursor) * UINT64_C(0x9e3779b97f4a7c15);
	struct identity *known = &shown->entries[hash >> (64 - INDEX_BITS)];
	bool copy = now.cursor && known->card == now.card && known->cursor == now.cursor;

	*known = now;
	return copy;
}
