/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The library that test_kmod loads as libkmod: records its calls, and returns the wanted results.
 */
#ifndef FAKE_KMOD_H
#define FAKE_KMOD_H

/**
 * struct fake_kmod - calls and results
 * @contexts, @modules, @lists: objects that exist
 * @lookups: number of lookups
 * @insertions: number of insertions
 * @inserted, @options, @flags: arguments of the last insertion
 * @result: result of insertions, set by the test
 * @refuses: kmod_new() fails, set by the test
 */
struct fake_kmod {
	int contexts, modules, lists;
	int lookups, insertions;
	char inserted[32], options[32];
	unsigned int flags;
	int result;
	int refuses;
};

extern struct fake_kmod fake_kmod;

#endif /* FAKE_KMOD_H */
