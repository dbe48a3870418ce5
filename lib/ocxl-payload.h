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
 */
struct ocxl_request {
	uint32_t command;
	uint32_t size_in;
	uint32_t size_out;
	union {
		struct ocxl_error_log_req error_log;
	} in;
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
 * ocxl_parse_events() - what is so and how often it became so (wire.md 4.17)
 * @answer: of EVENTS, checked
 * @events: filled in
 *
 * Return: 0, -EPROTO when @answer is too short.
 */
int ocxl_parse_events(const struct ocxl_answer *answer, struct ndctl_ocxl_events *events);

#endif /* OCXL_PAYLOAD_H */
