// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <syslog.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/error.h"
#include "ocxl/base/memory.h"
#include "ocxl/dimms/select.h"
#include "ocxl/records/records.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/options/option-value.h"
#include "ocxl/options/ocxl-options.h"

/* result for a name of the command line */
enum name_result {
	NAME_NOT_FOUND,
	NAME_OF_OTHER_FAMILY,
	NAME_FOUND,
	NAME_REFUSED,
};

/* a search for the DIMMs of a command */
struct search {
	const struct ocxl_options *options;
	struct ocxl_bus_filter filter; /* buses to search */
	enum name_result *names; /* result for each name of the command line */
	struct ocxl_dimm_list *dimm_list; /* receives the DIMMs */
};

static void append_dimm(struct search *search, const struct ocxl_dimm *dimm)
{
	struct ocxl_dimm_list *list = search->dimm_list;

	list->dimms = xrealloc(list->dimms, (list->count + 1) * sizeof(*list->dimms));
	list->dimms[list->count++] = *dimm;
}

/* does the command line select this DIMM, and by name; also records which names were found */
static bool is_selected(struct search *search, const char *dev, uint64_t serial, bool ours,
			bool *named)
{
	const struct ocxl_options *options = search->options;
	bool selected = options->dimm_count == 0;
	unsigned int i;

	*named = false;
	for (i = 0; i < options->dimm_count; i++) {
		if (!ocxl_option_value_names_dimm(options->dimms[i], dev, serial))
			continue;
		if (ours)
			search->names[i] = NAME_FOUND;
		else if (search->names[i] == NAME_NOT_FOUND)
			search->names[i] = NAME_OF_OTHER_FAMILY;
		selected = true;
		if (strcmp(options->dimms[i], "all"))
			*named = true;
	}
	return selected;
}

bool ocxl_dimm_was_replaced(const struct ocxl_dimm *dimm)
{
	uint64_t serial;

	return !dimm->redacted && !ndctl_dimm_ocxl_read_serial(dimm->ndctl, &serial) &&
	       serial != dimm->serial;
}

int ocxl_dimm_switch_to_replacement(struct ocxl_dimm *dimm, const struct ocxl_options *options)
{
	bool selected = options->dimm_count == 0;
	uint64_t serial;
	unsigned int i;

	if (ndctl_dimm_ocxl_read_serial(dimm->ndctl, &serial))
		return -ESTALE;
	for (i = 0; i < options->dimm_count; i++)
		selected |= ocxl_option_value_names_dimm(options->dimms[i], dimm->dev, serial);
	if (!selected)
		return -ESTALE;
	dimm->serial = serial;
	ocxl_dimm_read_card_name(dimm->ndctl, dimm->location.slot, dimm->card);
	return 0;
}

/* it may be readable now if it could not be read when the DIMM was discovered */
static uint64_t find_serial(struct ndctl_dimm *dimm)
{
	uint64_t serial = ocxl_dimm_get_serial(dimm);

	if (!serial)
		ndctl_dimm_ocxl_read_serial(dimm, &serial);
	return serial;
}

static void append_if_selected(struct search *search, struct ndctl_bus *bus,
			       struct ndctl_dimm *ndctl)
{
	bool ours = ndctl_dimm_is_ocxl(ndctl);
	struct ocxl_dimm dimm = { .ndctl = ndctl };

	dimm.dev = ndctl_dimm_get_devname(ndctl);
	if (ours)
		dimm.serial = find_serial(ndctl);
	if (!is_selected(search, dimm.dev, dimm.serial, ours, &dimm.named) || !ours)
		return;
	dimm.bus = ndctl_bus_get_devname(bus);
	/* before the commands: it reads them again if they could not be read */
	dimm.controller = ndctl_dimm_ocxl_probe_controller(ndctl);
	dimm.cmd_mask = ocxl_dimm_get_cmd_mask(ndctl);
	dimm.old_driver = ocxl_dimm_has_old_driver(ndctl);
	dimm.envelope = ocxl_dimm_get_envelope(ndctl);
	append_dimm(search, &dimm);
}

static void search_buses(struct search *search, struct ndctl_ctx *ctx)
{
	const char *only = search->options->bus;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus) {
		if (!ocxl_bus_filter_has_bus(&search->filter, ndctl_bus_get_id(bus)))
			continue;
		if (only && !ocxl_option_value_names_bus(only, ndctl_bus_get_devname(bus),
							 ndctl_bus_get_provider(bus),
							 ndctl_bus_get_id(bus)))
			continue;
		ndctl_dimm_foreach(bus, dimm)
			append_if_selected(search, bus, dimm);
	}
}

static bool is_omitted(const struct search *search, const char *name)
{
	unsigned int id;
	char rest;

	return sscanf(name, "nmem%u%c", &id, &rest) == 1 &&
	       ocxl_omitted_dimms_has(&search->dimm_list->omitted, id);
}

