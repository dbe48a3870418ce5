// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include "ocxl/records/names.h"

const struct ocxl_name ocxl_error_log_type_names[] = {
	{ 0, "general" },   { 1, "predictive_failure" }, { 2, "thermal_warning" },
	{ 3, "data_loss" }, { 4, "health_performance" }, { 0, NULL },
};

const struct ocxl_name ocxl_action_names[] = {
	{ 0, "reset" }, { 21, "check_firmware" }, { 22, "replace" }, { 23, "dump" }, { 0, NULL },
};

const struct ocxl_name ocxl_event_names[] = {
	{ 0, "dump" },
	{ 1, "error_log" },
	{ 2, "hw_fatal" },
	{ 3, "fw_fatal" },
	{ 4, "memory_available" },
	{ 5, "smart_notify" },
	{ 6, "erase_failed" },
	{ 0, NULL },
};

/* the card's own register: bits 0 and 1 belong to the mailboxes and mean nothing to a reader */
const struct ocxl_name ocxl_health_names[] = {
	{ 4, "controller_ready" },
	{ 5, "firmware_fatal" },
	{ 6, "memory_available" },
	{ 7, "error_log" },
	{ 8, "dump" },
	{ 9, "hardware_fatal" },
	{ 0, NULL },
};

const struct ocxl_name ocxl_flag_names[] = {
	{ 0, "not_ready" }, { 1, "mem_unavailable" }, { 2, "error_log" },
	{ 3, "dump" },	    { 4, "smart_notify" },    { 5, "hw_fatal" },
	{ 6, "fw_fatal" },  { 7, "erase_failed" },    { 8, "mailbox_stuck" },
	{ 0, NULL },
};

const struct ocxl_name ocxl_command_names[] = {
	{ 1, "smart" },	     { 2, "error_log" },     { 3, "heartbeat" },
	{ 4, "stats" },	     { 5, "capabilities" },  { 7, "request_health" },
	{ 8, "dump_take" },  { 9, "dump_read" },     { 10, "dump_release" },
	{ 11, "fw_info" },   { 12, "fw_start" },     { 13, "fw_send" },
	{ 14, "fw_finish" }, { 15, "fw_query" },     { 16, "shutdown" },
	{ 17, "events" },    { 18, "smart_inject" }, { 0, NULL },
};

const struct ocxl_name ocxl_attribute_names[] = {
	{ 0x09, "power_on_hours" },
	{ 0xc2, "temperature" },
	{ 0xca, "life_remaining" },
	{ 0, NULL },
};

const char *ocxl_name_find(const struct ocxl_name *names, unsigned int number)
{
	if (!names)
		return NULL;
	for (; names->name; names++) {
		if (names->number == number)
			return names->name;
	}
	return NULL;
}

const char *ocxl_attribute_name(uint64_t id)
{
	const char *name = id <= 0xff ? ocxl_name_find(ocxl_attribute_names, id) : NULL;

	return name ? name : "unknown";
}
