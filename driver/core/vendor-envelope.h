/* SPDX-License-Identifier: GPL-2.0-only */
/* A package in ND_CMD_VENDOR (wire.md 1). */
#ifndef OCXL_CORE_VENDOR_ENVELOPE_H
#define OCXL_CORE_VENDOR_ENVELOPE_H

#include "device-state.h"

/**
 * ocxlpmem_device_handle_vendor() - serve one package of ND_CMD_VENDOR (wire.md 1)
 * @device: the caller holds the card's lock
 * @caller: the sender
 * @buffer: struct nd_cmd_vendor_hdr, its input, struct nd_cmd_vendor_tail, its output, as
 *	libnvdimm arranges them
 * @size: bytes of @buffer
 *
 * Return: as ocxlpmem_device_handle_call(); -ENOTTY also for another opcode.
 */
int ocxlpmem_device_handle_vendor(struct ocxlpmem_device *device,
				  const struct ocxlpmem_caller *caller, void *buffer, size_t size);

#endif /* OCXL_CORE_VENDOR_ENVELOPE_H */
