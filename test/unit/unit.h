/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For the sources of unit tests. Several sources are one program: UNIT_TEST(test_name) { ... } adds
 * a test. The tests of a source run in a process of their own, in their order in the source.
 */
#ifndef TEST_UNIT_H
#define TEST_UNIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* For the macros below; @path is that of the source. */
void unit_add_test(const char *path, struct CMUnitTest test);
void unit_add_fake(const char *path, void (*set_fake)(void));
void unit_set_fixture(const char *path, CMFixtureFunction setup, CMFixtureFunction teardown);
void unit_set_condition(const char *path, bool (*can_run)(void), const char *reason);

/* runs a statement before main(), earlier than those of later lines */
#define UNIT_BEFORE_MAIN(name, statement)                                          \
	static void __attribute__((constructor(1000 + __LINE__))) add_##name(void) \
	{                                                                          \
		statement;                                                         \
	}

#define UNIT_ADD(name, function, setup, teardown)                                                  \
	UNIT_BEFORE_MAIN(function,                                                                 \
			 unit_add_test(__BASE_FILE__, (struct CMUnitTest) { name, function, setup, \
									    teardown, NULL }))

/* a test with @setup and @teardown; it has "void **state" */
#define UNIT_TEST_WITH(name, setup, teardown)  \
	static void name(void **state);        \
	UNIT_ADD(#name, name, setup, teardown) \
	static void name(void **state)

#define UNIT_TEST(name) UNIT_TEST_WITH(name, NULL, NULL)

/* the same with a parameter: the pointer that @setup has stored in *state */
#define UNIT_TEST_ON(name, parameter, setup, teardown)    \
	static void name(parameter);                      \
	static void name##_of_state(void **state)         \
	{                                                 \
		name(*state);                             \
	}                                                 \
	UNIT_ADD(#name, name##_of_state, setup, teardown) \
	static void name(parameter)

/* before the first and after the last test of the source; NULL: nothing */
#define UNIT_FIXTURE(setup, teardown) \
	UNIT_BEFORE_MAIN(fixture_of_source, unit_set_fixture(__BASE_FILE__, setup, teardown))

/* skips the source with this reason, unless @can_run() */
#define UNIT_CONDITION(can_run, reason) \
	UNIT_BEFORE_MAIN(condition_of_source, unit_set_condition(__BASE_FILE__, can_run, reason))

/**
 * assert_range() - fail unless @least <= @value <= @most; a negative number is a large one
 *
 * cmocka 2 deprecates assert_in_range(), and cmocka 1 has no other function for it.
 */
#define assert_range(value, least, most)                                                      \
	do {                                                                                  \
		const uintmax_t value_ = (value), least_ = (least), most_ = (most);           \
                                                                                              \
		if (value_ < least_ || value_ > most_)                                        \
			fail_msg("%s is %ju, not %ju to %ju", #value, value_, least_, most_); \
	} while (0)

#endif /* TEST_UNIT_H */
