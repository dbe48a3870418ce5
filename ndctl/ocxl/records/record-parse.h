/* SPDX-License-Identifier: GPL-2.0-only */
/* Read records from JSON that anybody may have written. */
#ifndef OCXL_RECORD_PARSE_H
#define OCXL_RECORD_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-private.h"
#include "ocxl/records/records.h"

/* "nmem4294967295", terminated */
#define OCXL_STORED_NAME_SIZE 16

/* an entry of an error log, and its DIMM, from a line of a collected log */
struct ocxl_stored_entry {
	char dev[OCXL_STORED_NAME_SIZE];
	char bus[OCXL_STORED_NAME_SIZE];
	uint64_t serial;
	bool has_serial;
	char card[OCXL_CARD_NAME_SIZE]; /* name of the card; empty: the line has none */
	struct ndctl_ocxl_location location; /* slot and PCI address */
	struct ocxl_error_log_record record;
	unsigned char *data; /* of @record */
	size_t size; /* bytes of the text that the entry takes */
};

/*
 * read a line of NDJSON; other bytes may follow the entry
 * @entry: receives it; release with ocxl_stored_entry_release(), also after an error
 * Unknown keys are ignored, so later versions may have more of them.
 * Return: 0; -EAGAIN: the line is the beginning of a JSON value; -EINVAL: it is no entry.
 */
int ocxl_stored_entry_parse(struct ocxl_stored_entry *entry, const char *line, size_t size);

void ocxl_stored_entry_release(struct ocxl_stored_entry *entry);

#endif /* OCXL_RECORD_PARSE_H */
