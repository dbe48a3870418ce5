// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of /dev/nmemX: packages in their two envelopes, and the label commands. All sizes
 * come from user space.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/ndctl.h>
#include <linux/uidgid.h>
#include "../core/device.h"
#include "../windows/bad-memory.h"
#include "device-access.h"
#include "ioctl.h"
#include "labels.h"

/* the command succeeded, so the sizes of the package were checked */
static void record_time(struct ocxlpmem *pmem, unsigned int command, const void *buffer,
			u64 taken_ns)
{
	const struct nd_cmd_pkg *package =
		buffer + (command == ND_CMD_VENDOR ? sizeof(struct nd_cmd_vendor_hdr) : 0);
	struct ocxlpmem_timing *timing =
		&pmem->timing[min_t(u64, package->nd_command, OCXL_CMD_MAX)];

	timing->last_ns = taken_ns;
	timing->min_ns = timing->count ? min(timing->min_ns, taken_ns) : taken_ns;
	timing->max_ns = max(timing->max_ns, taken_ns);
	timing->count++;
}

static bool is_admin_process(void *context)
{
	return capable(CAP_SYS_ADMIN);
}

static int handle_package(struct ocxlpmem *pmem, unsigned int command, void *buffer, size_t size)
{
	const struct ocxlpmem_caller caller = {
		.is_admin = is_admin_process,
		.uid = from_kuid(&init_user_ns, current_uid()),
	};
	u64 began_ns;
	int rc;

	ocxlpmem_lock_device(pmem);
	began_ns = ktime_get_ns();
	if (command == ND_CMD_CALL)
		rc = ocxlpmem_device_handle_call(&pmem->device, &caller, buffer, size);
	else
		rc = ocxlpmem_device_handle_vendor(&pmem->device, &caller, buffer, size);
	if (!rc)
		record_time(pmem, command, buffer, ktime_get_ns() - began_ns);
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
	case ND_CMD_VENDOR:
		return handle_package(pmem, command, buffer, size);
	default:
		return -ENOTTY;
	}
}

int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc)
{
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);
	int rc = -ENOTTY;

	if (buffer && dimm)
		rc = handle_command(pmem, command, buffer, size);
	else if (buffer)
		rc = ocxlpmem_bad_memory_command(pmem, command, buffer, size);
	/* callers inside of the kernel use @command_rc, user space gets the return value */
	if (command_rc)
		*command_rc = rc;
	return rc;
}
