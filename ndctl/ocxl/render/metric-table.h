/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The families of "ndctl ocxl metrics": a table with a row for each family. A row names a record
 * and one of its fields; fields whose value is unknown have no sample.
 */
#ifndef OCXL_METRIC_TABLE_H
#define OCXL_METRIC_TABLE_H

#include <stdio.h>
#include "ocxl/records/field.h"
#include "ocxl/render/render.h"

#define OCXL_METRIC_PREFIX "ndctl_ocxl_"

/**
 * struct ocxl_metric - a family
 * @name: without the prefix; ends with the unit, and "_total" for a counter
 * @help: help text; printable ASCII without backslashes
 * @counter: a counter, which decreases only when the card or the driver starts again; else a gauge
 * @record: description of the record that contains the value
 * @key: key of the field; NULL: only @write_samples knows
 * @decimals: the value is the integer in the record divided by this power of ten: 2 for percent
 *	(a ratio), 6 for microseconds and 9 for nanoseconds (seconds)
 * @maximum: a greater integer has no sample, because it has no meaning; 0: none
 * @write_samples: writes the samples of a DIMM; NULL: one sample, the field
 */
struct ocxl_metric {
	const char *name;
	const char *help;
	bool counter;
	const struct ocxl_record *record;
	const char *key;
	unsigned int decimals;
	uint64_t maximum;
	void (*write_samples)(FILE *out, const struct ocxl_metric *metric,
			      const struct ocxl_element *element, const void *data);
};

/* in the order of the output, ended by a row without a name */
extern const struct ocxl_metric ocxl_metric_table[];

/**
 * ocxl_metric_write_samples() - write the samples of a DIMM
 * @out: receives complete lines; the caller checks it for errors
 * @metric: the family
 * @element: results of the DIMM; without a section of the family's record nothing is written
 */
void ocxl_metric_write_samples(FILE *out, const struct ocxl_metric *metric,
			       const struct ocxl_element *element);

#endif /* OCXL_METRIC_TABLE_H */
