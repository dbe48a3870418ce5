/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, its SMART attributes. A part of
 * <ndctl/libndctl-ocxl.h>, which says what holds for every command and getter.
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
 * ndctl_dimm_ocxl_new_smart() - the card's SMART attributes (wire.md 4.1)
 * @dimm: an OpenCAPI DIMM
 *
 * Has room for the largest answer: it is never sent twice.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_smart(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_smart_attribute - one SMART attribute (wire.md 4.1)
 * @id: 0x09 power-on hours, 0xC2 temperature in degrees Celsius, 0xCA life
 *	remaining in percent, others are not public
 * @flags: the card's, meaning not public
 * @current_value: normalised value
 * @threshold: of @current_value, of @raw for temperature and life
 * @worst: lowest @current_value so far
 * @raw: raw value
 * @failing: by the rule of wire.md 4.1
 */
struct ndctl_ocxl_smart_attribute {
	uint8_t id;
	uint16_t flags;
	uint8_t current_value;
	uint8_t threshold;
	uint8_t worst;
	uint64_t raw;
	bool failing;
};

/**
 * ndctl_cmd_ocxl_smart_get_count() - how many attributes the answer has
 * @cmd: of ndctl_dimm_ocxl_new_smart()
 *
 * Return: 0 to 255; 0 with errno when there is no answer.
 */
unsigned int ndctl_cmd_ocxl_smart_get_count(struct ndctl_cmd *cmd);

/**
 * ndctl_cmd_ocxl_smart_get_attribute() - one attribute, in the card's order
 * @cmd: of ndctl_dimm_ocxl_new_smart()
 * @index: from 0
 * @attribute: filled in
 *
 * Return: 0, -ERANGE past the last.
 */
int ndctl_cmd_ocxl_smart_get_attribute(struct ndctl_cmd *cmd, unsigned int index,
				       struct ndctl_ocxl_smart_attribute *attribute);

/**
 * ndctl_cmd_ocxl_smart_find_attribute() - the first attribute of an identifier
 * @cmd: of ndctl_dimm_ocxl_new_smart()
 * @id: the identifier
 * @attribute: filled in
 *
 * Return: 0, -ENOENT when the card has none.
 */
int ndctl_cmd_ocxl_smart_find_attribute(struct ndctl_cmd *cmd, uint8_t id,
					struct ndctl_ocxl_smart_attribute *attribute);

/* what struct ndctl_ocxl_smart_injection says (wire.md 4.18) */
#define NDCTL_OCXL_INJECT_CURRENT	 (1U << 0)
#define NDCTL_OCXL_INJECT_THRESHOLD	 (1U << 1)
#define NDCTL_OCXL_INJECT_RAW		 (1U << 2)
#define NDCTL_OCXL_INJECT_RESTORE	 (1U << 3)
#define NDCTL_OCXL_INJECT_HARDWARE_FATAL (1U << 4)

/**
 * struct ndctl_ocxl_smart_injection - a change to what an emulated card says of itself
 * @id: of the SMART attribute; not used with NDCTL_OCXL_INJECT_HARDWARE_FATAL
 * @flags: any of CURRENT, THRESHOLD and RAW; or RESTORE alone: as it was before; or
 *	HARDWARE_FATAL alone or with RESTORE: set or end the fatal state
 * @current_value: valid with NDCTL_OCXL_INJECT_CURRENT
 * @threshold: valid with NDCTL_OCXL_INJECT_THRESHOLD
 * @raw: valid with NDCTL_OCXL_INJECT_RAW
 */
struct ndctl_ocxl_smart_injection {
	uint8_t id;
	uint8_t flags;
	uint8_t current_value;
	uint8_t threshold;
	uint64_t raw;
};

/**
 * ndctl_dimm_ocxl_new_smart_inject() - change what an emulated card says (wire.md 4.18)
 * @dimm: an OpenCAPI DIMM. A real card does not have this command: ENOTTY
 * @injection: copied
 *
 * Needs CAP_SYS_ADMIN. -EINVAL from ndctl_cmd_ocxl_submit() means other flags, or an
 * attribute that the card does not have; nothing was changed then. There is nothing to
 * get from the answer.
 */
struct ndctl_cmd *
ndctl_dimm_ocxl_new_smart_inject(struct ndctl_dimm *dimm,
				 const struct ndctl_ocxl_smart_injection *injection);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_SMART_H_ */
