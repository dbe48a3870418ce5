/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pure codec between bytes and the public structs: no input or output, no allocation, and
 * not one function of libndctl. What it reads was written by a card or by a driver that may
 * say anything; every length is compared with what was received before it is used.
 */
#ifndef OCXL_PAYLOAD_H
#define OCXL_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>

/* room for an error-log entry's data when the caller names none: entries are small */
#define OCXL_ERROR_LOG_ROOM 4096

/**
 * struct ocxl_request - one command, ready to be put into an envelope
 * @command: OCXL_CMD_*
 * @size_in: bytes of @in that are sent, a multiple of 8
 * @size_out: bytes of room for the answer, header included, a multiple of 8
 * @in: the input, native byte order
 * @data: behind @in, @data_size bytes, which @size_in counts too; belongs to the caller.
 *	NULL: none
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
 * ocxl_build_plain() - a command without input
 * @request: filled in, with room for the largest answer of which this version knows
 * @command: OCXL_CMD_*
 *
 * Return: 0, -EINVAL for a command that is not one of those.
 */
int ocxl_build_plain(struct ocxl_request *request, uint32_t command);

/**
 * ocxl_build_error_log() - ask for the entry after a cursor (wire.md 4.2)
 * @request: filled in
 * @cursor: 0 for the start
 * @acknowledge: everything up to and including @cursor is safe
 * @room: bytes of room for the entry's data, 0 for OCXL_ERROR_LOG_ROOM; what would pass
 *	OCXL_ANSWER_MAX is cut to it
 */
void ocxl_build_error_log(struct ocxl_request *request, uint64_t cursor, bool acknowledge,
			  size_t room);

/**
 * ocxl_build_smart_inject() - change what an emulated card says (wire.md 4.18)
 * @request: filled in
 * @injection: what to change; copied as it is, the driver judges it
 */
void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ndctl_ocxl_smart_injection *injection);

/**
 * ocxl_build_dump_take() - take a dump, or ask how far it is (wire.md 4.8)
 * @request: filled in
 * @start_new: begin a new one
 */
void ocxl_build_dump_take(struct ocxl_request *request, bool start_new);

/**
 * ocxl_build_dump_read() - ask for a piece of the dump (wire.md 4.9)
 * @request: filled in, with room for all that is asked for
 * @offset: bytes from the start of the dump, a multiple of 8
 * @length: bytes wanted, a multiple of 8 and not 0
 *
 * Return: 0, -EINVAL when one is no such multiple, -EMSGSIZE when the answer would pass
 * OCXL_ANSWER_MAX.
 */
int ocxl_build_dump_read(struct ocxl_request *request, uint32_t offset, uint32_t length);

/**
 * ocxl_build_fw_send() - a piece of a firmware image (wire.md 4.13)
 * @request: filled in; @data stays the caller's and is not copied
 * @context: of the update
 * @offset: bytes from the start of the image, a multiple of 8
 * @data: the bytes
 * @length: how many, a multiple of 8 and not 0
 *
 * Return: 0, -EINVAL when one is no such multiple, -EMSGSIZE for more than 1 MiB.
 */
int ocxl_build_fw_send(struct ocxl_request *request, uint32_t context, uint32_t offset,
		       const void *data, uint32_t length);

/**
 * ocxl_build_fw_finish() - end an update (wire.md 4.14)
 * @request: filled in
 * @context: of the update; 0 with @abort: whichever is running
 * @abort: give it up
 */
void ocxl_build_fw_finish(struct ocxl_request *request, uint32_t context, bool abort);

/**
 * ocxl_build_fw_query() - ask what became of an update (wire.md 4.15)
 * @request: filled in
 * @context: of the update
 */
void ocxl_build_fw_query(struct ocxl_request *request, uint32_t context);

/**
 * struct ocxl_answer - an answer whose header and lengths were checked
 * @count: records, see wire.md 4
 * @status: OCXL_STATUS_*
 * @body: behind the header; belongs to whoever owns the bytes
 * @body_size: bytes of @body that the answer really has
 * @needed: bytes that the whole answer takes, header included
 */
struct ocxl_answer {
	unsigned int count;
	unsigned int status;
	const uint8_t *body;
	size_t body_size;
	size_t needed;
};

