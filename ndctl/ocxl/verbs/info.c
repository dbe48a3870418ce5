// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/used-by.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

static void fill_location(struct ocxl_info_record *record,
			  const struct ndctl_ocxl_location *location)
{
	record->location = *location;
	if (location->pci_address[0])
		record->present |= 1ULL << OCXL_INFO_HAS_PCI_ADDRESS;
	if (location->slot[0])
		record->present |= 1ULL << OCXL_INFO_HAS_SLOT;
	if (location->has_numa_node)
		record->present |= 1ULL << OCXL_INFO_HAS_NUMA_NODE;
}

static void fill_sysfs(struct ocxl_info_record *record, const struct ocxl_dimm *dimm)
{
	record->capabilities.serial = dimm->serial;
	record->capabilities.cmd_mask = dimm->cmd_mask;
	record->envelope = dimm->envelope;
	fill_location(record, &dimm->location);
	if (dimm->evidence.has_flags) {
		record->flags = dimm->evidence.flags;
		record->present |= 1ULL << OCXL_INFO_HAS_FLAGS;
	}
	if (dimm->has_fw_version) {
		memcpy(record->capabilities.fw_version, dimm->fw_version, strlen(dimm->fw_version));
		record->present |= 1ULL << OCXL_INFO_HAS_FW_VERSION;
	}
}

void ocxl_info_fill(struct ocxl_info_record *record, const struct ocxl_dimm *dimm,
		    const struct ndctl_ocxl_capabilities *capabilities)
{
	memset(record, 0, sizeof(*record));
	fill_sysfs(record, dimm);
	if (!capabilities)
		return;
	record->capabilities = *capabilities;
	if (dimm->redacted)
		record->capabilities.serial = dimm->serial;
	record->present |= 1ULL << OCXL_INFO_HAS_CAPABILITIES | 1ULL << OCXL_INFO_HAS_FW_VERSION;
}

static void send_capabilities(struct ocxl_command *command,
			      struct ndctl_ocxl_capabilities *capabilities,
			      const struct ocxl_dimm *dimm)
{
	ocxl_worker_send(command, dimm, ndctl_dimm_ocxl_cmd_new_capabilities(dimm->ndctl),
			 OCXLPMEM_CMD_CAPABILITIES);
	if (!command->rc)
		command->rc = ndctl_cmd_ocxl_get_capabilities(command->cmd, capabilities);
}

struct info {
	struct ocxl_info_record record;
	struct ocxl_health_check check; /* SMART */
	struct ocxl_users users;
};

static void show_smart(struct info *info)
{
	const struct ocxl_smart_summary_record *summary = &info->check.smart;
	struct ocxl_info_record *record = &info->record;

	record->temperature_celsius = summary->temperature_celsius;
	record->life_remaining_percentage = summary->life_remaining_percentage;
	if (summary->present & 1ULL << OCXL_SMART_HAS_TEMPERATURE)
		record->present |= 1ULL << OCXL_INFO_HAS_TEMPERATURE;
	if (summary->present & 1ULL << OCXL_SMART_HAS_LIFE)
		record->present |= 1ULL << OCXL_INFO_HAS_LIFE;
}

/* as far as flags and SMART show it: "check" sends more commands */
static void judge_card(struct info *info, const struct ocxl_options *options,
		       struct ocxl_result *result, bool query_smart)
{
	const struct ocxl_command *smart = &info->check.smart_command;
	const struct ocxl_dimm *dimm = result->dimm;

	if (!dimm->controller)
		return;
	ocxl_health_check_begin(&info->check, dimm);
	if (query_smart)
		ocxl_health_check_read(&info->check, dimm, OCXLPMEM_CMD_SMART);
	/*
	 * a card that refuses is no failure: its identity is known, and the severity says the rest
	 */
	if (smart->rc && smart->rc != -ENOTTY && smart->wire_status <= OCXLPMEM_STATUS_OK)
		ocxl_result_add_failed_command(result, smart);
	ocxl_health_check_judge(&info->check, dimm, options);
	show_smart(info);
	info->record.severity = ndctl_ocxl_severity_name(info->check.severity);
	info->record.present |= 1ULL << OCXL_INFO_HAS_SEVERITY;
}

static bool read_capabilities(struct info *info, const struct ocxl_dimm *dimm,
			      struct ocxl_result *result)
{
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_command command;

	if (!ocxl_dimm_supports(dimm, OCXLPMEM_CMD_CAPABILITIES)) {
		ocxl_result_set_unsupported(result, OCXLPMEM_CMD_CAPABILITIES);
		return ocxl_dimm_supports(dimm, OCXLPMEM_CMD_SMART);
	}
	send_capabilities(&command, &capabilities, dimm);
	if (command.rc)
		ocxl_result_add_failed_command(result, &command);
	else
		ocxl_info_fill(&info->record, dimm, &capabilities);
	ocxl_command_release(&command);
	return !command.rc;
}

