// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output of a monitoring plug-in: one line with the verdict, the worst DIMMs and performance data,
 * then details, and in the last line the rest of the performance data. Monitoring programs cut what
 * is too long, also in the middle of a value. So the parts of each DIMM are collected, the worst
 * DIMMs are written first, and the output says what it leaves out.
 */
#include <ccan/array_size/array_size.h>
#include <ccan/minmax/minmax.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/names.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "ocxl/render/nagios-data.h"
#include "ocxl/render/render.h"

/* the summary has at most this many conditions of a DIMM */
#define NAMED_MAX 3

/* NRPE passes 1,024 bytes on, and Nagios 8,192 */
#define FIRST_LINE_MAX 1000
#define OUTPUT_MAX     8000
/* kept for the counts at the end of the first line, and for the lines that say what is missing */
#define COUNTS_SIZE    100
#define NOTES_SIZE     200
/* of the output: performance data that details of sick cards leave space for */
#define DATA_SIZE      3000

/* what the output says about a DIMM */
struct card {
	unsigned int severity; /* ocxl_severity_number(): greater ones come first */
	size_t number; /* in the order of the document */
	bool examined; /* it has a verdict */
	bool ok; /* the verdict "ok" */
	unsigned int not_checked; /* number of conditions */
	/* for the first line, ended by "; "; empty if it is ok */
	struct ocxl_text_buffer summary;
	struct ocxl_text_buffer details; /* lines */
	/*
	 * performance data, a space before each value: the labels begin with the name of the card
	 */
	struct ocxl_text_buffer data;
};

struct nagios {
	struct ocxl_render render;
	struct card *cards;
	size_t count;
	unsigned int examined; /* DIMMs with a verdict */
	unsigned int ok; /* DIMMs with the verdict "ok" */
	unsigned int not_checked; /* conditions of all DIMMs */
	unsigned int listed; /* DIMMs without a verdict that have a summary */
	char text[OUTPUT_MAX + 1]; /* the output, terminated */
	size_t used; /* bytes of it */
};

static void write_text(FILE *out, const char *text)
{
	char safe[OCXL_TEXT_PLAIN_SIZE(OCXL_CONDITION_MESSAGE_SIZE)];
	size_t size = text ? strlen(text) : 0;

	ocxl_text_escape_plugin(safe, text,
				size < OCXL_CONDITION_MESSAGE_SIZE ? size
								   : OCXL_CONDITION_MESSAGE_SIZE);
	fputs(safe, out);
}

/* in a sentence; @unit: as in JSON */
static const char *unit_words(const char *unit)
{
	if (!unit)
		return "";
	return strcmp(unit, "Cel") ? " %" : " degrees Celsius";
}

/* "temperature 77 degrees Celsius, threshold 70" */
static void write_condition(FILE *out, const struct ocxl_condition_record *condition)
{
	write_text(out, condition->name);
	if (condition->present & 1ULL << OCXL_CONDITION_HAS_ATTRIBUTE && !condition->unit)
		fprintf(out, " 0x%02X", condition->attribute);
	if (condition->present & 1ULL << OCXL_CONDITION_HAS_VALUE)
		fprintf(out, " %" PRIu64 "%s", condition->value, unit_words(condition->unit));
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
		fprintf(out, "%s: %s: ", conditions[i].severity, conditions[i].name);
		write_text(out, conditions[i].message);
		fputc('\n', out);
		if (!conditions[i].action)
			continue;
		write_name(out, element);
		fputs("action: ", out);
		write_text(out, conditions[i].action);
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
	size_t i, others;

	for (i = 0; i < check->conditions.count && i < NAMED_MAX; i++) {
		if (strcmp(conditions[i].severity, check->verdict) != 0)
			break;
		fputs(i ? ", " : "", out);
		write_condition(out, &conditions[i]);
	}
	others = check->conditions.count - i;
	if (others)
		fprintf(out, " and %zu other condition%s", others, others == 1 ? "" : "s");
}

static void write_verdict(struct card *card, const struct ocxl_element *element,
			  const struct ocxl_check_record *check)
{
	FILE *out = card->summary.out;

	card->examined = true;
	card->severity = ocxl_severity_number(check->verdict);
	card->not_checked = (unsigned int)__builtin_popcountll(check->not_checked);
	write_details(card->details.out, element, check);
	if (!check->conditions.count) {
		card->ok = true;
		return;
	}
	write_name(out, element);
	write_worst(out, check);
	fputs("; ", out);
}

