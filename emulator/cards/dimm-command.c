// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of libnvdimm (ND_CMD_*) that a card answers.
 */
#include "cards/dimm-command.h"
#include "core/device.h"

/* bytes that one command can transfer */
#define TRANSFER_MAX (64U << 10)
#define ANSWER_SIZE_MAX                       \
	(sizeof(struct ocxlpmem_rsp_header) + \
	 OCXLPMEM_SMART_ATTRIBUTES_MAX * sizeof(struct ocxlpmem_smart_attribute))

/* ---- labels ---- */

/* After a fatal failure the labels can still be read while the memory is available. */
static int check_access(struct ocxl_emulated_card *card, bool write)
{
	u64 health = ocxl_emulated_card_health(card);

	if (ocxl_emulated_card_is_generic(card))
		return 0;
	if (health == OCXL_HEALTH_GONE)
		return -ENXIO;
	if (health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS)) {
		if (write)
			return -EIO;
		return health & OCXL_CHI_MA ? 0 : -EBUSY;
	}
	return ocxl_health_memory_available(health) ? 0 : -EBUSY;
}

static bool is_in_area(u32 offset, u32 length)
{
	return length <= TRANSFER_MAX && offset <= OCXL_LABEL_AREA_SIZE &&
	       length <= OCXL_LABEL_AREA_SIZE - offset;
}

static int get_label_size(void *buffer, size_t size)
{
	struct nd_cmd_get_config_size *answer = buffer;

	if (size < sizeof(*answer))
		return -EINVAL;
	answer->status = 0;
	answer->config_size = OCXL_LABEL_AREA_SIZE;
	answer->max_xfer = TRANSFER_MAX;
	return 0;
}

static int get_label_data(struct ocxl_emulated_card *card, void *buffer, size_t size)
{
	struct nd_cmd_get_config_data_hdr *command = buffer;

	if (size < sizeof(*command) || size - sizeof(*command) < command->in_length ||
	    !is_in_area(command->in_offset, command->in_length))
		return -EINVAL;
	memcpy(command->out_buf, card->labels + command->in_offset, command->in_length);
	command->status = 0;
	return 0;
}

static int set_label_data(struct ocxl_emulated_card *card, void *buffer, size_t size)
{
	struct nd_cmd_set_config_hdr *command = buffer;
	u32 status = 0;

	if (size < sizeof(*command) || size - sizeof(*command) < command->in_length ||
	    size - sizeof(*command) - command->in_length < sizeof(status) ||
	    !is_in_area(command->in_offset, command->in_length))
		return -EINVAL;
	memcpy(card->labels + command->in_offset, command->in_buf, command->in_length);
	memcpy(command->in_buf + command->in_length, &status, sizeof(status));
	return 0;
}

/* as the driver in the kernel */
static int answer_label_command(struct ocxl_emulated_card *card, unsigned int command, void *buffer,
				size_t size)
{
	int rc = check_access(card, command == ND_CMD_SET_CONFIG_DATA);

	if (rc)
		return rc;
	switch (command) {
	case ND_CMD_GET_CONFIG_SIZE:
		return get_label_size(buffer, size);
	case ND_CMD_GET_CONFIG_DATA:
		return get_label_data(card, buffer, size);
	default:
		return set_label_data(card, buffer, size);
	}
}

/* ---- the driver of the posted series v4 ---- */

/* That driver ignores nd_size_in: its output begins where the input would. */
static void copy_answer(struct nd_cmd_pkg *package, u32 size_out, const struct nd_cmd_pkg *answer)
{
	struct ocxlpmem_rsp_header *header = (struct ocxlpmem_rsp_header *)(package + 1);

	size_out = min_t(u32, size_out, answer->nd_fw_size);
	size_out -= (size_out - sizeof(*header)) % sizeof(struct ocxlpmem_smart_attribute);
	package->nd_fw_size = answer->nd_fw_size;
	memcpy(header, answer + 1, size_out);
	header->count =
		(u8)((size_out - sizeof(*header)) / sizeof(struct ocxlpmem_smart_attribute));
}

/*
 * Documentation/protocol/controller.md 5.2. That driver knows no command but SMART, and reports no
 * error to user space; the output stays unchanged then.
 */
static int answer_as_driver_v4(struct ocxlpmem_device *device, void *buffer, size_t size)
{
	const struct ocxlpmem_caller caller = { .admin = false };
	u64 memory[(sizeof(struct nd_cmd_pkg) + ANSWER_SIZE_MAX) / sizeof(u64)] = { 0 };
	struct nd_cmd_pkg *answer = (struct nd_cmd_pkg *)memory;
	const struct ocxlpmem_rsp_header *header = (const struct ocxlpmem_rsp_header *)(answer + 1);
	struct nd_cmd_pkg *package = buffer;
	u32 size_out;

	if (size < sizeof(*package) || package->nd_command != OCXLPMEM_CMD_SMART)
		return 0;
	size_out = (u32)min_t(size_t, package->nd_size_out, size - sizeof(*package));
	answer->nd_family = NVDIMM_FAMILY_OCXL;
	answer->nd_command = OCXLPMEM_CMD_SMART;
	answer->nd_size_out = ANSWER_SIZE_MAX;
	if (size_out >= sizeof(*header) &&
	    ocxlpmem_device_handle_call(device, &caller, memory, sizeof(memory)) == 0 &&
	    header->status == OCXLPMEM_STATUS_OK)
		copy_answer(package, size_out, answer);
	return 0;
}

/* ---- all commands ---- */

u32 ocxl_dimm_command_mask(const struct ocxl_emulated_card *card)
{
	u32 mask = 1U << ND_CMD_GET_CONFIG_SIZE | 1U << ND_CMD_GET_CONFIG_DATA |
		   1U << ND_CMD_SET_CONFIG_DATA;

	if (ocxl_emulated_card_is_generic(card))
		return mask;
	if (!card->options->driver_v4)
		mask |= 1U << ND_CMD_VENDOR;
	return mask | 1U << ND_CMD_CALL;
}

int ocxl_dimm_command_answer(struct ocxl_emulated_card *card, const struct ocxlpmem_caller *caller,
			     unsigned int command, void *buffer, size_t size)
{
	switch (command) {
	case ND_CMD_CALL:
		if (card->options->driver_v4)
			return answer_as_driver_v4(&card->device, buffer, size);
		return ocxlpmem_device_handle_call(&card->device, caller, buffer, size);
	case ND_CMD_VENDOR:
		return ocxlpmem_device_handle_vendor(&card->device, caller, buffer, size);
	default:
		return answer_label_command(card, command, buffer, size);
	}
}
