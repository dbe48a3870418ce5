// SPDX-License-Identifier: GPL-2.0-only
/*
 * What libnvdimm hands down from /dev/nmemX: packages in their two envelopes, and the
 * label commands. All sizes come from user space.
 */
#include <linux/capability.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/ndctl.h>
#include "ocxlpmem.h"

/*
 * A libnvdimm that lets family 6 through in ND_CMD_CALL exports the highest family that
 * it knows; today's have neither.
 */
extern const unsigned int nvdimm_family_max;

static bool envelope_is_call;

const char *ocxlpmem_envelope_name(void)
{
	return envelope_is_call ? "call" : "vendor";
}

static bool libnvdimm_takes_call(void)
{
	const unsigned int *highest = symbol_get(nvdimm_family_max);
	bool takes;

	if (!highest)
		return false;
	takes = *highest >= NVDIMM_FAMILY_OCXL;
	symbol_put(nvdimm_family_max);
	return takes;
}

int ocxlpmem_envelope_init(void)
{
	if (!strcmp(ocxlpmem_param_envelope, "auto"))
		envelope_is_call = libnvdimm_takes_call();
	else if (!strcmp(ocxlpmem_param_envelope, "call"))
		envelope_is_call = true;
	else if (strcmp(ocxlpmem_param_envelope, "vendor"))
		return -EINVAL;
	return 0;
}

/* the answer stands in the buffer, so its sizes were checked */
static void note_time(struct ocxlpmem *pmem, const struct nd_cmd_pkg *package, u64 taken)
{
	struct ocxlpmem_timing *timing =
		&pmem->timing[min_t(u64, package->nd_command, OCXL_CMD_MAX)];

	timing->last_ns = taken;
	timing->min_ns = timing->count ? min(timing->min_ns, taken) : taken;
	timing->max_ns = max(timing->max_ns, taken);
	timing->count++;
}

static bool caller_is_admin(void *context)
{
	return capable(CAP_SYS_ADMIN);
}

static int answer_package(struct ocxlpmem *pmem, unsigned int command, void *buffer, size_t size)
{
	const struct ocxlpmem_caller caller = { .is_admin = caller_is_admin };
	void *package = buffer;
	u64 since;
	int rc;

	ocxlpmem_lock_device(pmem);
	since = ktime_get_ns();
	if (command == ND_CMD_CALL) {
		rc = ocxlpmem_device_handle_call(&pmem->device, &caller, buffer, size);
	} else {
		package = buffer + sizeof(struct nd_cmd_vendor_hdr);
		rc = ocxlpmem_device_handle_vendor(&pmem->device, &caller, buffer, size);
	}
	if (!rc)
		note_time(pmem, package, ktime_get_ns() - since);
	ocxlpmem_unlock_device(pmem);
	return rc;
}

static int answer(struct ocxlpmem *pmem, unsigned int command, void *buffer, size_t size)
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
		return pmem->controller ? answer_package(pmem, command, buffer, size) : -ENOTTY;
	default:
		return -ENOTTY;
	}
}

int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc)
{
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);
	int rc = dimm && buffer ? answer(pmem, command, buffer, size) : -ENOTTY;

	/* the kernel's own callers look at this one, user space gets the result */
	if (command_rc)
		*command_rc = rc;
	return rc;
}
