// SPDX-License-Identifier: GPL-2.0-only
#include "ocxl/records/info-record.h"
#include "ocxl/records/field-table.h"
#include "ocxl/base/names.h"

#define HAS_CAPABILITIES .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_CAPABILITIES)
#define RECORD		 struct ocxl_info_record
static const struct ocxl_field info_fields[] = {
	FIELD("serial", IDENTIFIER, capabilities.serial, .heading = "Serial number"),
	FIELD("pci_address", TEXT, location.pci_address, .heading = "PCI address",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_PCI_ADDRESS)),
	FIELD("slot", TEXT, location.slot, .heading = "Slot",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_SLOT)),
	FIELD("numa_node", QUANTITY, location.numa_node, .heading = "NUMA node",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_NUMA_NODE)),
	FIELD("fw_version", TEXT, capabilities.fw_version, .heading = "Firmware",
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FW_VERSION)),
	FIELD("capacity_bytes", QUANTITY, capabilities.capacity_bytes, .heading = "Capacity",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("label_area_bytes", QUANTITY, capabilities.label_area_bytes, .heading = "Label area",
	      .unit = "B", HAS_CAPABILITIES),
	/* its format is not documented: the hexadecimal digits show any split into numbers */
	FIELD("interface_revision", QUANTITY, capabilities.interface_revision,
	      .heading = "Interface revision", .hex = true, HAS_CAPABILITIES),
	FIELD("read_latency_ns", QUANTITY, capabilities.read_latency_ns,
	      .heading = "Media read latency", .unit = "ns", HAS_CAPABILITIES),
	FIELD("readiness_timeout_seconds", QUANTITY, capabilities.readiness_timeout_seconds,
	      .heading = "Readiness time-out", .unit = "s", HAS_CAPABILITIES),
	FIELD("memory_available_timeout_seconds", QUANTITY,
	      capabilities.memory_available_timeout_seconds, .heading = "Memory time-out",
	      .unit = "s", HAS_CAPABILITIES),
	FIELD("max_dump_bytes", QUANTITY, capabilities.max_dump_bytes, .heading = "Largest dump",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("max_data_bytes", QUANTITY, capabilities.max_data_bytes, .heading = "Data buffer",
	      .unit = "B", HAS_CAPABILITIES),
	FIELD("emulated", BOOL, capabilities.emulated, .heading = "Emulated", HAS_CAPABILITIES),
	FIELD("envelope", WORD, envelope, .heading = "Envelope"),
	FIELD("commands", BITS, capabilities.cmd_mask, .heading = "Commands",
	      .names = ocxl_command_names),
	FIELD("driver_flags", BITS, flags, .heading = "Driver flags", .names = ocxl_flag_names,
	      .optional = OCXL_OPTIONAL(OCXL_INFO_HAS_FLAGS)),
	FIELD("health_status", HEX, capabilities.health_status, .heading = "Health status",
	      HAS_CAPABILITIES),
	FIELD("health", BITS, capabilities.health_status, .heading = "Health",
	      .names = ocxl_health_names, HAS_CAPABILITIES),
	FIELD("controller_status", HEX, capabilities.controller_status,
	      .heading = "Controller status", HAS_CAPABILITIES),
	FIELDS_END,
};
#undef RECORD
#undef HAS_CAPABILITIES

const struct ocxl_record ocxl_info_record = {
	.size = sizeof(struct ocxl_info_record),
	.fields = info_fields,
	.properties = true,
};