/* a DIMM of another bus, or one that libndctl omitted, may have the serial number */
static bool is_absent_card(const struct search *search, unsigned int name, uint64_t *serial)
{
	const struct ocxl_options *options = search->options;

	return !options->bus && !search->dimm_list->omitted.count &&
	       search->names[name] == NAME_NOT_FOUND &&
	       !ocxl_option_value_number(options->dimms[name], 1, UINT64_MAX, serial);
}

/* Return: whether it is recorded as absent; the caller of the selection reports it */
static bool record_missing(struct search *search, unsigned int name)
{
	struct ocxl_dimm_list *list = search->dimm_list;
	uint64_t serial;

	list->missing++;
	if (is_absent_card(search, name, &serial)) {
		list->absent =
			xrealloc(list->absent, (list->absent_count + 1) * sizeof(*list->absent));
		list->absent[list->absent_count++] = serial;
		return true;
	}
	if (!list->missing_name)
		list->missing_name = search->options->dimms[name];
	return false;
}

#define NO_SUCH_DIMM	 "no such DIMM"
#define USE_ANOTHER_NAME "use a name or a serial number of 'ndctl ocxl info -u'"

void ocxl_dimm_list_report_absent(const struct ocxl_dimm_list *list)
{
	size_t i;

	for (i = 0; i < list->absent_count; i++)
		ocxl_error_print("%" PRIu64 ": " NO_SUCH_DIMM ": " USE_ANOTHER_NAME,
				 list->absent[i]);
}

static void report_missing_names(struct search *search)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		/* run.c reports "all" without a DIMM */
		if (search->names[i] == NAME_FOUND || !strcmp(options->dimms[i], "all"))
			continue;
		/* ocxl_dimm_list_report_omitted() reports it */
		if (is_omitted(search, options->dimms[i]))
			continue;
		if (record_missing(search, i))
			continue;
		if (search->names[i] == NAME_OF_OTHER_FAMILY)
			ocxl_error_print("%s: not an OpenCAPI DIMM: 'ndctl ocxl info' lists them",
					 options->dimms[i]);
		else
			ocxl_error_print("%s: " NO_SUCH_DIMM "%s%s: " USE_ANOTHER_NAME,
					 options->dimms[i], options->bus ? " on bus " : "",
					 options->bus ? options->bus : "");
	}
}

/* by number: nmem2 before nmem10 */
static int compare_dimms(const void *a, const void *b)
{
	const struct ocxl_dimm *left = a, *right = b;
	unsigned int x = ndctl_dimm_get_id(left->ndctl), y = ndctl_dimm_get_id(right->ndctl);

	return x < y ? -1 : x > y;
}

/* a window without a controller has an empty file, a card that is gone reads as all ones */
static bool is_version(const char *version)
{
	return version[strspn(version, "\xff")] != '\0';
}

static void read_version(struct ocxl_dimm *dimm)
{
	int rc = ndctl_dimm_ocxl_read_fw_version(dimm->ndctl, dimm->fw_version);

	dimm->fw_version_error = rc;
	dimm->has_fw_version = !rc && is_version(dimm->fw_version);
}

static void read_all_sysfs(struct ocxl_dimm_list *list, unsigned int sysfs)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct ocxl_dimm *dimm = &list->dimms[i];

		if (sysfs & OCXL_SYSFS_FLAGS)
			ocxl_dimm_read_properties(dimm->ndctl, &dimm->evidence);
		if (sysfs & OCXL_SYSFS_FW_VERSION)
			read_version(dimm);
		ndctl_dimm_ocxl_read_location(dimm->ndctl, &dimm->location);
		ocxl_dimm_get_card_name(dimm->ndctl, dimm->location.slot, dimm->card);
	}
}

/* the serial number of an omitted DIMM is unknown: any name not found may be it */
static bool may_be_selected(const struct search *search, const struct ocxl_omitted_dimm *entry)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	if (options->bus && !ocxl_omitted_dimms_is_on_bus(entry, options->bus))
		return false;
	for (i = 0; i < options->dimm_count; i++) {
		if (search->names[i] == NAME_NOT_FOUND || !strcmp(options->dimms[i], "all"))
			return true;
	}
	return options->dimm_count == 0;
}

static void store_omitted(struct search *search, struct ocxl_omitted_dimms *omitted,
			  struct ndctl_ctx *ctx)
{
	size_t i, kept = 0;

	ocxl_omitted_dimms_remove_found(omitted, &search->filter, ctx);
	for (i = 0; i < omitted->count; i++) {
		if (may_be_selected(search, &omitted->dimms[i]))
			omitted->dimms[kept++] = omitted->dimms[i];
	}
	omitted->count = kept;
	search->dimm_list->omitted = *omitted;
}

/* the list for omitted DIMMs must exist before libndctl reads the DIMMs */
static int search_all(struct search *search, struct ndctl_ctx *ctx)
{
	struct ocxl_omitted_dimms omitted;
	int rc = ocxl_omitted_dimms_list_all(&omitted, &search->filter);

	if (rc)
		return rc;
	search_buses(search, ctx);
	store_omitted(search, &omitted, ctx);
	return 0;
}

