// SPDX-License-Identifier: GPL-2.0-only
/* Lists of conditions on the command line. */
#include <fcntl.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "unit.h"
#include "ocxl/base/error.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"

#define BIT(name) (1ULL << NDCTL_OCXL_CONDITION_##name)
#define KEPT	  (BIT(DATA_LOSS) | BIT(REPLACEMENT_REQUESTED) | BIT(PREDICTIVE_FAILURE))

static const struct ocxl_verb verb = { .name = "check" };
static uint64_t conditions;

/* standard error is discarded */
static int parse_conditions(const char *list, uint64_t allowed)
{
	int quiet = open("/dev/null", O_WRONLY), err = dup(STDERR_FILENO), rc;

	dup2(quiet, STDERR_FILENO);
	rc = ocxl_option_conditions_parse(&verb, "ignore", list, allowed, &conditions);
	dup2(err, STDERR_FILENO);
	close(err);
	close(quiet);
	return rc;
}

UNIT_TEST(test_conditions_kept)
{
	assert_int_equal(ocxl_option_conditions_kept(), KEPT);
}

UNIT_TEST(test_conditions_lists)
{
	static const struct {
		const char *list;
		uint64_t conditions;
	} rows[] = {
		{ "gone", BIT(GONE) },
		{ "dump_pending,error_log_pending", BIT(DUMP_PENDING) | BIT(ERROR_LOG_PENDING) },
		{ "dump_pending,dump_pending", BIT(DUMP_PENDING) },
		{ "temperature_near", BIT(TEMPERATURE_NEAR) },
		{ "temperature", BIT(TEMPERATURE) },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(parse_conditions(rows[i].list, ocxl_option_conditions_ignorable()),
				 0);
		assert_int_equal(conditions, rows[i].conditions);
	}
}

/* each name is allowed, but the one that says that nothing is known */
UNIT_TEST(test_conditions_each_name)
{
	const char *name;
	unsigned int i;

	for (i = 0; (name = ndctl_ocxl_condition_id_name(i)); i++) {
		if (i == NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE) {
			assert_int_equal(parse_conditions(name, ocxl_option_conditions_ignorable()),
					 OCXL_EXIT_USAGE);
			continue;
		}
		assert_int_equal(parse_conditions(name, ocxl_option_conditions_ignorable()), 0);
		assert_int_equal(conditions, 1ULL << i);
	}
}

UNIT_TEST(test_conditions_refused)
{
	static const char *const lists[] = { "",
					     ",",
					     "dump_pending,",
					     ",dump_pending",
					     "dump_pending,,gone",
					     "Dump",
					     " dump_pending",
					     "dum",
					     "dumps",
					     "dump_pending gone",
					     "temp\xff" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		assert_int_equal(parse_conditions(lists[i], ocxl_option_conditions_ignorable()),
				 OCXL_EXIT_USAGE);
}

UNIT_TEST(test_conditions_messages)
{
	char name[200];

	assert_int_equal(parse_conditions("replacement_requested,dump_pending", KEPT),
			 OCXL_EXIT_USAGE);
	assert_string_equal(ocxl_error_usage_reason(),
			    "--ignore: 'dump_pending': allowed are data_loss, "
			    "replacement_requested, predictive_failure");
	/* a long word is cut */
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(parse_conditions(name, BIT(DUMP_PENDING)), OCXL_EXIT_USAGE);
	assert_int_equal(strspn(ocxl_error_usage_reason() + strlen("--ignore: '"), "x"), 64);
	/* every name fits into the message */
	assert_int_equal(parse_conditions("", ocxl_option_conditions_ignorable()), OCXL_EXIT_USAGE);
	assert_non_null(strstr(ocxl_error_usage_reason(), "allowed are gone, not_responding, "));
	assert_non_null(strstr(ocxl_error_usage_reason(), ", error_log_pending, dump_pending"));
	assert_null(strstr(ocxl_error_usage_reason(), "health_unreadable"));
}
