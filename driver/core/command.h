/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the table of wire commands and the functions that serve them; private
 * to driver/core. Documentation/protocol/wire.md 2 to 4.
 */
#ifndef OCXL_CORE_COMMAND_H
#define OCXL_CORE_COMMAND_H

#include "device.h"

/**
 * struct ocxlpmem_call - one wire command being served
 * @device: the card
 * @caller: who asks
 * @command: OCXL_CMD_*, not yet checked
 * @input: as it came
 * @input_size: bytes of @input
 * @room: where the answer goes
 * @room_size: bytes of @room
 * @record_size: bytes of one record of the answer
 * @opcode: the command's opcode of the card's mailbox, OCXL_NO_OPCODE without one
 * @request: the fixed part of @input, filled up with zeros
 * @data_size: bytes of data behind the fixed part, as the request announces them
 * @status: OCXL_STATUS_* of the answer
 * @count: whole records written so far
 * @written: bytes of @room that are used
 * @needed: bytes that the whole answer takes
 */
struct ocxlpmem_call {
	struct ocxlpmem_device *device;
	const struct ocxlpmem_caller *caller;
	u64 command;
	const u8 *input;
	u32 input_size;
	u8 *room;
	u32 room_size;
	u32 record_size;
	u8 opcode;
	union ocxl_input request;
	u32 data_size;
	u8 status;
	u8 count;
	u32 written;
	u32 needed;
};

/**
 * ocxlpmem_command_mask() - wire commands that are there for a card
 * @emulated: the card is an emulated one
 */
u64 ocxlpmem_command_mask(bool emulated);

/**
 * ocxlpmem_command_name() - for messages
 *
 * Return: static text, NULL for a number that is no command.
 */
const char *ocxlpmem_command_name(u64 command);

/**
 * ocxlpmem_command_run() - check, serve and answer one command
 * @call: device, caller, command, input and room are filled
 *
 * Return: 0 with the answer in @call->room and @call->needed set, else the errno
 * of the ioctl: -ENOTTY, -EINVAL (room below 8 bytes), -ENOMEM, -ENXIO, -EINTR.
 */
int ocxlpmem_command_run(struct ocxlpmem_call *call);

/**
 * ocxlpmem_call_prepare() - may this command go to the card now
 * @call: @status is set to FATAL, NOT_READY or BAD_RESPONSE when not
 * @after_fatal: it may although the card reported a fatal failure
 *
 * Looks at the card's health, which counts events on the way, and sets the
 * mailbox up when this was not done yet.
 *
 * Return: 0 or the transport's error.
 */
int ocxlpmem_call_prepare(struct ocxlpmem_call *call, bool after_fatal);

/**
 * ocxlpmem_call_fetch_data() - run the command's opcode, which answers with data
 * @call: @status is set when the card refuses or its answer is wrong
 * @parameter: word 0x08 of the request
 * @identifier: what the data must begin with
 * @header: receives the first word of the data
 *
 * When @call->status is 0 the data stands in the buffer: end with
 * ocxlpmem_call_acknowledge().
 *
 * Return: 0 or the transport's error.
 */
int ocxlpmem_call_fetch_data(struct ocxlpmem_call *call, u64 parameter, u16 identifier,
			     u64 *header);

/**
 * ocxlpmem_call_acknowledge() - acknowledge what ocxlpmem_call_fetch_data() brought, whatever came of it
 * @call: after ocxlpmem_call_fetch_data() with status 0
 * @rc: result so far
 *
 * Return: @rc, or the transport's error when @rc is 0.
 */
int ocxlpmem_call_acknowledge(struct ocxlpmem_call *call, int rc);

/** ocxlpmem_call_add_record() - one record into the answer, @record_size bytes: whole, or only counted */
void ocxlpmem_call_add_record(struct ocxlpmem_call *call, const void *record);

/** ocxlpmem_call_add_data() - data behind a record into the answer, cut where the room ends */
void ocxlpmem_call_add_data(struct ocxlpmem_call *call, const void *bytes, u32 size);

/**
 * ocxlpmem_device_update_events() - count events that began, wake pollers if anything changed
 * @device: after a change of its health, held entries, smart_failing or erase_failed
 */
void ocxlpmem_device_update_events(struct ocxlpmem_device *device);

/**
 * ocxlpmem_firmware_restarted() - the controller has started anew: what it was sent is gone or runs
 * @device: its update ends
 */
void ocxlpmem_firmware_restarted(struct ocxlpmem_device *device);

/** ocxlpmem_error_log_save_stale() - struct ocxlpmem_mailbox.rescue of a device, which is @context */
int ocxlpmem_error_log_save_stale(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context);

/**
 * ocxlpmem_check_<name>() - refuse unknown flags, reserved fields and bad ranges of the input
 * @call: @request is filled in. @data_size is set when data follow it
 *
 * One function for each command with input.
 *
 * Return: whether the input is good; false becomes BAD_INPUT.
 */
#define OCXLPMEM_CHECK(number, NAME, name, ...) \
	bool ocxlpmem_check_##name(struct ocxlpmem_call *call);
OCXL_COMMANDS(OCXL_NO_ROW, OCXLPMEM_CHECK)
#undef OCXLPMEM_CHECK

/**
 * ocxlpmem_service_<name>() - serve a command whose input is good
 * @call: receives the records of the answer, or a @status that is not OK
 *
 * One function for each command.
 *
 * Return: 0, or an errno of the ioctl.
 */
#define OCXLPMEM_SERVICE(number, NAME, name, ...) \
	int ocxlpmem_service_##name(struct ocxlpmem_call *call);
OCXL_COMMANDS(OCXLPMEM_SERVICE, OCXLPMEM_SERVICE)
#undef OCXLPMEM_SERVICE

#endif /* OCXL_CORE_COMMAND_H */
