/* SPDX-License-Identifier: GPL-2.0-only */
/* A renderer that writes to a file, and the contents of the file as a string. */
#ifndef RENDER_FIXTURE_H
#define RENDER_FIXTURE_H

#include <unistd.h>
#include "unit.h"
#include "ocxl/render/render.h"
#include "ocxl/records/field.h"

struct fixture {
	char path[64];
	struct ocxl_document document;
	struct ocxl_output *output;
	struct ocxl_render *render;
	char *text;
};

/* 2026-11-20T06:15:00Z */
#define FIXTURE_TIME 1795155300

static inline int fixture_setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	int fd;

	assert_non_null(fixture);
	strcpy(fixture->path, "/tmp/ocxl-render-XXXXXX");
	fd = mkstemp(fixture->path);
	assert_true(fd >= 0);
	close(fd);
	fixture->document.command = "heartbeat";
	fixture->document.key = "heartbeat";
	fixture->document.time = FIXTURE_TIME;
	*state = fixture;
	return 0;
}

static inline int fixture_teardown(void **state)
{
	struct fixture *fixture = *state;

	ocxl_render_close(fixture->render);
	ocxl_output_close(fixture->output);
	unlink(fixture->path);
	free(fixture->text);
	free(fixture);
	return 0;
}

static inline void fixture_open(struct fixture *fixture, enum ocxl_format format)
{
	assert_int_equal(ocxl_output_open(&fixture->output, OCXL_OUTPUT_REPLACE, fixture->path,
					  0600, NULL),
			 0);
	assert_int_equal(
		ocxl_render_open(&fixture->render, format, &fixture->document, fixture->output), 0);
}

static inline const char *fixture_text(struct fixture *fixture)
{
	FILE *file;
	size_t size = 0;

	assert_int_equal(ocxl_output_commit(fixture->output), 0);
	file = fopen(fixture->path, "r");
	assert_non_null(file);
	free(fixture->text);
	fixture->text = NULL;
	/* renderers write no NULs, so this reads the whole file */
	if (getdelim(&fixture->text, &size, '\0', file) < 0) {
		free(fixture->text);
		fixture->text = strdup("");
	}
	fclose(file);
	assert_non_null(fixture->text);
	return fixture->text;
}

/* begin and end of a DIMM without a stream */
static inline void fixture_element(struct fixture *fixture, const struct ocxl_element *element)
{
	assert_int_equal(ocxl_render_begin_dimm(fixture->render), 0);
	assert_int_equal(ocxl_render_end_dimm(fixture->render, element), 0);
}

static inline const char *fixture_finish(struct fixture *fixture, int exit_status)
{
	assert_int_equal(ocxl_render_finish(fixture->render, exit_status), 0);
	return fixture_text(fixture);
}

/* a DIMM without results */
static inline struct ocxl_element fixture_plain_element(void)
{
	struct ocxl_element element = {
		.dev = "nmem0",
		.bus = "ndbus0",
		.serial = 1234567890,
		.has_serial = true,
		.card = "1234567890",
		.status = "ok",
	};

	return element;
}

/* a whole document with one DIMM and one section */
static inline const char *fixture_section(struct fixture *fixture, enum ocxl_format format,
					  const char *key, const struct ocxl_record *record,
					  const void *data)
{
	struct ocxl_element element = fixture_plain_element();

	element.sections[0] = (struct ocxl_section) { key, record, data };
	element.section_count = 1;
	fixture_open(fixture, format);
	fixture_element(fixture, &element);
	return fixture_finish(fixture, 0);
}

#endif /* RENDER_FIXTURE_H */
