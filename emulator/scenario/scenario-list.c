// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of scenarios: ocxl-emulator --list-scenarios.
 */
#include "base/options.h"
#include "scenario/scenario-files.h"
#include "scenario/scenario-list.h"
#include "scenario/scenario-text.h"

/* bytes of a column NAME without scenarios */
#define NAME_WIDTH_MIN 4

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

	(void)path;
	listing->name_width = max_t(int, listing->name_width, (int)strlen(name));
}

/* The text of a file of another user must not control the terminal. */
static void print_text(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		putchar((unsigned char)text[i] < ' ' || text[i] == 0x7F ? '?' : text[i]);
}

static void print_stages(const struct ocxl_scenario *scenario, int name_width)
{
	unsigned int i;

	for (i = 1; i < scenario->part_count; i++) {
		if (i == 1)
			printf("%*s  stages: ", name_width + 7, "");
		else
			printf(", ");
		print_text(scenario->parts[i].name, scenario->parts[i].name_size);
	}
	if (scenario->part_count > 1)
		putchar('\n');
}

static void print_scenario(const char *name, const char *path, void *context)
{
	struct listing *listing = context;
	struct ocxl_scenario scenario;

	if (ocxl_scenario_load(&scenario, path)) {
		listing->status = OCXL_EXIT_INPUT;
	} else {
		printf("%-*s  %5u", listing->name_width, name, scenario.card_count);
		if (scenario.summary_size > 0)
			printf("  ");
		print_text(scenario.summary, scenario.summary_size);
		putchar('\n');
		print_stages(&scenario, listing->name_width);
	}
	ocxl_scenario_free(&scenario);
}

int ocxl_scenario_list_print(void)
{
	struct listing listing = { .name_width = NAME_WIDTH_MIN };

	ocxl_scenario_files_for_each(measure_name, &listing);
	printf("%-*s  CARDS  SUMMARY\n", listing.name_width, "NAME");
	ocxl_scenario_files_for_each(print_scenario, &listing);
	if (!ferror(stdout) && fflush(stdout) == 0)
		return listing.status;
	fprintf(stderr, "ocxl-emulator: cannot write the list: %s\n", strerror(errno));
	return OCXL_EXIT_FAILED;
}
