// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include "ocxl/records/check-record.h"
#include "ocxl/records/smart-record.h"
#include "ocxl/records/stats-record.h"
#include "ocxl/render/nagios-data.h"

/* identifiers of SMART attributes */
#define TEMPERATURE    0xC2
#define LIFE_REMAINING 0xCA

/* A range alerts outside of it: "64" above 64, "16:" below 16, "~:-3" above -3. */

static void write_upper_limit(FILE *out, int limit)
{
	fprintf(out, limit < 0 ? ";~:%d" : ";%d", limit);
}

static void write_temperature(FILE *out, const char *dev,
			      const struct ndctl_ocxl_smart_attribute *attribute)
{
	int threshold = (int)attribute->threshold;

	fprintf(out, " %s_temperature=%" PRIu64, dev, attribute->raw);
	/* no threshold is set, or the card does not fail by it */
	if (!threshold)
		return;
	write_upper_limit(out, threshold - NDCTL_OCXL_TEMPERATURE_MARGIN - 1);
	write_upper_limit(out, threshold - 1);
}

static void write_life(FILE *out, const char *dev,
		       const struct ndctl_ocxl_smart_attribute *attribute)
{
	unsigned int threshold = attribute->threshold;

	if (attribute->raw > NDCTL_OCXL_PERCENTAGE_MAX)
		return;
	fprintf(out, " %s_life_remaining=%" PRIu64 "%%;%u:;%u:;0;%u", dev, attribute->raw,
		threshold + NDCTL_OCXL_LIFE_MARGIN + 1, threshold + 1, NDCTL_OCXL_PERCENTAGE_MAX);
}

/* the first of several attributes with the same identifier counts, as in other documents */
static const struct ndctl_ocxl_smart_attribute *
find_attribute(const struct ocxl_smart_summary_record *smart, unsigned int id)
{
	const struct ndctl_ocxl_smart_attribute *attributes = smart->attributes.records;
	size_t i;

	for (i = 0; i < smart->attributes.count; i++) {
		if (attributes[i].id == id)
			return &attributes[i];
	}
	return NULL;
}

static void write_smart(FILE *out, const char *dev, const struct ocxl_smart_summary_record *smart)
{
	const struct ndctl_ocxl_smart_attribute *attribute;

	attribute = find_attribute(smart, TEMPERATURE);
	if (attribute)
		write_temperature(out, dev, attribute);
	attribute = find_attribute(smart, LIFE_REMAINING);
	if (attribute)
		write_life(out, dev, attribute);
}

static void write_stats(FILE *out, const char *dev, const struct ocxl_stats_record *stats)
{
	unsigned int percentage = stats->counters.critical_resource_utilization_percentage;

	if (percentage <= NDCTL_OCXL_PERCENTAGE_MAX)
		fprintf(out, " %s_critical_resources=%u%%;%u;;0;%u", dev, percentage,
			NDCTL_OCXL_RESOURCES_LIMIT - 1, NDCTL_OCXL_PERCENTAGE_MAX);
}

void ocxl_nagios_data_write(FILE *out, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; i < element->section_count; i++) {
		const struct ocxl_section *section = &element->sections[i];

		if (section->record == &ocxl_smart_summary_record)
			write_smart(out, element->dev, section->data);
		else if (section->record == &ocxl_stats_record)
			write_stats(out, element->dev, section->data);
	}
}
