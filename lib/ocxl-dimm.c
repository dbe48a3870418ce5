// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * OpenCAPI DIMMs in sysfs (wire.md 5), and the operations that ndctl's own
 * verbs call. In struct ndctl_dimm of such a DIMM:
 *
 *	unique_id	serial number in decimal, which ndctl prints as "id"
 *	ocxl_cmd_mask	commands of the driver
 *	ocxl_driver	how commands reach the driver; NULL: ND_CMD_CALL
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include "ocxl-private.h"
#include "ocxl-sysfs.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-ops.h"

#define GROUP "ocxlpmem"

#define FLAG(name) NDCTL_OCXL_FLAG_##name

static bool is_unknown(int rc)
{
	/*
	 * A DIMM whose files cannot be read is listed, and what is missing becomes evidence.
	 * Without memory or descriptors nothing is listed: the next try may succeed.
	 */
	return rc && rc != -ENOMEM && rc != -EMFILE && rc != -ENFILE;
}

static int add_serial(struct ndctl_dimm *dimm, const char *dimm_base)
{
	uint64_t serial;
	int rc = ocxl_dimm_read_number(dimm, dimm_base, GROUP "/serial", 10, &serial);

	if (rc)
		return is_unknown(rc) ? 0 : rc;
	if (asprintf(&dimm->unique_id, "%" PRIu64, serial) < 0) {
		dimm->unique_id = NULL;
		return -ENOMEM;
	}
	/* for libndctl, UINT_MAX means "no serial number" */
	if (serial < UINT_MAX)
		dimm->serial = (unsigned int)serial;
	return 0;
}

static int add_command_mask(struct ndctl_dimm *dimm, const char *dimm_base)
{
	uint64_t mask;
	int rc = ocxl_dimm_read_number(dimm, dimm_base, GROUP "/cmd_mask", 16, &mask);

	if (rc && !is_unknown(rc))
		return rc;
	dimm->ocxl_cmd_mask = mask;
	return 0;
}

static void set_flags(struct ndctl_dimm *dimm, uint64_t flags)
{
	dimm->flags.flags = 0;
	dimm->flags.f_map = (flags & (FLAG(NOT_READY) | FLAG(MEM_UNAVAILABLE))) != 0;
	dimm->flags.f_smart = (flags & (FLAG(SMART_NOTIFY) | FLAG(HW_FATAL) | FLAG(FW_FATAL))) != 0;
}

/*
 * The first file that can be read remains open, because ndctl monitor polls it, and ignores all
 * DIMMs if one has none. Files but the first never change: monitor then checks the DIMM with -p
 * only.
 */
static void add_flags(struct ndctl_dimm *dimm, const char *dimm_base)
{
	static const char *const names[] = { GROUP "/flags", "state", "devtype", "modalias" };
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc = -ENOENT;
	size_t i;

	/* a file with a wrong content can be polled */
	for (i = 0; i < ARRAY_SIZE(names) && rc && rc != -EBADMSG; i++) {
		if (dimm->health_eventfd >= 0)
			close(dimm->health_eventfd);
		dimm->health_eventfd = ocxl_dimm_open(dimm_base, names[i]);
		if (dimm->health_eventfd >= 0)
			rc = ocxl_read_line(dimm->health_eventfd, text);
	}
	if (!rc && i == 1)
		set_flags(dimm, ocxl_parse_flag_words(text, &(bool) { false }));
}

static bool is_missing(const char *dimm_base, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", dimm_base, name) >= (int)sizeof(path))
		return false;
	return access(path, F_OK) && errno == ENOENT;
}

static int add_driver(struct ndctl_dimm *dimm, const char *dimm_base)
{
	char text[OCXL_ATTRIBUTE_SIZE];
	int type = ND_CMD_CALL;
	int rc = ocxl_dimm_read_attribute(dimm, dimm_base, GROUP "/envelope", text);

	if (rc && !is_unknown(rc))
		return rc;
	if (strcmp(text, "vendor") == 0) {
		dimm->ocxl_driver = &ocxl_vendor_driver;
		type = ND_CMD_VENDOR;
	} else if (dimm->ocxl_cmd_mask == 0 && is_missing(dimm_base, GROUP "/cmd_mask")) {
		dimm->ocxl_driver = &ocxl_posted_driver;
		dimm->ocxl_cmd_mask = 1ULL << OCXLPMEM_CMD_SMART;
	}
	dimm->cmd_mask &= ~((1UL << ND_CMD_CALL) | (1UL << ND_CMD_VENDOR));
	dimm->cmd_mask |= 1UL << type;
	return 0;
}

int ocxl_add_dimm(struct ndctl_dimm *dimm, const char *dimm_base)
{
	int rc;

	dimm->bus_prefix = strdup(GROUP);
	if (!dimm->bus_prefix)
		return -ENOMEM;
	dimm->cmd_family = NVDIMM_FAMILY_OCXL;
	dimm->ops = ocxl_dimm_ops;
	rc = add_serial(dimm, dimm_base);
	if (!rc)
		rc = add_command_mask(dimm, dimm_base);
	if (rc)
		return rc;
	add_flags(dimm, dimm_base);
	return add_driver(dimm, dimm_base);
}

