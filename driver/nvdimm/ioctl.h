/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctls of /dev/nmemX, as libnvdimm passes them on. */
#ifndef OCXLPMEM_IOCTL_H
#define OCXLPMEM_IOCTL_H

#include "pmem.h"

/**
 * ocxlpmem_handle_ioctl() - operation ndctl of struct nvdimm_bus_descriptor
 * @descriptor: of struct ocxlpmem
 * @dimm: NULL for commands of the bus, which only the kernel sends
 * @command: ND_CMD_*
 * @buffer: copy of the caller's memory; the response is written into it
 * @size: bytes of @buffer
 * @command_rc: receives the result for callers inside of the kernel; may be NULL
 *
 * Return: 0 or the errno of the ioctl.
 */
int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc);

/**
 * ocxlpmem_serve_package() - serve a package with the card's lock
 * @pmem: the DIMM
 * @serve: ocxlpmem_device_handle_call(), or a function that calls it
 * @buffer: copy of the caller's memory; the response is written into it
 * @size: bytes of @buffer
 *
 * Return: result of @serve.
 */
int ocxlpmem_serve_package(struct ocxlpmem *pmem,
			   int (*serve)(struct ocxlpmem_device *device,
					const struct ocxlpmem_caller *caller, void *buffer,
					size_t size),
			   void *buffer, size_t size);

#endif /* OCXLPMEM_IOCTL_H */
