/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * DIMMs that libndctl omits. It skips a bus or a DIMM without an error when it lacks memory,
 * descriptors or a permission. Without this file, the other DIMMs would look like all DIMMs.
 */
#ifndef OCXL_OMITTED_DIMMS_H
#define OCXL_OMITTED_DIMMS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ndctl_ctx;
struct ocxl_bus_filter;
struct ocxl_options;

/* an OpenCAPI DIMM as sysfs shows it */
struct ocxl_omitted_dimm {
	unsigned int id; /* N of "nmemN" */
	ino_t inode; /* of its directory; a later DIMM with the same number has another one */
};

/* a list of OpenCAPI DIMMs */
struct ocxl_omitted_dimms {
	struct ocxl_omitted_dimm *dimms; /* each DIMM once */
	size_t count;
};

/*
 * list the DIMMs that libndctl should discover
 * @omitted: receives the list; release with ocxl_omitted_dimms_release()
 * @filter: only DIMMs that it names, if it names DIMMs
 * To be called before libndctl reads the DIMMs.
 * Return: 0, also without a driver; or a negative errno.
 */
int ocxl_omitted_dimms_list_all(struct ocxl_omitted_dimms *omitted,
				const struct ocxl_bus_filter *filter);

/*
 * remove the DIMMs that libndctl discovered
 * @omitted: from ocxl_omitted_dimms_list_all(); DIMMs that disappeared in the meantime are
 *   removed as well, the others are sorted by number
 * @filter: the same as before; libndctl reads only these buses
 */
void ocxl_omitted_dimms_remove_found(struct ocxl_omitted_dimms *omitted,
				     const struct ocxl_bus_filter *filter, struct ndctl_ctx *ctx);

/*
 * is a DIMM on one of these buses
 * @words: value of --bus, see ocxl_option_value_names_bus()
 * Return: also true if sysfs does not show the bus.
 */
bool ocxl_omitted_dimms_is_on_bus(const struct ocxl_omitted_dimm *entry, const char *words);

/* does the list have the DIMM with this number */
bool ocxl_omitted_dimms_has(const struct ocxl_omitted_dimms *omitted, unsigned int id);

/* free the list */
void ocxl_omitted_dimms_release(struct ocxl_omitted_dimms *omitted);

/* DIMMs named on the command line that exist, and their buses */
struct ocxl_bus_filter {
	bool everywhere; /* all buses must be searched; the other members are not used */
	unsigned int *dimms; /* N of each "nmemN", sorted */
	unsigned int *buses; /* N of the "ndbusN" of each, sorted */
	size_t count; /* of @dimms and of @buses */
};

/*
 * find the buses of the named DIMMs
 * @filter: filled in; release with ocxl_bus_filter_release(). It is everywhere if a name is a
 *	serial number or "all", or if sysfs cannot be read
 */
void ocxl_bus_filter_build(struct ocxl_bus_filter *filter, const struct ocxl_options *options);

/* must this bus be searched */
bool ocxl_bus_filter_has_bus(const struct ocxl_bus_filter *filter, unsigned int bus);

/* free the lists */
void ocxl_bus_filter_release(struct ocxl_bus_filter *filter);

#endif /* OCXL_OMITTED_DIMMS_H */
