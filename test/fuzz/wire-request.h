/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests of any kind in both envelopes, and the rules of Documentation/protocol/wire.md for their
 * answers, whatever the card is: a second implementation beside driver/core/wire-command.c.
 */
#ifndef TEST_FUZZ_WIRE_REQUEST_H
#define TEST_FUZZ_WIRE_REQUEST_H

#include "choice.h"
#include "core/device.h"

#define ROOM_MAX  0xFFFFU
#define INPUT_MAX (OCXL_FW_PIECE_MAX + 64)

/**
 * struct wire_request - one package and its envelope
 * @command, @size_in, @size_out, @family, @reserved2: fields of the package
 * @vendor, @opcode: its envelope
 * @in_lie, @out_lie: added to the lengths in a vendor envelope
 * @missing: bytes that the buffer is too short
 * @spare: bytes that it is too long
 * @admin: 0 no, 1 known, 2 asked when needed
 * @input: @size_in bytes
 */
struct wire_request {
	u64 command;
	u32 size_in;
	u32 size_out;
	u64 family;
	u32 reserved2;
	bool vendor;
	u32 opcode;
	u32 in_lie;
	u32 out_lie;
	u32 missing;
	u32 spare;
	u8 admin;
	u8 input[INPUT_MAX];
};

/**
 * struct wire_answer - the answer
 * @rc: result of the envelope's function
 * @needed: nd_fw_size
 * @header: first bytes of @room
 * @room: size_out bytes
 */
struct wire_answer {
	int rc;
	u32 needed;
	struct ocxlpmem_rsp_header header;
	u8 room[ROOM_MAX + 1];
};

#define WIRE_COLUMNS(who, when, op, answer)                                  \
	.record = OCXLPMEM_RECORD_SIZE_##answer, .opcode = OCXL_OPCODE_##op, \
	.is_admin = WIRE_##who, .is_emulated = WIRE_##when
#define WIRE_ANYBODY	 false
#define WIRE_ADMIN	 true
#define WIRE_READY	 false
#define WIRE_AFTER_FATAL false
#define WIRE_ANYTIME	 false
#define WIRE_EMULATED	 true

#define WIRE_PLAIN(number, name, ...) [number] = { WIRE_COLUMNS(__VA_ARGS__) },
#define WIRE_INPUT(number, name, who, when, op, answer, request) \
	[number] = { WIRE_COLUMNS(who, when, op, answer), .input = sizeof(struct request) },

static const struct {
	u8 input;
	u8 record;
	u8 opcode;
	bool is_admin;
	bool is_emulated;
} wire_commands[OCXLPMEM_CMD_MAX + 1] = { OCXLPMEM_COMMANDS(WIRE_PLAIN, WIRE_INPUT) };

static inline bool wire_is_command(u64 command, bool emulated)
{
	return command <= OCXLPMEM_CMD_MAX && (OCXLPMEM_CMD_MASK >> command & 1) &&
	       (emulated || !wire_commands[command].is_emulated);
}

/* wire.md 2, rule 5: record of the answer that fits into the space of the request */
static inline u32 wire_record_size(const struct wire_request *request)
{
	return wire_commands[request->command].record;
}

/* entries that the driver has taken from the card */
static inline u64 wire_count_entries(const struct ocxlpmem_device *device)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < OCXLPMEM_ENTRY_COUNT; i++)
		sum += device->entries[i];
	return sum;
}

static inline u32 wire_word(const struct wire_request *request, u32 index)
{
	u32 word = 0;
	u32 at = index * 4;

	if (at < request->size_in && request->size_in - at >= 4)
		memcpy(&word, request->input + at, 4);
	return word;
}

static inline bool wire_is_injection(u8 flags)
{
	if (flags & 0x10)
		return (flags & ~0x18) == 0;
	if (flags & 0x08)
		return flags == 0x08;
	return flags != 0 && (flags & ~0x07) == 0;
}

