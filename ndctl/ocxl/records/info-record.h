/* SPDX-License-Identifier: GPL-2.0-only */
/* Identity and capabilities of a DIMM. */
#ifndef OCXL_INFO_RECORD_H
#define OCXL_INFO_RECORD_H

#include <ndctl/libndctl-ocxl-controller.h>
#include "ocxl/records/field.h"

/* bits of ocxl_info_record.present */
enum {
	OCXL_INFO_HAS_CAPABILITIES,
	OCXL_INFO_HAS_FLAGS,
	OCXL_INFO_HAS_FW_VERSION,
	OCXL_INFO_HAS_PCI_ADDRESS,
	OCXL_INFO_HAS_SLOT,
	OCXL_INFO_HAS_NUMA_NODE,
};

/* "0000:01:00.1", with a domain of at most 8 digits */
#define OCXL_PCI_ADDRESS_SIZE 20
/* the kernel limits the name of a slot to 20 characters */
#define OCXL_SLOT_SIZE	      32

/**
 * struct ocxl_location - where a card is in the machine
 * @pci_address: of its PCI function; empty: unknown
 * @slot: name of its slot; empty: unknown
 * @has_numa_node: @numa_node is valid
 * @numa_node: of its PCI function
 */
struct ocxl_location {
	char pci_address[OCXL_PCI_ADDRESS_SIZE];
	char slot[OCXL_SLOT_SIZE];
	bool has_numa_node;
	unsigned int numa_node;
};

/**
 * struct ocxl_info_record - identity and capabilities
 * @capabilities: as the card sent them. Without OCXL_INFO_HAS_CAPABILITIES only the members that
 *	sysfs has are valid: cmd_mask, serial, fw_version
 * @location: where the card is
 * @envelope: name of the ioctl package format in use
 * @flags: NDCTL_OCXL_FLAG_*
 */
struct ocxl_info_record {
	OCXL_PRESENT;
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_location location;
	const char *envelope;
	unsigned int flags;
};
extern const struct ocxl_record ocxl_info_record;

#endif /* OCXL_INFO_RECORD_H */
