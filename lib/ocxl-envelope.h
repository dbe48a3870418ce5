/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands and their envelopes (wire.md 1), which no other source knows. */
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
 * ocxl_cmd_new_built() - ocxl_cmd_new() unless the request could not be built
 * @dimm: an OpenCAPI DIMM
 * @rc: result of the function that built @request
 * @request: the request
 *
 * Return: as ocxl_cmd_new(); NULL with errno -@rc if @rc is not 0.
 */
struct ndctl_cmd *ocxl_cmd_new_built(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request);

/** ocxl_cmd_new_plain() - ocxl_cmd_new() for a command without input, OCXL_CMD_* */
struct ndctl_cmd *ocxl_cmd_new_plain(struct ndctl_dimm *dimm, uint32_t command);

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

/** ocxl_cmd_find_logged_output() - ocxl_cmd_find_output(), and log an error of the envelope */
int ocxl_cmd_find_logged_output(struct ndctl_cmd *cmd, const uint8_t **output, size_t *fw_size);

/**
 * ocxl_cmd_log_answer() - log why an answer is refused, or what its status means
 * @cmd: a command of ocxl_cmd_new()
 * @answer: the parts of its answer
 * @fw_size: nd_fw_size of the package
 */
void ocxl_cmd_log_answer(struct ndctl_cmd *cmd, const struct ocxl_answer *answer, size_t fw_size);

/**
 * ocxl_cmd_get_status() - get the status byte of the answer
 * @cmd: a command of ocxl_cmd_new()
 *
 * Return: 0 to 255, also if the rest of the answer is invalid; -1 without an answer.
 */
int ocxl_cmd_get_status(struct ndctl_cmd *cmd);

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
