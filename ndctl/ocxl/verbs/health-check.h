/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands that examine a card, and the verdict from their answers; for "check" and "report". */
#ifndef OCXL_HEALTH_CHECK_H
#define OCXL_HEALTH_CHECK_H

#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/failure.h"
#include "ocxl/run/command.h"
#include "ocxl/verbs/smart.h"
#include "ocxl/verbs/verdict-rules.h"

struct ocxl_dimm;
struct ocxl_options;

/**
 * struct ocxl_health_check - three commands, their answers and the verdict
 * @capabilities: valid if rc of @capabilities_command is 0
 * @smart: valid if rc of @smart_command is 0
 * @capabilities_command: number, rc and wire_status; rc is -ENOTTY if the DIMM lacks the command
 * @heartbeat_command: the same for HEARTBEAT
 * @smart_command: the same for SMART
 * @heartbeat_failure: text for a failed heartbeat
 * @smart_failure: text for a failed SMART request
 * @verdict: valid after ocxl_health_check_derive_verdict()
 */
struct ocxl_health_check {
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_smart smart;
	struct ocxl_command capabilities_command;
	struct ocxl_command heartbeat_command;
	struct ocxl_command smart_command;
	struct ocxl_failure heartbeat_failure;
	struct ocxl_failure smart_failure;
	struct ocxl_verdict verdict;
};

/**
 * ocxl_health_check_read() - send those of the three commands that the DIMM supports
 * @check: zero; filled in; release with ocxl_health_check_release()
 * @dimm: the DIMM
 * @options: of the command line
 */
void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    const struct ocxl_options *options);

/**
 * ocxl_health_check_has_no_answer() - did a command end without an answer about the card
 * @command: one of the three
 *
 * Return: true if the ioctl failed, or if the user lacks a permission.
 */
bool ocxl_health_check_has_no_answer(const struct ocxl_command *command);

/**
 * ocxl_health_check_derive_verdict() - derive a verdict from the answers
 * @check: after ocxl_health_check_read()
 * @dimm: the DIMM
 *
 * Return: false if a command ended without an answer; then there is no verdict.
 */
bool ocxl_health_check_derive_verdict(struct ocxl_health_check *check,
				      const struct ocxl_dimm *dimm);

/** ocxl_health_check_release() - free the answers */
void ocxl_health_check_release(struct ocxl_health_check *check);

#endif /* OCXL_HEALTH_CHECK_H */
