/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the table of wire commands and the functions that serve them; private
 * to driver/core. Documentation/protocol/wire.md 2 to 4.
 */
#ifndef OCXL_CORE_COMMAND_H
#define OCXL_CORE_COMMAND_H

#include "device.h"

/* bytes of the largest fixed request; shorter input is filled up with zeros */
#define OCXL_REQUEST_MAX 16

/**
 * struct ocxl_call - one wire command being served
 * @device: the card
 * @caller: who asks
 * @command: OCXL_CMD_*, not yet checked
 * @input: as it came
 * @input_size: bytes of @input
 * @room: where the answer goes
 * @room_size: bytes of @room
 * @record_size: bytes of one record of the answer
 * @request: the fixed part of @input, filled up with zeros
 * @status: OCXL_STATUS_* of the answer
 * @count: whole records written so far
 * @written: bytes of @room that are used
 * @needed: bytes that the whole answer takes
 */
struct ocxl_call {
	struct ocxl_device *device;
	const struct ocxl_caller *caller;
	u64 command;
	const u8 *input;
	u32 input_size;
	u8 *room;
	u32 room_size;
	u32 record_size;
	u8 request[OCXL_REQUEST_MAX];
	u8 status;
	u8 count;
	u32 written;
	u32 needed;
};

/**
 * ocxl_command_mask() - wire commands that are there for a card
 * @emulated: the card is an emulated one
 */
u64 ocxl_command_mask(bool emulated);

/**
 * ocxl_command_name() - for messages
 *
 * Return: static text, NULL for a number that is no command.
 */
const char *ocxl_command_name(u64 command);

/**
 * ocxl_command_run() - check, serve and answer one command
 * @call: device, caller, command, input and room are filled
 *
 * Return: 0 with the answer in @call->room and @call->needed set, else the errno
 * of the ioctl: -ENOTTY, -EINVAL (room below 8 bytes), -ENOMEM, -ENXIO, -EINTR.
 */
int ocxl_command_run(struct ocxl_call *call);

/**
 * ocxl_call_open() - may this command go to the card now
 * @call: @status is set to FATAL, NOT_READY or BAD_RESPONSE when not
 * @after_fatal: it may although the card reported a fatal failure
 *
 * Looks at the card's health, which counts events on the way, and sets the
 * mailbox up when this was not done yet.
 *
 * Return: 0 or the transport's error.
 */
int ocxl_call_open(struct ocxl_call *call, bool after_fatal);

/**
 * ocxl_call_data() - run an opcode that answers with data
 * @call: @status is set when the card refuses or its answer is wrong
 * @opcode: OCXL_OPCODE_*
 * @parameter: word 0x08 of the request
 * @identifier: what the data must begin with
 * @header: receives the first word of the data
 *
 * When @call->status is 0 the data stands in the buffer: end with
 * ocxl_call_close().
 *
 * Return: 0 or the transport's error.
 */
int ocxl_call_data(struct ocxl_call *call, u8 opcode, u64 parameter, u16 identifier, u64 *header);

/**
 * ocxl_call_close() - acknowledge what ocxl_call_data() brought, whatever came of it
 * @call: after ocxl_call_data() with status 0
 * @rc: result so far
 *
 * Return: @rc, or the transport's error when @rc is 0.
 */
int ocxl_call_close(struct ocxl_call *call, int rc);

/** ocxl_call_record() - one record into the answer, @record_size bytes: whole, or only counted */
void ocxl_call_record(struct ocxl_call *call, const void *record);

/** ocxl_call_tail() - data behind a record into the answer, cut where the room ends */
void ocxl_call_tail(struct ocxl_call *call, const void *bytes, u32 size);

/**
 * ocxl_device_look() - read CHI and note what it says
 * @device: device->health is set
 *
 * Return: 0, -ENXIO when the card is gone, or the transport's error.
 */
int ocxl_device_look(struct ocxl_device *device);

/**
 * ocxl_device_note() - count events that began, wake pollers if anything changed
 * @device: after a change of its health, held entries, smart_failing or erase_failed
 */
void ocxl_device_note(struct ocxl_device *device);

/**
 * ocxl_firmware_restarted() - the controller has started anew: what it was sent is gone or runs
 * @device: its update ends
 */
void ocxl_firmware_restarted(struct ocxl_device *device);

/** ocxl_error_log_rescue() - struct ocxl_mailbox.rescue of a device, which is @context */
int ocxl_error_log_rescue(struct ocxl_mailbox *mailbox, u8 opcode, void *context);

/* unknown flags and reserved fields of a request; false is BAD_INPUT */
bool ocxl_check_error_log(const struct ocxl_call *call);
bool ocxl_check_dump_take(const struct ocxl_call *call);
bool ocxl_check_dump_read(const struct ocxl_call *call);
bool ocxl_check_fw_send(const struct ocxl_call *call);
bool ocxl_check_fw_finish(const struct ocxl_call *call);
bool ocxl_check_fw_query(const struct ocxl_call *call);
bool ocxl_check_smart_inject(const struct ocxl_call *call);

/* bytes of data behind the fixed part of a checked request */
u64 ocxl_fw_send_data(const struct ocxl_call *call);

/* one a wire command; 0 with @call->status set, or an errno of the ioctl */
int ocxl_service_smart(struct ocxl_call *call);
int ocxl_service_error_log(struct ocxl_call *call);
int ocxl_service_heartbeat(struct ocxl_call *call);
int ocxl_service_stats(struct ocxl_call *call);
int ocxl_service_capabilities(struct ocxl_call *call);
int ocxl_service_request_health(struct ocxl_call *call);
int ocxl_service_dump_take(struct ocxl_call *call);
int ocxl_service_dump_read(struct ocxl_call *call);
int ocxl_service_dump_release(struct ocxl_call *call);
int ocxl_service_fw_info(struct ocxl_call *call);
int ocxl_service_fw_start(struct ocxl_call *call);
int ocxl_service_fw_send(struct ocxl_call *call);
int ocxl_service_fw_finish(struct ocxl_call *call);
int ocxl_service_fw_query(struct ocxl_call *call);
int ocxl_service_shutdown(struct ocxl_call *call);
int ocxl_service_events(struct ocxl_call *call);
int ocxl_service_smart_inject(struct ocxl_call *call);

#endif /* OCXL_CORE_COMMAND_H */
