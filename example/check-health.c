// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Prints the verdict of "ndctl ocxl check" on every OpenCAPI memory card, and its conditions. Exit status:
 * 0: all cards are ok
 * 1: a card is not ok
 * 2: there is no card, libndctl could not read a card, or the output could not be written
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>

static int print_verdict(struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_collection *collection = ndctl_dimm_ocxl_collect(dimm, 0);
	struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];
	const char *dev = ndctl_dimm_get_devname(dimm);
	enum ndctl_ocxl_severity severity;
	char text[512];
	int i, count;

	if (!collection) {
		perror(dev);
		return 1;
	}
	count = ndctl_ocxl_judge(ndctl_ocxl_collection_get_evidence(collection), conditions,
				 NDCTL_OCXL_CONDITIONS_MAX);
	severity = ndctl_ocxl_conditions_worst(conditions, count);
	printf("%s (serial %" PRIu64 ") %s\n", dev,
	       ndctl_ocxl_collection_get_evidence(collection)->serial,
	       ndctl_ocxl_severity_name(severity));
	for (i = 0; i < count; i++) {
		ndctl_ocxl_condition_message(&conditions[i], text, sizeof(text));
		printf("\t%s: %s\n", ndctl_ocxl_condition_name(conditions[i].id), text);
		ndctl_ocxl_condition_action(&conditions[i], dev, text, sizeof(text));
		printf("\t%s\n", text);
	}
	ndctl_ocxl_collection_free(collection);
	return severity != NDCTL_OCXL_SEVERITY_OK;
}

/* Return: the exit status */
static int print_all(struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int cards = 0, failed = 0, missing;

	ndctl_bus_foreach(ctx, bus)
		ndctl_dimm_foreach(bus, dimm) {
			/* a window without a controller has no health; an error is no such window */
			if (!ndctl_dimm_is_ocxl(dimm) || ndctl_dimm_ocxl_has_controller(dimm) == 0)
				continue;
			cards++;
			failed |= print_verdict(dimm);
		}
	missing = ndctl_ocxl_count_missing_dimms(ctx);
	if (missing < 0)
		fprintf(stderr, "unknown: cannot list the cards: %s\n", strerror(-missing));
	else if (missing)
		fprintf(stderr, "unknown: %d card(s) could not be opened\n", missing);
	else if (!cards)
		fprintf(stderr,
			"unknown: no OpenCAPI memory card: is the driver ocxlpmem loaded?\n");
	return missing || !cards ? 2 : failed;
}

int main(void)
{
	struct ndctl_ctx *ctx;
	int status, rc = ndctl_new(&ctx);

	if (rc < 0) {
		fprintf(stderr, "libndctl: %s\n", strerror(-rc));
		return 2;
	}
	status = print_all(ctx);
	ndctl_unref(ctx);
	if (fflush(stdout)) {
		perror("standard output");
		return 2;
	}
	return status;
}
