/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and abilities of a card. */
#ifndef OCXL_INFO_H
#define OCXL_INFO_H

#include "model.h"

struct ndctl_ocxl_capabilities;
struct ocxl_target;

/**
 * ocxl_info_fill() - what is known of a card
 * @record: receives it
 * @target: what sysfs says
 * @capabilities: what the card says; NULL when it did not
 */
void ocxl_info_fill(struct ocxl_info_record *record, const struct ocxl_target *target,
		    const struct ndctl_ocxl_capabilities *capabilities);

#endif /* OCXL_INFO_H */
