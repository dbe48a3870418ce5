/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands and their envelopes (wire.md 1), which no other source knows. */
#ifndef OCXL_ENVELOPE_H
#define OCXL_ENVELOPE_H

#include <stdbool.h>
#include "ocxl-payload.h"

struct ndctl_cmd;
struct ndctl_dimm;

/**
 * struct ocxl_health - an answer to SMART in the terms of ndctl
 * @error: 0; negative errno if not even @health is known
 * @health: ND_SMART_*_HEALTH
 * @flags: ND_SMART_*_VALID: which of the values are known
 * @temperature: as ndctl_encode_smart_temperature() returns it
 * @alarms: ND_SMART_*_TRIP of attributes that fail
 * @life_used: percent
 */
struct ocxl_health {
	int error;
	unsigned int health;
	unsigned int flags;
	unsigned int temperature;
	unsigned int alarms;
	unsigned int life_used;
};

/**
 * struct ocxl_cmd_state - data of a command that the ioctl cannot overwrite
 * @request: the request. After a change, call ocxl_cmd_write_envelope()
 * @error: negative errno that the command fails with, whatever the answer is; 0: none
 * @reads_health: a command of ocxl_smart_new(), with @health
 * @submitted: the command was sent, and the members below are its result
 * @result: 0 if @answer passed all checks; -EIO before the command is sent
 * @answer: the checked answer
 * @output: all bytes that the request has space for; NULL without an answer
 * @fw_size: nd_fw_size of the package
 * @health: the health of the card
 */
struct ocxl_cmd_state {
	struct ocxl_request request;
	int error;
	bool reads_health;
	bool submitted;
	int result;
	struct ocxl_answer answer;
	const uint8_t *output;
	size_t fw_size;
	struct ocxl_health health;
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
 * ocxl_cmd_write_envelope() - write the request into the envelope, and forget the last answer
 * @cmd: a command of ocxl_cmd_new()
 *
 * Call it before a command is sent again: the ioctl may have overwritten the envelope.
 */
void ocxl_cmd_write_envelope(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_parse_answer() - check the answer of a command, and keep it in the command's state
 * @cmd: a command of ocxl_cmd_new() whose ioctl has ended with cmd->status
 *
 * Logs why the answer is refused, or what its status means. The result is 0; the error of the
 * ioctl, -EIO for a positive one; -EPROTO for a damaged vendor envelope; the errors of
 * ocxl_parse_answer().
 */
void ocxl_cmd_parse_answer(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_get_answer() - get the answer of a command
 * @cmd: any command, or NULL
 * @command: OCXL_CMD_* that @cmd must be
 * @answer: receives the checked answer, which belongs to @cmd
 *
 * Return: 0; -EINVAL if @cmd is not such a command; its result.
 */
int ocxl_cmd_get_answer(struct ndctl_cmd *cmd, uint32_t command, const struct ocxl_answer **answer);

#endif /* OCXL_ENVELOPE_H */
