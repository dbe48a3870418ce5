/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit status and the verdict of a run, from what happened to its DIMMs. */
#ifndef OCXL_EXIT_STATUS_H
#define OCXL_EXIT_STATUS_H

#include <stdbool.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/run/result.h"

/* numbers of DIMMs by their results; the verdict and the exit status come from here */
struct ocxl_run_totals {
	unsigned int done; /* number of DIMMs */
	unsigned int failed; /* also DIMMs that could not be opened */
	unsigned int not_permitted;
	unsigned int unsupported; /* selected by "all" or by default */
	unsigned int unsupported_named;
	unsigned int missing; /* names on the command line without a DIMM */
	enum ndctl_ocxl_severity worst; /* of all DIMMs with a verdict */
	unsigned int examined; /* number of DIMMs with a verdict */
	/* number of DIMMs that should have one, and of names without a DIMM */
	unsigned int unexamined;
	unsigned int left_out; /* number of DIMMs that are not shown, because they are ok */
	unsigned int not_checked; /* number of their conditions that were not checked */
	bool found; /* there is a DIMM */
	bool bus; /* the command line names a bus */
	bool strict; /* a warning leads to OCXL_EXIT_UNHEALTHY */
	bool plugin; /* of a monitoring system: the exit status is the verdict */
	/* the output is a file of metrics, which shows the cards that failed */
	bool metrics_file;
	int refused; /* exit status, if no DIMM was tried */
	bool broken; /* the run itself failed, so some cards may not have been queried */
	bool output_failed; /* the output could not be written */
	/* the results of ocxl_run_totals_conclude() */
	enum ndctl_ocxl_severity verdict;
	int document_status; /* exit status in the document */
	int exit_status; /* of the process */
};

/* count the result of one DIMM */
void ocxl_run_totals_add(struct ocxl_run_totals *totals, enum ocxl_result_kind kind, bool named);

/* count the verdict on one DIMM, or that it has none */
void ocxl_run_totals_add_verdict(struct ocxl_run_totals *totals, const struct ocxl_result *result);

/* after ocxl_run_totals_conclude(): the command line or the host has no DIMM to query */
bool ocxl_run_totals_none_queried(const struct ocxl_run_totals *totals);

bool ocxl_run_totals_all_unsupported(const struct ocxl_run_totals *totals);

/* decide verdict and exit status; may be called again */
void ocxl_run_totals_conclude(struct ocxl_run_totals *totals);

#endif /* OCXL_EXIT_STATUS_H */
