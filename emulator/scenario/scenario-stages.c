// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenarios of the command line, and their stages.
 */
#include <stdlib.h>
#include "scenario/scenario-apply.h"
#include "scenario/scenario-files.h"
#include "scenario/scenario-stages.h"

/**
 * struct stage - a part of a file
 * @path: the file
 * @name: NAME of the line "stage NAME", not terminated; NULL for the part above the first one
 * @name_size: bytes of @name
 * @text: the lines of the part
 * @size: bytes of @text
 * @first_line: lines of the file above @text
 *
 * Stages point into the text of their file, which stays in memory.
 */
struct stage {
	const char *path;
	const char *name;
	size_t name_size;
	const char *text;
	size_t size;
	unsigned int first_line;
};

/* Only read once the control socket is served, so no lock. */
static struct stage *stages;
static unsigned int stage_count;

bool ocxl_scenario_stage_name(const char *line, size_t size, const char **name, size_t *name_size)
{
	return ocxl_scenario_line_value(line, size, "stage", name, name_size);
}

static bool is_valid_name(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name[i]) || !name[i])
			return false;
	}
	return size > 0;
}

static struct stage *add_stage(const struct stage *stage)
{
	struct stage *grown = realloc(stages, (stage_count + 1) * sizeof(*stages));

	if (!grown)
		return NULL;
	stages = grown;
	stages[stage_count] = *stage;
	return &stages[stage_count++];
}

/* Add the parts of a file to the stages. */
static int split_file(const char *path, const char *text, size_t size,
		      struct ocxl_scenario_error *error)
{
	struct stage next = { .path = path, .text = text };
	struct stage *part = add_stage(&next);
	size_t length;
	size_t at;

	error->line = 0;
	for (at = 0; at < size && part; at += length + 1) {
		length = ocxl_scenario_line_size(text + at, size - at);
		error->line++;
		if (!ocxl_scenario_stage_name(text + at, length, &next.name, &next.name_size)) {
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
		part = add_stage(&next);
	}
	snprintf(error->why, sizeof(error->why), "out of memory");
	return part ? 0 : -ENOMEM;
}

/* Check all parts of a file, whose first one is @first, so that no stage fails later. */
static int check_and_apply(struct ocxl_emulated_cards *cards, unsigned int first,
			   struct ocxl_scenario_error *error)
{
	const struct stage *part = &stages[first];
	unsigned int i;
	int rc = 0;

	for (i = first; i < stage_count && !rc; i++) {
		part = &stages[i];
		rc = ocxl_scenario_check(cards, part->text, part->size, error);
	}
	if (!rc) {
		part = &stages[first];
		rc = ocxl_scenario_apply(cards, part->text, part->size, error);
	}
	error->line += part->first_line;
	return rc;
}

static bool has_name(const struct stage *stage, const char *name, size_t size)
{
	return stage->name && stage->name_size == size && !memcmp(stage->name, name, size);
}

/* Several files may have a stage of the same name. */
static bool is_first_of_name(unsigned int index)
{
	const struct stage *stage = &stages[index];
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (has_name(&stages[i], stage->name, stage->name_size))
			return false;
	}
	return true;
}

static void list_stages(char *why, size_t why_size)
{
	size_t used = (size_t)scnprintf(why, why_size, "there is no such stage; there are:");
	size_t before = used;
	unsigned int i;

	for (i = 0; i < stage_count; i++) {
		if (stages[i].name && is_first_of_name(i))
			used += (size_t)scnprintf(why + used, why_size - used, " %.*s",
						  (int)stages[i].name_size, stages[i].name);
	}
	if (used == before)
		snprintf(why, why_size, "the scenario has no stages");
}

int ocxl_scenario_stage_enter(struct ocxl_emulated_cards *cards, const char *name, size_t size,
			      char *why, size_t why_size)
{
	struct ocxl_scenario_error error;
	unsigned int i;
	bool found = false;
	int rc = 0;

	for (i = 0; i < stage_count && !rc; i++) {
		const struct stage *stage = &stages[i];

		if (!has_name(stage, name, size))
			continue;
		found = true;
		rc = ocxl_scenario_apply(cards, stage->text, stage->size, &error);
		if (rc)
			snprintf(why, why_size, "%s:%u: %s", stage->path,
				 stage->first_line + error.line, error.why);
	}
	if (found)
		return rc;
	list_stages(why, why_size);
	return -ENOENT;
}

static int load_file(struct ocxl_emulated_cards *cards, const char *path)
{
	struct ocxl_scenario_error error;
	unsigned int first = stage_count;
	size_t size;
	char *text;
	int rc = ocxl_scenario_file_read(path, &text, &size);

	if (rc) {
		free(text);
		return rc;
	}
	rc = split_file(path, text, size, &error);
	if (!rc)
		rc = check_and_apply(cards, first, &error);
	if (rc)
		fprintf(stderr, "ocxl-emulator: %s:%u: %s\n", path, error.line, error.why);
	return rc;
}

int ocxl_scenario_stages_load(struct ocxl_emulated_cards *cards, const struct ocxl_options *options)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < options->scenario_count && !rc; i++)
		rc = load_file(cards, options->scenarios[i]);
	return rc;
}
