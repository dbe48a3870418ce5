// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a scenario file: its summary, its number of cards, and its stages; the list of all
 * files.
 */
#include <stdlib.h>
#include "base/emulator-options.h"
#include "base/safe-print.h"
#include "card/scenario.h"
#include "scenario/scenario-files.h"
#include "scenario/scenario-text.h"

/* columns of the help text */
#define HELP_WIDTH     80
/* more than all keywords together */
#define KEYWORDS_SIZE  1024
/* bytes of a column NAME without scenarios */
#define NAME_WIDTH_MIN 4

static bool is_valid_name(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name[i]) || !name[i])
			return false;
	}
	return size > 0;
}

static struct ocxl_scenario_part *add_part(struct ocxl_scenario *scenario,
					   const struct ocxl_scenario_part *part)
{
	struct ocxl_scenario_part *grown =
		realloc(scenario->parts, (scenario->part_count + 1) * sizeof(*grown));

	if (!grown)
		return NULL;
	scenario->parts = grown;
	grown[scenario->part_count] = *part;
	return &grown[scenario->part_count++];
}

static int split_into_parts(struct ocxl_scenario *scenario, struct ocxl_scenario_error *error)
{
	struct ocxl_scenario_part next = { .text = scenario->text };
	struct ocxl_scenario_part *part = add_part(scenario, &next);
	const char *text = scenario->text;
	size_t size = scenario->size;
	size_t length;
	size_t at;

	error->line = 0;
	for (at = 0; at < size && part; at += length + 1) {
		length = ocxl_scenario_line_size(text + at, size - at);
		error->line++;
		if (!ocxl_scenario_line_value(text + at, length, "stage", &next.name,
					      &next.name_size)) {
			part->size += min_t(size_t, length + 1, size - at);
			continue;
		}
		if (!is_valid_name(next.name, next.name_size)) {
			snprintf(error->why, sizeof(error->why),
				 "stage: the name must be of small letters, digits and '-'");
			return -EINVAL;
		}
		next.text = text + min_t(size_t, at + length + 1, size);
		next.first_line = error->line;
		part = add_part(scenario, &next);
	}
	snprintf(error->why, sizeof(error->why), "out of memory");
	return part ? 0 : -ENOMEM;
}

/* Take a line "cards N" out of the text. Return: 0, also for another line, or -EINVAL */
static int read_card_count(struct ocxl_scenario *scenario, char *line, size_t size,
			   struct ocxl_scenario_error *error)
{
	const char *value;
	size_t value_size;
	int count;

	if (!ocxl_scenario_line_value(line, size, "cards", &value, &value_size))
		return 0;
	count = ocxl_scenario_line_number(value, value_size);
	if (count < 1 || count > OCXL_CARDS_MAX) {
		snprintf(error->why, sizeof(error->why),
			 "cards '%.*s': must be a number from 1 to %u",
			 (int)min_t(size_t, value_size, 40), value, OCXL_CARDS_MAX);
		return -EINVAL;
	}
	scenario->card_count = max_t(unsigned int, scenario->card_count, (unsigned int)count);
	memset(line, ' ', size);
	return 0;
}

static int read_card_counts(struct ocxl_scenario *scenario, struct ocxl_scenario_error *error)
{
	size_t size = scenario->parts[0].size;
	size_t length;
	size_t at;
	int rc = 0;

	error->line = 0;
	for (at = 0; at < size && !rc; at += length + 1) {
		length = ocxl_scenario_line_size(scenario->text + at, size - at);
		error->line++;
		rc = read_card_count(scenario, scenario->text + at, length, error);
	}
	return rc;
}

/* Return: bytes of the text of a comment; 0 without a comment, for an empty one, for the licence */
static size_t comment_text(const char *line, size_t size, const char **text)
{
	static const char licence[] = "SPDX-License-Identifier:";
	size_t at = 0;

	while (at < size && strchr("# \t", line[at]) && line[at])
		at++;
	while (size > at && strchr(" \t\r", line[size - 1]) && line[size - 1])
		size--;
	*text = line + at;
	if (size - at >= sizeof(licence) - 1 && !memcmp(*text, licence, sizeof(licence) - 1))
		return 0;
	return size - at;
}

