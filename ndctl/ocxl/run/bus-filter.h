/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where to look for the DIMMs of a command. libndctl reads the DIMMs of a bus when it is asked for
 * them, and each card is a bus of its own: who names one of many is spared the others.
 */
#ifndef OCXL_BUS_FILTER_H
#define OCXL_BUS_FILTER_H

#include <stdbool.h>
#include <stddef.h>

struct ocxl_options;

/**
 * struct ocxl_bus_filter - DIMMs that may be meant, and their buses
 * @everywhere: any DIMM on any bus may be; nothing else counts then
 * @dimms: N of each "nmemN" that is there, sorted
 * @buses: N of "ndbusN" of each, sorted
 * @count: how many of either
 */
struct ocxl_bus_filter {
	bool everywhere;
	unsigned int *dimms;
	unsigned int *buses;
	size_t count;
};

/**
 * ocxl_bus_filter_build() - look where the DIMMs are that the user names
 * @filter: receives it; released by ocxl_bus_filter_release(), also after an error. It is everywhere
 *	for a serial number, for "all", and when sysfs does not say
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_bus_filter_build(struct ocxl_bus_filter *filter, const struct ocxl_options *options);

/** ocxl_bus_filter_has_bus() - can a DIMM that is meant be on this bus, N of "ndbusN" */
bool ocxl_bus_filter_has_bus(const struct ocxl_bus_filter *filter, unsigned int bus);

/** ocxl_bus_filter_release() - free it */
void ocxl_bus_filter_release(struct ocxl_bus_filter *filter);

#endif /* OCXL_BUS_FILTER_H */
