/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands in their envelopes. Outside of ocxl-cmd.c there are packages only. */
#ifndef OCXL_CMD_H
#define OCXL_CMD_H

#include <stdbool.h>
#include "ocxl-payload.h"

/**
 * ocxl_cmd_new() - put a request into the envelope that the DIMM's driver takes
 * @dimm: one of ours
 * @request: copied
 *
 * Return: a command with one reference; NULL with errno ENOTTY (the driver has no such
 * command), EMSGSIZE (more than an ioctl carries) or ENOMEM.
 */
struct ndctl_cmd *ocxl_cmd_new(struct ndctl_dimm *dimm, const struct ocxl_request *request);

/**
 * ocxl_cmd_is_ours() - was this command made by ocxl_cmd_new()
 * @cmd: any command, NULL too; a label command of the same DIMM is not ours
 */
bool ocxl_cmd_is_ours(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_set_thresholds() - remember that a SMART command was made for its thresholds
 * @cmd: of ocxl_cmd_new()
 */
void ocxl_cmd_set_thresholds(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_is_thresholds() - was ocxl_cmd_set_thresholds() called
 * @cmd: of ocxl_cmd_new()
 */
bool ocxl_cmd_is_thresholds(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_is_abort() - does this command give up a firmware update
 * @cmd: any command
 */
bool ocxl_cmd_is_abort(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_set_injection() - send another injection with this command
 * @cmd: of ndctl_dimm_ocxl_new_smart_inject()
 * @injection: copied
 *
 * Return: 0, -EINVAL for another command.
 */
int ocxl_cmd_set_injection(struct ndctl_cmd *cmd,
			   const struct ndctl_ocxl_smart_injection *injection);

/**
 * ocxl_cmd_refuse() - let an injection do nothing and fail
 * @cmd: of ndctl_dimm_ocxl_new_smart_inject()
 * @error: the negative errno that ocxl_cmd_refusal() gives from now on
 *
 * For those who do not look at the result of a setter and submit nevertheless.
 *
 * Return: @error, -EINVAL for another command.
 */
int ocxl_cmd_refuse(struct ndctl_cmd *cmd, int error);

/** ocxl_cmd_refusal() - what ocxl_cmd_refuse() was told, 0 before; @cmd is ours */
int ocxl_cmd_refusal(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_parse() - check the answer of a command from scratch
 * @cmd: any command, submitted or not
 * @command: OCXL_CMD_* that it must be, 0 for any
 * @answer: filled in as far as it can be believed, else zero; its bytes belong to @cmd
 *
 * Nothing of the envelope is believed that the ioctl may have rewritten, so this is safe at
 * any time and as often as one likes.
 *
 * Return: 0; -EINVAL when @cmd is not ours or another command; the ioctl's errno; -EIO for a
 * positive result, or when it was never submitted; else as ocxl_parse_answer().
 */
int ocxl_cmd_parse(struct ndctl_cmd *cmd, uint32_t command, struct ocxl_answer *answer);

/**
 * ocxl_cmd_submit_by() - ndctl_cmd_ocxl_submit() over any transport
 * @cmd: replaced when the answer needs more room
 * @submit: sends a command, sets its status and returns it, as ndctl_cmd_submit() does
 *
 * Return: as ndctl_cmd_ocxl_submit().
 */
int ocxl_cmd_submit_by(struct ndctl_cmd **cmd, int (*submit)(struct ndctl_cmd *cmd));

#endif /* OCXL_CMD_H */
