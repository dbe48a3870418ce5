// SPDX-License-Identifier: GPL-2.0-only
#include "unit.h"

/* cmocka passes over those without a name */
static struct CMUnitTest tests[100];
static size_t count;

void unit_add(struct CMUnitTest test)
{
	if (count == sizeof(tests) / sizeof(*tests))
		abort();
	tests[count++] = test;
}

int unit_run(CMFixtureFunction setup, CMFixtureFunction teardown)
{
	return cmocka_run_group_tests(tests, setup, teardown);
}

int __attribute__((weak)) main(void)
{
	return unit_run(NULL, NULL);
}
