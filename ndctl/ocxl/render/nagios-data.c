// SPDX-License-Identifier: GPL-2.0-only
/* Performance data of a monitoring plug-in, with ranges that follow the conditions of a card. */
#include <inttypes.h>
#include <stdio.h>
#include "ocxl-private.h"
#include "ocxl/records/records.h"
#include "ocxl/render/nagios-data.h"

/* identifiers of SMART attributes */
#define TEMPERATURE    0xC2
#define LIFE_REMAINING 0xCA

/* A range alerts outside of it: "64" above 64, "16:" below 16, "~:-3" above -3. */

static void write_temperature(FILE *out, const char *label,
			      const struct ndctl_ocxl_smart_attribute *attribute)
{
	int threshold = attribute->threshold;
	int near = threshold - NDCTL_OCXL_TEMPERATURE_MARGIN - 1;

	fprintf(out, " %s_temperature=%" PRIu64, label, attribute->raw);
	/* no threshold is set, or the card does not fail by it */
	if (!threshold || !ocxl_smart_is_plausible(attribute->id, attribute->threshold))
		return;
	fprintf(out, near < 0 ? ";~:%d;%d" : ";%d;%d", near, threshold - 1);
}

static void write_life(FILE *out, const char *label,
		       const struct ndctl_ocxl_smart_attribute *attribute)
{
	unsigned int threshold = attribute->threshold;

	fprintf(out, " %s_life_remaining=%" PRIu64 "%%;%u:;%u:;0;%u", label, attribute->raw,
		threshold + NDCTL_OCXL_LIFE_MARGIN + 1, threshold + 1, NDCTL_OCXL_PERCENTAGE_MAX);
}

/* the first plausible one of several attributes with the same identifier, as in other documents */
static const struct ndctl_ocxl_smart_attribute *
find_attribute(const struct ocxl_smart_summary_record *smart, unsigned int id)
{
	const struct ndctl_ocxl_smart_attribute *attributes = smart->attributes.records;
	size_t i;

	for (i = 0; i < smart->attributes.count; i++) {
		if (attributes[i].id == id && ocxl_smart_is_plausible(id, attributes[i].raw))
			return &attributes[i];
	}
	return NULL;
}

static void write_stats(FILE *out, const char *label, const struct ocxl_stats_record *stats)
{
	unsigned int percentage = stats->counters.critical_resource_utilization_percentage;

	if (percentage <= NDCTL_OCXL_PERCENTAGE_MAX)
		fprintf(out, " %s_critical_resources=%u%%;%u;;0;%u", label, percentage,
			NDCTL_OCXL_RESOURCES_LIMIT - 1, NDCTL_OCXL_PERCENTAGE_MAX);
}

void ocxl_nagios_write_data(FILE *out, const char *label, const struct ocxl_element *element)
{
	const void *smart = ocxl_element_find(element, &ocxl_smart_summary_record);
	const void *stats = ocxl_element_find(element, &ocxl_stats_record);
	const struct ndctl_ocxl_smart_attribute *attribute;

	attribute = smart ? find_attribute(smart, TEMPERATURE) : NULL;
	if (attribute)
		write_temperature(out, label, attribute);
	attribute = smart ? find_attribute(smart, LIFE_REMAINING) : NULL;
	if (attribute)
		write_life(out, label, attribute);
	if (stats)
		write_stats(out, label, stats);
}
