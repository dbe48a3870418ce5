/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Converts between the public structs and bytes on the wire. */
#ifndef OCXL_RECORDS_H
#define OCXL_RECORDS_H

#include "ocxl-private.h"
#include "ocxl-cmd.h"

/* bytes of space for the data of an error-log entry by default; most entries need less */
#define OCXL_ERROR_LOG_DATA_SPACE 4096

/**
 * ocxl_build_error_log() - build a request for the first entry after a cursor (wire.md 4.2)
 * @request: receives the request
 * @cursor: 0 for the first entry, else the cursor of an entry
 * @acknowledge: acknowledges all entries up to and including @cursor
 * @data_space: bytes of space for the data of the entry; 0: OCXL_ERROR_LOG_DATA_SPACE. Limited
 *	to an answer of OCXLPMEM_ANSWER_MAX bytes
 */
void ocxl_build_error_log(struct ocxl_request *request, uint64_t cursor, bool acknowledge,
			  size_t data_space);

/*
 * a request to clear kept conditions, OCXLPMEM_KEPT_*, unless there are more entries than @shown
 * has (4.19)
 */
void ocxl_build_clear_conditions(struct ocxl_request *request, uint64_t mask,
				 const struct ndctl_ocxl_events *shown);

/* a request to take a new dump, or to read the state of the last one (wire.md 4.8) */
void ocxl_build_dump_take(struct ocxl_request *request, bool start_new);

/**
 * ocxl_build_dump_read() - build a request for a piece of the dump (wire.md 4.9)
 * @request: receives the request, with space for all bytes of the piece
 * @offset: first byte, a multiple of 8
 * @length: number of bytes, a multiple of 8 and not 0
 *
 * Return: 0, -EINVAL if @offset or @length is not such a multiple, -EMSGSIZE if the answer
 * would be longer than OCXLPMEM_ANSWER_MAX, -EFBIG if @offset has more than 32 bits.
 */
int ocxl_build_dump_read(struct ocxl_request *request, uint64_t offset, uint32_t length);

/* attribute @index of a checked answer; returns 0, -ERANGE behind the last one */
int ocxl_parse_smart(const struct ocxl_answer *answer, unsigned int index,
		     struct ndctl_ocxl_smart_attribute *attribute);

/*
 * The record of a checked answer. Bytes that it points to belong to the owner of the answer.
 * Return: 0; -EPROTO if @answer is too short; -ENOENT if an answer to ERROR_LOG has no entry.
 */
int ocxl_parse_error_log(const struct ocxl_answer *answer, struct ndctl_ocxl_error_log *entry);
int ocxl_parse_stats(const struct ocxl_answer *answer, struct ndctl_ocxl_stats *stats);
int ocxl_parse_capabilities(const struct ocxl_answer *answer,
			    struct ndctl_ocxl_capabilities *capabilities);
int ocxl_parse_dump_take(const struct ocxl_answer *answer, struct ndctl_ocxl_dump *dump);
int ocxl_parse_dump_read(const struct ocxl_answer *answer, struct ndctl_ocxl_dump_piece *piece);
int ocxl_parse_events(const struct ocxl_answer *answer, struct ndctl_ocxl_events *events);

#endif /* OCXL_RECORDS_H */
