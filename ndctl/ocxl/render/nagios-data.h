/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OCXL_NAGIOS_DATA_H
#define OCXL_NAGIOS_DATA_H

#include <stdio.h>
#include "ocxl/render/render.h"

/*
 * write " 1234567890_temperature=45;64;69" for each value
 * @label: name of the card. Percentages above 100 are omitted
 */
void ocxl_nagios_write_data(FILE *out, const char *label, const struct ocxl_element *element);

#endif /* OCXL_NAGIOS_DATA_H */
