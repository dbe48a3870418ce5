// SPDX-License-Identifier: GPL-2.0-only
#include <ccan/array_size/array_size.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "ocxl/base/names.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "ocxl/render/nagios-card.h"

/* identifiers of SMART attributes */
#define TEMPERATURE    0xC2
#define LIFE_REMAINING 0xCA

/* the summary has at most this many conditions of a DIMM */
#define NAMED_MAX 3

static void write_text(FILE *out, const char *text)
{
	char safe[OCXL_TEXT_PLAIN_SIZE(OCXL_CONDITION_MESSAGE_SIZE)];
	size_t size = text ? strlen(text) : 0;

	ocxl_text_escape_plugin(safe, text,
				size < OCXL_CONDITION_MESSAGE_SIZE ? size
								   : OCXL_CONDITION_MESSAGE_SIZE);
	fputs(safe, out);
}

/* "temperature 77 Cel, threshold 70" */
static void write_condition(FILE *out, const struct ocxl_condition_record *condition)
{
	write_text(out, condition->name);
	if (condition->present & 1ULL << OCXL_CONDITION_HAS_ATTRIBUTE && !condition->unit)
		fprintf(out, " 0x%02X", condition->attribute);
	if (condition->present & 1ULL << OCXL_CONDITION_HAS_VALUE)
		fprintf(out, " %" PRIu64 "%s%s", condition->value, condition->unit ? " " : "",
			condition->unit ? condition->unit : "");
	if (condition->present & 1ULL << OCXL_CONDITION_HAS_THRESHOLD)
		fprintf(out, ", threshold %" PRIu64, condition->threshold);
}

/* "nmem1 (serial 1234567891, slot C5)" */
static void write_name(FILE *out, const struct ocxl_element *element)
{
	const char *slot = element->location ? element->location->slot : "";

	fputs(element->dev, out);
	if (element->has_serial)
		fprintf(out, " (serial %" PRIu64, element->serial);
	if (*slot) {
		fputs(element->has_serial ? ", slot " : " (slot ", out);
		write_text(out, slot);
	}
	if (element->has_serial || *slot)
		fputc(')', out);
	fputs(": ", out);
}

static void write_details(FILE *out, const struct ocxl_element *element,
			  const struct ocxl_check_record *check)
{
	const struct ocxl_condition_record *conditions = check->conditions.records;
	char names[OCXL_NAME_LIST_SIZE];
	size_t i;

	for (i = 0; i < check->conditions.count; i++) {
		write_name(out, element);
		write_text(out, conditions[i].severity);
		fputs(": ", out);
		write_text(out, conditions[i].name);
		fputs(": ", out);
		write_text(out, conditions[i].message);
		fputc('\n', out);
	}
	if (!check->not_checked)
		return;
	ocxl_name_list(names, ocxl_condition_names, check->not_checked);
	write_name(out, element);
	fprintf(out, "not checked: %s\n", names);
}

/* the worst conditions; one with a value, such as a temperature, must not be in the rest */
static void write_worst(FILE *out, const struct ocxl_check_record *check)
{
	const struct ocxl_condition_record *conditions = check->conditions.records;
	size_t i;

	for (i = 0; i < check->conditions.count && i < NAMED_MAX; i++) {
		if (strcmp(conditions[i].severity, check->verdict) != 0)
			break;
		fputs(i ? ", " : "", out);
		write_condition(out, &conditions[i]);
	}
	if (i < check->conditions.count)
		fprintf(out, " and %zu more", check->conditions.count - i);
}

static void write_verdict(struct ocxl_nagios_card *card, const struct ocxl_element *element,
			  const struct ocxl_check_record *check)
{
	static const enum ocxl_nagios_rank ranks[] = { OCXL_NAGIOS_OTHER, OCXL_NAGIOS_WARNING,
						       OCXL_NAGIOS_CRITICAL, OCXL_NAGIOS_UNKNOWN };
	FILE *out = card->summary.out;

	card->examined = true;
	card->rank = ranks[ocxl_nagios_status(check->verdict)];
	write_details(card->details.out, element, check);
	if (!check->conditions.count) {
		card->well = true;
		return;
	}
	write_name(out, element);
	write_worst(out, check);
	fputs("; ", out);
}

