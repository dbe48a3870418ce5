// SPDX-License-Identifier: GPL-2.0-only
/*
 * libnvdimm's side of an ioctl: the same checks in the same order with the same
 * errnos as its __nd_ioctl(), down to lengths that wrap in 32 bits.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include "cards/driver-v4.h"
#include "cards/label-commands.h"
#include "syscalls/caller-process.h"
#include "syscalls/dimm-ioctl.h"

#define FIELDS_MAX    3
#define VARIABLE      (~0U)
/* libnvdimm reads no more than this to find the lengths */
#define ENVELOPE_HEAD 256U
#define BUFFER_MAX    OCXL_ENVELOPE_MAX
#define BUFFER_START  8192

/**
 * struct layout - fields of a command's buffer
 * @in: sizes of the input's fields, ends with 0
 * @out: of the output's
 */
struct layout {
	u32 in[FIELDS_MAX + 1];
	u32 out[FIELDS_MAX + 1];
};

static const struct layout layouts[ND_CMD_CALL + 1] = {
	[ND_CMD_GET_CONFIG_SIZE] = { .out = { 4, 4, 4 } },
	[ND_CMD_GET_CONFIG_DATA] = { .in = { 4, 4 }, .out = { 4, VARIABLE } },
	[ND_CMD_SET_CONFIG_DATA] = { .in = { 4, 4, VARIABLE }, .out = { 4 } },
	[ND_CMD_VENDOR] = { .in = { 4, 4, VARIABLE }, .out = { 4, 4, VARIABLE } },
	[ND_CMD_CALL] = { .in = { sizeof(struct nd_cmd_pkg), VARIABLE }, .out = { VARIABLE } },
};

/**
 * struct buffer - a caller's buffer, its beginning read once: looking into another
 *	process costs more than most commands
 * @tid: the caller
 * @address: of the buffer
 * @valid: bytes of @start that could be read
 * @start: the beginning
 */
struct buffer {
	pid_t tid;
	u64 address;
	size_t valid;
	u8 start[BUFFER_START];
};

static void open_buffer(struct buffer *buffer, const struct ocxl_request *request)
{
	buffer->tid = request->tid;
	buffer->address = request->arguments[2];
	buffer->valid = ocxl_client_read_some(buffer->tid, buffer->address, buffer->start,
					      sizeof(buffer->start));
}

static int read_buffer(const struct buffer *buffer, u64 at, void *to, size_t size)
{
	if (at > buffer->valid || size > buffer->valid - at)
		return ocxl_client_read(buffer->tid, buffer->address + at, to, size);
	memcpy(to, buffer->start + at, size);
	return 0;
}

static u32 command_mask(const struct ocxl_emulated *card)
{
	u32 mask = 1U << ND_CMD_GET_CONFIG_SIZE | 1U << ND_CMD_GET_CONFIG_DATA |
		   1U << ND_CMD_SET_CONFIG_DATA;

	if (ocxl_emulated_generic(card))
		return mask;
	if (!card->settings->v4)
		mask |= 1U << ND_CMD_VENDOR;
	return mask | 1U << ND_CMD_CALL;
}

static u32 in_size(unsigned int command, unsigned int field, const u8 *head)
{
	struct nd_cmd_pkg package;
	u32 word;

	if (layouts[command].in[field] != VARIABLE)
		return layouts[command].in[field];
	if (command == ND_CMD_CALL) {
		memcpy(&package, head, sizeof(package));
		return package.nd_size_in;
	}
	/* the second word of struct nd_cmd_vendor_hdr and nd_cmd_set_config_hdr */
	memcpy(&word, head + 4, sizeof(word));
	return word;
}

static u32 out_size(unsigned int command, unsigned int field, const u8 *in_head, const u8 *out_head)
{
	struct nd_cmd_pkg package;
	u32 word;

	if (layouts[command].out[field] != VARIABLE)
		return layouts[command].out[field];
	if (command == ND_CMD_CALL) {
		memcpy(&package, in_head, sizeof(package));
		return package.nd_size_out;
	}
	memcpy(&word, (command == ND_CMD_VENDOR ? out_head : in_head) + 4, sizeof(word));
	return word;
}

/* read what fits of a field of @size bytes at @at into @head */
static int read_field(struct buffer *buffer, u32 at, u32 size, u8 *head, u32 head_at)
{
	u32 room = head_at < ENVELOPE_HEAD ? ENVELOPE_HEAD - head_at : 0;

	return read_buffer(buffer, at, head + (room ? head_at : 0), min_t(u32, room, size));
}

static int measure(struct buffer *buffer, unsigned int command, u64 *size)
{
	u8 in_head[ENVELOPE_HEAD] = { 0 };
	u8 out_head[ENVELOPE_HEAD] = { 0 };
	u32 in = 0;
	u32 out = 0;
	u32 field;
	unsigned int i;

	for (i = 0; layouts[command].in[i]; i++) {
		field = in_size(command, i, in_head);
		if (field == VARIABLE)
			return -ENXIO;
		if (read_field(buffer, in, field, in_head, in))
			return -EFAULT;
		in += field;
	}
	for (i = 0; layouts[command].out[i]; i++) {
		field = out_size(command, i, in_head, out_head);
		if (field == VARIABLE || read_field(buffer, in + out, field, out_head, out))
			return -EFAULT;
		out += field;
	}
	*size = (u64)in + out;
	return *size > BUFFER_MAX ? -EINVAL : 0;
}

