// SPDX-License-Identifier: LGPL-2.1-or-later
/* The operations that ndctl's own verbs call on an OpenCAPI DIMM. */
#include <lib/private.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-firmware.h"
#include "ocxl-inject.h"
#include "ocxl-names.h"
#include "ocxl-smart.h"
#include "ocxl-threshold.h"

static bool is_supported(struct ndctl_dimm *dimm, int cmd)
{
	switch (cmd) {
	case ND_CMD_SMART:
		return ocxl_dimm_has_command(dimm, OCXL_CMD_SMART);
	case ND_CMD_SMART_THRESHOLD:
		/*
		 * ndctl monitor ignores a DIMM that supports thresholds if it cannot set
		 * them. Only emulated cards can set one, and no card has an alarm control.
		 * ndctl list and ndctl inject-smart do not need this bit.
		 */
		return false;
	case ND_CMD_CALL:
	case ND_CMD_VENDOR:
		if (ocxl_dimm_get_commands(dimm) == 0)
			return false;
		break;
	}
	return cmd >= 0 && cmd <= ND_CMD_CALL && (dimm->cmd_mask >> cmd & 1) != 0;
}

static const char *get_description(int command)
{
	const char *name = command < 0 ? NULL : ocxl_command_name((unsigned int)command);

	return name ? name : "unknown";
}

/* SMART succeeds if the health of the card is known without its answer; thresholds never are */
static int translate_status(struct ndctl_cmd *cmd)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state)
		return 0;
	if (state->error)
		return state->error;
	return state->reads_health ? state->health.error : state->result;
}

/*
 * ndctl_cmd_submit() calls this last. Everything that the getters return is found out here: they
 * parse nothing and read no file.
 */
static int finish_command(struct ndctl_cmd *cmd, int rc)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state)
		return rc;
	ocxl_cmd_parse_answer(cmd);
	if (!state->reads_health)
		return rc;
	ocxl_smart_read_health(cmd);
	/* a card that has disappeared answers nothing, and is known to be critical */
	return state->health.error ? rc : 0;
}

struct ndctl_dimm_ops *const ocxl_dimm_ops = &(struct ndctl_dimm_ops) {
	.cmd_desc = get_description,
	.cmd_is_supported = is_supported,
	.xlat_firmware_status = translate_status,
	.cmd_done = finish_command,

	.new_fw_get_info = ocxl_fw_new_info,
	.fw_info_get_storage_size = ocxl_fw_get_storage_size,
	.fw_info_get_max_send_len = ocxl_fw_get_max_send_len,
	.fw_info_get_query_interval = ocxl_fw_get_query_interval,
	.fw_info_get_max_query_time = ocxl_fw_get_max_query_time,
	.fw_info_get_run_version = ocxl_fw_get_running_version,
	.fw_info_get_updated_version = ocxl_fw_get_next_version,
	.new_fw_start_update = ocxl_fw_new_start,
	.fw_start_get_context = ocxl_fw_get_context,
	.new_fw_send = ocxl_fw_new_send,
	.new_fw_finish = ocxl_fw_new_finish,
	.new_fw_abort = ocxl_fw_new_abort,
	.new_fw_finish_query = ocxl_fw_new_query,
	.fw_fquery_get_fw_rev = ocxl_fw_get_staged_version,
	.fw_xlat_firmware_status = ocxl_fw_translate_status,
	.fw_update_supported = ocxl_fw_check_support,

	.smart_inject_supported = ocxl_inject_supported,
	.new_smart_inject = ocxl_inject_new,
	.smart_inject_media_temperature = ocxl_inject_media_temperature,
	.smart_inject_ctrl_temperature = ocxl_inject_unsupported_value,
	.smart_inject_spares = ocxl_inject_unsupported_value,
	.smart_inject_fatal = ocxl_inject_fatal,
	.smart_inject_unsafe_shutdown = ocxl_inject_unsupported,

	.new_smart_threshold = ocxl_threshold_new,
	.smart_threshold_get_alarm_control = ocxl_threshold_get_alarm_control,
	.smart_threshold_get_media_temperature = ocxl_threshold_get_temperature,
	.new_smart_set_threshold = ocxl_threshold_new_set,
	.smart_threshold_set_alarm_control = ocxl_threshold_set_alarm_control,
	.smart_threshold_set_media_temperature = ocxl_threshold_set_temperature,
	.smart_threshold_set_ctrl_temperature = ocxl_threshold_set_unsupported,
	.smart_threshold_set_spares = ocxl_threshold_set_unsupported,

	.new_smart = ocxl_smart_new,
	.smart_get_flags = ocxl_smart_get_flags,
	.smart_get_health = ocxl_smart_get_health,
	.smart_get_media_temperature = ocxl_smart_get_temperature,
	.smart_get_alarm_flags = ocxl_smart_get_alarm_flags,
	.smart_get_life_used = ocxl_smart_get_life_used,
};
