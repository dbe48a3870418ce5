/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The families of "ndctl ocxl metrics": a table with a row for each family. A row names a record
 * and one of its fields; fields whose value is unknown have no sample.
 */
#ifndef OCXL_RENDER_METRICS_H
#define OCXL_RENDER_METRICS_H

#include <stdio.h>
#include "ocxl/records/field.h"
#include "ocxl/render/render.h"

#define OCXL_METRIC_PREFIX "ndctl_ocxl_"

struct ocxl_metric {
	const char *name; /* without the prefix; ends with the unit, and "_total" for a counter */
	const char *help; /* printable ASCII without backslashes */
	bool counter; /* decreases only when card or driver start again; else a gauge */
	const struct ocxl_record *record; /* contains the value */
	const char *key; /* of the field; NULL: only write_samples knows */
	unsigned int decimals; /* of the integer in the record: 2 for percent (a ratio),
					   * 6 for microseconds and 9 for nanoseconds (seconds) */
	uint64_t maximum; /* a greater integer has no meaning, and no sample; 0: none */
	/* writes the samples of a DIMM; NULL: one sample, the field */
	void (*write_samples)(FILE *out, const struct ocxl_metric *metric,
			      const struct ocxl_element *element, const void *data);
};

/* in the order of the output, ended by a row without a name */
extern const struct ocxl_metric ocxl_metric_table[];

#endif /* OCXL_RENDER_METRICS_H */