static void write_unexamined(struct card *card, const struct ocxl_element *element)
{
	FILE *details = card->details.out;

	write_name(details, element);
	fputs(element->status, details);
	if (element->failure.name) {
		fputs(": ", details);
		write_text(details, element->failure.message);
	}
	fputc('\n', details);
	card->severity = 0;
	/* a window without a controller counts only if the command line names it */
	if (!strcmp(element->status, "unsupported"))
		return;
	card->severity = ocxl_severity_number("unknown");
	write_name(card->summary.out, element);
	fprintf(card->summary.out, "%s; ", element->status);
}

/* ---- the texts of a card ---- */

/* @card: all zero; release with release_card() */
static void describe_card(struct card *card, const struct ocxl_element *element)
{
	struct ocxl_text_buffer *buffers[] = { &card->summary, &card->details, &card->data };
	const struct ocxl_check_record *check = ocxl_element_find(element, &ocxl_check_record);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(buffers); i++)
		ocxl_text_buffer_open(buffers[i]);
	errno = 0;
	if (check)
		write_verdict(card, element, check);
	else
		write_unexamined(card, element);
	ocxl_nagios_write_data(card->data.out, element->card ? element->card : element->dev,
			       element);
	ocxl_check_memory();
	for (i = 0; i < ARRAY_SIZE(buffers); i++)
		ocxl_text_buffer_complete(buffers[i]);
}

static void release_card(struct card *card)
{
	ocxl_text_buffer_free(&card->summary);
	ocxl_text_buffer_free(&card->details);
	ocxl_text_buffer_free(&card->data);
}

/* ---- the document ---- */

static void end_dimm_nagios(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct nagios *nagios = (struct nagios *)render;
	struct card card = { .number = nagios->count };
	size_t size = (nagios->count + 1) * sizeof(*nagios->cards);

	describe_card(&card, element);
	nagios->cards = xrealloc(nagios->cards, size);
	nagios->cards[nagios->count++] = card;
	nagios->examined += card.examined;
	nagios->ok += card.ok;
	nagios->not_checked += card.not_checked;
	nagios->listed += !card.examined && card.summary.size;
}

static int compare_cards(const void *a, const void *b)
{
	const struct card *left = a, *right = b;

	if (left->severity != right->severity)
		return left->severity > right->severity ? -1 : 1;
	return left->number < right->number ? -1 : 1;
}

/* a text that would make the output longer than @limit is left out */
static bool put_text(struct nagios *nagios, const char *text, size_t size, size_t limit)
{
	if (nagios->used + size > limit)
		return false;
	memcpy(nagios->text + nagios->used, text, size);
	nagios->used += size;
	nagios->text[nagios->used] = '\0';
	return true;
}

/* for texts with a space of their own */
static void put_format(struct nagios *nagios, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put_format(struct nagios *nagios, const char *format, ...)
{
	char text[OCXL_NAME_LIST_SIZE + 16];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	put_text(nagios, text, strlen(text), OUTPUT_MAX);
}

/* it may have words of the command line; behind many sick DIMMs there is no space for it */
static void put_missing_reason(struct nagios *nagios, const char *reason, const char *separator)
{
	char safe[OCXL_TEXT_PLAIN_SIZE(OCXL_DOCUMENT_LINE_SIZE) + sizeof("; ")];

	ocxl_text_escape_plugin(safe, reason, strnlen(reason, OCXL_DOCUMENT_LINE_SIZE));
	strcat(safe, separator);
	put_text(nagios, safe, strlen(safe), FIRST_LINE_MAX - COUNTS_SIZE);
}

static void put_counts(struct nagios *nagios, size_t left_out)
{
	unsigned int unexamined = nagios->render.document->unexamined;

	if (left_out)
		put_format(nagios, "%zu more not ok; ", left_out);
	if (unexamined > nagios->listed)
		put_format(nagios, "%u without a verdict; ", unexamined - nagios->listed);
	if (nagios->examined + unexamined)
		put_format(nagios, "%u of %u ok", nagios->ok, nagios->examined + unexamined);
	else
		put_format(nagios, "no DIMM with a verdict");
	if (nagios->not_checked)
		put_format(nagios, ", %u condition%s not checked", nagios->not_checked,
			   nagios->not_checked == 1 ? "" : "s");
}

static void put_summaries(struct nagios *nagios)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	const char *reason = nagios->render.document->missing_reason;
	size_t i, left_out = 0;

	put_format(
		nagios, "OCXL %s - ",
		words[ocxl_nagios_status(ocxl_severity_number(nagios->render.document->verdict))]);
	for (i = 0; i < nagios->count; i++) {
		const struct ocxl_text_buffer *summary = &nagios->cards[i].summary;

		if (left_out ||
		    !put_text(nagios, summary->text, summary->size, FIRST_LINE_MAX - COUNTS_SIZE))
			left_out += summary->size != 0;
	}
	if (reason)
		put_missing_reason(nagios, reason, nagios->count ? "; " : "");
	if (nagios->count || !reason)
		put_counts(nagios, left_out);
}