/* libndctl keeps a descriptor for each DIMM; many DIMMs need more than the usual soft limit */
static void raise_descriptor_limit(const struct ocxl_options *options)
{
	struct rlimit limit;

	if (options->dimm_count == 1 && strcmp(options->dimms[0], "all") != 0)
		return;
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* error.c reports failed commands; libndctl would report them a second time */
static void limit_libndctl_log(struct ndctl_ctx *ctx, const struct ocxl_options *options)
{
	if (!options->trace && !getenv("NDCTL_LOG"))
		ndctl_set_log_priority(ctx, LOG_CRIT);
}

/* ---- serial numbers of several DIMMs ---- */

static bool is_named(const struct ocxl_dimm *dimm, const char *word)
{
	return strcmp(word, "all") != 0 &&
	       ocxl_option_value_names_dimm(word, dimm->dev, dimm->serial);
}

static void report_refused(const struct ocxl_dimm_list *list, const char *word)
{
	char *text = NULL;
	size_t i, size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		die("out of memory");
	for (i = 0; i < list->count; i++) {
		const struct ocxl_dimm *dimm = &list->dimms[i];
		const char *slot = dimm->location.slot;

		if (is_named(dimm, word))
			fprintf(out, "%s%s%s%s%s", ftell(out) ? ", " : "", dimm->dev,
				*slot ? " (slot " : "", slot, *slot ? ")" : "");
	}
	if (fclose(out) || !text)
		die("out of memory");
	ocxl_error_print("%s: the serial number of several DIMMs: use the name of one of %s", word,
			 text);
	free(text);
}

static bool is_of_several(const struct ocxl_dimm_list *list, const char *word)
{
	size_t i, count = 0;

	for (i = 0; i < list->count; i++)
		count += is_named(&list->dimms[i], word);
	return count > 1;
}

static bool is_still_selected(const struct search *search, const struct ocxl_dimm *dimm)
{
	const struct ocxl_options *options = search->options;
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		if (search->names[i] != NAME_REFUSED &&
		    ocxl_option_value_names_dimm(options->dimms[i], dimm->dev, dimm->serial))
			return true;
	}
	return false;
}

static void remove_unselected(const struct search *search)
{
	struct ocxl_dimm_list *list = search->dimm_list;
	size_t i, kept = 0;

	for (i = 0; i < list->count; i++) {
		if (is_still_selected(search, &list->dimms[i]))
			list->dimms[kept++] = list->dimms[i];
	}
	list->count = kept;
}

/* nobody may have meant all of these DIMMs */
static void refuse_several(const struct search *search)
{
	const struct ocxl_options *options = search->options;
	struct ocxl_dimm_list *list = search->dimm_list;
	unsigned int i;

	for (i = 0; i < options->dimm_count; i++) {
		if (!is_of_several(list, options->dimms[i]))
			continue;
		search->names[i] = NAME_REFUSED;
		list->refused++;
		report_refused(list, options->dimms[i]);
	}
	list->missing += list->refused;
	if (list->refused)
		remove_unselected(search);
}

static int find_dimms(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs, bool single,
		      bool report)
{
	struct search search = { .options = options, .dimm_list = list };
	int rc;

	memset(list, 0, sizeof(*list));
	search.names = ocxl_alloc_zeroed(options->dimm_count + 1U, sizeof(*search.names));
	ocxl_bus_filter_build(&search.filter, options);
	rc = search_all(&search, ctx);
	if (!rc && report) {
		ocxl_dimm_list_report_omitted(list, options);
		report_missing_names(&search);
	}
	ocxl_bus_filter_release(&search.filter);
	if (!rc && list->count)
		qsort(list->dimms, list->count, sizeof(*list->dimms), compare_dimms);
	if (!rc)
		read_all_sysfs(list, sysfs);
	if (!rc && single)
		refuse_several(&search);
	free(search.names);
	return rc;
}

int ocxl_select_dimms(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs, bool single)
{
	int rc;

	raise_descriptor_limit(options);
	rc = find_dimms(list, ctx, options, sysfs, single, true);
	limit_libndctl_log(ctx, options);
	return rc;
}

int ocxl_select_dimms_again(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
			    const struct ocxl_options *options, unsigned int sysfs)
{
	limit_libndctl_log(ctx, options);
	return find_dimms(list, ctx, options, sysfs, false, false);
}

void ocxl_dimm_list_report_omitted(const struct ocxl_dimm_list *list,
				   const struct ocxl_options *options)
{
	const bool again = options->follow && list->count;
	size_t i;

	for (i = 0; i < list->omitted.count; i++)
		ocxl_error_print("nmem%u: " OCXL_FAILURE_OMITTED "%s", list->omitted.dimms[i].id,
				 again ? "trying again" : "run the command again");
}

void ocxl_dimm_list_release(struct ocxl_dimm_list *list)
{
	free(list->dimms);
	free(list->absent);
	ocxl_omitted_dimms_release(&list->omitted);
	memset(list, 0, sizeof(*list));
}
