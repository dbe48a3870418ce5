/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether libndctl has found all DIMMs that are there. It leaves out a bus or a DIMM for which it
 * had no memory or no descriptor, and the others would look like all.
 */
#ifndef OCXL_ROLL_H
#define OCXL_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ndctl_ctx;
struct ocxl_scope;

/**
 * struct ocxl_roll_entry - one of them
 * @id: N of "nmemN"
 * @inode: of its directory: who comes later under the same number has another one
 */
struct ocxl_roll_entry {
	unsigned int id;
	ino_t inode;
};

/**
 * struct ocxl_roll - OpenCAPI DIMMs that were there before libndctl looked
 * @entries: each once
 * @count: how many
 */
struct ocxl_roll {
	struct ocxl_roll_entry *entries;
	size_t count;
};

/**
 * ocxl_roll_take() - note who is there; before libndctl looks
 * @roll: receives it; released by ocxl_roll_release(), also after an error
 * @scope: others are not looked at
 *
 * Return: 0, also without a driver, or a negative errno.
 */
int ocxl_roll_take(struct ocxl_roll *roll, const struct ocxl_scope *scope);

/**
 * ocxl_roll_call() - strike out whom libndctl has found, and who has gone or was replaced
 * @scope: as for ocxl_roll_take(); libndctl looks at no other buses
 *
 * What stays in @roll was left out, by number.
 */
void ocxl_roll_call(struct ocxl_roll *roll, const struct ocxl_scope *scope, struct ndctl_ctx *ctx);

/**
 * ocxl_roll_is_on_bus() - is it on one of these buses
 * @words: as of ocxl_value_names_bus()
 *
 * Return: true also when that cannot be found out.
 */
bool ocxl_roll_is_on_bus(const struct ocxl_roll_entry *entry, const char *words);

/** ocxl_roll_has() - is this number on it */
bool ocxl_roll_has(const struct ocxl_roll *roll, unsigned int id);

/** ocxl_roll_release() - free the list */
void ocxl_roll_release(struct ocxl_roll *roll);

#endif /* OCXL_ROLL_H */
