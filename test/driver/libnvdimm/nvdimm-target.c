// SPDX-License-Identifier: GPL-2.0-only
/*
 * A provider that checks what libnvdimm passes on: a bus with one DIMM, which
 * accepts ND_CMD_VENDOR and ND_CMD_CALL of one family. "dimm" or "bus" in the
 * parameter "delete" deletes that part, as a driver would. The kernel log gets
 * a warning when the provider gets what it may not get: a command for a deleted
 * DIMM, a command that says that it is longer than its buffer, a command of
 * another family, or a question about a command that it does not have. The
 * program target-ioctls sends such commands.
 */
#include <linux/device.h>
#include <linux/libnvdimm.h>
#include <linux/module.h>
#include <linux/ndctl.h>
#include <linux/platform_device.h>

static struct platform_device *device;
static struct nvdimm_bus *bus;
static struct nvdimm *dimm;

/* bytes of a command, by those of its headers that are in the buffer */
static u64 claimed_length(const void *buffer, unsigned int length)
{
	const struct nd_cmd_vendor_hdr *request = buffer;
	const struct nd_cmd_vendor_tail *answer;
	u64 claimed = sizeof(*request);

	if (length < claimed)
		return claimed;
	answer = buffer + claimed + request->in_length;
	claimed += request->in_length + sizeof(*answer);
	return length < claimed ? claimed : claimed + answer->out_length;
}

static int handle_command(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *target,
			  unsigned int command, void *buffer, unsigned int length, int *result)
{
	const struct nd_cmd_pkg *package = buffer;
	u64 claimed;

	*result = 0;
	if (!target || (command != ND_CMD_VENDOR && command != ND_CMD_CALL))
		return -ENOTTY;
	WARN(target != READ_ONCE(dimm), "a command for a deleted DIMM\n");
	if (command == ND_CMD_CALL) {
		WARN(package->nd_family != NVDIMM_FAMILY_PAPR, "a command of family 0x%llx\n",
		     package->nd_family);
		return 0;
	}
	claimed = claimed_length(buffer, length);
	WARN(length < claimed, "a command of 0x%llx bytes in a buffer of 0x%x\n", claimed, length);
	return 0;
}

/* libnvdimm asks whether it may pass the command on */
static int may_send(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *target,
		    unsigned int command, void *buffer)
{
	if (WARN(command != ND_CMD_VENDOR && command != ND_CMD_CALL,
		 "a question about command %u\n", command))
		return -EOPNOTSUPP;
	return 0;
}

static struct nvdimm_bus_descriptor descriptor = {
	.provider_name = "nvdimm-target",
	.module = THIS_MODULE,
	.ndctl = handle_command,
	.clear_to_send = may_send,
	.dimm_family_mask = BIT(NVDIMM_FAMILY_PAPR),
};

/* no command may be under way: it would be taken for one of a deleted DIMM */
static void delete_dimm(void)
{
	struct nvdimm *deleted = dimm;

	WRITE_ONCE(dimm, NULL);
	if (deleted)
		nvdimm_delete(deleted);
}

/* commands that are under way end first */
static void delete_bus(void)
{
	nvdimm_bus_unregister(bus);
	bus = NULL;
	WRITE_ONCE(dimm, NULL);
}

static int set_delete(const char *value, const struct kernel_param *parameter)
{
	if (sysfs_streq(value, "dimm"))
		delete_dimm();
	else if (sysfs_streq(value, "bus"))
		delete_bus();
	else
		return -EINVAL;
	return 0;
}

static const struct kernel_param_ops delete_ops = { .set = set_delete };
module_param_cb(delete, &delete_ops, NULL, 0200);
MODULE_PARM_DESC(delete, "dimm or bus");

static int create_parts(void)
{
	bus = nvdimm_bus_register(&device->dev, &descriptor);
	if (!bus)
		return -ENOMEM;
	dimm = nvdimm_create(bus, NULL, NULL, 0, BIT(ND_CMD_VENDOR) | BIT(ND_CMD_CALL), 0, NULL);
	if (dimm)
		return 0;
	delete_bus();
	return -ENOMEM;
}

static int __init target_init(void)
{
	int rc;

	device = platform_device_register_simple("nvdimm-target", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	rc = create_parts();
	if (rc)
		platform_device_unregister(device);
	return rc;
}

static void __exit target_exit(void)
{
	delete_bus();
	platform_device_unregister(device);
}

module_init(target_init);
module_exit(target_exit);
MODULE_DESCRIPTION("provider of libnvdimm for tests");
MODULE_LICENSE("GPL");