/* wire.md 2, rules 3 and 4, and the ranges of section 4: input that is wrong in every state */
static inline bool wire_is_bad_input(const struct wire_request *request)
{
	u64 known = wire_commands[request->command].input;
	u32 first = wire_word(request, 0);

	switch (request->command) {
	case OCXLPMEM_CMD_ERROR_LOG:
		if (first > 1 || wire_word(request, 1))
			return true;
		break;
	case OCXLPMEM_CMD_DUMP_TAKE:
		if (first > 1 || wire_word(request, 1))
			return true;
		break;
	case OCXLPMEM_CMD_DUMP_READ:
		if (first % 8 || wire_word(request, 1) % 8 || !wire_word(request, 1))
			return true;
		break;
	case OCXLPMEM_CMD_FW_SEND:
		known += wire_word(request, 2);
		if (wire_word(request, 3) || wire_word(request, 1) % 8 ||
		    wire_word(request, 2) % 8 || !wire_word(request, 2) || known > request->size_in)
			return true;
		break;
	case OCXLPMEM_CMD_FW_FINISH:
		if (wire_word(request, 1) > 1)
			return true;
		break;
	case OCXLPMEM_CMD_FW_QUERY:
		if (wire_word(request, 1))
			return true;
		break;
	case OCXLPMEM_CMD_SMART_INJECT:
		if (!wire_is_injection((u8)(first >> 8)) || wire_word(request, 1))
			return true;
		break;
	case OCXLPMEM_CMD_CLEAR_CONDITIONS:
		if (first > 7 || wire_word(request, 1))
			return true;
		break;
	}
	return request->size_in > known &&
	       !fuzz_is_zero(request->input + known, request->size_in - known);
}

static inline u64 wire_buffer_size(const struct wire_request *request)
{
	u64 size = sizeof(struct nd_cmd_pkg) + (u64)request->size_in + request->size_out;

	return request->vendor ? size + sizeof(struct nd_cmd_pkg) + 16 : size;
}

/* wire.md 1: 0, or an error of the ioctl that no card is asked for */
static inline int wire_expected(const struct wire_request *request, bool emulated)
{
	if (request->vendor && request->opcode != OCXLPMEM_VENDOR_OPCODE)
		return -ENOTTY;
	if (request->vendor && (request->in_lie || request->out_lie))
		return -EINVAL;
	if (request->missing || request->family != NVDIMM_FAMILY_OCXL || request->size_in % 8 ||
	    request->reserved2)
		return -EINVAL;
	if (!wire_is_command(request->command, emulated))
		return -ENOTTY;
	return request->size_out < sizeof(struct ocxlpmem_rsp_header) ? -EINVAL : 0;
}

static inline void take_sizes(struct wire_request *request, struct fuzz_input *input)
{
	u32 record = wire_is_command(request->command, true)
			     ? wire_commands[request->command].record
			     : 0;
	u8 kind = (u8)fuzz_number(input, 1);

	request->size_in =
		wire_is_command(request->command, true) ? wire_commands[request->command].input : 0;
	if (request->command == OCXLPMEM_CMD_FW_SEND)
		request->size_in += fuzz_below(input, 4) ? 8 * fuzz_below(input, 64)
							 : OCXL_FW_PIECE_MAX;
	if (kind % 4 == 1)
		request->size_in = fuzz_below(input, 16) * 8;
	if (kind % 4 == 2)
		request->size_in = fuzz_below(input, 72);
	switch (kind / 4 % 8) {
	case 0:
	case 1:
		request->size_out = 0x2000;
		break;
	case 2:
		request->size_out = ROOM_MAX;
		break;
	case 3:
		request->size_out = 8 + record;
		break;
	case 4:
		request->size_out = 7 + record;
		break;
	case 5:
		request->size_out = 9 + record;
		break;
	case 6:
		request->size_out = fuzz_below(input, 0x10000);
		break;
	default:
		request->size_out = fuzz_below(input, 0x100);
		break;
	}
}

/* mistakes in the package itself; rare */
static inline void take_mistake(struct wire_request *request, struct fuzz_input *input)
{
	switch (fuzz_below(input, 8)) {
	case 0:
		request->family = fuzz_edge(input);
		break;
	case 1:
		request->reserved2 = (u32)fuzz_number(input, 4);
		break;
	case 2:
		request->opcode ^= 1U << fuzz_below(input, 32);
		break;
	case 3:
		request->in_lie = (u32)fuzz_edge(input);
		break;
	case 4:
		request->out_lie = (u32)fuzz_edge(input);
		break;
	case 5:
		request->missing = (u32)(fuzz_number(input, 2) % (wire_buffer_size(request) + 1));
		break;
	case 6:
		request->spare = fuzz_below(input, 0x200);
		break;
	default:
		request->command = fuzz_edge(input);
		break;
	}
}

