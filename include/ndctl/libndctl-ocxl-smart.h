/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OpenCAPI: SMART attributes. <ndctl/libndctl-ocxl.h> describes errors, ownership and threads.
 */
#ifndef _LIBNDCTL_OCXL_SMART_H_
#define _LIBNDCTL_OCXL_SMART_H_

#include <stdbool.h>
#include <stdint.h>
#include <ndctl/libndctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * ndctl_dimm_ocxl_cmd_new_smart() - read the card's SMART attributes (wire.md 4.1)
 * @dimm: an OpenCAPI DIMM
 *
 * The command has space for the largest answer, so it is never sent twice.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_smart(struct ndctl_dimm *dimm);

/* identifiers of the attributes whose meaning is public (wire.md 4.1); cards may have others */
enum ndctl_ocxl_smart_id {
	NDCTL_OCXL_SMART_POWER_ON_HOURS = 0x09, /* raw: hours */
	NDCTL_OCXL_SMART_TEMPERATURE = 0xC2, /* raw: degrees Celsius */
	NDCTL_OCXL_SMART_LIFE_REMAINING = 0xCA, /* raw: percent */
};

/**
 * ndctl_ocxl_smart_id_name() - name of a SMART attribute
 * @id: any number
 *
 * Return: "power_on_hours", "temperature" or "life_remaining"; NULL for any other number.
 */
const char *ndctl_ocxl_smart_id_name(unsigned int id);

/**
 * struct ndctl_ocxl_smart_attribute - a SMART attribute (wire.md 4.1)
 * @id: one of enum ndctl_ocxl_smart_id, or any other number
 * @flags: flags of the card, whose meaning is not public
 * @current: normalised value
 * @threshold: limit of @current; for temperature and life, limit of @raw
 * @worst: worst @current so far, as the card reports it
 * @raw: raw value
 * @failing: the attribute is failing (wire.md 4.1)
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_smart_attribute {
	uint8_t id;
	uint16_t flags;
	uint8_t current;
	uint8_t threshold;
	uint8_t worst;
	uint64_t raw;
	bool failing;
	uint64_t reserved[2];
};

/**
 * ndctl_cmd_ocxl_get_smart_attribute() - get an attribute by its position in the answer
 * @cmd: a command of ndctl_dimm_ocxl_cmd_new_smart()
 * @index: position, from 0
 * @attribute: receives it
 *
 * An answer has at most 255 attributes.
 *
 * Return: 0, -ERANGE behind the last one.
 */
int ndctl_cmd_ocxl_get_smart_attribute(struct ndctl_cmd *cmd, unsigned int index,
				       struct ndctl_ocxl_smart_attribute *attribute);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_SMART_H_ */
