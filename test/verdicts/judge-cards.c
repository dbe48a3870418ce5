// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asks the library for its verdict on every OpenCAPI DIMM, as an agent in C does. A line of the
 * output:
 *
 *	DEV SEVERITY CONDITION,... NOT-CHECKED,... EVIDENCE ERROR
 *
 * "-": nothing. EVIDENCE and ERROR are those of the condition health_unreadable. A window without a
 * controller has the severity "unsupported".
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>

static void print_names(uint64_t conditions)
{
	const char *name, *separator = "";
	unsigned int i;

	printf(" %s", conditions ? "" : "-");
	for (i = 0; (name = ndctl_ocxl_condition_id_name(i)); i++) {
		if (!(conditions >> i & 1))
			continue;
		printf("%s%s", separator, name);
		separator = ",";
	}
}

static void print_verdict(const struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];
	const struct ndctl_ocxl_condition *health_unreadable = NULL;
	uint64_t present = 0, not_checked = 0;
	enum ndctl_ocxl_severity verdict;
	size_t i, count;

	verdict = ndctl_ocxl_judge(evidence, conditions, NDCTL_OCXL_CONDITIONS_MAX, &count);
	for (i = 0; i < count; i++) {
		present |= 1ULL << conditions[i].id;
		if (conditions[i].id == NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE)
			health_unreadable = &conditions[i];
	}
	for (i = 0; ndctl_ocxl_condition_id_name(i); i++)
		not_checked |= (uint64_t)!ndctl_ocxl_is_checked(evidence, i) << i;
	printf("%s", ndctl_ocxl_severity_name(verdict));
	print_names(present);
	print_names(not_checked);
	if (health_unreadable && health_unreadable->evidence)
		printf(" %s %d\n", health_unreadable->evidence, -health_unreadable->error);
	else
		printf(" - 0\n");
}

static void judge_card(struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_collection *collection;
	int rc;

	printf("%s ", ndctl_dimm_get_devname(dimm));
	if (ndctl_dimm_ocxl_probe_controller(dimm) == 0) {
		printf("unsupported - - - 0\n");
		return;
	}
	rc = ndctl_dimm_ocxl_collect(dimm, 0, &collection);
	if (rc) {
		printf("%s - - - 0\n", strerror(-rc));
		return;
	}
	print_verdict(ndctl_ocxl_collection_get_evidence(collection));
	ndctl_ocxl_collection_free(collection);
}

int main(void)
{
	struct ndctl_ctx *ctx;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int rc = ndctl_new(&ctx);

	if (rc < 0) {
		fprintf(stderr, "libndctl: %s\n", strerror(-rc));
		return 1;
	}
	ndctl_bus_foreach(ctx, bus)
		ndctl_dimm_foreach(bus, dimm)
			if (ndctl_dimm_is_ocxl(dimm))
				judge_card(dimm);
	ndctl_unref(ctx);
	return 0;
}
