/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where to look for the DIMMs of a command. libndctl reads the DIMMs of a bus when it is asked for
 * them, and each card is a bus of its own: who names one of many is spared the others.
 */
#ifndef OCXL_SCOPE_H
#define OCXL_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

struct ocxl_options;

/**
 * struct ocxl_scope - DIMMs that may be meant, and their buses
 * @everywhere: any DIMM on any bus may be; nothing else counts then
 * @dimms: N of each "nmemN" that is there, sorted
 * @buses: N of "ndbusN" of each, sorted
 * @count: how many of either
 */
struct ocxl_scope {
	bool everywhere;
	unsigned int *dimms;
	unsigned int *buses;
	size_t count;
};

/**
 * ocxl_scope_find() - look where the DIMMs are that the user names
 * @scope: receives it; released by ocxl_scope_release(), also after an error. It is everywhere
 *	for a serial number, for "all", and when sysfs does not say
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_scope_find(struct ocxl_scope *scope, const struct ocxl_options *options);

/** ocxl_scope_has_bus() - can a DIMM that is meant be on this bus, N of "ndbusN" */
bool ocxl_scope_has_bus(const struct ocxl_scope *scope, unsigned int bus);

/** ocxl_scope_release() - free it */
void ocxl_scope_release(struct ocxl_scope *scope);

#endif /* OCXL_SCOPE_H */