/* its fields: useful values, a wrong bit, or any bytes */
static inline void take_input(struct wire_request *request, struct fuzz_input *input,
			      const u32 fields[4])
{
	u32 fixed = request->size_in < OCXL_FW_PIECE_MAX ? request->size_in : 16;
	u8 kind = (u8)fuzz_number(input, 1);
	u32 length = request->size_in - 16;

	memset(request->input, 0, sizeof(request->input));
	memcpy(request->input, fields, fixed < 16 ? fixed : 16);
	if (request->command == OCXLPMEM_CMD_FW_SEND && request->size_in > 16)
		memcpy(request->input + 8, &length, sizeof(length));
	if (request->size_in > 16)
		memset(request->input + 16, request->command == OCXLPMEM_CMD_FW_SEND ? kind : 0,
		       request->size_in - 16);
	if (kind % 4 == 1 && request->size_in)
		request->input[fuzz_below(input, request->size_in)] ^= 1 << kind / 4 % 8;
	if (kind % 4 == 2)
		fuzz_take(input, request->input, fixed < 72 ? fixed : 72);
}

/**
 * take_request() - a command with all of its parameters
 * @fields: the fields of its input, unless the fuzzer changes them
 */
static inline void take_request(struct wire_request *request, struct fuzz_input *input, u64 command,
				const u32 fields[4])
{
	u8 kind = (u8)fuzz_number(input, 1);

	memset(request, 0, offsetof(struct wire_request, input));
	request->command = command;
	request->family = NVDIMM_FAMILY_OCXL;
	request->opcode = OCXLPMEM_VENDOR_OPCODE;
	request->vendor = kind % 2;
	request->admin = (u8)(kind / 2 % 4 == 3 ? 0 : kind / 2 % 4 + 1);
	request->admin = request->admin == 3 ? 2 : request->admin;
	take_sizes(request, input);
	take_input(request, input, fields);
	if (kind >= 0xE0)
		take_mistake(request, input);
}

static inline bool wire_is_admin(void *context)
{
	return *(const u8 *)context == 2;
}

/* the package, in a vendor envelope with two headers; size without @missing */
static inline void wire_fill(const struct wire_request *request, u8 *buffer, u8 pattern,
			     u8 **package_out, u8 **room)
{
	struct nd_cmd_pkg package = {
		.nd_family = request->family,
		.nd_command = request->command,
		.nd_size_in = request->size_in,
		.nd_size_out = request->size_out,
		.nd_fw_size = 0x5A5A5A5A,
	};
	u32 words[2] = { request->opcode,
			 (u32)sizeof(package) + request->size_in + request->in_lie };
	u32 tail[2] = { ~0U, (u32)sizeof(package) + request->size_out + request->out_lie };
	u8 *at = buffer;

	memset(buffer, pattern, wire_buffer_size(request) + request->spare);
	package.nd_reserved2[request->reserved2 % ARRAY_SIZE(package.nd_reserved2)] =
		request->reserved2;
	*package_out = at;
	if (request->vendor) {
		memcpy(at, words, sizeof(words));
		at += sizeof(words);
	}
	memcpy(at, &package, sizeof(package));
	memcpy(at + sizeof(package), request->input, request->size_in);
	at += sizeof(package) + request->size_in;
	if (request->vendor) {
		memcpy(at, tail, sizeof(tail));
		*package_out = at + sizeof(tail);
		at += sizeof(tail) + sizeof(package);
	}
	*room = at;
}

