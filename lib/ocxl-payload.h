/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Builds requests and reads answers: converts between bytes on the wire and the public structs.
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
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>

/* bytes of space for the data of an error-log entry by default; most entries need less */
#define OCXL_ERROR_LOG_DATA_SPACE 4096

/**
 * struct ocxl_request - a command and its input
 * @command: OCXL_CMD_*
 * @size_in: bytes of input, @data_size included; a multiple of 8
 * @size_out: bytes of space for the answer, header included; a multiple of 8
 * @in: first part of the input, native byte order
 * @data: second part of the input, which belongs to the caller; NULL: none
 * @data_size: bytes of @data, a multiple of 8
 */
struct ocxl_request {
	uint32_t command;
	uint32_t size_in;
	uint32_t size_out;
	union ocxl_input in;
	const void *data;
	uint32_t data_size;
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
 * ocxl_build_error_log() - build a request for the first entry after a cursor (wire.md 4.2)
 * @request: receives the request
 * @cursor: 0 for the first entry, else the cursor of an entry
 * @acknowledge: the driver may drop all entries up to and including @cursor
 * @data_space: bytes of space for the data of the entry; 0: OCXL_ERROR_LOG_DATA_SPACE. Limited
 *	to an answer of OCXL_ANSWER_MAX bytes
 */
void ocxl_build_error_log(struct ocxl_request *request, uint64_t cursor, bool acknowledge,
			  size_t data_space);

/**
 * ocxl_build_smart_inject() - build a request to change an emulated card's health (wire.md 4.18)
 * @request: receives the request
 * @injection: the change; the driver checks it
 */
void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ndctl_ocxl_smart_injection *injection);

/**
 * ocxl_build_clear_latched() - build a request to clear latched conditions (wire.md 4.19)
 * @request: receives the request
 * @mask: OCXL_LATCH_*; the driver checks it
 * @seen: sum of events.entries that the caller has seen
 */
void ocxl_build_clear_latched(struct ocxl_request *request, uint64_t mask, uint64_t seen);

/**
 * ocxl_build_dump_take() - build a request to take a dump or to read its state (wire.md 4.8)
 * @request: receives the request
 * @start_new: take a new dump
 */
void ocxl_build_dump_take(struct ocxl_request *request, bool start_new);

/**
 * ocxl_build_dump_read() - build a request for a piece of the dump (wire.md 4.9)
 * @request: receives the request, with space for all bytes of the piece
 * @offset: first byte, a multiple of 8
 * @length: number of bytes, a multiple of 8 and not 0
 *
 * Return: 0, -EINVAL if @offset or @length is not such a multiple, -EMSGSIZE if the answer
 * would be longer than OCXL_ANSWER_MAX.
 */
int ocxl_build_dump_read(struct ocxl_request *request, uint32_t offset, uint32_t length);

/**
 * ocxl_build_fw_send() - build a request with a piece of a firmware image (wire.md 4.13)
 * @request: receives the request, which points to @data
 * @context: number of the update
 * @offset: position of the piece in the image in bytes, a multiple of 8
 * @data: the bytes; not copied
 * @length: number of bytes, a multiple of 8 and not 0
 *
 * Return: 0, -EINVAL if @offset or @length is not such a multiple, -EMSGSIZE for more than 1 MiB.
 */
int ocxl_build_fw_send(struct ocxl_request *request, uint32_t context, uint32_t offset,
		       const void *data, uint32_t length);

/**
 * ocxl_build_fw_finish() - build a request to end an update (wire.md 4.14)
 * @request: receives the request
 * @context: number of the update; 0 with @abort: any running update
 * @abort: discard the image
 */
void ocxl_build_fw_finish(struct ocxl_request *request, uint32_t context, bool abort);

/**
 * ocxl_build_fw_query() - build a request for the state of an update (wire.md 4.15)
 * @request: receives the request
 * @context: number of the update
 */
void ocxl_build_fw_query(struct ocxl_request *request, uint32_t context);

/**
 * struct ocxl_answer - an answer whose header and lengths have been checked
 * @count: number of records
 * @status: OCXL_STATUS_*
 * @body: bytes behind the header; belong to the owner of the answer
 * @body_size: bytes of @body
 * @needed: length of the complete answer, header included
 * @problem: why the checks refused the answer: constant text; NULL if they did not
 */
struct ocxl_answer {
	unsigned int count;
	unsigned int status;
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

/**
 * ocxl_parse_smart() - read an attribute (wire.md 4.1)
 * @answer: a checked answer to SMART
 * @index: position of the attribute, from 0
 * @attribute: receives it
 *
 * Return: 0, -ERANGE if @index is not less than the number of attributes.
 */
int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute);

/**
 * ocxl_parse_fw_start() - read the context of an update (wire.md 4.12)
 * @answer: a checked answer to FW_START
 * @context: receives it; never 0
 *
 * Return: 0, -EPROTO if @answer is too short or the context is 0.
 */
int ocxl_parse_fw_start(const struct ocxl_answer *answer, uint32_t *context);

/*
 * Answers with one record: RECORD(name, NAME, type) for a command of OCXL_COMMANDS and the public
 * struct of its record. The parsers below and the getters in ocxl-commands.c are made of this list
 */
#define OCXL_RECORDS(RECORD)                                        \
	RECORD(error_log, ERROR_LOG, ndctl_ocxl_error_log)          \
	RECORD(stats, STATS, ndctl_ocxl_stats)                      \
	RECORD(capabilities, CAPABILITIES, ndctl_ocxl_capabilities) \
	RECORD(dump_take, DUMP_TAKE, ndctl_ocxl_dump)               \
	RECORD(dump_read, DUMP_READ, ndctl_ocxl_dump_piece)         \
	RECORD(fw_info, FW_INFO, ndctl_ocxl_fw_info)                \
	RECORD(fw_query, FW_QUERY, ndctl_ocxl_fw_state)             \
	RECORD(events, EVENTS, ndctl_ocxl_events)

/**
 * ocxl_parse_<name>() - read the record of an answer
 * @answer: a checked answer to the command
 * @record: receives the record; bytes that it points to belong to the owner of the answer
 *
 * Return: 0; -EPROTO if @answer is too short; -ENOENT if an answer to ERROR_LOG has no entry.
 */
#define OCXL_PARSER(name, NAME, type) \
	int ocxl_parse_##name(const struct ocxl_answer *answer, struct type *record);
OCXL_RECORDS(OCXL_PARSER)
#undef OCXL_PARSER

#endif /* OCXL_PAYLOAD_H */
