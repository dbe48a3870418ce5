// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/error.h"
#include "ocxl/run/bus-filter.h"
#include "ocxl/run/option-value.h"
#include "ocxl/run/options.h"
#include "ocxl/run/select.h"
#include "ocxl/run/undiscovered.h"

/* what became of a name that the user typed */
enum found {
	FOUND_NOTHING,
	FOUND_OTHER_FAMILY,
	FOUND,
};

/**
 * struct search - one walk over what the kernel has
 * @options: with the names
 * @filter: where they can be
 * @found: one a name
 * @dimm_list: grows
 * @room: of its array
 */
struct search {
	const struct ocxl_options *options;
	struct ocxl_bus_filter filter;
	enum found *found;
	struct ocxl_dimm_list *dimm_list;
	size_t room;
};

static int append(struct search *search, const struct ocxl_dimm *dimm)
{
	struct ocxl_dimm_list *list = search->dimm_list;
	struct ocxl_dimm *grown;
	size_t room;

	if (list->count == search->room) {
		room = search->room ? 2 * search->room : 16;
		grown = realloc(list->dimms, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		list->dimms = grown;
		search->room = room;
	}
	list->dimms[list->count++] = *dimm;
	return 0;
}

/* does the user want it; notes which names it answers to */
static bool wanted(struct search *search, const char *dev, uint64_t serial, bool ours, bool *named)
{
	const struct ocxl_options *options = search->options;
	bool want = options->dimm_count == 0;
	unsigned int i;

	*named = false;
	for (i = 0; i < options->dimm_count; i++) {
		if (!ocxl_option_value_names_dimm(options->dimms[i], dev, serial))
			continue;
		if (ours)
			search->found[i] = FOUND;
		else if (search->found[i] == FOUND_NOTHING)
			search->found[i] = FOUND_OTHER_FAMILY;
		want = true;
		if (strcmp(options->dimms[i], "all"))
			*named = true;
	}
	return want;
}

static int visit(struct search *search, struct ndctl_bus *bus, struct ndctl_dimm *ndctl)
{
	bool ours = ndctl_dimm_is_ocxl(ndctl);
	struct ocxl_dimm dimm = { .ndctl = ndctl };

	dimm.dev = ndctl_dimm_get_devname(ndctl);
	if (ours)
		dimm.serial = ndctl_dimm_ocxl_get_serial(ndctl);
	if (!wanted(search, dimm.dev, dimm.serial, ours, &dimm.named) || !ours)
		return 0;
	dimm.bus = ndctl_bus_get_devname(bus);
	dimm.cmd_mask = ndctl_dimm_ocxl_get_cmd_mask(ndctl);
	dimm.old_driver = ndctl_dimm_ocxl_has_old_driver(ndctl);
	dimm.envelope = ndctl_dimm_ocxl_get_envelope(ndctl);
	return append(search, &dimm);
}

static int walk(struct search *search, struct ndctl_ctx *ctx)
{
	const char *only = search->options->bus;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int rc = 0;

	ndctl_bus_foreach(ctx, bus) {
		if (!ocxl_bus_filter_has_bus(&search->filter, ndctl_bus_get_id(bus)))
			continue;
		if (only && !ocxl_option_value_names_bus(only, ndctl_bus_get_devname(bus),
							 ndctl_bus_get_provider(bus),
							 ndctl_bus_get_id(bus)))
			continue;
		ndctl_dimm_foreach(bus, dimm) {
			rc = visit(search, bus, dimm);
			if (rc)
				return rc;
		}
	}
	return 0;
}

/* by the name of a DIMM */
static bool is_left_out(const struct search *search, const char *name)
{
	unsigned int id;
	char rest;

	return sscanf(name, "nmem%u%c", &id, &rest) == 1 &&
	       ocxl_undiscovered_has(&search->dimm_list->undiscovered, id);
}

static void report_names(struct search *search)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		/* "all" of nothing is said once, at the end */
		if (search->found[i] == FOUND || !strcmp(options->dimms[i], "all"))
			continue;
		/* it was said why */
		if (is_left_out(search, options->dimms[i]))
			continue;
		search->dimm_list->missing++;
		if (search->found[i] == FOUND_OTHER_FAMILY)
			ocxl_error_print(
				"%s: not an OpenCAPI DIMM: see 'ndctl ocxl info' for those there are",
				options->dimms[i]);
		else
			ocxl_error_print(
				"%s: no such DIMM%s%s: see 'ndctl ocxl info' for those there are",
				options->dimms[i], options->bus ? " on bus " : "",
				options->bus ? options->bus : "");
	}
}

/* nmem2 before nmem10 */
static int compare(const void *a, const void *b)
{
	const struct ocxl_dimm *left = a, *right = b;
	unsigned int x = ndctl_dimm_get_id(left->ndctl), y = ndctl_dimm_get_id(right->ndctl);

	return x < y ? -1 : x > y;
}