/* only the output, nd_fw_size and, in a vendor envelope, the second package may change */
static inline void wire_check_rest(const struct wire_request *request, const u8 *buffer, u8 *before,
				   u8 pattern)
{
	u32 front = request->vendor ? 8 : 0;
	u64 size = wire_buffer_size(request);
	u8 *package, *room;
	u64 i;

	wire_fill(request, before, pattern, &package, &room);
	FUZZ_CHECK(memcmp(buffer, before, front + offsetof(struct nd_cmd_pkg, nd_fw_size)) == 0);
	if (request->vendor)
		FUZZ_CHECK(memcmp(buffer, before, 8 + 64 + request->size_in) == 0);
	FUZZ_CHECK(memcmp(buffer + front + 64, before + front + 64, request->size_in) == 0);
	for (i = size; i < size + request->spare; i++)
		FUZZ_CHECK(buffer[i] == pattern);
}

/**
 * wire_send() - send it in its envelope, in memory of exactly that size
 * @pattern: former content of the output
 */
static inline void wire_send(struct ocxlpmem_device *device, struct wire_request *request,
			     u8 pattern, struct wire_answer *answer)
{
	struct ocxlpmem_caller caller = { request->admin == 1, wire_is_admin, &request->admin };
	u64 full = wire_buffer_size(request) + request->spare;
	u64 size = full - request->missing;
	u8 *whole = malloc(full), *buffer = malloc(size ? size : 1);
	struct nd_cmd_pkg package;
	u8 *package_at, *room;

	FUZZ_CHECK(whole && buffer);
	wire_fill(request, whole, pattern, &package_at, &room);
	if (size > 0)
		memcpy(buffer, whole, size);
	answer->rc = request->vendor ? ocxlpmem_device_handle_vendor(device, &caller, buffer, size)
				     : ocxlpmem_device_handle_call(device, &caller, buffer, size);
	if (!request->missing)
		wire_check_rest(request, buffer, whole, pattern);
	if (!answer->rc) {
		FUZZ_CHECK(!request->missing);
		memcpy(&package, buffer + (package_at - whole), sizeof(package));
		memcpy(answer->room, buffer + (room - whole), request->size_out);
		FUZZ_CHECK(package.nd_size_in == request->size_in);
		FUZZ_CHECK(package.nd_size_out == request->size_out);
		FUZZ_CHECK(!request->vendor || fuzz_is_zero(buffer + (package_at - whole) - 8, 4));
		answer->needed = package.nd_fw_size;
		memcpy(&answer->header, answer->room, sizeof(answer->header));
	}
	free(whole);
	free(buffer);
}

/* wire.md 2 and 3: rules for each answer to each command */
static inline void wire_check_answer(const struct wire_request *request,
				     const struct wire_answer *answer, bool emulated)
{
	const struct ocxlpmem_rsp_header *header = &answer->header;
	u32 record = wire_record_size(request);
	u32 written = (u32)sizeof(*header) + header->count * record;
	u8 status = header->status;

	FUZZ_CHECK(wire_expected(request, emulated) == 0);
	FUZZ_CHECK(fuzz_is_zero(header->reserved, sizeof(header->reserved)));
	FUZZ_CHECK(status < OCXLPMEM_STATUS_TIMEOUT || status <= OCXLPMEM_STATUS_HOLD_FULL ||
		   status == OCXLPMEM_STATUS_FAILED);
	FUZZ_CHECK(answer->needed >= sizeof(*header));
	FUZZ_CHECK(written <= request->size_out && written <= answer->needed);
	if (answer->needed <= request->size_out)
		written = answer->needed;
	/* opaque data may be cut anywhere; records are complete or absent */
	if (request->command != OCXLPMEM_CMD_ERROR_LOG &&
	    request->command != OCXLPMEM_CMD_DUMP_READ)
		FUZZ_CHECK(answer->needed <= request->size_out || !record ||
			   header->count == (request->size_out - 8) / record);
	if (header->count == 0)
		written = sizeof(*header);
	if (answer->needed <= request->size_out || header->count == 0)
		FUZZ_CHECK(fuzz_is_zero(answer->room + written, request->size_out - written));
	FUZZ_CHECK(header->count <= 1 || request->command == OCXLPMEM_CMD_SMART);
	if (status == OCXLPMEM_STATUS_OK)
		return;
	FUZZ_CHECK(header->count == 0 && answer->needed == sizeof(*header));
}

#endif /* TEST_FUZZ_WIRE_REQUEST_H */