static void set_next_version(struct ocxl_info_record *record, uint64_t version)
{
	const char *running = record->capabilities.fw_version;
	char *next = record->fw_next_version;
	size_t i;

	for (i = 0; i < 8; i++)
		next[i] = (char)(version >> (56 - 8 * i));
	record->present |= 1ULL << OCXL_INFO_HAS_FW_NEXT_VERSION;
	snprintf(record->firmware, sizeof(record->firmware), "%.8s, next %.8s", running, next);
}

static void read_next_version(struct info *info, const struct ocxl_dimm *dimm,
			      struct ocxl_result *result)
{
	struct ocxl_command command;
	uint64_t version;

	if (!ocxl_dimm_supports(dimm, OCXLPMEM_CMD_FW_INFO))
		return;
	ocxl_worker_send(&command, dimm, ndctl_dimm_cmd_new_fw_get_info(dimm->ndctl),
			 OCXLPMEM_CMD_FW_INFO);
	if (command.rc) {
		ocxl_result_add_failed_command(result, &command);
	} else {
		version = ndctl_cmd_fw_info_get_updated_version(command.cmd);
		if (version != 0 && version != ULLONG_MAX)
			set_next_version(&info->record, version);
	}
	ocxl_command_release(&command);
}

static void fetch_info(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
		       struct ocxl_result *result)
{
	bool brief = options->format == OCXL_FORMAT_TABLE && !options->verbose;
	struct info *info = ocxl_result_alloc_payload(result, sizeof(*info));
	bool query_smart;

	ocxl_result_add_section(result, "info", brief ? &ocxl_inventory_record : &ocxl_info_record,
				&info->record);
	ocxl_info_fill(&info->record, dimm, NULL);
	query_smart = read_capabilities(info, dimm, result);
	memcpy(info->record.firmware, info->record.capabilities.fw_version,
	       sizeof(info->record.capabilities.fw_version));
	if (query_smart)
		read_next_version(info, dimm, result);
	judge_card(info, options, result, query_smart);
	if (brief)
		return;
	info->record.used_by = ocxl_users_find(&info->users, dimm);
	info->record.present |= 1ULL << OCXL_INFO_HAS_USED_BY;
}

static void release_info(void *payload)
{
	struct info *info = payload;

	ocxl_health_check_release(&info->check);
	ocxl_users_release(&info->users);
}

const struct ocxl_verb ocxl_verb_info = {
	.name = "info",
	.summary = "show identity, sizes, capabilities and state",
	.key = "info",
	.sysfs = OCXL_SYSFS_FLAGS | OCXL_SYSFS_FW_VERSION,
	.mode = 0644,
	.fetch = fetch_info,
	.release = release_info,
};

static void fetch_heartbeat(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			    struct ocxl_result *result)
{
	struct ocxl_heartbeat_record *record = ocxl_result_alloc_payload(result, sizeof(*record));
	struct ocxl_command command;

	ocxl_worker_send(&command, dimm, ndctl_dimm_ocxl_cmd_new_heartbeat(dimm->ndctl),
			 OCXLPMEM_CMD_HEARTBEAT);
	if (command.rc) {
		ocxl_result_add_failed_command(result, &command);
	} else {
		record->response_time_us = command.microseconds;
		ocxl_result_add_section(result, "heartbeat", &ocxl_heartbeat_record, record);
	}
	ocxl_command_release(&command);
}

const struct ocxl_verb ocxl_verb_heartbeat = {
	.name = "heartbeat",
	.summary = "test whether the controller answers, and how fast",
	.key = "heartbeat",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_HEARTBEAT),
	.mode = 0644,
	.fetch = fetch_heartbeat,
};

static void fetch_shutdown(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			   struct ocxl_result *result)
{
	struct ocxl_shutdown_record *record = ocxl_result_alloc_payload(result, sizeof(*record));
	struct ocxl_command command;

	ocxl_worker_send(&command, dimm, ndctl_dimm_ocxl_cmd_new_shutdown(dimm->ndctl),
			 OCXLPMEM_CMD_SHUTDOWN);
	if (command.rc) {
		ocxl_result_add_failed_command(result, &command);
	} else {
		record->requested = true;
		ocxl_result_add_section(result, "shutdown", &ocxl_shutdown_record, record);
	}
	ocxl_command_release(&command);
}

const struct ocxl_verb ocxl_verb_shutdown = {
	.name = "shutdown",
	.summary = "flush and stop the controller",
	.note = "Only a reset of the card starts it again.",
	.key = "shutdown",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_SHUTDOWN),
	.mode = 0644,
	.named = true,
	.changes = true,
	.fetch = fetch_shutdown,
};