static void write_unexamined(struct ocxl_nagios_card *card, const struct ocxl_element *element)
{
	FILE *details = card->details.out;

	write_name(details, element);
	fputs(element->status, details);
	if (element->failure.name) {
		fputs(": ", details);
		write_text(details, element->failure.message);
	}
	fputc('\n', details);
	card->rank = OCXL_NAGIOS_OTHER;
	/* a window without a controller counts only if the command line names it */
	if (!strcmp(element->status, "unsupported"))
		return;
	card->rank = OCXL_NAGIOS_UNKNOWN;
	write_name(card->summary.out, element);
	fprintf(card->summary.out, "%s; ", element->status);
}

/* ---- performance data, with ranges that follow the conditions of a card ---- */

/* A range alerts outside of it: "64" above 64, "16:" below 16, "~:-3" above -3. */

static void write_upper_limit(FILE *out, int limit)
{
	fprintf(out, limit < 0 ? ";~:%d" : ";%d", limit);
}

static void write_temperature(FILE *out, const char *label,
			      const struct ndctl_ocxl_smart_attribute *attribute)
{
	int threshold = (int)attribute->threshold;

	fprintf(out, " %s_temperature=%" PRIu64, label, attribute->raw);
	/* no threshold is set, or the card does not fail by it */
	if (!threshold || !ndctl_ocxl_smart_is_plausible(attribute->id, attribute->threshold))
		return;
	write_upper_limit(out, threshold - NDCTL_OCXL_TEMPERATURE_MARGIN - 1);
	write_upper_limit(out, threshold - 1);
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
		if (attributes[i].id == id && ndctl_ocxl_smart_is_plausible(id, attributes[i].raw))
			return &attributes[i];
	}
	return NULL;
}

static void write_smart(FILE *out, const char *label, const struct ocxl_smart_summary_record *smart)
{
	const struct ndctl_ocxl_smart_attribute *attribute;

	attribute = find_attribute(smart, TEMPERATURE);
	if (attribute)
		write_temperature(out, label, attribute);
	attribute = find_attribute(smart, LIFE_REMAINING);
	if (attribute)
		write_life(out, label, attribute);
}

static void write_stats(FILE *out, const char *label, const struct ocxl_stats_record *stats)
{
	unsigned int percentage = stats->counters.critical_resource_utilization_percentage;

	if (percentage <= NDCTL_OCXL_PERCENTAGE_MAX)
		fprintf(out, " %s_critical_resources=%u%%;%u;;0;%u", label, percentage,
			NDCTL_OCXL_RESOURCES_LIMIT - 1, NDCTL_OCXL_PERCENTAGE_MAX);
}

/* " 1234567890_temperature=45;64;69" for each value; percentages above 100 are omitted */
static void write_data(FILE *out, const char *label, const struct ocxl_element *element)
{
	const void *smart = ocxl_element_find(element, &ocxl_smart_summary_record);
	const void *stats = ocxl_element_find(element, &ocxl_stats_record);

	if (smart)
		write_smart(out, label, smart);
	if (stats)
		write_stats(out, label, stats);
}

static void write_texts(struct ocxl_nagios_card *card, const struct ocxl_element *element)
{
	const struct ocxl_check_record *check = ocxl_element_find(element, &ocxl_check_record);

	if (check)
		write_verdict(card, element, check);
	else
		write_unexamined(card, element);
}

void ocxl_nagios_card_init(struct ocxl_nagios_card *card, struct ocxl_render *render,
			   const struct ocxl_element *element, const char *label)
{
	struct ocxl_text_buffer *buffers[] = { &card->summary, &card->details, &card->data };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(buffers); i++)
		ocxl_text_buffer_open(buffers[i], render);
	if (render->rc)
		return;
	errno = 0;
	write_texts(card, element);
	write_data(card->data.out, label, element);
	/* when no memory is left for a stream, only errno shows it */
	if (errno == ENOMEM)
		ocxl_render_fail(render, -ENOMEM);
	for (i = 0; i < ARRAY_SIZE(buffers); i++)
		ocxl_text_buffer_complete(buffers[i], render);
}

void ocxl_nagios_card_release(struct ocxl_nagios_card *card)
{
	ocxl_text_buffer_free(&card->summary);
	ocxl_text_buffer_free(&card->details);
	ocxl_text_buffer_free(&card->data);
}
