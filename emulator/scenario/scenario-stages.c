// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenarios of the command line, and their stages.
 */
#include <stdlib.h>
#include "base/safe-print.h"
#include "scenario/scenario-apply.h"
#include "scenario/scenario-stages.h"
#include "scenario/scenario-text.h"

/* Only read once the control socket is served, so no lock. */
static struct ocxl_scenario *scenarios;
static unsigned int scenario_count;

bool ocxl_scenario_stage_name(const char *line, size_t size, const char **name, size_t *name_size)
{
	return ocxl_scenario_line_value(line, size, "stage", name, name_size);
}

int ocxl_scenario_stages_read(const struct ocxl_options *options)
{
	int rc = 0;

	scenarios = calloc(options->scenario_count + 1, sizeof(*scenarios));
	if (!scenarios) {
		fputs("ocxl-emulator: out of memory\n", stderr);
		return -ENOMEM;
	}
	while (scenario_count < options->scenario_count && !rc) {
		rc = ocxl_scenario_load(&scenarios[scenario_count],
					options->scenarios[scenario_count]);
		scenario_count++;
	}
	return rc;
}

unsigned int ocxl_scenario_stages_card_count(const char **path)
{
	unsigned int count = 1;
	unsigned int i;

	*path = NULL;
	for (i = 0; i < scenario_count; i++) {
		if (scenarios[i].card_count <= count)
			continue;
		count = scenarios[i].card_count;
		*path = scenarios[i].path;
	}
	return count;
}

/* Check all parts of a file, so that no stage fails later. */
static int check_and_apply(struct ocxl_emulated_cards *cards, const struct ocxl_scenario *scenario)
{
	const struct ocxl_scenario_part *part = scenario->parts;
	struct ocxl_scenario_error error;
	unsigned int i;
	int rc = 0;

	for (i = 0; i < scenario->part_count && !rc; i++) {
		part = &scenario->parts[i];
		rc = ocxl_scenario_check(cards, part->text, part->size, &error);
	}
	if (!rc) {
		part = &scenario->parts[0];
		rc = ocxl_scenario_apply(cards, part->text, part->size, &error);
	}
	if (rc)
		ocxl_print_error("%s:%u: %s", scenario->path, part->first_line + error.line,
				 error.why);
	return rc;
}

int ocxl_scenario_stages_start(struct ocxl_emulated_cards *cards)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < scenario_count && !rc; i++)
		rc = check_and_apply(cards, &scenarios[i]);
	return rc;
}

static bool has_name(const struct ocxl_scenario_part *part, const char *name, size_t size)
{
	return part->name && part->name_size == size && !memcmp(part->name, name, size);
}

/* Several files may have a stage of the same name. */
static bool is_first_of_name(const struct ocxl_scenario_part *part)
{
	unsigned int file;
	unsigned int i;

	for (file = 0; file < scenario_count; file++) {
		for (i = 0; i < scenarios[file].part_count; i++) {
			if (has_name(&scenarios[file].parts[i], part->name, part->name_size))
				return &scenarios[file].parts[i] == part;
		}
	}
	return true;
}

static size_t list_stages_of_file(const struct ocxl_scenario *scenario, char *why, size_t why_size)
{
	const struct ocxl_scenario_part *part;
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < scenario->part_count; i++) {
		part = &scenario->parts[i];
		if (part->name && is_first_of_name(part))
			used += (size_t)scnprintf(why + used, why_size - used, " %.*s",
						  (int)part->name_size, part->name);
	}
	return used;
}

static void list_stages(char *why, size_t why_size)
{
	size_t used = (size_t)scnprintf(why, why_size, "there is no such stage; there are:");
	size_t before = used;
	unsigned int i;

	for (i = 0; i < scenario_count; i++)
		used += list_stages_of_file(&scenarios[i], why + used, why_size - used);
	if (used == before)
		snprintf(why, why_size, "the scenario has no stages");
}

/* Return: 0; -ENOENT if the file has no such stage; or -errno of ocxl_scenario_apply() */
static int enter_stage_of_file(struct ocxl_emulated_cards *cards,
			       const struct ocxl_scenario *scenario, const char *name, size_t size,
			       char *why, size_t why_size)
{
	const struct ocxl_scenario_part *part;
	struct ocxl_scenario_error error;
	int result = -ENOENT;
	unsigned int i;

	for (i = 0; i < scenario->part_count; i++) {
		part = &scenario->parts[i];
		if (!has_name(part, name, size))
			continue;
		result = ocxl_scenario_apply(cards, part->text, part->size, &error);
		if (!result)
			continue;
		snprintf(why, why_size, "%s:%u: %s", scenario->path, part->first_line + error.line,
			 error.why);
		break;
	}
	return result;
}

int ocxl_scenario_stage_enter(struct ocxl_emulated_cards *cards, const char *name, size_t size,
			      char *why, size_t why_size)
{
	bool found = false;
	unsigned int i;
	int rc = 0;

	for (i = 0; i < scenario_count && !rc; i++) {
		rc = enter_stage_of_file(cards, &scenarios[i], name, size, why, why_size);
		if (rc == -ENOENT)
			rc = 0;
		else
			found = true;
	}
	if (found)
		return rc;
	list_stages(why, why_size);
	return -ENOENT;
}
