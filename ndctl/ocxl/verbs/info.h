/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and abilities of a card. */
#ifndef OCXL_INFO_H
#define OCXL_INFO_H

#include "ocxl/records/info-record.h"

struct ndctl_ocxl_capabilities;
struct ocxl_exchange;
struct ocxl_options;
struct ocxl_target;

/**
 * ocxl_info_fill() - what is known of a card
 * @record: receives it
 * @target: what sysfs says
 * @capabilities: what the card says; NULL when it did not
 */
void ocxl_info_fill(struct ocxl_info_record *record, const struct ocxl_target *target,
		    const struct ndctl_ocxl_capabilities *capabilities);

/**
 * ocxl_info_ask() - send the command
 * @exchange: what became of it; released by the caller
 * @capabilities: the answer, when that went well
 */
void ocxl_info_ask(struct ocxl_exchange *exchange, struct ndctl_ocxl_capabilities *capabilities,
		   const struct ocxl_target *target, const struct ocxl_options *options);

#endif /* OCXL_INFO_H */
