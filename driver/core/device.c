// SPDX-License-Identifier: GPL-2.0-only
/* Setting up and ending the driver's side of a card. */
#include "service.h"

static int save_stale(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context)
{
	struct ocxlpmem_device *device = context;

	if (opcode == OCXL_OPCODE_SHUTDOWN)
		device->shut_down = true;
	return ocxlpmem_error_log_save_stale(mailbox, opcode, context);
}

int ocxlpmem_device_init(struct ocxlpmem_device *device, const struct ocxlpmem_transport *transport,
			 const struct ocxlpmem_device_host *host,
			 const struct ocxlpmem_device_setup *setup)
{
	memset(device, 0, sizeof(*device));
	device->transport = transport;
	device->host = host;
	device->setup = *setup;
	/* needed for the clock; the blocks are read when a command first needs them */
	device->mailbox.transport = transport;
	device->mailbox.save_stale = save_stale;
	device->mailbox.save_stale_context = device;
	device->mailbox.transaction_ended = host->transaction_ended;
	device->mailbox.transaction_context = host->context;
	device->cmd_mask = setup->no_commands ? 0 : ocxlpmem_command_mask(setup->emulated);
	device->next_cursor = ((u64)setup->generation << 32) | 1;
	device->firmware.last_context = setup->generation;
	ocxlpmem_overdue_update(device, 0, true);
	device->checked_ns = ocxlpmem_now_ns(transport);
	return ocxlpmem_device_enable_interrupts(device);
}

void ocxlpmem_device_destroy(struct ocxlpmem_device *device)
{
	u32 i;

	if (!device->transport)
		return;
	/* fails if the card is gone, and is not needed then */
	ocxlpmem_write_register(device->transport, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	for (i = 0; i < device->retained_count; i++)
		device->host->release(device->host->context, device->retained[i].data);
	device->host->release(device->host->context, device->spare_buffer);
	device->retained_count = 0;
	device->spare_buffer = NULL;
}

void ocxlpmem_device_set_timeout(struct ocxlpmem_device *device, u8 opcode, u32 milliseconds)
{
	if (opcode < OCXL_OPCODE_COUNT)
		device->mailbox.timeout_ms[opcode] = milliseconds;
}

int ocxlpmem_device_read_fw_version(struct ocxlpmem_device *device, char version[8])
{
	u64 word;
	int rc = ocxlpmem_read_register(device->transport, OCXL_REG_FWVER, &word);

	if (!rc)
		ocxlpmem_unpack_text(word, version);
	return rc;
}
