/* SPDX-License-Identifier: GPL-2.0-only */
/* The exit status and the verdict of a run, from what happened to its DIMMs. */
#ifndef OCXL_EXIT_STATUS_H
#define OCXL_EXIT_STATUS_H

#include <stdbool.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl/run/result.h"

/* how a verb ended for all DIMMs: its verdict and its exit status come from here */
struct ocxl_outcomes {
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
	/* the output is a file of metrics, which themselves tell which cards failed */
	bool metrics_file;
	int refused; /* exit status, if no DIMM was tried */
	bool broken; /* the run itself failed, so cards may be missing that nobody asked */
	bool output_failed; /* the output could not be written */
	/* the results of ocxl_outcomes_conclude() */
	enum ndctl_ocxl_severity verdict;
	int document_status; /* exit status in the document */
	int exit_status; /* of the process */
};

/* count one DIMM */
void ocxl_outcomes_add(struct ocxl_outcomes *outcomes, enum ocxl_outcome outcome, bool named);

/* count the verdict on one DIMM, or that it has none */
void ocxl_outcomes_add_verdict(struct ocxl_outcomes *outcomes, const struct ocxl_result *result);

/* after ocxl_outcomes_conclude(): no DIMM could be asked, because of the command line or the host */
bool ocxl_outcomes_none_asked(const struct ocxl_outcomes *outcomes);

bool ocxl_outcomes_all_unsupported(const struct ocxl_outcomes *outcomes);

/* decide verdict and exit status; may be called again */
void ocxl_outcomes_conclude(struct ocxl_outcomes *outcomes);

#endif /* OCXL_EXIT_STATUS_H */
