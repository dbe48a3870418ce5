/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * DIMMs that libndctl failed to discover. It skips a bus or a DIMM without an error when it lacks
 * memory, descriptors or a permission; the other DIMMs would look like all of them.
 */
#ifndef OCXL_UNDISCOVERED_H
#define OCXL_UNDISCOVERED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ndctl_ctx;
struct ocxl_bus_filter;
struct ocxl_options;

/**
 * struct ocxl_undiscovered_dimm - an OpenCAPI DIMM as sysfs shows it
 * @id: N of "nmemN"
 * @inode: of its directory; a later DIMM with the same number has another one
 */
struct ocxl_undiscovered_dimm {
	unsigned int id;
	ino_t inode;
};

/**
 * struct ocxl_undiscovered - a list of OpenCAPI DIMMs
 * @dimms: each DIMM once
 * @count: of @dimms
 */
struct ocxl_undiscovered {
	struct ocxl_undiscovered_dimm *dimms;
	size_t count;
};

/**
 * ocxl_undiscovered_list_all() - list the DIMMs that libndctl should discover
 * @undiscovered: receives the list; release with ocxl_undiscovered_release(), also after an error
 * @filter: only DIMMs that it names, if it names DIMMs
 *
 * To be called before libndctl reads the DIMMs.
 *
 * Return: 0, also without a driver; or a negative errno.
 */
int ocxl_undiscovered_list_all(struct ocxl_undiscovered *undiscovered,
			       const struct ocxl_bus_filter *filter);

/**
 * ocxl_undiscovered_remove_found() - remove the DIMMs that libndctl discovered
 * @undiscovered: from ocxl_undiscovered_list_all(); DIMMs that disappeared in the meantime are
 *	removed as well, the others are sorted by number
 * @filter: the same as before; libndctl reads only these buses
 * @ctx: of libndctl
 */
void ocxl_undiscovered_remove_found(struct ocxl_undiscovered *undiscovered,
				    const struct ocxl_bus_filter *filter, struct ndctl_ctx *ctx);

/**
 * ocxl_undiscovered_is_on_bus() - is a DIMM on one of these buses
 * @entry: an undiscovered DIMM
 * @words: value of --bus, see ocxl_option_value_names_bus()
 *
 * Return: also true if sysfs does not show the bus.
 */
bool ocxl_undiscovered_is_on_bus(const struct ocxl_undiscovered_dimm *entry, const char *words);

/** ocxl_undiscovered_has() - does the list have the DIMM with this number */
bool ocxl_undiscovered_has(const struct ocxl_undiscovered *undiscovered, unsigned int id);

/** ocxl_undiscovered_release() - free the list */
void ocxl_undiscovered_release(struct ocxl_undiscovered *undiscovered);

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

#endif /* OCXL_UNDISCOVERED_H */
