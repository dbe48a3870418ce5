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
 * @scope: where they can be
 * @found: one a name
 * @selection: grows
 * @room: of its array
 */
struct search {
	const struct ocxl_options *options;
	struct ocxl_scope scope;
	enum found *found;
	struct ocxl_selection *selection;
	size_t room;
};

static int append(struct search *search, const struct ocxl_target *target)
{
	struct ocxl_selection *selection = search->selection;
	struct ocxl_target *grown;
	size_t room;

	if (selection->count == search->room) {
		room = search->room ? 2 * search->room : 16;
		grown = realloc(selection->targets, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		selection->targets = grown;
		search->room = room;
	}
	selection->targets[selection->count++] = *target;
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
		if (!ocxl_value_names_dimm(options->dimms[i], dev, serial))
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

static int visit(struct search *search, struct ndctl_bus *bus, struct ndctl_dimm *dimm)
{
	bool ours = ndctl_dimm_is_ocxl(dimm);
	struct ocxl_target target = { .dimm = dimm };

	target.dev = ndctl_dimm_get_devname(dimm);
	if (ours)
		target.serial = ndctl_dimm_ocxl_get_serial(dimm);
	if (!wanted(search, target.dev, target.serial, ours, &target.named) || !ours)
		return 0;
	target.bus = ndctl_bus_get_devname(bus);
	target.cmd_mask = ndctl_dimm_ocxl_get_cmd_mask(dimm);
	target.old_driver = ndctl_dimm_ocxl_has_old_driver(dimm);
	target.envelope = ndctl_dimm_ocxl_get_envelope(dimm);
	return append(search, &target);
}

static int walk(struct search *search, struct ndctl_ctx *ctx)
{
	const char *only = search->options->bus;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int rc = 0;

	ndctl_bus_foreach(ctx, bus) {
		if (!ocxl_scope_has_bus(&search->scope, ndctl_bus_get_id(bus)))
			continue;
		if (only &&
		    !ocxl_value_names_bus(only, ndctl_bus_get_devname(bus),
					  ndctl_bus_get_provider(bus), ndctl_bus_get_id(bus)))
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
	       ocxl_roll_has(&search->selection->left_out, id);
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
		search->selection->missing++;
		if (search->found[i] == FOUND_OTHER_FAMILY)
			ocxl_error(
				"%s: not an OpenCAPI DIMM: see 'ndctl ocxl info' for those there are",
				options->dimms[i]);
		else
			ocxl_error(
				"%s: no such DIMM%s%s: see 'ndctl ocxl info' for those there are",
				options->dimms[i], options->bus ? " on bus " : "",
				options->bus ? options->bus : "");
	}
}

/* nmem2 before nmem10 */
static int compare(const void *a, const void *b)
{
	const struct ocxl_target *left = a, *right = b;
	unsigned int x = ndctl_dimm_get_id(left->dimm), y = ndctl_dimm_get_id(right->dimm);

	return x < y ? -1 : x > y;
}

/* what a driver does not have, or not for this user, or not any more, is left out */
static bool is_no_failure(int rc)
{
	return rc == -ENOENT || rc == -EACCES || rc == -ENODEV || rc == -ENXIO;
}

/* 0 or the negative errno of what should have been readable */
static int read_sysfs(struct ocxl_target *target, unsigned int sysfs)
{
	int flags_rc = 0, version_rc = 0;

	if (sysfs & OCXL_SYSFS_FLAGS) {
		flags_rc = ndctl_dimm_ocxl_read_flags(target->dimm, &target->flags);
		target->has_flags = !flags_rc;
	}
	if (sysfs & OCXL_SYSFS_FW_VERSION) {
		version_rc = ndctl_dimm_ocxl_read_fw_version(target->dimm, target->fw_version);
		/* empty: there is no controller to have one */
		target->has_fw_version = !version_rc && target->fw_version[0];
	}
	if (flags_rc && !is_no_failure(flags_rc))
		return flags_rc;
	return version_rc && !is_no_failure(version_rc) ? version_rc : 0;
}

static void read_all_sysfs(struct ocxl_selection *selection, unsigned int sysfs, bool first)
{
	size_t i;

	for (i = 0; i < selection->count; i++) {
		int rc = read_sysfs(&selection->targets[i], sysfs);

		if (!rc || !first)
			continue;
		ocxl_error("%s: its state in sysfs could not be read: %s",
			   selection->targets[i].dev, strerror(-rc));
		selection->unread++;
	}
}

/* nobody can tell the serial number of one that was left out */
static bool is_perhaps_meant(const struct search *search, const struct ocxl_roll_entry *entry)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	if (options->bus && !ocxl_roll_is_on_bus(entry, options->bus))
		return false;
	for (i = 0; i < options->dimm_count; i++) {
		if (search->found[i] == FOUND_NOTHING || !strcmp(options->dimms[i], "all"))
			return true;
	}
	return options->dimm_count == 0;
}

static void note_left_out(struct search *search, struct ocxl_roll *roll, struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	ocxl_roll_call(roll, &search->scope, ctx);
	for (i = 0; i < roll->count; i++) {
		if (is_perhaps_meant(search, &roll->entries[i]))
			roll->entries[kept++] = roll->entries[i];
	}
	roll->count = kept;
	search->selection->left_out = *roll;
}

/* libndctl looks for DIMMs when it is first asked for them */
static int walk_all(struct search *search, struct ndctl_ctx *ctx)
{
	struct ocxl_roll roll;
	int rc = ocxl_roll_take(&roll, &search->scope);

	if (!rc)
		rc = walk(search, ctx);
	if (rc)
		ocxl_roll_release(&roll);
	else
		note_left_out(search, &roll, ctx);
	return rc;
}

static int find(struct ocxl_selection *selection, struct ndctl_ctx *ctx,
		const struct ocxl_options *options, unsigned int sysfs, bool first)
{
	struct search search = { .options = options, .selection = selection };
	int rc;

	memset(selection, 0, sizeof(*selection));
	search.found = calloc(options->dimm_count + 1U, sizeof(*search.found));
	if (!search.found)
		return -ENOMEM;
	rc = ocxl_scope_find(&search.scope, options);
	if (!rc)
		rc = walk_all(&search, ctx);
	if (!rc && first) {
		ocxl_selection_report_left_out(selection, options);
		report_names(&search);
	}
	ocxl_scope_release(&search.scope);
	free(search.found);
	if (rc) {
		ocxl_selection_release(selection);
		return rc;
	}
	if (selection->count)
		qsort(selection->targets, selection->count, sizeof(*selection->targets), compare);
	read_all_sysfs(selection, sysfs, first);
	return 0;
}

int ocxl_select(struct ocxl_selection *selection, struct ndctl_ctx *ctx,
		const struct ocxl_options *options, unsigned int sysfs)
{
	return find(selection, ctx, options, sysfs, true);
}

int ocxl_select_again(struct ocxl_selection *selection, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs)
{
	return find(selection, ctx, options, sysfs, false);
}

void ocxl_selection_report_left_out(const struct ocxl_selection *selection,
				    const struct ocxl_options *options)
{
	size_t i;

	for (i = 0; i < selection->left_out.count; i++)
		ocxl_error("nmem%u: it is there, but could not be looked at, for want of memory, "
			   "of descriptors, or of permission: %s",
			   selection->left_out.entries[i].id,
			   options->follow && selection->count ? "it is tried again"
							       : "run it again");
}

void ocxl_selection_release(struct ocxl_selection *selection)
{
	free(selection->targets);
	ocxl_roll_release(&selection->left_out);
	memset(selection, 0, sizeof(*selection));
}
