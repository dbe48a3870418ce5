/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver of the posted series v4, as far as ND_CMD_CALL goes
 * (Documentation/protocol/controller.md 5.2).
 */
#ifndef OCXL_EMULATOR_DRIVER_V4_H
#define OCXL_EMULATOR_DRIVER_V4_H

#include "core/device.h"

/**
 * ocxl_v4_call() - SMART and nothing else
 * @device: the caller holds the card's lock
 * @buffer: package and room for output
 * @size: bytes of @buffer
 *
 * That driver loses every error on its way to user space.
 *
 * Return: 0.
 */
int ocxl_v4_call(struct ocxlpmem_device *device, void *buffer, size_t size);

#endif /* OCXL_EMULATOR_DRIVER_V4_H */
