/* SPDX-License-Identifier: GPL-2.0-only */
/* What a library in the place of libkmod was asked, for test_kmod. */
#ifndef FAKE_KMOD_H
#define FAKE_KMOD_H

/*
 * @contexts, @modules, @lists: that are there
 * @lookups: there were so far
 * @insertions: there were so far; the last one had @inserted, @flags, @options
 * @removed: the module that was removed last
 * @priority: was set
 * @result: of insertions, to be set
 * @refuses: no contexts, to be set
 */
struct fake_kmod {
	int contexts, modules, lists;
	int lookups, insertions;
	char inserted[32], options[32], removed[32];
	unsigned int flags;
	int priority;
	int result;
	int refuses;
};

extern struct fake_kmod fake_kmod;

#endif /* FAKE_KMOD_H */
