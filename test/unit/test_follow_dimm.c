// SPDX-License-Identifier: GPL-2.0-only
/* When a change of "flags" makes --follow ask a DIMM. libndctl is a fake. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include <ndctl/libndctl.h>
#include "ocxl/run/follow-dimm.h"
#include "ocxl/run/options.h"
#include "ocxl/run/repeat.h"
#include "ocxl/run/verb.h"

static int flags_fd = -1;
static int references;

int ndctl_dimm_get_health_eventfd(struct ndctl_dimm *dimm)
{
	return flags_fd;
}

struct ndctl_ctx *ndctl_dimm_get_ctx(struct ndctl_dimm *dimm)
{
	return NULL;
}

struct ndctl_ctx *ndctl_ref(struct ndctl_ctx *ctx)
{
	references++;
	return ctx;
}

struct ndctl_ctx *ndctl_unref(struct ndctl_ctx *ctx)
{
	references--;
	return ctx;
}

static struct ocxl_follow_dimm *new_followed(const char *word)
{
	static const struct ocxl_dimm dimm = { .dev = "nmem0" };
	static struct ocxl_verb verb;
	static const struct ocxl_options options;
	static const struct ocxl_repeat repeat = { .verb = &verb, .options = &options };
	struct ocxl_follow_dimm *followed;

	verb.follow_word = word;
	followed = ocxl_follow_dimm_new(&repeat, &dimm, -1);
	assert_non_null(followed);
	assert_true(followed->due);
	return followed;
}

/* is a DIMM due after a change to this text */
static bool is_due_after(const char *word, const char *flags)
{
	struct ocxl_follow_dimm *followed = new_followed(word);
	bool due;

	assert_int_equal(ftruncate(flags_fd, 0), 0);
	assert_int_equal(pwrite(flags_fd, flags, strlen(flags), 0), strlen(flags));
	followed->due = false;
	ocxl_follow_dimm_handle_change(followed);
	assert_false(followed->unreadable);
	due = followed->due;
	ocxl_follow_dimm_free(followed);
	return due;
}

static void test_newer_context_replaces_the_older_one(void **state)
{
	struct ocxl_follow_dimm *followed = new_followed(NULL);
	struct ocxl_dimm newer = { .dev = "nmem0" };
	char contexts[3];

	newer.ndctl = (struct ndctl_dimm *)&contexts[0];
	followed->due = false;
	ocxl_follow_dimm_replace(followed, &newer);
	assert_ptr_equal(followed->dimm.ndctl, &contexts[0]);
	assert_true(followed->due);
	/* not while a thread uses it */
	followed->busy = true;
	newer.ndctl = (struct ndctl_dimm *)&contexts[1];
	ocxl_follow_dimm_replace(followed, &newer);
	newer.ndctl = (struct ndctl_dimm *)&contexts[2];
	ocxl_follow_dimm_replace(followed, &newer);
	assert_ptr_equal(followed->dimm.ndctl, &contexts[0]);
	assert_ptr_equal(followed->newer.ndctl, &contexts[2]);
	followed->busy = false;
	ocxl_follow_dimm_free(followed);
	assert_int_equal(references, 0);
}

static void test_only_its_word_makes_it_due(void **state)
{
	static const char *const others[] = {
		"", "\n", "dump\n", "error_logs dump\n", "error error_lo\n", "xerror_log\n"
	};
	static const char *const matching[] = { "error_log\n", "dump error_log\n",
						"dump error_log replace\n", "error_log" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		assert_false(is_due_after("error_log", others[i]));
		assert_true(is_due_after(NULL, others[i]));
	}
	for (i = 0; i < ARRAY_SIZE(matching); i++)
		assert_true(is_due_after("error_log", matching[i]));
}

/* a DIMM that failed, or whose "flags" cannot be read, is asked in any case */
static void test_failed_dimm_is_due(void **state)
{
	struct ocxl_follow_dimm *followed = new_followed("error_log");
	int saved = flags_fd;

	assert_int_equal(ftruncate(flags_fd, 0), 0);
	followed->due = false;
	strcpy(followed->state.reported, "x");
	ocxl_follow_dimm_handle_change(followed);
	assert_true(followed->due);
	followed->due = false;
	followed->state.reported[0] = '\0';
	flags_fd = -1;
	ocxl_follow_dimm_handle_change(followed);
	flags_fd = saved;
	assert_true(followed->due);
	assert_true(followed->unreadable);
	/* its retry is due */
	followed->due = false;
	followed->retry_ns = 1;
	ocxl_follow_dimm_handle_change(followed);
	assert_true(followed->due);
	ocxl_follow_dimm_free(followed);
}

static int setup(void **state)
{
	char path[] = "/tmp/ocxl-flags-XXXXXX";

	flags_fd = mkstemp(path);
	return flags_fd < 0 ? -1 : unlink(path);
}

static int teardown(void **state)
{
	return close(flags_fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_newer_context_replaces_the_older_one),
		cmocka_unit_test(test_only_its_word_makes_it_due),
		cmocka_unit_test(test_failed_dimm_is_due),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
