// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What ndctl's own verbs ask of a DIMM: health and thresholds, both from the wire command
 * SMART, and the few questions that every command has.
 *
 * These getters return plain values, so they follow libndctl: a sentinel and errno when
 * there is nothing to tell. The sentinel of a mask is 0 (it claims nothing; ndctl monitor
 * would report every bit of another one as an alarm), that of a value is UINT_MAX.
 */
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-firmware.h"
#include "ocxl-inject.h"

/* ndctl's temperatures: sixteenths of a degree in 15 bits, the 16th is the sign */
#define SIXTEENTHS	16
#define TEMPERATURE_MAX (0x7fff / SIXTEENTHS)
#define FATAL_FLAGS	(NDCTL_OCXL_FLAG_HW_FATAL | NDCTL_OCXL_FLAG_FW_FATAL)

/**
 * struct summary - a SMART answer in ndctl's terms
 * @flags: ND_SMART_*_VALID for what the card has
 * @health: ND_SMART_*_HEALTH as the attributes have it
 * @temperature: sixteenths of a degree Celsius
 * @alarms: ND_SMART_*_TRIP of the attributes that are failing
 * @life_used: percent
 * @alarm_control: ND_SMART_*_TRIP of the thresholds that are set
 * @temperature_threshold: sixteenths of a degree Celsius
 */
struct summary {
	unsigned int flags;
	unsigned int health;
	unsigned int temperature;
	unsigned int alarms;
	unsigned int life_used;
	unsigned int alarm_control;
	unsigned int temperature_threshold;
};

static void add_temperature(struct summary *summary,
			    const struct ndctl_ocxl_smart_attribute *attribute)
{
	summary->flags |= ND_SMART_ALARM_VALID;
	if (attribute->failing)
		summary->alarms |= ND_SMART_TEMP_TRIP;
	if (attribute->threshold != 0)
		summary->alarm_control |= ND_SMART_TEMP_TRIP;
	summary->temperature_threshold = (unsigned int)attribute->threshold * SIXTEENTHS;
	if (attribute->raw > TEMPERATURE_MAX)
		return;
	summary->flags |= ND_SMART_TEMP_VALID;
	summary->temperature = (unsigned int)attribute->raw * SIXTEENTHS;
}

static void add_life(struct summary *summary, const struct ndctl_ocxl_smart_attribute *attribute)
{
	summary->flags |= ND_SMART_USED_VALID;
	summary->life_used = attribute->raw < 100 ? 100 - (unsigned int)attribute->raw : 0;
}

static void add_attribute(struct summary *summary,
			  const struct ndctl_ocxl_smart_attribute *attribute)
{
	bool life = attribute->id == OCXL_SMART_LIFE_REMAINING;

	if (attribute->failing && life)
		summary->health = ND_SMART_CRITICAL_HEALTH;
	else if (attribute->failing && summary->health == 0)
		summary->health = ND_SMART_NON_CRITICAL_HEALTH;
	/* The first of an identifier counts, as in ndctl_cmd_ocxl_smart_find_attribute(). */
	if (life && !(summary->flags & ND_SMART_USED_VALID))
		add_life(summary, attribute);
	if (attribute->id == OCXL_SMART_TEMPERATURE && !(summary->flags & ND_SMART_ALARM_VALID))
		add_temperature(summary, attribute);
}

static int summarize(const struct ocxl_answer *answer, struct summary *summary)
{
	struct ndctl_ocxl_smart_attribute attribute;
	unsigned int i;

	*summary = (struct summary) { .flags = ND_SMART_HEALTH_VALID };
	for (i = 0; ocxl_parse_smart(answer, i, &attribute) == 0; i++)
		add_attribute(summary, &attribute);
	return 0;
}

/*
 * A failed card may well answer no SMART any more. Its health is known all the same: from
 * that very status, or from the words in sysfs.
 */
static bool is_fatal(struct ndctl_cmd *cmd, const struct ocxl_answer *answer)
{
	unsigned int flags;

	if (answer->status == OCXL_STATUS_FATAL)
		return true;
	return ndctl_dimm_ocxl_read_flags(cmd->dimm, &flags) == 0 && (flags & FATAL_FLAGS) != 0;
}

static int fetch_summary(struct ndctl_cmd *cmd, struct summary *summary)
{
	struct ocxl_answer answer;
	int rc = ocxl_cmd_parse(cmd, OCXL_CMD_SMART, &answer);

	if (rc == 0)
		return summarize(&answer, summary);
	*summary = (struct summary) { .flags = ND_SMART_HEALTH_VALID };
	return answer.status != OCXL_STATUS_OK && is_fatal(cmd, &answer) ? 0 : rc;
}

static unsigned int fail(int rc, unsigned int sentinel)
{
	errno = -rc;
	return sentinel;
}

#define SMART_GETTER(name, field, valid, sentinel)              \
	static unsigned int name(struct ndctl_cmd *cmd)         \
	{                                                       \
		struct summary summary;                         \
		int rc = fetch_summary(cmd, &summary);          \
                                                                \
		if (rc == 0 && !(summary.flags & (valid)))      \
			rc = -ENOENT;                           \
		return rc ? fail(rc, sentinel) : summary.field; \
	}

SMART_GETTER(smart_get_flags, flags, UINT_MAX, 0)
SMART_GETTER(smart_get_temperature, temperature, ND_SMART_TEMP_VALID, UINT_MAX)
SMART_GETTER(smart_get_alarm_flags, alarms, ND_SMART_ALARM_VALID, 0)
SMART_GETTER(smart_get_life_used, life_used, ND_SMART_USED_VALID, UINT_MAX)
SMART_GETTER(threshold_get_alarm_control, alarm_control, ND_SMART_ALARM_VALID, 0)
SMART_GETTER(threshold_get_temperature, temperature_threshold, ND_SMART_ALARM_VALID, UINT_MAX)

