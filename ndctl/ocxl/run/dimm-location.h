/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a card is in the machine, as sysfs shows it. */
#ifndef OCXL_DIMM_LOCATION_H
#define OCXL_DIMM_LOCATION_H

#include "ocxl/records/records.h"

/**
 * ocxl_dimm_location_read() - read where a card is
 * @location: all zero; receives it, and unknown parts stay empty
 * @dev: "nmem0"
 *
 * A window without a PCI function, such as an emulated card, has no location.
 */
void ocxl_dimm_location_read(struct ocxl_location *location, const char *dev);

#endif /* OCXL_DIMM_LOCATION_H */
