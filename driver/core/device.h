/* SPDX-License-Identifier: GPL-2.0-only */
/* One card for its users. See device-state.h for its state and device-health.h for its health. */
#ifndef OCXL_CORE_DEVICE_H
#define OCXL_CORE_DEVICE_H

#include "device-health.h"
#include "device-state.h"
#include <linux/ndctl.h>

/**
 * ocxlpmem_device_init() - prepare a device for a card; never waits for the card
 * @device: filled
 * @transport: owned by the caller, must outlive @device
 * @host: owned by the caller, must outlive @device
 * @setup: copied
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_device_init(struct ocxlpmem_device *device, const struct ocxlpmem_transport *transport,
			 const struct ocxlpmem_device_host *host,
			 const struct ocxlpmem_device_setup *setup);

/**
 * ocxlpmem_device_destroy() - disable interrupts and free retained entries
 * @device: no call for it is running. Without ocxlpmem_device_init(), all zeros: nothing to do
 */
void ocxlpmem_device_destroy(struct ocxlpmem_device *device);

/**
 * ocxlpmem_device_set_timeout() - change the time-out of an opcode of the card
 * @device: the caller holds the card's lock
 * @opcode: OCXL_OPCODE_*; others are ignored
 * @milliseconds: 0 for the default of controller.md 3.2
 */
void ocxlpmem_device_set_timeout(struct ocxlpmem_device *device, u8 opcode, u32 milliseconds);

/**
 * ocxlpmem_device_handle_call() - serve one package of ND_CMD_CALL (wire.md 1 to 4)
 * @device: the caller holds the card's lock
 * @caller: the sender
 * @buffer: the package, nd_size_in bytes of input and nd_size_out bytes for the response, as
 *	libnvdimm arranges them. The response is written into it. Memory of the driver: user space
 *	cannot change it meanwhile
 * @size: bytes of @buffer; checked before anything behind the package is read
 *
 * Return: 0, or the errno of the ioctl (wire.md 2, rule 9): -EINVAL, -ENOTTY, -ENOMEM, -ENXIO,
 * -EINTR.
 */
int ocxlpmem_device_handle_call(struct ocxlpmem_device *device,
				const struct ocxlpmem_caller *caller, void *buffer, size_t size);

/**
 * ocxlpmem_device_read_fw_version() - version of the running firmware (wire.md 5)
 * @device: the caller holds the card's lock
 * @version: receives 8 bytes in memory order, not terminated, not necessarily printable
 *
 * Return: 0 or the error of the transport.
 */
int ocxlpmem_device_read_fw_version(struct ocxlpmem_device *device, char version[8]);

#endif /* OCXL_CORE_DEVICE_H */