static unsigned int smart_get_health(struct ndctl_cmd *cmd)
{
	struct summary summary;
	struct ocxl_answer answer;
	int rc = ocxl_cmd_parse(cmd, OCXL_CMD_SMART, &answer);

	if (rc && answer.status == OCXL_STATUS_OK)
		return fail(rc, UINT_MAX);
	if (is_fatal(cmd, &answer))
		return ND_SMART_FATAL_HEALTH;
	if (rc)
		return fail(rc, UINT_MAX);
	summarize(&answer, &summary);
	return summary.health;
}

static struct ndctl_cmd *new_threshold(struct ndctl_dimm *dimm)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_smart(dimm);

	if (cmd)
		ocxl_cmd_set_thresholds(cmd);
	return cmd;
}

static bool cmd_is_supported(struct ndctl_dimm *dimm, int cmd)
{
	switch (cmd) {
	case ND_CMD_SMART:
		return ocxl_dimm_has_command(dimm, OCXL_CMD_SMART);
	case ND_CMD_SMART_THRESHOLD:
		/*
		 * Only emulated cards let one be set, and their alarms have no switch. ndctl
		 * monitor leaves a DIMM out that claims thresholds and cannot set them;
		 * ndctl list and inject-smart do not ask.
		 */
		return false;
	case ND_CMD_CALL:
	case ND_CMD_VENDOR:
		if (ndctl_dimm_ocxl_get_cmd_mask(dimm) == 0)
			return false;
		break;
	}
	return cmd >= 0 && cmd < ND_CMD_CALL + 1 && (dimm->cmd_mask >> cmd & 1) != 0;
}

static const char *cmd_desc(int command)
{
	const char *name = command < 0 ? NULL : ndctl_ocxl_command_name((unsigned int)command);

	return name ? name : "unknown";
}

/* Thresholds are not known of a failed card, its health is: "fatal". */
static int xlat_firmware_status(struct ndctl_cmd *cmd)
{
	struct ocxl_answer answer;
	int rc;

	if (!ocxl_cmd_is_ours(cmd))
		return 0;
	if (ocxl_cmd_refusal(cmd))
		return ocxl_cmd_refusal(cmd);
	rc = ocxl_cmd_parse(cmd, 0, &answer);
	if (rc == 0 || answer.status == OCXL_STATUS_OK)
		return rc;
	if (ndctl_cmd_ocxl_get_command(cmd) != OCXL_CMD_SMART || ocxl_cmd_is_thresholds(cmd))
		return rc;
	return is_fatal(cmd, &answer) ? 0 : rc;
}

struct ndctl_dimm_ops *const ocxl_dimm_ops = &(struct ndctl_dimm_ops) {
	.cmd_desc = cmd_desc,
	.cmd_is_supported = cmd_is_supported,
	.new_smart = ndctl_dimm_ocxl_new_smart,
	.smart_get_flags = smart_get_flags,
	.smart_get_health = smart_get_health,
	.smart_get_media_temperature = smart_get_temperature,
	.smart_get_alarm_flags = smart_get_alarm_flags,
	.smart_get_life_used = smart_get_life_used,
	.new_smart_threshold = new_threshold,
	.smart_threshold_get_alarm_control = threshold_get_alarm_control,
	.smart_threshold_get_media_temperature = threshold_get_temperature,
	.new_smart_set_threshold = ocxl_inject_new_threshold,
	.smart_threshold_set_alarm_control = ocxl_inject_set_alarm_control,
	.smart_threshold_set_media_temperature = ocxl_inject_set_temperature_threshold,
	.smart_threshold_set_ctrl_temperature = ocxl_inject_set_other_threshold,
	.smart_threshold_set_spares = ocxl_inject_set_other_threshold,
	.smart_inject_supported = ocxl_inject_supported,
	.new_smart_inject = ocxl_inject_new,
	.smart_inject_media_temperature = ocxl_inject_media_temperature,
	.smart_inject_ctrl_temperature = ocxl_inject_other_value,
	.smart_inject_spares = ocxl_inject_other_value,
	.smart_inject_fatal = ocxl_inject_fatal,
	.smart_inject_unsafe_shutdown = ocxl_inject_other,
	.new_fw_get_info = ndctl_dimm_ocxl_new_fw_info,
	.fw_info_get_storage_size = ocxl_fw_get_storage_size,
	.fw_info_get_max_send_len = ocxl_fw_get_max_send_len,
	.fw_info_get_query_interval = ocxl_fw_get_query_interval,
	.fw_info_get_max_query_time = ocxl_fw_get_max_query_time,
	.fw_info_get_run_version = ocxl_fw_get_run_version,
	.fw_info_get_updated_version = ocxl_fw_get_updated_version,
	.new_fw_start_update = ndctl_dimm_ocxl_new_fw_start,
	.fw_start_get_context = ocxl_fw_get_context,
	.new_fw_send = ocxl_fw_new_send,
	.new_fw_finish = ocxl_fw_new_finish,
	.new_fw_abort = ocxl_fw_new_abort,
	.new_fw_finish_query = ocxl_fw_new_query,
	.fw_fquery_get_fw_rev = ocxl_fw_get_version,
	.fw_xlat_firmware_status = ocxl_fw_xlat_status,
	.fw_update_supported = ocxl_fw_supported,
	.xlat_firmware_status = xlat_firmware_status,
};
