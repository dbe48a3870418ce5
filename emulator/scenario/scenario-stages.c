// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenario files and their stages, see scenario-stages.h.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "scenario/scenario-apply.h"
#include "scenario/scenario-stages.h"

#define LIBRARY "../share/ocxl-emulator/scenarios"

/**
 * struct stage - a part of a file; files stay in memory as long as the program runs
 * @path: the file
 * @name: behind "stage", not terminated; NULL in front of the first one
 * @name_size: bytes of @name
 * @text: the lines
 * @size: bytes of @text
 * @line: lines of the file before @text
 */
struct stage {
	const char *path;
	const char *name;
	size_t name_size;
	const char *text;
	size_t size;
	unsigned int line;
};

/* written before the control socket is served, only read from then on */
static struct stage *stages;
static unsigned int stage_count;

static size_t line_size(const char *text, size_t size)
{
	const char *end = memchr(text, '\n', size);

	return end ? (size_t)(end - text) : size;
}

bool ocxl_stage_parse(const char *line, size_t size, const char **name, size_t *name_size)
{
	return ocxl_scenario_word(line, size, "stage", name, name_size);
}

static bool is_name(const char *name, size_t size)
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

/* the parts of a file, from the number that stage_count has before on */
static int split(const char *path, const char *text, size_t size, unsigned int *line, char *why,
		 size_t why_size)
{
	struct stage next = { .path = path, .text = text };
	struct stage *part = add_stage(&next);
	size_t length;
	size_t at;

	*line = 0;
	for (at = 0; at < size && part; at += length + 1) {
		length = line_size(text + at, size - at);
		++*line;
		if (!ocxl_stage_parse(text + at, length, &next.name, &next.name_size)) {
			part->size += min_t(size_t, length + 1, size - at);
			continue;
		}
		if (!is_name(next.name, next.name_size)) {
			snprintf(why, why_size,
				 "stage: the name must be of small letters, digits and '-'");
			return -EINVAL;
		}
		next.text = text + min_t(size_t, at + length + 1, size);
		next.line = *line;
		part = add_stage(&next);
	}
	snprintf(why, why_size, "out of memory");
	return part ? 0 : -ENOMEM;
}

/* whatever is wrong in a stage is said now, not when it is entered */
static int take_parts(struct ocxl_cards *cards, unsigned int first, unsigned int *line, char *why,
		      size_t why_size)
{
	const struct stage *part = &stages[first];
	unsigned int i;
	int rc = 0;

	for (i = first; i < stage_count && !rc; i++) {
		part = &stages[i];
		rc = ocxl_scenario_check(cards, part->text, part->size, line, why, why_size);
	}
	if (!rc) {
		part = &stages[first];
		rc = ocxl_scenario_apply(cards, part->text, part->size, line, why, why_size);
	}
	*line += part->line;
	return rc;
}

static bool is_stage(const struct stage *stage, const char *name, size_t size)
{
	return stage->name && stage->name_size == size && !memcmp(stage->name, name, size);
}

static bool is_first(unsigned int index)
{
	const struct stage *stage = &stages[index];
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (is_stage(&stages[i], stage->name, stage->name_size))
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
		if (stages[i].name && is_first(i))
			used += (size_t)scnprintf(why + used, why_size - used, " %.*s",
						  (int)stages[i].name_size, stages[i].name);
	}
	if (used == before)
		snprintf(why, why_size, "the scenario has no stages");
}

int ocxl_stage_enter(struct ocxl_cards *cards, const char *name, size_t size, char *why,
		     size_t why_size)
{
	char message[256];
	unsigned int line;
	unsigned int i;
	bool found = false;
	int rc = 0;

	for (i = 0; i < stage_count && !rc; i++) {
		const struct stage *stage = &stages[i];

		if (!is_stage(stage, name, size))
			continue;
		found = true;
		rc = ocxl_scenario_apply(cards, stage->text, stage->size, &line, message,
					 sizeof(message));
		if (rc)
			snprintf(why, why_size, "%s:%u: %s", stage->path, stage->line + line,
				 message);
	}
	if (found)
		return rc;
	list_stages(why, why_size);
	return -ENOENT;
}

/* beside the program, wherever both were moved to */
static FILE *open_installed(const char *name)
{
	char path[PATH_MAX + 512];
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
	char *end;

	if (length < 0 || strchr(name, '/') || strlen(name) > NAME_MAX)
		return NULL;
	path[length] = '\0';
	end = strrchr(path, '/');
	if (!end)
		return NULL;
	snprintf(end, sizeof(path) - (size_t)(end - path), "/" LIBRARY "/%s.scenario", name);
	return fopen(path, "re");
}

/* a directory of that name is no scenario, and must not hide one */
static int open_file(const char *path, FILE **file)
{
	struct stat st;
	int rc = stat(path, &st) ? -errno : 0;

	*file = NULL;
	if (!rc && S_ISDIR(st.st_mode))
		rc = -EISDIR;
	if (rc == -ENOENT || rc == -EISDIR) {
		*file = open_installed(path);
		return *file ? 0 : rc;
	}
	if (!rc)
		*file = fopen(path, "re");
	return rc || *file ? rc : -errno;
}

static int read_file(const char *path, char **text, size_t *size)
{
	FILE *file;
	int rc = open_file(path, &file);

	*text = malloc(OCXL_SCENARIO_MAX + 1);
	*size = 0;
	if (!*text)
		rc = -ENOMEM;
	if (!rc)
		*size = fread(*text, 1, OCXL_SCENARIO_MAX + 1, file);
	if (!rc && ferror(file))
		rc = errno ? -errno : -EIO;
	if (!rc && *size > OCXL_SCENARIO_MAX)
		rc = -EFBIG;
	if (file)
		fclose(file);
	return rc;
}

static int take_file(struct ocxl_cards *cards, const char *path)
{
	unsigned int first = stage_count;
	unsigned int line = 0;
	char why[512];
	size_t size;
	char *text;
	int rc = read_file(path, &text, &size);

	if (rc == -EFBIG)
		fprintf(stderr, "ocxl-emulator: scenario '%s' is too large; allowed: %u bytes\n",
			path, OCXL_SCENARIO_MAX);
	else if (rc)
		fprintf(stderr, "ocxl-emulator: cannot read scenario '%s': %s\n", path,
			strerror(-rc));
	if (rc) {
		free(text);
		return rc;
	}
	/* the stages point into the text from now on */
	rc = split(path, text, size, &line, why, sizeof(why));
	if (!rc)
		rc = take_parts(cards, first, &line, why, sizeof(why));
	if (rc)
		fprintf(stderr, "ocxl-emulator: %s:%u: %s\n", path, line, why);
	return rc;
}

int ocxl_scenario_files(struct ocxl_cards *cards)
{
	const struct ocxl_settings *settings = cards->card[0].settings;
	unsigned int i;
	int rc = 0;

	for (i = 0; i < settings->scenario_count && !rc; i++)
		rc = take_file(cards, settings->scenarios[i]);
	return rc;
}
