// SPDX-License-Identifier: GPL-2.0-only
/*
 * The three label commands of libnvdimm.
 */
#include "cards/label-commands.h"

/* bytes that one command can transfer */
#define TRANSFER_MAX (64U << 10)

/* After a fatal failure the labels can still be read. */
static int check_access(struct ocxl_emulated_card *card, bool write)
{
	u64 health = ocxl_emulated_card_health(card);

	if (ocxl_emulated_card_is_generic(card))
		return 0;
	if (health == OCXL_HEALTH_GONE)
		return -ENXIO;
	if (health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS))
		return write ? -EIO : 0;
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

int ocxl_label_command_answer(struct ocxl_emulated_card *card, unsigned int command, void *buffer,
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
