/* SPDX-License-Identifier: GPL-2.0-only */
/* Performance data of monitoring plug-ins, with ranges that follow the conditions of a card. */
#ifndef OCXL_NAGIOS_DATA_H
#define OCXL_NAGIOS_DATA_H

#include <stdio.h>
#include "ocxl/render/render.h"

/**
 * ocxl_nagios_data_write() - write the performance data of a DIMM
 * @out: receives " nmem0_temperature=45;64;69" for each value that the sections of @element have
 * @element: a DIMM
 *
 * Percentages above 100 are omitted.
 */
void ocxl_nagios_data_write(FILE *out, const struct ocxl_element *element);

#endif /* OCXL_NAGIOS_DATA_H */