static bool is_write(unsigned int command)
{
	return command == ND_CMD_VENDOR || command == ND_CMD_SET_CONFIG_DATA ||
	       command == ND_CMD_CALL;
}

static int check(const struct ocxl_emulated *card, const struct ocxl_request *request,
		 const struct buffer *buffer, unsigned int command)
{
	struct nd_cmd_pkg package;

	if (command == ND_CMD_CALL) {
		if (read_buffer(buffer, 0, &package, sizeof(package)))
			return -EFAULT;
		if (package.nd_family != NVDIMM_FAMILY_OCXL || card->settings->vendor_only)
			return -EINVAL;
	}
	if (command > ND_CMD_CALL || !(command_mask(card) & 1U << command))
		return -ENOTTY;
	if (is_write(command) && ocxl_client_read_only(request->tid, (int)request->arguments[0]))
		return -EPERM;
	return 0;
}

int ocxl_answer(struct ocxl_emulated *card, const struct ocxlpmem_caller *caller,
		unsigned int command, void *buffer, size_t size)
{
	int rc;

	if (command == ND_CMD_CALL && card->settings->v4)
		rc = ocxl_v4_call(&card->device, buffer, size);
	else if (command == ND_CMD_CALL)
		rc = ocxlpmem_device_handle_call(&card->device, caller, buffer, size);
	else if (command == ND_CMD_VENDOR)
		rc = ocxlpmem_device_handle_vendor(&card->device, caller, buffer, size);
	else
		rc = ocxl_labels_answer(card, command, buffer, size);
	return rc > 0 ? -EIO : rc;
}

static void count(u64 *counter)
{
	__atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

/* the wire command in a buffer, or 0 */
static u64 wire_command(unsigned int command, const u8 *buffer, u64 size)
{
	u64 at = command == ND_CMD_VENDOR ? sizeof(struct nd_cmd_vendor_hdr) : 0;
	struct nd_cmd_pkg package;

	if ((command != ND_CMD_VENDOR && command != ND_CMD_CALL) || size < at + sizeof(package))
		return 0;
	memcpy(&package, buffer + at, sizeof(package));
	return package.nd_command <= OCXL_CMD_MAX ? package.nd_command : 0;
}

static bool was_killed(void *context)
{
	const struct ocxl_request *request = context;

	return !ocxl_trap_waiting(request) && kill(request->tid, 0) && errno == ESRCH;
}

static bool client_is_admin(void *context)
{
	const struct ocxl_request *request = context;

	return ocxl_client_admin(request->tid);
}

static int run(struct ocxl_emulated *card, const struct ocxl_request *request, unsigned int command,
	       u8 *buffer, u64 size)
{
	u64 wire = wire_command(command, buffer, size);
	const struct ocxlpmem_caller caller = { .is_admin = client_is_admin,
						.context = (void *)(uintptr_t)request };
	int rc;

	if (wire)
		count(&card->counters.wire[wire]);
	ocxl_emulated_lock(card);
	card->abandoned = was_killed;
	card->abandoned_context = (void *)(uintptr_t)request;
	ocxl_emulated_settle(card);
	rc = ocxl_answer(card, &caller, command, buffer, size);
	card->abandoned = NULL;
	ocxl_emulated_unlock(card);
	return rc;
}

static int copy_and_run(struct ocxl_emulated *card, const struct ocxl_request *request,
			unsigned int command)
{
	struct buffer buffer;
	u8 *copy;
	u64 size;
	int rc;

	open_buffer(&buffer, request);
	rc = check(card, request, &buffer, command);
	if (!rc)
		rc = measure(&buffer, command, &size);
	if (rc)
		return rc;
	copy = malloc(size);
	if (!copy)
		return -ENOMEM;
	rc = read_buffer(&buffer, 0, copy, size);
	if (!rc)
		rc = run(card, request, command, copy, size);
	/* a number of a process that is gone may belong to another one by now */
	if (!rc && !ocxl_trap_waiting(request))
		rc = -EINTR;
	if (!rc)
		rc = ocxl_client_write(buffer.tid, buffer.address, copy, size);
	free(copy);
	return rc;
}

long ocxl_ioctl(struct ocxl_cards *cards, const struct ocxl_request *request)
{
	unsigned int command = _IOC_NR((u32)request->arguments[1]);
	int number = ocxl_client_dimm(request->tid, (int)request->arguments[0]);
	struct ocxl_emulated *card;
	int rc;

	if (number < 0 || (unsigned int)number >= cards->count)
		return OCXL_TRAP_PASS;
	card = &cards->card[number];
	if (command == ND_CMD_CALL)
		count(&card->counters.call);
	else if (command == ND_CMD_VENDOR)
		count(&card->counters.vendor);
	else
		count(&card->counters.labels);
	rc = copy_and_run(card, request, command);
	if (rc)
		count(&card->counters.refused);
	return rc;
}
