// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <ndctl/libndctl-ocxl-error-log.h>
#include "ocxl/records/records.h"
#include "ocxl/run/redact.h"
#include "ocxl/run/select.h"

#define REPLACEMENT "redacted"

/* the number of the first DIMM with this serial number */
static uint64_t find_replacement(const struct ocxl_dimm_list *list, uint64_t serial)
{
	uint64_t number = 0;

	while (list->dimms[number].serial != serial)
		number++;
	return number + 1;
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
			snprintf(dimm->location.slot, sizeof(dimm->location.slot), REPLACEMENT);
	}
}

void ocxl_redact_entry(struct ndctl_ocxl_error_log *entry, const struct ocxl_dimm *dimm)
{
	entry->wwid[0] = 0;
	entry->wwid[1] = dimm->serial;
}

void ocxl_redact_host(struct ocxl_host_record *host)
{
	snprintf(host->name, sizeof(host->name), REPLACEMENT);
}
