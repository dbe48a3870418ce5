// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/memory.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"

#define PROVIDER_SIZE 64

/*
 * A directory that something hides, or that cannot be searched, as in some containers: its link
 * says that the DIMM belongs to a window of the driver. Each device that is not hidden has a file
 * "uevent".
 */
static ino_t get_inode_of_hidden(unsigned int id, int error)
{
	char path[sizeof(OCXL_DIMM_SYSFS_DEVICES "/nmem/uevent") + 3 * sizeof(id)],
		target[PATH_MAX];
	struct stat status;
	ssize_t size;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/nmem%u/uevent", id);
	if (error == ENOENT && !access(path, F_OK))
		return 0;
	*strrchr(path, '/') = '\0';
	size = readlink(path, target, sizeof(target) - 1);
	if (size < 0 || lstat(path, &status))
		return 0;
	target[size] = '\0';
	return strstr(target, "/ocxlpmem.") ? status.st_ino : 0;
}

/* Return: inode of the driver's directory of a DIMM; 0: it is not an OpenCAPI DIMM */
static ino_t get_inode(unsigned int id)
{
	char path[sizeof(OCXL_DIMM_SYSFS_DEVICES "/nmem/ocxlpmem") + 3 * sizeof(id)];
	struct stat status;

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/nmem%u/ocxlpmem", id);
	return stat(path, &status) ? get_inode_of_hidden(id, errno) : status.st_ino;
}

static void append_if_ocxl(struct ocxl_omitted_dimms *omitted, unsigned int id)
{
	size_t size = (omitted->count + 1) * sizeof(*omitted->dimms);
	ino_t inode = get_inode(id);

	if (!inode)
		return;
	omitted->dimms = xrealloc(omitted->dimms, size);
	omitted->dimms[omitted->count++] = (struct ocxl_omitted_dimm) { .id = id, .inode = inode };
}

static int append_directory(struct ocxl_omitted_dimms *omitted, DIR *list)
{
	const struct dirent *entry;
	unsigned int id;
	char rest;

	for (;;) {
		errno = 0;
		entry = readdir(list);
		if (!entry)
			return -errno;
		if (sscanf(entry->d_name, "nmem%u%c", &id, &rest) == 1)
			append_if_ocxl(omitted, id);
	}
}

static void append_filtered(struct ocxl_omitted_dimms *omitted,
			    const struct ocxl_bus_filter *filter)
{
	size_t i;

	for (i = 0; i < filter->count; i++) {
		/* sorted; a DIMM may be named by several words */
		if (!i || filter->dimms[i] != filter->dimms[i - 1])
			append_if_ocxl(omitted, filter->dimms[i]);
	}
}

int ocxl_omitted_dimms_list_all(struct ocxl_omitted_dimms *omitted,
				const struct ocxl_bus_filter *filter)
{
	DIR *list;
	int rc;

	*omitted = (struct ocxl_omitted_dimms) { 0 };
	if (!filter->everywhere) {
		append_filtered(omitted, filter);
		return 0;
	}
	list = opendir(OCXL_DIMM_SYSFS_DEVICES);
	if (!list)
		return errno == ENOENT ? 0 : -errno;
	rc = append_directory(omitted, list);
	closedir(list);
	if (rc)
		ocxl_omitted_dimms_release(omitted);
	return rc;
}

static int compare_ids(const void *a, const void *b)
{
	const struct ocxl_omitted_dimm *left = a, *right = b;

	return left->id < right->id ? -1 : left->id > right->id;
}

/* inode 0 marks a DIMM that libndctl discovered */
static void mark_found(struct ocxl_omitted_dimms *omitted, unsigned int id)
{
	const struct ocxl_omitted_dimm key = { .id = id };
	struct ocxl_omitted_dimm *entry;

	entry = bsearch(&key, omitted->dimms, omitted->count, sizeof(key), compare_ids);
	if (entry)
		entry->inode = 0;
}

static void mark_all_found(struct ocxl_omitted_dimms *omitted, const struct ocxl_bus_filter *filter,
			   struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus) {
		if (!ocxl_bus_filter_has_bus(filter, ndctl_bus_get_id(bus)))
			continue;
		ndctl_dimm_foreach(bus, dimm) {
			if (ndctl_dimm_is_ocxl(dimm))
				mark_found(omitted, ndctl_dimm_get_id(dimm));
		}
	}
}

