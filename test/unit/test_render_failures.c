// SPDX-License-Identifier: GPL-2.0-only
/* A document for which no memory is left: the run must not end as if it were complete. */
#include <sys/wait.h>
#include <unistd.h>
#include "fakes.h"
#include "render-fixture.h"
#include "ocxl/base/memory.h"
#include "ocxl/render/render.h"

#define WITHOUT_MEMORY 42

static bool fclose_fails;

/* a stream in memory allocates when it is closed */
static int fake_fclose(FILE *file)
{
	int rc = __real_fclose(file);

	return fclose_fails ? EOF : rc;
}
UNIT_FAKE(fclose, fake_fclose)

static NORETURN void end_without_memory(const char *format, va_list arguments)
{
	_exit(WITHOUT_MEMORY);
}

#define TEST(name) UNIT_TEST_ON(name, struct fixture *fixture, fixture_setup, fixture_teardown)

TEST(test_plugin_without_memory)
{
	const struct ocxl_element element = { .dev = "nmem0", .status = "error" };
	pid_t child;
	int status;

	fixture->document.verdict = "unknown";
	fixture_open(fixture, OCXL_FORMAT_NAGIOS);
	child = fork();
	if (!child) {
		set_die_routine(end_without_memory);
		fclose_fails = true;
		ocxl_render_end_dimm(fixture->render, &element);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), WITHOUT_MEMORY);
	assert_string_equal(fixture_text(fixture), "");
}

static void fail_dimm(struct ocxl_render *render, const struct ocxl_element *element)
{
	ocxl_render_fail(render, -ENOSPC);
}

TEST(test_dimm_that_cannot_be_written)
{
	const struct ocxl_render_ops failing = { .end_dimm = fail_dimm };
	const struct ocxl_element element = { .dev = "nmem0" };
	struct ocxl_render render = { .ops = &failing };

	fixture_open(fixture, OCXL_FORMAT_JSON);
	render.output = fixture->output;
	assert_int_equal(ocxl_render_end_dimm(&render, &element), -ENOSPC);
}
