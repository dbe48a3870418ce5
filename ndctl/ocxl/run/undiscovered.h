/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether libndctl has found all DIMMs that are there. It leaves out a bus or a DIMM for which it
 * had no memory or no descriptor, and the others would look like all.
 */
#ifndef OCXL_UNDISCOVERED_H
#define OCXL_UNDISCOVERED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ndctl_ctx;
struct ocxl_bus_filter;

/**
 * struct ocxl_undiscovered_dimm - one of them
 * @id: N of "nmemN"
 * @inode: of its directory: who comes later under the same number has another one
 */
struct ocxl_undiscovered_dimm {
	unsigned int id;
	ino_t inode;
};

/**
 * struct ocxl_undiscovered - OpenCAPI DIMMs that were there before libndctl looked
 * @entries: each once
 * @count: how many
 */
struct ocxl_undiscovered {
	struct ocxl_undiscovered_dimm *entries;
	size_t count;
};

/**
 * ocxl_undiscovered_list_all() - note who is there; before libndctl looks
 * @undiscovered: receives it; released by ocxl_undiscovered_release(), also after an error
 * @filter: others are not looked at
 *
 * Return: 0, also without a driver, or a negative errno.
 */
int ocxl_undiscovered_list_all(struct ocxl_undiscovered *undiscovered,
			       const struct ocxl_bus_filter *filter);

/**
 * ocxl_undiscovered_remove_found() - strike out whom libndctl has found, and who has gone or was replaced
 * @filter: as for ocxl_undiscovered_list_all(); libndctl looks at no other buses
 *
 * What stays in @undiscovered was left out, by number.
 */
void ocxl_undiscovered_remove_found(struct ocxl_undiscovered *undiscovered,
				    const struct ocxl_bus_filter *filter, struct ndctl_ctx *ctx);

/**
 * ocxl_undiscovered_is_on_bus() - is it on one of these buses
 * @words: as of ocxl_option_value_names_bus()
 *
 * Return: true also when that cannot be found out.
 */
bool ocxl_undiscovered_is_on_bus(const struct ocxl_undiscovered_dimm *entry, const char *words);

/** ocxl_undiscovered_has() - is this number on it */
bool ocxl_undiscovered_has(const struct ocxl_undiscovered *undiscovered, unsigned int id);

/** ocxl_undiscovered_release() - free the list */
void ocxl_undiscovered_release(struct ocxl_undiscovered *undiscovered);

#endif /* OCXL_UNDISCOVERED_H */
