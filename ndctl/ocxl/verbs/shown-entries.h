/* SPDX-License-Identifier: GPL-2.0-only */
/* Show each entry of collected logs once: a log may have an entry twice. */
#ifndef OCXL_SHOWN_ENTRIES_H
#define OCXL_SHOWN_ENTRIES_H

#include <stdbool.h>
#include "ocxl/records/record-parse.h"

struct ocxl_shown_entries;

/* release with free() */
struct ocxl_shown_entries *ocxl_shown_entries_new(void);

/*
 * remember an entry
 * Return: true if it was remembered before. A copy far behind the first one may not be recognized.
 */
bool ocxl_shown_entries_add(struct ocxl_shown_entries *shown,
			    const struct ocxl_stored_entry *entry);

#endif /* OCXL_SHOWN_ENTRIES_H */
