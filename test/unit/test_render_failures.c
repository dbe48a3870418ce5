// SPDX-License-Identifier: GPL-2.0-only
/* A document for which no memory is left: the run must not end as if it were complete. */
#include "render-fixture.h"
#include "ocxl/render/render.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/options/verb.h"

static bool fclose_fails;

int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file);

/* a stream in memory allocates when it is closed */
int __wrap_fclose(FILE *file)
{
	int rc = __real_fclose(file);

	return fclose_fails ? EOF : rc;
}

#define TEST(name) UNIT_TEST_ON(name, struct fixture *fixture, fixture_setup, fixture_teardown)

TEST(test_plugin_without_memory)
{
	const struct ocxl_element element = { .dev = "nmem0", .status = "error" };

	fixture->document.verdict = "unknown";
	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	fclose_fails = true;
	assert_int_equal(ocxl_render_end_dimm(fixture->render, &element), -ENOMEM);
	fclose_fails = false;
	assert_int_equal(ocxl_render_finish(fixture->render, 0), -ENOMEM);
	assert_string_equal(fixture_text(fixture), "");
}

static void fail_dimm(struct ocxl_render *render, const struct ocxl_element *element)
{
	ocxl_render_fail(render, -ENOMEM);
}

TEST(test_dimm_without_memory)
{
	const struct ocxl_render_ops failing = { .end_dimm = fail_dimm };
	const struct ocxl_options options = { .format = OCXL_FORMAT_JSON };
	const struct ocxl_verb verb = { .name = "fake" };
	struct ocxl_render render = { .ops = &failing };
	struct ocxl_result_sink sink = { .verb = &verb, .options = &options, .render = &render };
	struct ocxl_result result = { .element = { .dev = "nmem0" } };

	fixture_open(fixture, OCXL_FORMAT_JSON);
	sink.output = fixture->output;
	assert_int_equal(ocxl_result_sink_end_result(&sink, &result), -ENOMEM);
}
