/* SPDX-License-Identifier: GPL-2.0-only */
/* SMART: the attributes of a card, and values of attributes that have a known meaning. */
#ifndef OCXL_SMART_RECORD_H
#define OCXL_SMART_RECORD_H

#include <ndctl/libndctl-ocxl-smart.h>
#include "ocxl/records/field.h"

/* describes struct ndctl_ocxl_smart_attribute */
extern const struct ocxl_record ocxl_smart_attribute_record;

/* bits of ocxl_smart_summary_record.present */
enum { OCXL_SMART_HAS_TEMPERATURE, OCXL_SMART_HAS_LIFE, OCXL_SMART_HAS_HOURS };

/**
 * struct ocxl_smart_summary_record - SMART of a card
 * @attributes: of struct ndctl_ocxl_smart_attribute; key "smart"
 * @temperature_celsius: raw value of the first attribute 0xC2
 * @life_remaining_percentage: raw value of the first attribute 0xCA that is at most 100
 * @power_on_hours: raw value of the first attribute 0x09
 */
struct ocxl_smart_summary_record {
	OCXL_PRESENT;
	struct ocxl_list attributes;
	uint64_t temperature_celsius;
	uint64_t life_remaining_percentage;
	uint64_t power_on_hours;
};
extern const struct ocxl_record ocxl_smart_summary_record;

#endif /* OCXL_SMART_RECORD_H */
