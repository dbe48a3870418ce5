// SPDX-License-Identifier: GPL-2.0-only
/* Replace what identifies cards and the host, for reports. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl-error-log.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/dimms/select.h"
#include "ocxl/records/records.h"

#define REPLACEMENT "redacted"

/* no byte of the old text remains */
static void replace_text(char *text, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void replace_text(char *text, size_t size, const char *format, ...)
{
	va_list arguments;

	memset(text, 0, size);
	va_start(arguments, format);
	vsnprintf(text, size, format, arguments);
	va_end(arguments);
}

/* the number of the first DIMM with this serial number */
static uint64_t find_replacement(const struct ocxl_dimm_list *list, uint64_t serial)
{
	uint64_t number = 0;

	while (list->dimms[number].serial != serial)
		number++;
	return number + 1;
}

/* @dimm: its serial number is replaced already */
static void redact_card(struct ocxl_dimm *dimm)
{
	if (strchr(dimm->card, '@'))
		replace_text(dimm->card, sizeof(dimm->card), "%s@" REPLACEMENT, dimm->dev);
	else if (strcmp(dimm->card, dimm->dev) != 0)
		replace_text(dimm->card, sizeof(dimm->card), "%" PRIu64, dimm->serial);
}

/*
 * From the last DIMM to the first: the DIMMs before it still have their serial numbers. On some
 * machines the name of a slot contains the serial number of the enclosure.
 */
void ocxl_redact_dimms(struct ocxl_dimm_list *list)
{
	size_t i = list->count;

	while (i--) {
		struct ocxl_dimm *dimm = &list->dimms[i];

		dimm->redacted = true;
		if (dimm->serial)
			dimm->serial = find_replacement(list, dimm->serial);
		if (dimm->location.slot[0])
			replace_text(dimm->location.slot, sizeof(dimm->location.slot), REPLACEMENT);
		redact_card(dimm);
	}
}

void ocxl_redact_entry(struct ndctl_ocxl_error_log *entry, const struct ocxl_dimm *dimm)
{
	entry->wwid[0] = 0;
	entry->wwid[1] = dimm->serial;
}

void ocxl_redact_host(struct ocxl_host_record *host)
{
	replace_text(host->name, sizeof(host->name), REPLACEMENT);
}