bool ocxl_refresh_flags(struct ndctl_dimm *dimm)
{
	uint64_t flags;
	int rc;

	if (!ndctl_dimm_is_ocxl(dimm))
		return false;
	rc = ndctl_dimm_ocxl_read_flags(dimm, &flags);
	if (!rc || rc == -EPROTONOSUPPORT)
		set_flags(dimm, flags);
	return true;
}

/* NULL with errno if the health does not have this value */
static const struct ocxl_health *find_value(struct ndctl_cmd *cmd, unsigned int valid)
{
	const struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);
	int error = -EINVAL;

	if (state && state->reads_health)
		error = state->health.error;
	if (!error && !(state->health.flags & valid))
		error = -ENOENT;
	if (!error)
		return &state->health;
	errno = -error;
	return NULL;
}

#define SMART_GETTER(name, field, valid, on_error)                           \
	static unsigned int get_##name(struct ndctl_cmd *cmd)                \
	{                                                                    \
		const struct ocxl_health *health = find_value(cmd, (valid)); \
                                                                             \
		return health ? health->field : (on_error);                  \
	}

SMART_GETTER(flags, flags, UINT_MAX, 0)
SMART_GETTER(health, health, ND_SMART_HEALTH_VALID, UINT_MAX)
SMART_GETTER(temperature, temperature, ND_SMART_TEMP_VALID, UINT_MAX)
SMART_GETTER(alarm_flags, alarms, ND_SMART_ALARM_VALID, 0)
SMART_GETTER(life_used, life_used, ND_SMART_USED_VALID, UINT_MAX)

static struct ndctl_cmd *new_smart(struct ndctl_dimm *dimm)
{
	struct ndctl_cmd *cmd = ocxl_cmd_new_plain(dimm, OCXLPMEM_CMD_SMART);

	if (cmd)
		ocxl_cmd_get_state(cmd)->reads_health = true;
	return cmd;
}

static bool is_supported(struct ndctl_dimm *dimm, int cmd)
{
	switch (cmd) {
	case ND_CMD_SMART:
		/*
		 * a card whose commands cannot be read, or without this one, has an unknown health
		 */
		return ocxl_dimm_has_command(dimm, OCXLPMEM_CMD_SMART) ||
		       ndctl_dimm_ocxl_probe_controller(dimm) != 0;
	case ND_CMD_SMART_THRESHOLD:
		/*
		 * ndctl monitor ignores a DIMM that supports thresholds if it cannot set
		 * them. Only emulated cards can set one, and no card has an alarm control.
		 * ndctl list and ndctl inject-smart do not need this bit.
		 */
		return false;
	case ND_CMD_CALL:
	case ND_CMD_VENDOR:
		if (dimm->ocxl_cmd_mask == 0)
			return false;
		break;
	}
	return cmd >= 0 && cmd <= ND_CMD_CALL && (dimm->cmd_mask >> cmd & 1) != 0;
}

static const char *get_description(int command)
{
	const char *name = command < 0 ? NULL : ndctl_ocxl_command_name((unsigned int)command);

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

/* ndctl's own verbs take EINTR for a failure of the card */
static int repeat_interrupted(struct ndctl_cmd *cmd, struct ocxl_cmd_state *state, int rc)
{
	while (rc == -EINTR && !state->returns_interrupts) {
		ocxl_cmd_write_envelope(cmd);
		state->repeated = true;
		rc = ndctl_cmd_submit(cmd);
		state->repeated = false;
	}
	return rc;
}

/*
 * ndctl_cmd_submit() calls this last. Everything that the getters return is found out here: they
 * parse nothing and read no file.
 */
static int finish_command(struct ndctl_cmd *cmd, int rc)
{
	struct ocxl_cmd_state *state;

	ocxl_cmd_forget_larger(cmd);
	state = ocxl_cmd_get_state(cmd);
	if (!state || state->repeated)
		return rc;
	rc = repeat_interrupted(cmd, state, rc);
	ocxl_cmd_parse_answer(cmd);
	if (!state->reads_health)
		return rc;
	ocxl_health_read(cmd);
	/* a card that has disappeared answers nothing, and is known to be critical */
	return state->health.error ? rc : 0;
}

struct ndctl_dimm_ops *const ocxl_dimm_ops = &(struct ndctl_dimm_ops) {
	.cmd_desc = get_description,
	.cmd_is_supported = is_supported,
	.xlat_firmware_status = translate_status,
	.cmd_done = finish_command,

	.new_smart = new_smart,
	.smart_get_flags = get_flags,
	.smart_get_health = get_health,
	.smart_get_media_temperature = get_temperature,
	.smart_get_alarm_flags = get_alarm_flags,
	.smart_get_life_used = get_life_used,

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
};
