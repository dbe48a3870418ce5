/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ND_CMD_CALL as the driver of the posted series v4 answers it
 * (Documentation/protocol/controller.md 5.2).
 */
#ifndef OCXL_EMULATOR_DRIVER_V4_H
#define OCXL_EMULATOR_DRIVER_V4_H

#include "core/device.h"

/**
 * ocxl_driver_v4_call() - answer a package; that driver knows no command but SMART
 * @device: the caller holds the card's lock
 * @buffer: the package and space for output; the answer is written into it
 * @size: bytes of @buffer
 *
 * Return: 0. That driver reports no error to user space; the output stays unchanged then.
 */
int ocxl_driver_v4_call(struct ocxlpmem_device *device, void *buffer, size_t size);

#endif /* OCXL_EMULATOR_DRIVER_V4_H */