void ocxl_omitted_dimms_remove_found(struct ocxl_omitted_dimms *omitted,
				     const struct ocxl_bus_filter *filter, struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	if (!omitted->count)
		return;
	qsort(omitted->dimms, omitted->count, sizeof(*omitted->dimms), compare_ids);
	mark_all_found(omitted, filter, ctx);
	for (i = 0; i < omitted->count; i++) {
		struct ocxl_omitted_dimm entry = omitted->dimms[i];

		/* it may have disappeared, and a new DIMM may have its number */
		if (entry.inode && get_inode(entry.id) == entry.inode)
			omitted->dimms[kept++] = entry;
	}
	omitted->count = kept;
}

/* libndctl may have skipped the bus as well */
static bool read_provider(unsigned int bus, char provider[PROVIDER_SIZE])
{
	char path[sizeof(OCXL_DIMM_SYSFS_DEVICES "/ndbus/provider") + 3 * sizeof(bus)];

	snprintf(path, sizeof(path), OCXL_DIMM_SYSFS_DEVICES "/ndbus%u/provider", bus);
	return ocxl_sysfs_read_line(path, provider, PROVIDER_SIZE);
}

bool ocxl_omitted_dimms_is_on_bus(const struct ocxl_omitted_dimm *entry, const char *words)
{
	char dev[sizeof("ndbus") + 3 * sizeof(entry->id)], provider[PROVIDER_SIZE];
	unsigned int bus;

	if (ocxl_dimm_sysfs_bus(entry->id, &bus) || !read_provider(bus, provider))
		return true;
	snprintf(dev, sizeof(dev), "ndbus%u", bus);
	return ocxl_option_value_names_bus(words, dev, provider, bus);
}

bool ocxl_omitted_dimms_has(const struct ocxl_omitted_dimms *omitted, unsigned int id)
{
	size_t i;

	for (i = 0; i < omitted->count; i++) {
		if (omitted->dimms[i].id == id)
			return true;
	}
	return false;
}

void ocxl_omitted_dimms_release(struct ocxl_omitted_dimms *omitted)
{
	free(omitted->dimms);
	*omitted = (struct ocxl_omitted_dimms) { 0 };
}

/* only names as the kernel writes them: "nmem01" is not a DIMM */
static bool parse_dimm_name(const char *word, unsigned int *dimm)
{
	char name[sizeof("nmem") + 3 * sizeof(*dimm)];

	if (sscanf(word, "nmem%u", dimm) != 1)
		return false;
	snprintf(name, sizeof(name), "nmem%u", *dimm);
	return !strcmp(word, name);
}

static void add_dimm(struct ocxl_bus_filter *filter, const char *word)
{
	unsigned int dimm, bus;
	int rc;

	if (!parse_dimm_name(word, &dimm)) {
		filter->everywhere = true;
		return;
	}
	rc = ocxl_dimm_sysfs_bus(dimm, &bus);
	if (rc == -ENOENT)
		return;
	if (rc) {
		filter->everywhere = true;
		return;
	}
	filter->dimms[filter->count] = dimm;
	filter->buses[filter->count++] = bus;
}

static int compare_numbers(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

void ocxl_bus_filter_build(struct ocxl_bus_filter *filter, const struct ocxl_options *options)
{
	unsigned int i;

	*filter = (struct ocxl_bus_filter) { .everywhere = options->dimm_count == 0 };
	if (filter->everywhere)
		return;
	filter->dimms = ocxl_alloc_zeroed(options->dimm_count, sizeof(*filter->dimms));
	filter->buses = ocxl_alloc_zeroed(options->dimm_count, sizeof(*filter->buses));
	for (i = 0; i < options->dimm_count && !filter->everywhere; i++)
		add_dimm(filter, options->dimms[i]);
	qsort(filter->dimms, filter->count, sizeof(*filter->dimms), compare_numbers);
	qsort(filter->buses, filter->count, sizeof(*filter->buses), compare_numbers);
}

bool ocxl_bus_filter_has_bus(const struct ocxl_bus_filter *filter, unsigned int bus)
{
	if (filter->everywhere)
		return true;
	return filter->count &&
	       bsearch(&bus, filter->buses, filter->count, sizeof(bus), compare_numbers);
}

void ocxl_bus_filter_release(struct ocxl_bus_filter *filter)
{
	free(filter->dimms);
	free(filter->buses);
	*filter = (struct ocxl_bus_filter) { 0 };
}
