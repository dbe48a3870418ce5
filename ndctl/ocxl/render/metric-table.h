/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The families of ndctl ocxl metrics: a table with a row each, from which the renderer takes
 * everything. A row names a record and a field of it, so what is not known stays absent here
 * as in every other format.
 */
#ifndef OCXL_METRIC_H
#define OCXL_METRIC_H

#include <stdio.h>
#include "ocxl/render/render.h"
#include "ocxl/records/field.h"

#define OCXL_METRIC_PREFIX "ndctl_ocxl_"

/**
 * struct ocxl_metric - one family
 * @name: behind the prefix, with the unit and, of a counter, "_total" at its end
 * @help: what it is; printable ASCII without a backslash
 * @counter: only grows, except when the card or the driver starts anew; else a gauge
 * @record: of the section that has it
 * @key: of the field; NULL: @put knows
 * @decimals: the stored integer is this power of ten times the value: 2 for percent, which
 *	become a ratio, 6 for microseconds and 9 for nanoseconds, which become seconds
 * @put: its samples of one DIMM; NULL: one, the field, if it is known
 */
struct ocxl_metric {
	const char *name;
	const char *help;
	bool counter;
	const struct ocxl_record *record;
	const char *key;
	unsigned int decimals;
	void (*put)(FILE *out, const struct ocxl_metric *metric, const struct ocxl_element *element,
		    const void *data);
};

/* in the order of the document, ended by a row without a name */
extern const struct ocxl_metric ocxl_metrics[];

/**
 * ocxl_metric_put() - write the samples of one DIMM
 * @out: receives whole lines; its errors are the caller's to look at
 * @metric: which family
 * @element: the DIMM with what was read; no line without a section of @metric's record
 */
void ocxl_metric_put(FILE *out, const struct ocxl_metric *metric,
		     const struct ocxl_element *element);

#endif /* OCXL_METRIC_H */
