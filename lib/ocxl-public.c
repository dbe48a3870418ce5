// SPDX-License-Identifier: LGPL-2.1-or-later
/* Functions of the public headers for all commands: properties, submission and names. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"

#define NAME_OF(event, name) [event] = #name,
static const char *const event_names[] = { OCXLPMEM_EVENTS(NAME_OF) };
static const char *const type_names[] = { OCXLPMEM_ERROR_LOG_TYPES(NAME_OF) };
static const char *const smart_names[] = { OCXLPMEM_SMART_IDS(NAME_OF) };

static const char *const dump_state_names[] = {
	[OCXLPMEM_DUMP_STATE_NONE] = "none",
	[OCXLPMEM_DUMP_STATE_TAKING] = "taking",
	[OCXLPMEM_DUMP_STATE_READY] = "ready",
};

#define ACTION_NAME_OF(mask, name) [__builtin_ctz(mask)] = #name,
static const char *const action_names[] = { OCXLPMEM_ERROR_LOG_ACTIONS(ACTION_NAME_OF) };

/* The public headers have constants of their own, because they do not include the wire header. */
#define SAME_FLAG(name)	       OCXLPMEM_ASSERT(NDCTL_OCXL_FLAG_##name == 1U << OCXLPMEM_FLAG_##name)
#define SAME_EVENT(name, wire) OCXLPMEM_ASSERT(NDCTL_OCXL_EVENT_##name == OCXLPMEM_EVENT_##wire)

#define SAME_KEPT(name) \
	OCXLPMEM_ASSERT(NDCTL_OCXL_KEPT_##name == (unsigned int)OCXLPMEM_KEPT_##name)

OCXLPMEM_ASSERT(NDCTL_OCXL_ENTRIES == OCXLPMEM_ENTRY_COUNT);
OCXLPMEM_ASSERT(NDCTL_OCXL_ENTRIES_OTHER == OCXLPMEM_ENTRY_OTHER);

SAME_KEPT(DATA_LOSS);
SAME_KEPT(REPLACEMENT_REQUESTED);
SAME_KEPT(PREDICTIVE_FAILURE);
SAME_FLAG(NOT_READY);
SAME_FLAG(MEM_UNAVAILABLE);
SAME_FLAG(ERROR_LOG);
SAME_FLAG(DUMP);
SAME_FLAG(SMART_NOTIFY);
SAME_FLAG(HW_FATAL);
SAME_FLAG(FW_FATAL);
SAME_FLAG(ERASE_FAILED);
SAME_FLAG(MAILBOX_STUCK);
SAME_FLAG(GONE);
SAME_FLAG(NOT_READY_OVERDUE);
SAME_FLAG(MEM_UNAVAILABLE_OVERDUE);
SAME_FLAG(DATA_LOSS);
SAME_FLAG(REPLACEMENT_REQUESTED);
SAME_FLAG(PREDICTIVE_FAILURE);
SAME_FLAG(SHUT_DOWN);
SAME_FLAG(FW_UPDATE_INCOMPLETE);
SAME_EVENT(DUMP, DUMP);
SAME_EVENT(ERROR_LOG, ERROR_LOG);
SAME_EVENT(HW_FATAL, HARDWARE_FATAL);
SAME_EVENT(FW_FATAL, FIRMWARE_FATAL);
SAME_EVENT(MEMORY_AVAILABLE, MEMORY_AVAILABLE);
SAME_EVENT(SMART_NOTIFY, SMART_NOTIFY);
SAME_EVENT(ERASE_FAILED, ERASE_FAILED);

/* ---- the DIMMs ---- */

static bool is_found(struct ndctl_ctx *ctx, const char *name)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	ndctl_bus_foreach(ctx, bus)
		ndctl_dimm_foreach(bus, dimm)
			if (ndctl_dimm_is_ocxl(dimm) && !strcmp(ndctl_dimm_get_devname(dimm), name))
				return true;
	return false;
}

static bool is_ocxl_directory(int devices, const char *name)
{
	char path[NAME_MAX + sizeof("/ocxlpmem")];

	snprintf(path, sizeof(path), "%s/ocxlpmem", name);
	return !strncmp(name, "nmem", strlen("nmem")) && !faccessat(devices, path, F_OK, 0);
}

NDCTL_EXPORT int ndctl_ocxl_count_missing_dimms(struct ndctl_ctx *ctx)
{
	DIR *list = opendir("/sys/bus/nd/devices");
	const struct dirent *entry;
	int rc, missing = 0;

	if (!list)
		return errno == ENOENT ? 0 : -errno;
	while (errno = 0, (entry = readdir(list)))
		missing += is_ocxl_directory(dirfd(list), entry->d_name) &&
			   !is_found(ctx, entry->d_name);
	rc = errno ? -errno : missing;
	closedir(list);
	return rc;
}

