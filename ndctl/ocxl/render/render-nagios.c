// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output of a monitoring plug-in: one line with the verdict, the worst DIMMs and performance data,
 * then details. The verdict is known after the last DIMM, so the parts are collected.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/names.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "ocxl/render/render.h"

/* identifiers of SMART attributes */
#define TEMPERATURE    0xC2
#define LIFE_REMAINING 0xCA

/* parts of the output, in their order; the first three are DIMMs by verdict */
enum part { PART_CRITICAL, PART_UNKNOWN, PART_WARNING, PART_DATA, PART_DETAILS, PART_COUNT };

struct nagios {
	struct ocxl_render render;
	struct ocxl_text_buffer parts[PART_COUNT];
	unsigned int examined; /* DIMMs with a verdict */
	unsigned int well; /* DIMMs with the verdict "ok" */
	unsigned int listed; /* DIMMs without a verdict that the line names */
};

static struct nagios *to_nagios(struct ocxl_render *render)
{
	return (struct nagios *)render;
}

static void open_nagios(struct ocxl_render *render)
{
	size_t i;

	for (i = 0; i < PART_COUNT; i++)
		ocxl_text_buffer_open(&to_nagios(render)->parts[i], render);
}

static void write_text(FILE *out, const char *text)
{
	char safe[OCXL_TEXT_PLAIN_SIZE(OCXL_REASON_MESSAGE_SIZE)];
	size_t size = text ? strlen(text) : 0;

	ocxl_text_escape_plugin(safe, text,
				size < OCXL_REASON_MESSAGE_SIZE ? size : OCXL_REASON_MESSAGE_SIZE);
	fputs(safe, out);
}

/* "temperature 77 Cel, threshold 70" */
static void write_reason(FILE *out, const struct ocxl_reason_record *reason)
{
	write_text(out, reason->name);
	if (reason->present & 1ULL << OCXL_REASON_HAS_ATTRIBUTE && !reason->unit)
		fprintf(out, " 0x%02X", reason->attribute);
	if (reason->present & 1ULL << OCXL_REASON_HAS_VALUE)
		fprintf(out, " %" PRIu64 "%s%s", reason->value, reason->unit ? " " : "",
			reason->unit ? reason->unit : "");
	if (reason->present & 1ULL << OCXL_REASON_HAS_THRESHOLD)
		fprintf(out, ", threshold %" PRIu64, reason->threshold);
}

static FILE *get_part(struct nagios *nagios, const char *verdict)
{
	static const enum part parts[] = { PART_UNKNOWN, PART_WARNING, PART_CRITICAL,
					   PART_UNKNOWN };

	return nagios->parts[parts[ocxl_severity_number(verdict)]].out;
}

static void add_details(FILE *out, const char *dev, const struct ocxl_check_record *check)
{
	const struct ocxl_reason_record *reasons = check->reasons.records;
	const struct ocxl_name *name;
	size_t i;

	if (!check->reasons.count)
		fprintf(out, "%s: ok\n", dev);
	for (i = 0; i < check->reasons.count; i++) {
		fprintf(out, "%s: ", dev);
		write_text(out, reasons[i].severity);
		fputs(": ", out);
		write_text(out, reasons[i].name);
		fputs(": ", out);
		write_text(out, reasons[i].message);
		fputc('\n', out);
	}
	for (name = ocxl_condition_names; name->name; name++) {
		if (check->not_checked >> name->number & 1)
			fprintf(out, "%s: not checked: %s\n", dev, name->name);
	}
}

static void add_verdict(struct nagios *nagios, const char *dev,
			const struct ocxl_check_record *check)
{
	FILE *out;

	nagios->examined++;
	add_details(nagios->parts[PART_DETAILS].out, dev, check);
	if (!check->reasons.count) {
		nagios->well++;
		return;
	}
	out = get_part(nagios, check->verdict);
	fprintf(out, "%s: ", dev);
	write_reason(out, check->reasons.records);
	if (check->reasons.count > 1)
		fprintf(out, " and %zu more", check->reasons.count - 1);
	fputs("; ", out);
}

static void add_unexamined(struct nagios *nagios, const struct ocxl_element *element)
{
	FILE *details = nagios->parts[PART_DETAILS].out;

	fprintf(details, "%s: %s", element->dev, element->status);
	if (element->failure.name) {
		fputs(": ", details);
		write_text(details, element->failure.message);
	}
	fputc('\n', details);
	/* a window without a controller counts only if the command line names it */
	if (!strcmp(element->status, "unsupported"))
		return;
	fprintf(get_part(nagios, "unknown"), "%s: %s; ", element->dev, element->status);
	nagios->listed++;
}

