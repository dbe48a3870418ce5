// SPDX-License-Identifier: GPL-2.0-only
/*
 * The buffer of an ioctl on /dev/nmemN in the caller's memory.
 */
#include <linux/ndctl.h>
#include <nvdimm/ocxlpmem.h>
#include "syscalls/caller-process.h"
#include "syscalls/ioctl-buffer.h"

#define FIELDS_MAX 3
/* the size of this field stands in an earlier one */
#define VARIABLE   (~0U)
/* libnvdimm reads the lengths from this many bytes of the input, and of the output */
#define HEAD_SIZE  256U

/**
 * struct layout - sizes of a command's fields, in bytes
 * @in: of the input; ends with 0
 * @out: of the output; ends with 0
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

void ocxl_ioctl_buffer_open(struct ocxl_ioctl_buffer *buffer, const struct ocxl_syscall *call)
{
	buffer->tid = call->tid;
	buffer->address = call->arguments[2];
	buffer->valid = ocxl_caller_read_available(buffer->tid, buffer->address, buffer->start,
						   sizeof(buffer->start));
}

int ocxl_ioctl_buffer_read(const struct ocxl_ioctl_buffer *buffer, u64 offset, void *to,
			   size_t size)
{
	if (offset > buffer->valid || size > buffer->valid - offset)
		return ocxl_caller_read(buffer->tid, buffer->address + offset, to, size);
	memcpy(to, buffer->start + offset, size);
	return 0;
}

/* the length in the second word of struct nd_cmd_vendor_hdr, _tail and nd_cmd_[gs]et_config_hdr */
static u32 second_word(const u8 *head)
{
	u32 word;

	memcpy(&word, head + sizeof(word), sizeof(word));
	return word;
}

static u32 input_field_size(unsigned int command, unsigned int field, const u8 *in_head)
{
	struct nd_cmd_pkg package;

	if (layouts[command].in[field] != VARIABLE)
		return layouts[command].in[field];
	if (command != ND_CMD_CALL)
		return second_word(in_head);
	memcpy(&package, in_head, sizeof(package));
	return package.nd_size_in;
}

static u32 output_field_size(unsigned int command, unsigned int field, const u8 *in_head,
			     const u8 *out_head)
{
	struct nd_cmd_pkg package;

	if (layouts[command].out[field] != VARIABLE)
		return layouts[command].out[field];
	if (command != ND_CMD_CALL)
		return second_word(command == ND_CMD_VENDOR ? out_head : in_head);
	memcpy(&package, in_head, sizeof(package));
	return package.nd_size_out;
}

/*
 * Copy the beginning of a field of @size bytes at @offset of the buffer to @head_offset of a head,
 * as far as the head has space.
 */
static int read_head(const struct ocxl_ioctl_buffer *buffer, u32 offset, u32 size, u8 *head,
		     u32 head_offset)
{
	u32 space = head_offset < HEAD_SIZE ? HEAD_SIZE - head_offset : 0;

	return ocxl_ioctl_buffer_read(buffer, offset, head + (space ? head_offset : 0),
				      min_t(u32, space, size));
}

int ocxl_ioctl_buffer_measure(const struct ocxl_ioctl_buffer *buffer, unsigned int command,
			      u64 *size)
{
	u8 in_head[HEAD_SIZE] = { 0 };
	u8 out_head[HEAD_SIZE] = { 0 };
	u32 in = 0;
	u32 out = 0;
	u32 field;
	unsigned int i;

	for (i = 0; layouts[command].in[i]; i++) {
		field = input_field_size(command, i, in_head);
		if (field == VARIABLE)
			return -ENXIO;
		if (read_head(buffer, in, field, in_head, in))
			return -EFAULT;
		in += field;
	}
	for (i = 0; layouts[command].out[i]; i++) {
		field = output_field_size(command, i, in_head, out_head);
		if (field == VARIABLE || read_head(buffer, in + out, field, out_head, out))
			return -EFAULT;
		out += field;
	}
	*size = (u64)in + out;
	return *size > OCXLPMEM_ENVELOPE_MAX ? -EINVAL : 0;
}
