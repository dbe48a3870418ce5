// SPDX-License-Identifier: GPL-2.0-only
/* The ioctls of /dev/nmemX: packages, and the label commands. All sizes come from user space. */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/ndctl.h>
#include <linux/uidgid.h>
#include "../core/device.h"
#include "device-access.h"
#include "ioctl.h"
#include "labels.h"

static bool is_admin_process(void *context)
{
	return capable(CAP_SYS_ADMIN);
}

int ocxlpmem_serve_package(struct ocxlpmem *pmem,
			   int (*serve)(struct ocxlpmem_device *device,
					const struct ocxlpmem_caller *caller, void *buffer,
					size_t size),
			   void *buffer, size_t size)
{
	const struct ocxlpmem_caller caller = {
		.is_admin = is_admin_process,
		.uid = from_kuid(&init_user_ns, current_uid()),
	};
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = serve(&pmem->device, &caller, buffer, size);
	ocxlpmem_unlock_device(pmem);
	return rc;
}

static int handle_command(struct ocxlpmem *pmem, unsigned int command, void *buffer, size_t size)
{
	switch (command) {
	case ND_CMD_GET_CONFIG_SIZE:
		return ocxlpmem_labels_size(pmem, buffer, size);
	case ND_CMD_GET_CONFIG_DATA:
		return ocxlpmem_labels_read(pmem, buffer, size);
	case ND_CMD_SET_CONFIG_DATA:
		return ocxlpmem_labels_write(pmem, buffer, size);
	case ND_CMD_CALL:
		return ocxlpmem_serve_package(pmem, ocxlpmem_device_handle_call, buffer, size);
	default:
		return -ENOTTY;
	}
}

int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc)
{
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);
	int rc = buffer && dimm ? handle_command(pmem, command, buffer, size) : -ENOTTY;

	/* callers inside of the kernel use @command_rc, user space gets the return value */
	if (command_rc)
		*command_rc = rc;
	return rc;
}
