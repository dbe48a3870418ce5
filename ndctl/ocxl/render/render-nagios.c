// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output of a monitoring plug-in: one line with the verdict, the worst DIMMs and performance data,
 * then details, and in the last line the rest of the performance data. Monitoring programs cut what
 * is too long, also in the middle of a value. So the parts of each DIMM are collected, the worst
 * DIMMs are written first, and the output says what it leaves out.
 */
#include <ccan/minmax/minmax.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ocxl/base/names.h"
#include "ocxl/records/records.h"
#include "ocxl/render/nagios-card.h"
#include "ocxl/render/render.h"

/* NRPE passes 1,024 bytes on, and Nagios 8,192 */
#define FIRST_LINE_MAX 1000
#define OUTPUT_MAX     8000
/* kept for the counts at the end of the first line, and for the lines that say what is missing */
#define COUNTS_SIZE    100
#define NOTES_SIZE     200
/* of the output: performance data that details of sick cards leave space for */
#define DATA_SIZE      3000

struct card {
	struct ocxl_nagios_card texts;
	uint64_t serial; /* 0: none */
	size_t number; /* in the order of the document */
};

struct nagios {
	struct ocxl_render render;
	struct card *cards;
	size_t count;
	unsigned int examined; /* DIMMs with a verdict */
	unsigned int well; /* DIMMs with the verdict "ok" */
	unsigned int listed; /* DIMMs without a verdict that have a summary */
	char text[OUTPUT_MAX + 1]; /* the output, terminated */
	size_t used; /* bytes of it */
};

static struct nagios *to_nagios(struct ocxl_render *render)
{
	return (struct nagios *)render;
}

/*
 * The name of a DIMM may be that of another card after the next start of the host, a serial number
 * is not. Of several cards with the same one, the first has it.
 */
static bool has_own_serial(const struct nagios *nagios, const struct ocxl_element *element)
{
	size_t i;

	for (i = 0; i < nagios->count; i++) {
		if (nagios->cards[i].serial == element->serial)
			return false;
	}
	return element->has_serial;
}

static void end_dimm_nagios(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct nagios *nagios = to_nagios(render);
	struct card card = { .serial = element->serial, .number = nagios->count };
	char serial[sizeof("18446744073709551615")];
	struct card *grown;

	snprintf(serial, sizeof(serial), "%" PRIu64, element->serial);
	ocxl_nagios_card_init(&card.texts, render, element,
			      has_own_serial(nagios, element) ? serial : element->dev);
	grown = render->rc ? NULL : reallocarray(nagios->cards, nagios->count + 1, sizeof(*grown));
	if (!grown) {
		ocxl_render_fail(render, -ENOMEM);
		ocxl_nagios_card_release(&card.texts);
		return;
	}
	nagios->cards = grown;
	grown[nagios->count++] = card;
	nagios->examined += card.texts.examined;
	nagios->well += card.texts.well;
	nagios->listed += !card.texts.examined && card.texts.summary.size;
}

static int compare_cards(const void *a, const void *b)
{
	const struct card *left = a, *right = b;

	if (left->texts.rank != right->texts.rank)
		return left->texts.rank < right->texts.rank ? -1 : 1;
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

static void put_counts(struct nagios *nagios, size_t left_out)
{
	unsigned int unexamined = nagios->render.document->unexamined;

	if (left_out)
		put_format(nagios, "%zu more not ok; ", left_out);
	if (unexamined > nagios->listed)
		put_format(nagios, "%u without a verdict; ", unexamined - nagios->listed);
	if (nagios->examined + unexamined)
		put_format(nagios, "%u of %u ok", nagios->well, nagios->examined + unexamined);
	else
		put_format(nagios, "no DIMM with a verdict");
}

static void put_summaries(struct nagios *nagios)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	size_t i, left_out = 0;

	put_format(nagios, "OCXL %s - ",
		   words[ocxl_nagios_status(nagios->render.document->verdict)]);
	for (i = 0; i < nagios->count; i++) {
		const struct ocxl_text_buffer *summary = &nagios->cards[i].texts.summary;

		if (left_out ||
		    !put_text(nagios, summary->text, summary->size, FIRST_LINE_MAX - COUNTS_SIZE))
			left_out += summary->size != 0;
	}
	put_counts(nagios, left_out);
}

/* performance data, also at the end of a line of details; the index of the first DIMM left out */
static size_t put_data(struct nagios *nagios, size_t from, size_t limit)
{
	const char *separator = " |";

	for (; from < nagios->count; from++) {
		const struct ocxl_text_buffer *data = &nagios->cards[from].texts.data;

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
		const char *line = nagios->cards[i].texts.details.text;

		while (*line) {
			size_t size = strcspn(line, "\n") + 1;

			if (left_out || !put_text(nagios, line, size, limit))
				left_out++;
			line += size;
		}
	}
	return left_out;
}

/* the space for performance data below: more than a part, if the details of sick cards leave it */
static size_t reserve_data(const struct nagios *nagios, size_t from)
{
	size_t space = OUTPUT_MAX - NOTES_SIZE - nagios->used, data = 0, i;

	for (i = 0; i < nagios->count; i++) {
		const struct ocxl_nagios_card *texts = &nagios->cards[i].texts;

		if (i >= from)
			data += texts->data.size;
		if (texts->rank != OCXL_NAGIOS_OTHER)
			space -= min(space, texts->details.size);
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

static size_t count_data(const struct nagios *nagios, size_t from)
{
	size_t count = 0;

	for (; from < nagios->count; from++)
		count += nagios->cards[from].texts.data.size != 0;
	return count;
}

/* the rest of the performance data follows the last line, and the note on it stands before that */
static void put_rest(struct nagios *nagios, size_t from)
{
	const size_t before = nagios->used, limit = OUTPUT_MAX - NOTES_SIZE / 2;
	size_t left_out;

	nagios->used--;
	left_out = count_data(nagios, put_data(nagios, from, limit));
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
	struct nagios *nagios = to_nagios(render);
	size_t next, reserved, left_out, before;

	(void)exit_status;
	if (nagios->count)
		qsort(nagios->cards, nagios->count, sizeof(*nagios->cards), compare_cards);
	put_summaries(nagios);
	next = put_data(nagios, 0, FIRST_LINE_MAX - 1);
	put_format(nagios, "\n");
	before = nagios->used;
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
	struct nagios *nagios = to_nagios(render);

	while (nagios->count)
		ocxl_nagios_card_release(&nagios->cards[--nagios->count].texts);
	free(nagios->cards);
}

const struct ocxl_render_ops ocxl_render_nagios_ops = {
	.size = sizeof(struct nagios),
	.end_dimm = end_dimm_nagios,
	.finish = finish_nagios,
	.close = close_nagios,
};
