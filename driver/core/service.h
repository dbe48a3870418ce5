/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One wire command while it is served, and the functions that serve wire commands; private to core
 * (wire.md 2 to 4).
 */
#ifndef OCXL_CORE_SERVICE_H
#define OCXL_CORE_SERVICE_H

#include "device.h"

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
 * @record: @call->record_size bytes; written as a whole or not at all (wire.md 2, rule 5)
 */
void ocxlpmem_call_add_record(struct ocxlpmem_call *call, const void *record);

/**
 * ocxlpmem_call_add_data() - append the data of a record to the response
 * @call: counts all bytes as needed, even if they do not fit
 * @bytes: the data; cut off at the end of @call->response
 * @size: bytes of @bytes
 */
void ocxlpmem_call_add_data(struct ocxlpmem_call *call, const void *bytes, u32 size);

/*
 * The table of wire commands, the rules that hold for all of them, and the functions that serve
 * them (wire.md 2 to 4).
 */

/**
 * ocxlpmem_command_mask() - wire commands that the driver offers for a card
 * @emulated: the card is an emulated one
 *
 * Return: one bit per command, as in cmd_mask of CAPABILITIES.
 */
u64 ocxlpmem_command_mask(bool emulated);

/**
 * ocxlpmem_command_run() - check and serve one command, and write its response
 * @call: device, caller, command, input and response are set
 *
 * Return: 0 with the response in @call->response and @call->needed set, or the errno of the
 * ioctl: -ENOTTY, -EINVAL (capacity below 8 bytes), -ENOMEM, -ENXIO, -EINTR.
 */
int ocxlpmem_command_run(struct ocxlpmem_call *call);

/**
 * ocxlpmem_check_<name>() - check flags, reserved fields and ranges of the input
 * @call: @request is set; the function sets @data_size if data follow the request
 *
 * One function for each command with input.
 *
 * Return: true if the input is valid; false makes the status BAD_INPUT.
 */
#define OCXLPMEM_CHECK(command, name, ...) bool ocxlpmem_check_##name(struct ocxlpmem_call *call);
OCXLPMEM_COMMANDS(OCXLPMEM_NO_ROW, OCXLPMEM_CHECK)
#undef OCXLPMEM_CHECK

/**
 * ocxlpmem_service_<name>() - serve a command whose input is valid
 * @call: receives the records of the response, or another @status than OK
 *
 * One function for each command.
 *
 * Return: 0, or the errno of the ioctl.
 */
#define OCXLPMEM_SERVICE(command, name, ...) \
	int ocxlpmem_service_##name(struct ocxlpmem_call *call);
OCXLPMEM_COMMANDS(OCXLPMEM_SERVICE, OCXLPMEM_SERVICE)
#undef OCXLPMEM_SERVICE

/**
 * ocxlpmem_error_log_save_stale() - retain the error-log entry of a stale response
 * @mailbox: the response is in its data buffer, not acknowledged
 * @opcode: of the request; OCXL_OPCODE_COUNT if it is not known
 * @context: struct ocxlpmem_device
 *
 * Responses without an entry are ignored.
 *
 * Return: 0, -ENOMEM if there is no memory for the entry or 64 are retained already, or the error
 * of the transport.
 */
int ocxlpmem_error_log_save_stale(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context);

/**
 * ocxlpmem_kept_conditions_add_entry() - count an entry that was read from the card
 * @device: the caller holds the card's lock
 * @entry: the entry
 *
 * Keeps what the entry says, reports it to the host, and wakes pollers if a word of "flags" is
 * new. Call it once for each entry.
 */
void ocxlpmem_kept_conditions_add_entry(struct ocxlpmem_device *device,
					const struct ocxlpmem_error_log_rsp *entry);

/**
 * ocxlpmem_overdue_update() - start and stop the clocks of CRDY and MA (wire.md 5)
 * @device: @erasing and @shut_down are up to date
 * @health: present value of CHI; 0 when the driver is bound
 * @restarted: the controller has restarted, or the driver is being bound: begin anew
 *
 * CRDY is not counted after a shutdown. MA is counted from CRDY, and not during an erase, for which
 * the card takes its memory away. Reads the limits from CCAP0 if the card is not ready; without
 * them nothing is overdue.
 */
void ocxlpmem_overdue_update(struct ocxlpmem_device *device, u64 health, bool restarted);

#endif /* OCXL_CORE_SERVICE_H */