/* ---- properties of a DIMM, which send no command ---- */

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_serial(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm) || !dimm->unique_id)
		return 0;
	return strtoull(dimm->unique_id, NULL, 10);
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_serial(struct ndctl_dimm *dimm, uint64_t *serial)
{
	*serial = 0;
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	return ocxl_dimm_read_number(dimm, dimm->dimm_path, "ocxlpmem/serial", 10, serial);
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_cmd_mask(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) ? dimm->nfit_dsm_mask : 0;
}

NDCTL_EXPORT bool ndctl_dimm_ocxl_has_old_driver(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) && dimm->ocxl_driver == &ocxl_posted_driver;
}

NDCTL_EXPORT const char *ndctl_dimm_ocxl_get_envelope(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm))
		return NULL;
	return dimm->ocxl_driver == &ocxl_vendor_driver ? "vendor" : "call";
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm, char version[9])
{
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc;

	memset(version, 0, 9);
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, "ocxlpmem/fw_version", text);
	if (rc == 0)
		memcpy(version, text, strnlen(text, 8));
	return rc;
}

/* ---- submission ---- */

/*
 * The space at least doubles, so the number of attempts is limited, also if the answer becomes
 * longer each time.
 */
static int replace_by_larger(struct ndctl_cmd **cmd, size_t needed)
{
	struct ocxl_request request = ocxl_cmd_get_state(*cmd)->request;
	struct ndctl_cmd *larger;
	size_t space = (size_t)request.size_out * 2;

	if (needed > OCXLPMEM_ANSWER_MAX) {
		ocxl_dimm_dbg((*cmd)->dimm, "answer to %s refused: it needs %zu bytes",
			      ndctl_ocxl_command_name(request.command), needed);
		return -EMSGSIZE;
	}
	if (space < needed)
		space = (needed + 7) / 8 * 8;
	request.size_out = space < OCXLPMEM_ANSWER_MAX ? (uint32_t)space : OCXLPMEM_ANSWER_MAX;
	larger = ocxl_cmd_new((*cmd)->dimm, &request);
	if (!larger)
		return -errno;
	ndctl_cmd_unref(*cmd);
	*cmd = larger;
	return 0;
}

NDCTL_EXPORT int ndctl_cmd_ocxl_submit(struct ndctl_cmd **cmd)
{
	const struct ocxl_cmd_state *state;
	int rc;

	if (!cmd || !ocxl_cmd_get_state(*cmd))
		return -EINVAL;
	for (;;) {
		if (ocxl_cmd_get_state(*cmd)->submitted)
			ocxl_cmd_write_envelope(*cmd);
		ocxl_cmd_get_state(*cmd)->returns_interrupts = true;
		ndctl_cmd_submit(*cmd);
		state = ocxl_cmd_get_state(*cmd);
		if (state->answer.needed <= state->request.size_out)
			return state->result;
		rc = replace_by_larger(cmd, state->answer.needed);
		if (rc)
			return rc;
	}
}

NDCTL_EXPORT int ndctl_cmd_ocxl_get_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->answer.status : -1;
}

NDCTL_EXPORT const void *ndctl_cmd_ocxl_get_answer(struct ndctl_cmd *cmd, size_t *size)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*size = 0;
	if (!state || !state->output)
		return NULL;
	if (state->result == 0)
		*size = state->answer.needed;
	else if (state->answer.status != OCXLPMEM_STATUS_OK)
		*size = sizeof(struct ocxlpmem_rsp_header);
	else
		*size = state->request.size_out;
	return state->output;
}

NDCTL_EXPORT size_t ndctl_cmd_ocxl_get_fw_size(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	return state ? state->fw_size : 0;
}

NDCTL_EXPORT void ndctl_cmd_ocxl_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	*in = state ? state->request.size_in : 0;
	*out = state ? state->request.size_out : 0;
}

/* ---- names ---- */

NDCTL_EXPORT const char *ndctl_ocxl_flag_name(unsigned int flag)
{
	unsigned int i;

	for (i = 0; i < OCXLPMEM_FLAG_COUNT; i++)
		if (flag == 1U << i)
			return ocxl_flag_name(i);
	return NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_event_name(unsigned int event)
{
	return event < ARRAY_SIZE(event_names) ? event_names[event] : NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_smart_id_name(unsigned int id)
{
	return id < ARRAY_SIZE(smart_names) ? smart_names[id] : NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_error_log_type_name(unsigned int type)
{
	return type < ARRAY_SIZE(type_names) ? type_names[type] : NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_error_log_action_name(unsigned int bit)
{
	return bit < ARRAY_SIZE(action_names) ? action_names[bit] : NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_dump_state_name(unsigned int state)
{
	return state < ARRAY_SIZE(dump_state_names) ? dump_state_names[state] : NULL;
}

NDCTL_EXPORT const char *ndctl_ocxl_status_name(unsigned int status)
{
	return ocxl_status_find(status)->name;
}

NDCTL_EXPORT const char *ndctl_ocxl_status_text(unsigned int status)
{
	return ocxl_status_find(status)->text;
}
