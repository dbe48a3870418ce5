// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/failure.h"
#include "ocxl/run/command-send.h"
#include "ocxl/run/command.h"
#include "ocxl/run/select.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/info.h"
#include "ocxl/verbs/smart.h"
#include "ocxl/verbs/verdict-rules.h"

static const struct ocxl_command unsupported_command = { .rc = -ENOTTY, .wire_status = -1 };

void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    const struct ocxl_options *options)
{
	check->capabilities_command = unsupported_command;
	check->heartbeat_command = unsupported_command;
	check->smart_command = unsupported_command;
	if (ocxl_dimm_supports(dimm, OCXL_CMD_CAPABILITIES))
		ocxl_info_read(&check->capabilities_command, &check->capabilities, dimm, options);
	ocxl_command_release(&check->capabilities_command);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_HEARTBEAT))
		ocxl_command_send(&check->heartbeat_command, dimm, options,
				  ndctl_dimm_ocxl_new_heartbeat(dimm->ndctl), OCXL_CMD_HEARTBEAT);
	ocxl_command_release(&check->heartbeat_command);
	if (ocxl_dimm_supports(dimm, OCXL_CMD_SMART))
		ocxl_smart_read(&check->smart_command, &check->smart, dimm, options);
	ocxl_command_release(&check->smart_command);
}

bool ocxl_health_check_has_no_answer(const struct ocxl_command *command)
{
	if (!command->rc || command->rc == -ENOTTY)
		return false;
	return command->wire_status < 0 || command->wire_status == OCXL_STATUS_NOT_PERMITTED;
}

/* Return: text in @failure; NULL if the command succeeded or is not supported */
static const char *describe_failure(const struct ocxl_command *command, const char *dev,
				    struct ocxl_failure *failure)
{
	if (!command->rc || command->rc == -ENOTTY)
		return NULL;
	ocxl_failure_describe(failure, dev, command->number, command->rc, command->wire_status);
	return failure->message;
}

/* the driver refuses commands while the controller starts: that is a condition of its own */
static bool was_not_ready(const struct ocxl_command *command)
{
	return command->rc && command->wire_status == OCXL_STATUS_NOT_READY;
}

bool ocxl_health_check_derive_verdict(struct ocxl_health_check *check, const struct ocxl_dimm *dimm)
{
	const struct ocxl_command *heartbeat = &check->heartbeat_command;
	const struct ocxl_command *smart = &check->smart_command;
	struct ocxl_conditions conditions = { 0 };

	if (ocxl_health_check_has_no_answer(&check->capabilities_command) ||
	    ocxl_health_check_has_no_answer(heartbeat) || ocxl_health_check_has_no_answer(smart))
		return false;
	if (dimm->has_flags)
		conditions.state |= ocxl_conditions_of_flags(dimm->flags);
	if (!check->capabilities_command.rc)
		conditions.state |= ocxl_conditions_of_health(check->capabilities.health_status);
	if (was_not_ready(heartbeat) || was_not_ready(smart))
		conditions.state |= OCXL_CONDITION_NOT_READY;
	if (!was_not_ready(heartbeat))
		conditions.heartbeat =
			describe_failure(heartbeat, dimm->dev, &check->heartbeat_failure);
	if (!was_not_ready(smart))
		conditions.smart = describe_failure(smart, dimm->dev, &check->smart_failure);
	conditions.attributes = check->smart.summary.attributes;
	ocxl_verdict_derive(&check->verdict, &conditions);
	return true;
}

void ocxl_health_check_release(struct ocxl_health_check *check)
{
	ocxl_smart_release(&check->smart);
}
