/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Buses to search for the DIMMs of a command. Each card is a bus of its own, and libndctl reads all
 * DIMMs of each bus that it is asked for. For DIMMs named on the command line, sysfs says which
 * buses they are on, and the other buses are not read.
 *
 * util_bus_filter_by_dimm() of ndctl makes libndctl read the DIMMs of the bus, which is what this
 * filter avoids.
 */
#ifndef OCXL_BUS_FILTER_H
#define OCXL_BUS_FILTER_H

#include <stdbool.h>
#include <stddef.h>

struct ocxl_options;

/**
 * struct ocxl_bus_filter - DIMMs named on the command line that exist, and their buses
 * @everywhere: all buses must be searched; the other members are not used
 * @dimms: N of each "nmemN", sorted
 * @buses: N of the "ndbusN" of each, sorted
 * @count: of @dimms and of @buses
 */
struct ocxl_bus_filter {
	bool everywhere;
	unsigned int *dimms;
	unsigned int *buses;
	size_t count;
};

/**
 * ocxl_bus_filter_build() - find the buses of the named DIMMs
 * @filter: filled in; release with ocxl_bus_filter_release(), also after an error. It is
 *	everywhere if a name is a serial number or "all", or if sysfs cannot be read
 * @options: of the command line
 *
 * Return: 0 or -ENOMEM.
 */
int ocxl_bus_filter_build(struct ocxl_bus_filter *filter, const struct ocxl_options *options);

/**
 * ocxl_bus_filter_has_bus() - must this bus be searched
 * @filter: built
 * @bus: N of "ndbusN"
 */
bool ocxl_bus_filter_has_bus(const struct ocxl_bus_filter *filter, unsigned int bus);

/** ocxl_bus_filter_release() - free the lists */
void ocxl_bus_filter_release(struct ocxl_bus_filter *filter);

#endif /* OCXL_BUS_FILTER_H */