/**
 * ocxl_parse_answer() - check an answer as a whole (wire.md 2 and 3)
 * @answer: filled in as far as the answer can be believed, else zero
 * @request: what was asked
 * @bytes: the answer, @request->size_out bytes of it
 * @fw_size: nd_fw_size as it came back
 *
 * Return: 0; the errno of the status byte; -EPROTO when count, length and @fw_size do not
 * fit each other or the command; -EMSGSIZE when the answer takes more room than there is,
 * and only then @answer->needed is larger than @request->size_out.
 */
int ocxl_parse_answer(struct ocxl_answer *answer, const struct ocxl_request *request,
		      const void *bytes, size_t fw_size);

/**
 * ocxl_parse_old_smart() - check an answer of the posted series' driver (wire.md 4)
 * @answer: as for ocxl_parse_answer()
 * @request: a SMART request
 * @bytes: the answer, @request->size_out bytes of it
 *
 * That driver counts its header nowhere and loses its errors: nd_fw_size says nothing, and
 * no attribute at all means that the command failed.
 *
 * Return: 0, -EIO for an empty answer, else as ocxl_parse_answer().
 */
int ocxl_parse_old_smart(struct ocxl_answer *answer, const struct ocxl_request *request,
			 const void *bytes);

/**
 * ocxl_copy_record() - the one record of an answer, which may have grown since this version
 * @answer: checked
 * @to: receives its first bytes
 * @size: how many
 *
 * Return: 0, -EPROTO when @answer has not one record, or a shorter one.
 */
int ocxl_copy_record(const struct ocxl_answer *answer, void *to, size_t size);

/**
 * ocxl_parse_smart() - one attribute (wire.md 4.1)
 * @answer: of SMART, checked
 * @index: number of the attribute, from 0
 * @attribute: filled in
 *
 * Return: 0, -ERANGE past the last.
 */
int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute);

/**
 * ocxl_parse_error_log() - the entry (wire.md 4.2)
 * @answer: of ERROR_LOG, checked
 * @entry: filled in; its data belongs to whoever owns the answer's bytes
 *
 * Return: 0, -ENOENT when the answer has no entry.
 */
int ocxl_parse_error_log(const struct ocxl_answer *answer, struct ndctl_ocxl_error_log *entry);

/**
 * ocxl_parse_dump() - state of the dump (wire.md 4.8)
 * @answer: of DUMP_TAKE, checked
 * @dump: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_dump(const struct ocxl_answer *answer, struct ndctl_ocxl_dump *dump);

/**
 * ocxl_parse_dump_piece() - a piece of the dump (wire.md 4.9)
 * @answer: of DUMP_READ, checked
 * @piece: filled in; its data belongs to whoever owns the answer's bytes
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_dump_piece(const struct ocxl_answer *answer, struct ndctl_ocxl_dump_piece *piece);

/**
 * ocxl_parse_stats() - controller statistics (wire.md 4.4)
 * @answer: of STATS, checked
 * @stats: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_stats(const struct ocxl_answer *answer, struct ndctl_ocxl_stats *stats);

/**
 * ocxl_parse_capabilities() - what card and driver can do (wire.md 4.5)
 * @answer: of CAPABILITIES, checked
 * @capabilities: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_capabilities(const struct ocxl_answer *answer,
			    struct ndctl_ocxl_capabilities *capabilities);

/**
 * ocxl_parse_fw_info() - firmware and how to update it (wire.md 4.11)
 * @answer: of FW_INFO, checked
 * @info: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_fw_info(const struct ocxl_answer *answer, struct ndctl_ocxl_fw_info *info);

/**
 * ocxl_parse_fw_start() - the context of an update (wire.md 4.12)
 * @answer: of FW_START, checked
 * @context: never 0
 *
 * Return: 0, -EPROTO when @answer is too short or has context 0.
 */
int ocxl_parse_fw_start(const struct ocxl_answer *answer, uint32_t *context);

/**
 * ocxl_parse_fw_query() - what became of an update (wire.md 4.15)
 * @answer: of FW_QUERY, checked
 * @state: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_fw_query(const struct ocxl_answer *answer, struct ndctl_ocxl_fw_state *state);

/**
 * ocxl_parse_events() - what is so and how often it became so (wire.md 4.17)
 * @answer: of EVENTS, checked
 * @events: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_events(const struct ocxl_answer *answer, struct ndctl_ocxl_events *events);

#endif /* OCXL_PAYLOAD_H */
