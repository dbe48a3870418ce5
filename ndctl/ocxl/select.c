// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include "error.h"
#include "select.h"
#include "value.h"

/* what became of a name that the user typed */
enum found {
	FOUND_NOTHING,
	FOUND_OTHER_FAMILY,
	FOUND,
};

/**
 * struct search - one walk over what the kernel has
 * @options: with the names
 * @found: one a name
 * @selection: grows
 * @room: of its array
 */
struct search {
	const struct ocxl_options *options;
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

static void report_names(struct search *search)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		/* "all" of nothing is said once, at the end */
		if (search->found[i] == FOUND || !strcmp(options->dimms[i], "all"))
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

static void read_sysfs(struct ocxl_target *target, unsigned int sysfs)
{
	if (sysfs & OCXL_SYSFS_FLAGS)
		target->has_flags = !ndctl_dimm_ocxl_read_flags(target->dimm, &target->flags);
	if (sysfs & OCXL_SYSFS_FW_VERSION)
		/* empty: there is no controller to have one */
		target->has_fw_version =
			!ndctl_dimm_ocxl_read_fw_version(target->dimm, target->fw_version) &&
			target->fw_version[0];
}

static int find(struct ocxl_selection *selection, struct ndctl_ctx *ctx,
		const struct ocxl_options *options, unsigned int sysfs, bool first)
{
	struct search search = { .options = options, .selection = selection };
	size_t i;
	int rc;

	memset(selection, 0, sizeof(*selection));
	search.found = calloc(options->dimm_count + 1U, sizeof(*search.found));
	if (!search.found)
		return -ENOMEM;
	rc = walk(&search, ctx);
	if (!rc && first)
		report_names(&search);
	free(search.found);
	if (rc) {
		ocxl_selection_release(selection);
		return rc;
	}
	if (selection->count)
		qsort(selection->targets, selection->count, sizeof(*selection->targets), compare);
	for (i = 0; i < selection->count; i++)
		read_sysfs(&selection->targets[i], sysfs);
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

void ocxl_selection_release(struct ocxl_selection *selection)
{
	free(selection->targets);
	memset(selection, 0, sizeof(*selection));
}
