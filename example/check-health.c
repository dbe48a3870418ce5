// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Prints the verdict of "ndctl ocxl check" on every OpenCAPI memory card, its conditions, and what
 * could not be checked. Exit status, as of "ndctl ocxl check --strict":
 * 0: all cards are ok
 * 1: libndctl could not read a card, or the output could not be written
 * 2: there is no card
 * 5: a card is not ok
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>

enum { OK = 0, FAILED = 1, NO_CARD = 2, UNHEALTHY = 5 };

/* a card that is "ok" may have conditions that nobody could check */
static void print_not_checked(const struct ndctl_ocxl_evidence *evidence)
{
	const char *name, *separator = "\tnot checked: ";
	unsigned int id;

	for (id = 0; (name = ndctl_ocxl_condition_id_name(id)); id++) {
		if (ndctl_ocxl_is_checked(evidence, id))
			continue;
		printf("%s%s", separator, name);
		separator = ", ";
	}
	if (*separator == ',')
		printf("\n");
}

static void print_conditions(const struct ndctl_ocxl_condition *conditions, size_t count,
			     const char *dev)
{
	char text[NDCTL_OCXL_TEXT_SIZE];
	size_t i;

	for (i = 0; i < count; i++) {
		ndctl_ocxl_condition_message(&conditions[i], text, sizeof(text));
		printf("\t%s: %s\n", ndctl_ocxl_condition_id_name(conditions[i].id), text);
		ndctl_ocxl_condition_action(&conditions[i], dev, text, sizeof(text));
		printf("\t%s\n", text);
	}
}

/* Return: the exit status for one card */
static int print_verdict(struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];
	struct ndctl_ocxl_collection *collection;
	const struct ndctl_ocxl_evidence *evidence;
	const char *dev = ndctl_dimm_get_devname(dimm);
	enum ndctl_ocxl_severity severity;
	uint64_t serial;
	size_t count;
	int rc;

	do {
		rc = ndctl_dimm_ocxl_collect(dimm, 0, &collection);
	} while (rc == -ESTALE);
	if (rc) {
		fprintf(stderr, "%s: %s\n", dev, strerror(-rc));
		return FAILED;
	}
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	severity = ndctl_ocxl_judge(evidence, conditions, NDCTL_OCXL_CONDITIONS_MAX, &count);
	ndctl_ocxl_collection_get_serial(collection, &serial);
	printf("%s (serial %" PRIu64 ") %s\n", dev, serial, ndctl_ocxl_severity_name(severity));
	print_conditions(conditions, count, dev);
	print_not_checked(evidence);
	ndctl_ocxl_collection_free(collection);
	return severity == NDCTL_OCXL_SEVERITY_OK ? OK : UNHEALTHY;
}

/* Return: the exit status */
static int print_all(struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int cards = 0, worst = OK, status, missing;

	ndctl_ocxl_card_foreach(ctx, bus, dimm) {
		cards++;
		status = print_verdict(dimm);
		worst = status > worst ? status : worst;
	}
	missing = ndctl_ocxl_count_missing_dimms(ctx);
	if (missing < 0)
		fprintf(stderr, "unknown: cannot list the cards: %s\n", strerror(-missing));
	else if (missing)
		fprintf(stderr, "unknown: %d card(s) could not be opened\n", missing);
	else if (!cards)
		fprintf(stderr,
			"unknown: no OpenCAPI memory card: is the driver ocxlpmem loaded?\n");
	if (missing && worst == OK)
		return FAILED;
	return cards || missing ? worst : NO_CARD;
}

int main(void)
{
	struct ndctl_ctx *ctx;
	int status, rc = ndctl_new(&ctx);

	if (rc < 0) {
		fprintf(stderr, "libndctl: %s\n", strerror(-rc));
		return FAILED;
	}
	status = print_all(ctx);
	ndctl_unref(ctx);
	if (fflush(stdout)) {
		perror("standard output");
		return FAILED;
	}
	return status;
}
