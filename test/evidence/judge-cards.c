// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asks the library for its verdict on every OpenCAPI DIMM, as an agent in C does. A line of the output:
 *
 *	DEV SEVERITY CONDITION,... NOT-CHECKED,... EVIDENCE ERROR
 *
 * "-": nothing. EVIDENCE and ERROR are those of the condition not_asked. A window without a controller
 * has the severity "unsupported".
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>

static struct ndctl_ocxl_smart_attribute attributes[255];

static struct ndctl_ocxl_outcome send_command(struct ndctl_cmd **cmd)
{
	struct ndctl_ocxl_outcome outcome = { .asked = true, .error = -errno, .status = -1 };

	if (*cmd) {
		outcome.error = ndctl_cmd_ocxl_submit(cmd);
		outcome.status = ndctl_cmd_ocxl_get_status(*cmd);
	}
	return outcome;
}

static void ask_heartbeat(struct ndctl_dimm *dimm, struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_heartbeat(dimm);

	evidence->heartbeat = send_command(&cmd);
	ndctl_cmd_unref(cmd);
}

static void ask_smart(struct ndctl_dimm *dimm, struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_smart(dimm);
	unsigned int i;

	evidence->smart = send_command(&cmd);
	if (!evidence->smart.error) {
		evidence->attribute_count = ndctl_cmd_ocxl_smart_get_count(cmd);
		evidence->attributes = attributes;
		for (i = 0; i < evidence->attribute_count; i++)
			ndctl_cmd_ocxl_smart_get_attribute(cmd, i, &attributes[i]);
	}
	ndctl_cmd_unref(cmd);
}

static void ask_stats(struct ndctl_dimm *dimm, struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_stats(dimm);
	struct ndctl_ocxl_stats stats;

	evidence->stats = send_command(&cmd);
	if (!evidence->stats.error && !ndctl_cmd_ocxl_stats_get(cmd, &stats))
		evidence->critical_resource_utilization_percentage =
			stats.critical_resource_utilization_percentage;
	ndctl_cmd_unref(cmd);
}

static void print_names(uint64_t conditions)
{
	const char *name, *separator = "";
	unsigned int i;

	printf(" %s", conditions ? "" : "-");
	for (i = 0; (name = ndctl_ocxl_condition_name(i)); i++) {
		if (!(conditions >> i & 1))
			continue;
		printf("%s%s", separator, name);
		separator = ",";
	}
}

static void print_verdict(const struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_ocxl_finding findings[NDCTL_OCXL_FINDINGS_MAX];
	const struct ndctl_ocxl_finding *not_asked = NULL;
	uint64_t conditions = 0;
	int i, count = ndctl_ocxl_judge(evidence, findings, NDCTL_OCXL_FINDINGS_MAX);

	for (i = 0; i < count; i++) {
		conditions |= 1ULL << findings[i].condition;
		if (findings[i].condition == NDCTL_OCXL_CONDITION_NOT_ASKED)
			not_asked = &findings[i];
	}
	printf("%s", count < 0 ? strerror(-count)
			       : ndctl_ocxl_severity_name(
					 ndctl_ocxl_findings_worst(findings, (size_t)count)));
	print_names(conditions);
	print_names(ndctl_ocxl_not_checked(evidence));
	if (not_asked && not_asked->evidence)
		printf(" %s %d\n", not_asked->evidence, -not_asked->error);
	else
		printf(" - 0\n");
}

static void judge_card(struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_evidence evidence = { .size = sizeof(evidence) };

	printf("%s ", ndctl_dimm_get_devname(dimm));
	if (ndctl_dimm_ocxl_has_controller(dimm) == 0) {
		printf("unsupported - - - 0\n");
		return;
	}
	if (ndctl_dimm_ocxl_read_properties(dimm, &evidence)) {
		printf("no-properties - - - 0\n");
		return;
	}
	ask_heartbeat(dimm, &evidence);
	ask_smart(dimm, &evidence);
	ask_stats(dimm, &evidence);
	print_verdict(&evidence);
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
