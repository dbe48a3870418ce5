/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One command: its request, its envelope, and its answer, which is parsed once (wire.md 1 to 3).
 *
 * An answer may contain arbitrary bytes: every length in it is compared with the length of the
 * answer before it is used.
 */
#ifndef OCXL_CMD_H
#define OCXL_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-driver.h"

struct ndctl_cmd;
struct ndctl_dimm;
struct ocxl_answer;

/* bytes of the header of an answer */
#define OCXL_HEADER ((uint32_t)sizeof(struct ocxlpmem_rsp_header))

/* a field of a struct ocxlpmem_smart_attribute: ID, CURRENT, THRESHOLD or WORST */
#define OCXL_SMART_FIELD(attribute, NAME) \
	((uint8_t)((attribute)->fields >> OCXLPMEM_SMART_##NAME##_SHIFT))

/**
 * struct ocxl_request - a command and its input
 * @command: OCXLPMEM_CMD_*
 * @size_in: bytes of input, @data_size included; a multiple of 8
 * @size_out: bytes of space for the answer, header included; a multiple of 8
 * @in: first part of the input, native byte order
 * @data: second part of the input, which belongs to the caller; NULL: none
 * @data_size: bytes of @data, a multiple of 8
 * @check_body: checks the body of an answer whose header and length are valid, and returns 0 or
 *	ocxl_refuse_answer(); NULL: the number of records and the length are enough
 */
struct ocxl_request {
	uint32_t command;
	uint32_t size_in;
	uint32_t size_out;
	union ocxlpmem_input in;
	const void *data;
	uint32_t data_size;
	int (*check_body)(struct ocxl_answer *answer, const struct ocxl_request *request);
};

/**
 * struct ocxl_answer - an answer whose header and lengths have been checked
 * @count: number of records
 * @status: OCXLPMEM_STATUS_*, 0 also for a refused answer; -1 without an answer
 * @body: bytes behind the header; belong to the owner of the answer
 * @body_size: bytes of @body
 * @needed: length of the complete answer, header included
 * @problem: why the checks refused the answer: constant text; NULL if they did not
 */
struct ocxl_answer {
	unsigned int count;
	int status;
	const uint8_t *body;
	size_t body_size;
	size_t needed;
	const char *problem;
};

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
 * @reads_health: the command tells ndctl the health, see @health
 * @returns_interrupts: ndctl_cmd_ocxl_submit() sent the command, which returns EINTR to its caller
 * @repeated: ndctl_cmd_submit() runs once more, because a signal interrupted the command
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
	bool returns_interrupts;
	bool repeated;
	bool submitted;
	int result;
	struct ocxl_answer answer;
	const uint8_t *output;
	size_t fw_size;
	struct ocxl_health health;
};

/**
 * struct ocxl_status - meaning of a status (wire.md 3)
 * @number: the byte on the wire
 * @error: errno that the library returns for it, negative or 0
 * @name: name in wire.md 3; NULL for a number without a name
 * @text: meaning, which fits after a colon
 */
struct ocxl_status {
	unsigned int number;
	int error;
	const char *name;
	const char *text;
};

/* Return: a constant struct, never NULL; its error is -EIO for a number without a name */
const struct ocxl_status *ocxl_status_find(unsigned int number);

/* a request of a known command, with input of zeros and space for the largest number of records */
void ocxl_build_request(struct ocxl_request *request, uint32_t command);

/* the same without input; -EINVAL for a command with input or an unknown command */
int ocxl_build_plain(struct ocxl_request *request, uint32_t command);

/**
 * ocxl_parse_answer() - check an answer (wire.md 2, 3)
 * @answer: receives its parts; after an error only @status, @needed and @problem may be set
 * @request: request of this answer
 * @bytes: the answer, @request->size_out bytes
 * @fw_size: nd_fw_size of the package that came back
 *
 * Return: 0; the errno of the status byte; -EPROTO if count, length and @fw_size contradict
 * each other or the command, with @answer->problem; -EMSGSIZE if the answer needs more space.
 * Only in this case is @answer->needed larger than @request->size_out.
 */
int ocxl_parse_answer(struct ocxl_answer *answer, const struct ocxl_request *request,
		      const void *bytes, size_t fw_size);

/**
 * ocxl_parse_old_smart() - check an answer of the posted driver (wire.md 4)
 * @answer: as for ocxl_parse_answer()
 * @request: a request for SMART
 * @bytes: the answer, @request->size_out bytes
 * @fw_size: meaningless
 *
 * An answer without attributes means that the command failed, because that driver loses the error.
 *
 * Return: 0, -EIO for an answer without attributes, else as ocxl_parse_answer().
 */
int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes, size_t fw_size);

/* remembers why an answer is refused, and returns -EPROTO; @problem is constant text */
int ocxl_refuse_answer(struct ocxl_answer *answer, const char *problem);

/**
 * ocxl_copy_record() - copy the record of a checked answer that has one
 * @to: receives the first @size bytes of the record; a later driver may have appended fields
 *
 * Return: 0, -EPROTO if @answer does not have one record of at least @size bytes.
 */
int ocxl_copy_record(const struct ocxl_answer *answer, void *to, size_t size);

/* copies attribute @index of a checked answer to SMART; returns 0, -ERANGE behind the last one */
int ocxl_copy_attribute(const struct ocxl_answer *answer, unsigned int index,
			struct ocxlpmem_smart_attribute *attribute);

/* copies the first attribute with this identifier; returns 0, -ENOENT if the card has none */
int ocxl_find_attribute(const struct ocxl_answer *answer, unsigned int id,
			struct ocxlpmem_smart_attribute *attribute);

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

/* ocxl_cmd_new(); NULL with errno -@rc if the function that built @request returned an error */
struct ndctl_cmd *ocxl_cmd_new_built(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request);

/* ocxl_cmd_new() for a command without input */
struct ndctl_cmd *ocxl_cmd_new_plain(struct ndctl_dimm *dimm, uint32_t command);

/**
 * ocxl_cmd_get_state() - get the data of a command
 * @cmd: any command, or NULL
 *
 * Return: the data, which belong to @cmd, of the larger command if there is one; NULL if
 * ocxl_cmd_new() did not create @cmd, for example for a label command of an OpenCAPI DIMM.
 */
struct ocxl_cmd_state *ocxl_cmd_get_state(struct ndctl_cmd *cmd);

/*
 * is @cmd the command of which an answer is expected, submitted if @error is 0; or is it NULL, and
 * @error the reason
 */
bool ocxl_cmd_is_expected(const struct ndctl_cmd *expected, struct ndctl_cmd *cmd, int error);

/*
 * releases the larger command that ndctl_cmd_ocxl_submit() has sent for @cmd: from now on @cmd has
 * its own answer
 */
void ocxl_cmd_forget_larger(struct ndctl_cmd *cmd);

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
 * ioctl, -EIO for a positive one; -EPROTO for a damaged envelope; the errors of
 * ocxl_parse_answer().
 */
void ocxl_cmd_parse_answer(struct ndctl_cmd *cmd);

/**
 * ocxl_cmd_get_answer() - get the answer of a command
 * @cmd: any command, or NULL
 * @command: OCXLPMEM_CMD_* that @cmd must be
 * @answer: receives the checked answer, which belongs to @cmd
 *
 * Return: 0; -EINVAL if @cmd is not such a command; its result.
 */
int ocxl_cmd_get_answer(struct ndctl_cmd *cmd, uint32_t command, const struct ocxl_answer **answer);

#endif /* OCXL_CMD_H */
