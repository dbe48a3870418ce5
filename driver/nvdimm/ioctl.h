/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctls of /dev/nmemX, as libnvdimm passes them on. */
#ifndef OCXLPMEM_IOCTL_H
#define OCXLPMEM_IOCTL_H

#include <linux/libnvdimm.h>

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

#endif /* OCXLPMEM_IOCTL_H */
