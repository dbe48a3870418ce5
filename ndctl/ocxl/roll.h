/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether libndctl has found all DIMMs that are there. It leaves out a bus or a DIMM for which it
 * had no memory or no descriptor, and the others would look like all.
 */
#ifndef OCXL_ROLL_H
#define OCXL_ROLL_H

#include <stddef.h>

struct ndctl_ctx;

/**
 * struct ocxl_roll - OpenCAPI DIMMs that were there before libndctl looked
 * @ids: their numbers, N of "nmemN"
 * @count: how many
 */
struct ocxl_roll {
	unsigned int *ids;
	size_t count;
};

/**
 * ocxl_roll_take() - note who is there; before libndctl looks
 * @roll: receives it; released by ocxl_roll_release(), also after an error
 *
 * Return: 0, also without a driver, or a negative errno.
 */
int ocxl_roll_take(struct ocxl_roll *roll);

/**
 * ocxl_roll_call() - whom libndctl has left out, although they are still there
 *
 * Return: how many; a message was printed for each.
 */
unsigned int ocxl_roll_call(const struct ocxl_roll *roll, struct ndctl_ctx *ctx);

/** ocxl_roll_release() - free the list */
void ocxl_roll_release(struct ocxl_roll *roll);

#endif /* OCXL_ROLL_H */