/* what a driver does not have, or not for this user, or not any more, is left out */
static bool is_no_failure(int rc)
{
	return rc == -ENOENT || rc == -EACCES || rc == -ENODEV || rc == -ENXIO;
}

/* 0 or the negative errno of what should have been readable */
static int read_sysfs(struct ocxl_dimm *dimm, unsigned int sysfs)
{
	int flags_rc = 0, version_rc = 0;

	if (sysfs & OCXL_SYSFS_FLAGS) {
		flags_rc = ndctl_dimm_ocxl_read_flags(dimm->ndctl, &dimm->flags);
		dimm->has_flags = !flags_rc;
	}
	if (sysfs & OCXL_SYSFS_FW_VERSION) {
		version_rc = ndctl_dimm_ocxl_read_fw_version(dimm->ndctl, dimm->fw_version);
		/* empty: there is no controller to have one */
		dimm->has_fw_version = !version_rc && dimm->fw_version[0];
	}
	if (flags_rc && !is_no_failure(flags_rc))
		return flags_rc;
	return version_rc && !is_no_failure(version_rc) ? version_rc : 0;
}

static void read_all_sysfs(struct ocxl_dimm_list *list, unsigned int sysfs, bool first)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		int rc = read_sysfs(&list->dimms[i], sysfs);

		if (!rc || !first)
			continue;
		ocxl_error_print("%s: its state in sysfs could not be read: %s", list->dimms[i].dev,
				 strerror(-rc));
		list->unread++;
	}
}

/* nobody can tell the serial number of one that was left out */
static bool is_perhaps_meant(const struct search *search,
			     const struct ocxl_undiscovered_dimm *entry)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	if (options->bus && !ocxl_undiscovered_is_on_bus(entry, options->bus))
		return false;
	for (i = 0; i < options->dimm_count; i++) {
		if (search->found[i] == FOUND_NOTHING || !strcmp(options->dimms[i], "all"))
			return true;
	}
	return options->dimm_count == 0;
}

static void note_left_out(struct search *search, struct ocxl_undiscovered *undiscovered,
			  struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	ocxl_undiscovered_remove_found(undiscovered, &search->filter, ctx);
	for (i = 0; i < undiscovered->count; i++) {
		if (is_perhaps_meant(search, &undiscovered->entries[i]))
			undiscovered->entries[kept++] = undiscovered->entries[i];
	}
	undiscovered->count = kept;
	search->dimm_list->undiscovered = *undiscovered;
}

/* libndctl looks for DIMMs when it is first asked for them */
static int walk_all(struct search *search, struct ndctl_ctx *ctx)
{
	struct ocxl_undiscovered undiscovered;
	int rc = ocxl_undiscovered_list_all(&undiscovered, &search->filter);

	if (!rc)
		rc = walk(search, ctx);
	if (rc)
		ocxl_undiscovered_release(&undiscovered);
	else
		note_left_out(search, &undiscovered, ctx);
	return rc;
}

static int find(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		const struct ocxl_options *options, unsigned int sysfs, bool first)
{
	struct search search = { .options = options, .dimm_list = list };
	int rc;

	memset(list, 0, sizeof(*list));
	search.found = calloc(options->dimm_count + 1U, sizeof(*search.found));
	if (!search.found)
		return -ENOMEM;
	rc = ocxl_bus_filter_build(&search.filter, options);
	if (!rc)
		rc = walk_all(&search, ctx);
	if (!rc && first) {
		ocxl_dimm_list_report_undiscovered(list, options);
		report_names(&search);
	}
	ocxl_bus_filter_release(&search.filter);
	free(search.found);
	if (rc) {
		ocxl_dimm_list_release(list);
		return rc;
	}
	if (list->count)
		qsort(list->dimms, list->count, sizeof(*list->dimms), compare);
	read_all_sysfs(list, sysfs, first);
	return 0;
}

int ocxl_select_dimms(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs)
{
	return find(list, ctx, options, sysfs, true);
}

int ocxl_select_dimms_again(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
			    const struct ocxl_options *options, unsigned int sysfs)
{
	return find(list, ctx, options, sysfs, false);
}

void ocxl_dimm_list_report_undiscovered(const struct ocxl_dimm_list *list,
					const struct ocxl_options *options)
{
	size_t i;

	for (i = 0; i < list->undiscovered.count; i++)
		ocxl_error_print(
			"nmem%u: it is there, but could not be looked at, for want of memory, "
			"of descriptors, or of permission: %s",
			list->undiscovered.entries[i].id,
			options->follow && list->count ? "it is tried again" : "run it again");
}

void ocxl_dimm_list_release(struct ocxl_dimm_list *list)
{
	free(list->dimms);
	ocxl_undiscovered_release(&list->undiscovered);
	memset(list, 0, sizeof(*list));
}