/* ---- performance data, with ranges that follow the conditions of a card ---- */

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
	if (!threshold || !ndctl_ocxl_smart_is_plausible(attribute->id, attribute->threshold))
		return;
	write_upper_limit(out, threshold - NDCTL_OCXL_TEMPERATURE_MARGIN - 1);
	write_upper_limit(out, threshold - 1);
}

static void write_life(FILE *out, const char *dev,
		       const struct ndctl_ocxl_smart_attribute *attribute)
{
	unsigned int threshold = attribute->threshold;

	fprintf(out, " %s_life_remaining=%" PRIu64 "%%;%u:;%u:;0;%u", dev, attribute->raw,
		threshold + NDCTL_OCXL_LIFE_MARGIN + 1, threshold + 1, NDCTL_OCXL_PERCENTAGE_MAX);
}

/* the first plausible one of several attributes with the same identifier, as in other documents */
static const struct ndctl_ocxl_smart_attribute *
find_attribute(const struct ocxl_smart_summary_record *smart, unsigned int id)
{
	const struct ndctl_ocxl_smart_attribute *attributes = smart->attributes.records;
	size_t i;

	for (i = 0; i < smart->attributes.count; i++) {
		if (attributes[i].id == id && ndctl_ocxl_smart_is_plausible(id, attributes[i].raw))
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

/* " nmem0_temperature=45;64;69" for each value; percentages above 100 are omitted */
static void write_data(FILE *out, const struct ocxl_element *element)
{
	const void *smart = ocxl_element_find(element, &ocxl_smart_summary_record);
	const void *stats = ocxl_element_find(element, &ocxl_stats_record);

	if (smart)
		write_smart(out, element->dev, smart);
	if (stats)
		write_stats(out, element->dev, stats);
}

/* ---- documents ---- */

static void end_dimm_nagios(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct nagios *nagios = to_nagios(render);
	const struct ocxl_check_record *check = ocxl_element_find(element, &ocxl_check_record);
	size_t i;

	errno = 0;
	if (check)
		add_verdict(nagios, element->dev, check);
	else
		add_unexamined(nagios, element);
	write_data(nagios->parts[PART_DATA].out, element);
	for (i = 0; i < PART_COUNT; i++) {
		/* when no memory is left for the stream, only errno shows it */
		if (ferror(nagios->parts[i].out) || errno == ENOMEM)
			ocxl_render_fail(render, -ENOMEM);
	}
}

static void add_ignored(struct nagios *nagios)
{
	const struct ocxl_name *name;

	for (name = ocxl_condition_names; name->name; name++) {
		if (nagios->render.document->ignored >> name->number & 1)
			fprintf(nagios->parts[PART_DETAILS].out, "ignored: %s\n", name->name);
	}
}

static void write_parts(struct nagios *nagios, const char *counts)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	const struct ocxl_document *document = nagios->render.document;
	const struct ocxl_text_buffer *parts = nagios->parts;

	ocxl_render_write(&nagios->render, "OCXL ", words[ocxl_severity_number(document->verdict)],
			  " - ", parts[PART_CRITICAL].text, parts[PART_UNKNOWN].text,
			  parts[PART_WARNING].text, counts, parts[PART_DATA].size ? " |" : "",
			  parts[PART_DATA].text, "\n", parts[PART_DETAILS].text);
}

static void finish_nagios(struct ocxl_render *render, int exit_status)
{
	struct nagios *nagios = to_nagios(render);
	unsigned int unexamined = render->document->unexamined;
	char counts[96], more[40] = "";
	size_t i;

	(void)exit_status;
	add_ignored(nagios);
	for (i = 0; i < PART_COUNT; i++)
		ocxl_text_buffer_complete(&nagios->parts[i], render);
	if (unexamined > nagios->listed)
		snprintf(more, sizeof(more), "%u without a verdict; ", unexamined - nagios->listed);
	if (nagios->examined + unexamined)
		snprintf(counts, sizeof(counts), "%s%u of %u ok", more, nagios->well,
			 nagios->examined + unexamined);
	else
		snprintf(counts, sizeof(counts), "no DIMM with a verdict");
	write_parts(nagios, counts);
}

static void close_nagios(struct ocxl_render *render)
{
	size_t i;

	for (i = 0; i < PART_COUNT; i++)
		ocxl_text_buffer_free(&to_nagios(render)->parts[i]);
}

const struct ocxl_render_ops ocxl_render_nagios_ops = {
	.size = sizeof(struct nagios),
	.open = open_nagios,
	.end_dimm = end_dimm_nagios,
	.finish = finish_nagios,
	.close = close_nagios,
};
