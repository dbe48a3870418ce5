/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of the firmware commands, with the rules of ocxl-payload.h; the context of an update. */
#ifndef OCXL_PAYLOAD_FIRMWARE_H
#define OCXL_PAYLOAD_FIRMWARE_H

#include "ocxl-payload.h"

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
 * ocxl_parse_fw_start() - read the context of an update (wire.md 4.12)
 * @answer: a checked answer to FW_START
 * @context: receives it; never 0
 *
 * Return: 0, -EPROTO if @answer is too short.
 */
int ocxl_parse_fw_start(const struct ocxl_answer *answer, uint32_t *context);

#endif /* OCXL_PAYLOAD_FIRMWARE_H */
