/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands and their two envelopes (wire.md 1), which no other source knows. */
#ifndef OCXL_ENVELOPE_H
#define OCXL_ENVELOPE_H

#include <stdbool.h>
#include "ocxl-payload.h"

struct ndctl_cmd;
struct ndctl_dimm;

/**
 * struct ocxl_cmd_state - data of a command that the ioctl cannot overwrite
 * @request: the request. After a change, call ocxl_cmd_write_envelope()
 * @thresholds: the command was created to read thresholds
 * @error: negative errno that the command fails with, whatever the answer is; 0: none
 * @problem_logged: the refusal of the present answer was logged
 */
struct ocxl_cmd_state {
	struct ocxl_request request;
	bool thresholds;
	int error;
	bool problem_logged;
};

/**
 * ocxl_cmd_new() - create a command with the envelope that the DIMM's driver accepts
 * @dimm: an OpenCAPI DIMM
 * @request: the request, copied with its data
 *
 * Return: a command with one reference; NULL with errno ENOTTY (the driver does not have the
 * command), EMSGSIZE (too long for an ioctl), EINVAL (no space for the header of an answer) or
 * ENOMEM.
 */
struct ndctl_cmd *ocxl_cmd_new(struct ndctl_dimm *dimm, const struct ocxl_request *request);

/**
 * ocxl_cmd_get_state() - get the data of a command
 * @cmd: any command, or NULL
 *
 * Return: the data, which belong to @cmd; NULL if ocxl_cmd_new() did not create @cmd, for
 * example for a label command of an OpenCAPI DIMM.
 */
struct ocxl_cmd_state *ocxl_cmd_get_state(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_is_submitted() - was the command sent
 * @cmd: a command of ocxl_cmd_new()
 */
bool ocxl_cmd_is_submitted(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_write_envelope() - write the request into the envelope
 * @cmd: a command of ocxl_cmd_new()
 *
 * Call it before a command is sent again: the ioctl may have overwritten the envelope.
 */
void ocxl_cmd_write_envelope(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_find_output() - find the answer in the envelope
 * @cmd: a command of ocxl_cmd_new()
 * @output: receives the bytes behind the package, as many as the request has space for
 * @fw_size: receives nd_fw_size of the package
 *
 * Return: 0; -EIO if the command was never sent or the ioctl had a positive result; the error
 * of the ioctl; -EPROTO for a damaged vendor envelope.
 */
int ocxl_cmd_find_output(struct ndctl_cmd *cmd, const uint8_t **output, size_t *fw_size);

/**
 * ocxl_cmd_parse_answer() - check the answer of a command
 * @cmd: any command
 * @command: OCXL_CMD_* that @cmd must be; 0: any
 * @answer: receives the answer, as in ocxl_parse_answer(); its bytes belong to @cmd
 *
 * The function checks the envelope and the answer each time, so it can be called at any time.
 * It logs why it refuses an answer, once for each submission.
 *
 * Return: 0; -EINVAL if @cmd is not such a command; the errors of ocxl_cmd_find_output() and
 * ocxl_parse_answer().
 */
int ocxl_cmd_parse_answer(struct ndctl_cmd *cmd, uint32_t command, struct ocxl_answer *answer);

#endif /* OCXL_ENVELOPE_H */