/* performance data, also at the end of a line of details; the index of the first DIMM left out */
static size_t put_data(struct nagios *nagios, size_t from, size_t limit)
{
	const char *separator = " |";

	for (; from < nagios->count; from++) {
		const struct ocxl_text_buffer *data = &nagios->cards[from].data;

		if (!data->size)
			continue;
		if (nagios->used + strlen(separator) + data->size > limit)
			break;
		put_format(nagios, "%s", separator);
		put_text(nagios, data->text, data->size, limit);
		separator = "";
	}
	return from;
}

/* whole lines; the number of those left out */
static size_t put_details(struct nagios *nagios, size_t limit)
{
	size_t i, left_out = 0;

	for (i = 0; i < nagios->count; i++) {
		const char *line = nagios->cards[i].details.text;

		for (; *line; line = strchr(line, '\n') + 1) {
			if (left_out || !put_text(nagios, line, strcspn(line, "\n") + 1, limit))
				left_out++;
		}
	}
	return left_out;
}

/* the space for performance data below: more than a part, if the details of sick cards leave it */
static size_t reserve_data(const struct nagios *nagios, size_t from)
{
	size_t space = OUTPUT_MAX - NOTES_SIZE - nagios->used, data = 0, i;

	for (i = 0; i < nagios->count; i++) {
		const struct card *card = &nagios->cards[i];

		if (i >= from)
			data += card->data.size;
		if (card->severity)
			space -= min(space, card->details.size);
	}
	return min(data, space > DATA_SIZE ? space : DATA_SIZE);
}

static void put_ignored(struct nagios *nagios)
{
	char names[OCXL_NAME_LIST_SIZE];

	if (!nagios->render.document->ignored)
		return;
	ocxl_name_list(names, ocxl_condition_names, nagios->render.document->ignored);
	put_format(nagios, "ignored: %s\n", names);
}

static void put_absent(struct nagios *nagios)
{
	const struct ocxl_document *document = nagios->render.document;

	if (document->found < document->expected)
		put_format(nagios, "action: " OCXL_ABSENT_ACTION "\n");
}

/* the rest of the performance data follows the last line, and the note on it stands before that */
static void put_rest(struct nagios *nagios, size_t from)
{
	const size_t before = nagios->used, limit = OUTPUT_MAX - NOTES_SIZE / 2;
	size_t i, left_out = 0;

	nagios->used--;
	for (i = put_data(nagios, from, limit); i < nagios->count; i++)
		left_out += nagios->cards[i].data.size != 0;
	if (left_out) {
		nagios->used = before - 1;
		put_format(nagios, "\nwithout performance data of %zu more DIMM%s", left_out,
			   left_out == 1 ? "" : "s");
		put_data(nagios, from, limit + nagios->used - (before - 1));
	}
	put_format(nagios, "\n");
}

static void finish_nagios(struct ocxl_render *render, int exit_status)
{
	struct nagios *nagios = (struct nagios *)render;
	size_t next, reserved, left_out, before;

	if (nagios->count)
		qsort(nagios->cards, nagios->count, sizeof(*nagios->cards), compare_cards);
	put_summaries(nagios);
	next = put_data(nagios, 0, FIRST_LINE_MAX - 1);
	put_format(nagios, "\n");
	before = nagios->used;
	put_absent(nagios);
	put_ignored(nagios);
	reserved = reserve_data(nagios, next);
	left_out = put_details(nagios, OUTPUT_MAX - NOTES_SIZE - reserved);
	if (left_out)
		put_format(nagios, "%zu more line%s: run 'ndctl ocxl check -u'\n", left_out,
			   left_out == 1 ? "" : "s");
	/* the first line has performance data already */
	if (reserved && nagios->used == before)
		put_format(nagios, "performance data of more DIMMs\n");
	if (reserved)
		put_rest(nagios, next);
	ocxl_render_write(render, nagios->text);
}

static void close_nagios(struct ocxl_render *render)
{
	struct nagios *nagios = (struct nagios *)render;

	while (nagios->count)
		release_card(&nagios->cards[--nagios->count]);
	free(nagios->cards);
}

const struct ocxl_render_ops ocxl_render_nagios_ops = {
	.size = sizeof(struct nagios),
	.end_dimm = end_dimm_nagios,
	.finish = finish_nagios,
	.close = close_nagios,
};
