// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of libnvdimm (ND_CMD_*) that a card answers.
 */
#include "cards/dimm-command.h"
#include "cards/driver-v4.h"
#include "cards/label-commands.h"

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
			return ocxl_driver_v4_call(&card->device, buffer, size);
		return ocxlpmem_device_handle_call(&card->device, caller, buffer, size);
	case ND_CMD_VENDOR:
		return ocxlpmem_device_handle_vendor(&card->device, caller, buffer, size);
	default:
		return ocxl_label_command_answer(card, command, buffer, size);
	}
}