/* Comments stand above all other lines: the first line of another kind ends the search. */
static void find_summary(struct ocxl_scenario *scenario)
{
	size_t length;
	size_t at;

	for (at = 0; at < scenario->size && !scenario->summary_size; at += length + 1) {
		length = ocxl_scenario_line_size(scenario->text + at, scenario->size - at);
		if (length > 0 && scenario->text[at] != '#')
			return;
		scenario->summary_size =
			comment_text(scenario->text + at, length, &scenario->summary);
	}
}

int ocxl_scenario_load(struct ocxl_scenario *scenario, const char *path)
{
	struct ocxl_scenario_error error;
	int rc;

	*scenario = (struct ocxl_scenario) { .path = path, .card_count = 1 };
	rc = ocxl_scenario_file_read(path, &scenario->text, &scenario->size);
	if (rc)
		return rc;
	find_summary(scenario);
	rc = split_into_parts(scenario, &error);
	if (!rc)
		rc = read_card_counts(scenario, &error);
	if (rc)
		ocxl_print_error("%s:%u: %s", path, error.line, error.why);
	return rc;
}

static void free_scenario(struct ocxl_scenario *scenario)
{
	free(scenario->parts);
	free(scenario->text);
}

/* ---- --list-scenarios ---- */

/**
 * struct listing - the table
 * @name_width: bytes of the longest name
 * @status: the status to exit with
 */
struct listing {
	int name_width;
	int status;
};

static void measure_name(const char *name, const char *path, void *context)
{
	struct listing *listing = context;
	int width = 0;

	(void)path;
	for (; *name; name++)
		width += *name >= ' ' && *name <= '~' ? 1 : 4;
	listing->name_width = max_t(int, listing->name_width, width);
}

static void print_stages(const struct ocxl_scenario *scenario, int name_width)
{
	unsigned int i;

	for (i = 1; i < scenario->part_count; i++) {
		if (i == 1)
			printf("%*s  stages: ", name_width + 7, "");
		else
			printf(", ");
		ocxl_print_safely(stdout, scenario->parts[i].name, scenario->parts[i].name_size);
	}
	if (scenario->part_count > 1)
		putchar('\n');
}

static void print_scenario(const char *name, const char *path, void *context)
{
	struct listing *listing = context;
	struct ocxl_scenario scenario;
	int width;

	if (ocxl_scenario_load(&scenario, path)) {
		listing->status = OCXL_EXIT_INPUT;
	} else {
		width = ocxl_print_safely(stdout, name, strlen(name));
		printf("%*s  %5u", listing->name_width - width, "", scenario.card_count);
		if (scenario.summary_size > 0)
			printf("  ");
		ocxl_print_safely(stdout, scenario.summary, scenario.summary_size);
		putchar('\n');
		print_stages(&scenario, listing->name_width);
	}
	free_scenario(&scenario);
}

int ocxl_scenario_list_print(void)
{
	struct listing listing = { .name_width = NAME_WIDTH_MIN };

	ocxl_scenario_files_for_each(measure_name, &listing);
	printf("%-*s  CARDS  SUMMARY\n", listing.name_width, "NAME");
	ocxl_scenario_files_for_each(print_scenario, &listing);
	if (!ferror(stdout) && fflush(stdout) == 0)
		return listing.status;
	ocxl_print_error("cannot write the list: %s", strerror(errno));
	return OCXL_EXIT_FAILED;
}

void ocxl_scenario_keywords_print(void)
{
	char keywords[KEYWORDS_SIZE];
	const char *word;
	size_t column = HELP_WIDTH;

	printf("\nA line about a card begins with one of these words (see ocxl-emulator(1)):");
	ocxlpmem_card_list_keywords(keywords, sizeof(keywords));
	for (word = strtok(keywords, " "); word; word = strtok(NULL, " ")) {
		if (column + 1 + strlen(word) > HELP_WIDTH)
			column = (size_t)printf("\n  %s", word) - 1;
		else
			column += (size_t)printf(" %s", word);
	}
	putchar('\n');
}
