/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Converts between the public structs and bytes on the wire, with the rules of ocxl-payload.h.
 */
#ifndef OCXL_RECORDS_H
#define OCXL_RECORDS_H

#include <ndctl/libndctl-ocxl.h>
#include "ocxl-payload.h"

/* bytes of space for the data of an error-log entry by default; most entries need less */
#define OCXL_ERROR_LOG_DATA_SPACE 4096

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
 * ocxl_parse_attribute() - read an attribute (wire.md 4.1)
 * @wire: the attribute in an answer
 * @attribute: receives it
 */
void ocxl_parse_attribute(const struct ocxl_smart_attribute *wire,
			  struct ndctl_ocxl_smart_attribute *attribute);

/**
 * ocxl_parse_smart() - read an attribute of an answer
 * @answer: a checked answer to SMART
 * @index: position of the attribute, from 0
 * @attribute: receives it
 *
 * Return: 0, -ERANGE if @index is not less than the number of attributes.
 */
int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute);

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

#endif /* OCXL_RECORDS_H */
