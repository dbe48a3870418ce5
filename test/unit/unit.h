/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For every program of unit tests. UNIT_TEST(test_name) { ... } adds a test; main() runs all tests,
 * in their order in the source.
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

/** unit_add() - adds a test to the program */
void unit_add(struct CMUnitTest test);

/**
 * unit_run() - runs all tests between @setup and @teardown, which may be NULL
 *
 * For a main() of the program; there is a weak one, without both.
 *
 * Return: exit status of the program
 */
int unit_run(CMFixtureFunction setup, CMFixtureFunction teardown);

/* adds a test before main(), earlier than those of later lines */
#define UNIT_ADD(name, function, setup, teardown)                                        \
	static void __attribute__((constructor(1000 + __LINE__))) add_##function(void)   \
	{                                                                                \
		unit_add((struct CMUnitTest) { name, function, setup, teardown, NULL }); \
	}

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
