/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Builds requests and checks answers.
 *
 * These functions do no input or output, allocate no memory and call no function of libndctl.
 * An answer may contain arbitrary bytes: every length in it is compared with the length of the
 * answer before it is used.
 */
#ifndef OCXL_PAYLOAD_H
#define OCXL_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uapi/nvdimm/ocxlpmem.h>

struct ocxl_answer;

/**
 * struct ocxl_request - a command and its input
 * @command: OCXL_CMD_*
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
	union ocxl_input in;
	const void *data;
	uint32_t data_size;
	int (*check_body)(struct ocxl_answer *answer, const struct ocxl_request *request);
};

/**
 * ocxl_build_plain() - build the request of a command without input
 * @request: receives the request, with space for the largest answer
 * @command: OCXL_CMD_*
 *
 * Return: 0, -EINVAL for a command with input or an unknown command.
 */
int ocxl_build_plain(struct ocxl_request *request, uint32_t command);

/**
 * ocxl_build_smart_inject() - build a request to change an emulated card's health (wire.md 4.18)
 * @request: receives the request
 * @injection: the change; the driver checks it
 */
void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ocxl_smart_inject_req *injection);

/**
 * struct ocxl_answer - an answer whose header and lengths have been checked
 * @count: number of records
 * @status: OCXL_STATUS_*; -1 without an answer
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
 *
 * nd_fw_size of that driver is meaningless. An answer without attributes means that the
 * command failed, because that driver loses the error.
 *
 * Return: 0, -EIO for an answer without attributes, else as ocxl_parse_answer().
 */
int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes);

/**
 * ocxl_copy_record() - copy the record of an answer that has one
 * @answer: a checked answer
 * @to: receives the first @size bytes of the record; a later driver may have appended fields
 * @size: bytes of the record that the library knows
 *
 * Return: 0, -EPROTO if @answer does not have one record of at least @size bytes.
 */
int ocxl_copy_record(const struct ocxl_answer *answer, void *to, size_t size);

/* a field of a struct ocxl_smart_attribute: ID, CURRENT, THRESHOLD or WORST */
#define OCXL_SMART_FIELD(attribute, NAME) \
	((uint8_t)((attribute)->fields >> OCXL_SMART_##NAME##_SHIFT))

/**
 * ocxl_copy_attribute() - copy a SMART attribute (wire.md 4.1)
 * @answer: a checked answer to SMART
 * @index: position of the attribute, from 0
 * @attribute: receives it
 *
 * Return: 0, -ERANGE if @index is not less than the number of attributes.
 */
int ocxl_copy_attribute(const struct ocxl_answer *answer, unsigned int index,
			struct ocxl_smart_attribute *attribute);

/**
 * ocxl_find_attribute() - copy the first SMART attribute with an identifier
 * @answer: a checked answer to SMART
 * @id: OCXL_SMART_*
 * @attribute: receives it
 *
 * Return: 0, -ENOENT if the card has no such attribute.
 */
int ocxl_find_attribute(const struct ocxl_answer *answer, unsigned int id,
			struct ocxl_smart_attribute *attribute);

/**
 * ocxl_refuse_answer() - remember why an answer is refused
 * @answer: its parts
 * @problem: the reason: constant text
 *
 * Return: -EPROTO.
 */
int ocxl_refuse_answer(struct ocxl_answer *answer, const char *problem);

#endif /* OCXL_PAYLOAD_H */
