/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One wire command while it is served. The functions that serve wire commands use this header;
 * private to core (wire.md 2 to 4).
 */
#ifndef OCXL_CORE_CALL_H
#define OCXL_CORE_CALL_H

#include "device-state.h"

/**
 * struct ocxlpmem_call - one wire command while it is served
 * @device: the card
 * @caller: the sender
 * @command: OCXLPMEM_CMD_*, not yet checked
 * @input: input from user space
 * @input_size: bytes of @input
 * @response: memory for the response
 * @response_capacity: bytes of @response
 * @record_size: bytes of one record of the response
 * @opcode: opcode of the card's mailbox for @command; OCXL_OPCODE_NONE without one
 * @request: the fixed part of @input, padded with zeros
 * @data_size: bytes of data that follow the fixed part, as announced in @request
 * @status: OCXLPMEM_STATUS_* of the response
 * @count: whole records written so far
 * @written: bytes of @response that are used
 * @needed: bytes that the complete response takes
 */
struct ocxlpmem_call {
	struct ocxlpmem_device *device;
	const struct ocxlpmem_caller *caller;
	u64 command;
	const u8 *input;
	u32 input_size;
	u8 *response;
	u32 response_capacity;
	u32 record_size;
	u8 opcode;
	union ocxlpmem_input request;
	u32 data_size;
	u8 status;
	u8 count;
	u32 written;
	u32 needed;
};

/**
 * ocxlpmem_call_prepare() - may this command be sent to the card now
 * @call: @status is set to FATAL, NOT_READY or BAD_RESPONSE if not
 * @after_fatal: send it even after a fatal failure of the card
 *
 * Refreshes the health of the device and initialises the mailbox if necessary.
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_call_prepare(struct ocxlpmem_call *call, bool after_fatal);

/**
 * ocxlpmem_call_fetch_data() - send the command's opcode, whose response has data
 * @call: @status is set if the card refuses or its response is wrong
 * @parameter: word 0x08 of the request
 * @identifier: identifier that the data must begin with
 * @header: receives the first word of the data
 *
 * If @call->status is OCXLPMEM_STATUS_OK, the data is in the data buffer; call
 * ocxlpmem_call_acknowledge() after reading it.
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_call_fetch_data(struct ocxlpmem_call *call, u64 parameter, u16 identifier,
			     u64 *header);

/**
 * ocxlpmem_call_acknowledge() - acknowledge the response of the card, whether or not it was usable
 * @call: after ocxlpmem_call_fetch_data() or ocxlpmem_mailbox_run() with OCXLPMEM_STATUS_OK
 * @rc: result so far
 *
 * Return: @rc, or the error of the transport if @rc is 0.
 */
int ocxlpmem_call_acknowledge(struct ocxlpmem_call *call, int rc);

/**
 * ocxlpmem_call_add_record() - append a record to the response
 * @call: counts the record as needed, even if it does not fit
 * @record: @call->record_size bytes; written as a whole or not at all. Of a record that has grown,
 *	its old version is written if only that fits, and counts as the whole one (wire.md 2, rule 5)
 */
void ocxlpmem_call_add_record(struct ocxlpmem_call *call, const void *record);

/**
 * ocxlpmem_call_add_data() - append the data of a record to the response
 * @call: counts all bytes as needed, even if they do not fit
 * @bytes: the data; cut off at the end of @call->response
 * @size: bytes of @bytes
 */
void ocxlpmem_call_add_data(struct ocxlpmem_call *call, const void *bytes, u32 size);

#endif /* OCXL_CORE_CALL_H */
