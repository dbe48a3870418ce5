// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of /dev/nmemX: packages, the label commands, and commands about bad memory. All sizes
 * come from user space. The label area is the first 16 MiB of the card's memory. Its size does not
 * depend on the section size of the kernel, so that labels stay where they are (controller.md 2.4).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/libnvdimm.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/ndctl.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uidgid.h>
#include <linux/uio.h>
#include <asm/barrier.h>
#include "internal.h"

/* largest number of bytes of one command */
#define TRANSFER_MAX (64U << 10)

int ocxlpmem_labels_map(struct ocxlpmem *pmem)
{
	u64 start = pmem->memory.start;

	if (!request_mem_region(start, OCXL_LABEL_AREA_SIZE, OCXL_NAME " labels")) {
		dev_err(pmem->dev, "another driver uses the label area at 0x%llx\n", start);
		return -EBUSY;
	}
	pmem->labels = memremap(start, OCXL_LABEL_AREA_SIZE, MEMREMAP_WB);
	if (pmem->labels)
		return 0;
	release_mem_region(start, OCXL_LABEL_AREA_SIZE);
	dev_err(pmem->dev, "cannot map the label area at 0x%llx\n", start);
	return -ENOMEM;
}

void ocxlpmem_labels_unmap(struct ocxlpmem *pmem)
{
	memunmap(pmem->labels);
	release_mem_region(pmem->memory.start, OCXL_LABEL_AREA_SIZE);
}

/* 0, or the errno for labels that cannot be accessed */
static int check_label_access(struct ocxlpmem *pmem, bool write)
{
	bool is_fatal;
	u64 health;
	int rc;

	lockdep_assert_held(&pmem->lock);
	if (ocxlpmem_erase_is_running(pmem))
		return write ? -EBUSY : 0;
	rc = ocxlpmem_read_health(&pmem->transport, &health);
	if (rc)
		return rc;
	is_fatal = health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS);
	if (is_fatal && write)
		return -EIO;
	/* after a fatal failure, data stays readable while the card says that it is there */
	if ((health & OCXL_CHI_MA) && (is_fatal || (health & OCXL_CHI_CRDY)))
		return 0;
	/* libnvdimm reads the labels while it registers the DIMM, and does not log -ENXIO */
	return READ_ONCE(pmem->dimm) ? -EBUSY : -ENXIO;
}

static bool is_in_label_area(u32 offset, u32 length)
{
	return length <= TRANSFER_MAX && offset <= OCXL_LABEL_AREA_SIZE &&
	       length <= OCXL_LABEL_AREA_SIZE - offset;
}

static int size_labels(struct ocxlpmem *pmem, void *buffer, size_t size)
{
	struct nd_cmd_get_config_size *answer = buffer;
	int rc;

	if (size < sizeof(*answer))
		return -EINVAL;
	ocxlpmem_lock_device(pmem);
	rc = check_label_access(pmem, false);
	ocxlpmem_unlock_device(pmem);
	if (rc)
		return rc;
	answer->status = 0;
	answer->config_size = OCXL_LABEL_AREA_SIZE;
	answer->max_xfer = TRANSFER_MAX;
	return 0;
}

static int read_label_area(struct ocxlpmem *pmem, struct nd_cmd_get_config_data_hdr *command)
{
	int rc = check_label_access(pmem, false);

	if (rc)
		return rc;
	command->status = 0;
	/*
	 * libnvdimm reads the labels when an erase begins; after an error it would disable the
	 * DIMM. It does not look at the status. User space does: nothing was read.
	 */
	if (ocxlpmem_erase_is_running(pmem)) {
		memset(command->out_buf, 0, command->in_length);
		command->status = OCXLPMEM_STATUS_BLOCKED;
	} else if (copy_mc_to_kernel(command->out_buf, pmem->labels + command->in_offset,
				     command->in_length)) {
		rc = -EIO;
	}
	return rc;
}

static int read_labels(struct ocxlpmem *pmem, void *buffer, size_t size)
{
	struct nd_cmd_get_config_data_hdr *command = buffer;
	int rc;

	if (size < sizeof(*command) || size - sizeof(*command) < command->in_length ||
	    !is_in_label_area(command->in_offset, command->in_length))
		return -EINVAL;
	ocxlpmem_lock_device(pmem);
	rc = read_label_area(pmem, command);
	ocxlpmem_unlock_device(pmem);
	return rc;
}

static int write_label_area(struct ocxlpmem *pmem, u32 offset, const void *from, u32 length)
{
	int rc = check_label_access(pmem, true);

	if (rc)
		return rc;
	memcpy_flushcache(pmem->labels + offset, from, length);
	/* the data must be on the medium before the command ends */
	pmem_wmb();
	return 0;
}

static int write_labels(struct ocxlpmem *pmem, void *buffer, size_t size)
{
	struct nd_cmd_set_config_hdr *command = buffer;
	u32 status = 0;
	int rc;

	if (size < sizeof(*command) || size - sizeof(*command) < command->in_length ||
	    size - sizeof(*command) - command->in_length < sizeof(status) ||
	    !is_in_label_area(command->in_offset, command->in_length))
		return -EINVAL;
	ocxlpmem_lock_device(pmem);
	rc = write_label_area(pmem, command->in_offset, command->in_buf, command->in_length);
	ocxlpmem_unlock_device(pmem);
	/* behind the data, so possibly unaligned */
	memcpy(command->in_buf + command->in_length, &status, sizeof(status));
	return rc;
}

static bool is_admin_process(void *context)
{
	return capable(CAP_SYS_ADMIN);
}

static int serve_package(struct ocxlpmem *pmem,
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
		return size_labels(pmem, buffer, size);
	case ND_CMD_GET_CONFIG_DATA:
		return read_labels(pmem, buffer, size);
	case ND_CMD_SET_CONFIG_DATA:
		return pmem->keeps_labels(pmem, buffer, size) ? -EBUSY
							      : write_labels(pmem, buffer, size);
	case ND_CMD_CALL:
		return serve_package(pmem, ocxlpmem_device_handle_call, buffer, size);
	case ND_CMD_VENDOR:
		return serve_package(pmem, ocxlpmem_device_handle_vendor, buffer, size);
	default:
		return -ENOTTY;
	}
}

/* bytes that are cleared at once: the cache line of processors with OpenCAPI */
#define CLEAR_UNIT 128U

/* whole cache lines are written without reading them */
static int write_zeros(u64 start, u64 size)
{
	const void *zeros = page_address(ZERO_PAGE(0));
	void *memory = memremap(start, size, MEMREMAP_WB);
	u64 done;

	if (!memory)
		return -ENOMEM;
	for (done = 0; done < size; done += min_t(u64, size - done, PAGE_SIZE))
		memcpy_flushcache(memory + done, zeros, min_t(u64, size - done, PAGE_SIZE));
	pmem_wmb();
	memunmap(memory);
	return 0;
}

static int clear_errors(struct ocxlpmem *pmem, struct nd_cmd_clear_error *command)
{
	int rc;

	if (!ocxlpmem_has_range(pmem, command->address, command->length))
		return -EINVAL;
	if (pmem->memory.on_card) {
		dev_notice_once(pmem->dev,
				"cannot clear memory errors: the card has no command for this\n");
		return -EOPNOTSUPP;
	}
	rc = write_zeros(command->address, command->length);
	command->cleared = rc ? 0 : command->length;
	return rc;
}

/* commands that libnvdimm itself sends before it clears errors; it refuses them from processes */
static int serve_bus_command(struct ocxlpmem *pmem, unsigned int command, void *buffer, size_t size)
{
	if (command == ND_CMD_ARS_CAP && size >= sizeof(struct nd_cmd_ars_cap)) {
		((struct nd_cmd_ars_cap *)buffer)->clear_err_unit = CLEAR_UNIT;
		return 0;
	}
	if (command == ND_CMD_CLEAR_ERROR && size >= sizeof(struct nd_cmd_clear_error))
		return clear_errors(pmem, buffer);
	return -ENOTTY;
}

int ocxlpmem_handle_ioctl(struct nvdimm_bus_descriptor *descriptor, struct nvdimm *dimm,
			  unsigned int command, void *buffer, unsigned int size, int *command_rc)
{
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);
	int rc = -ENOTTY;

	if (buffer && dimm)
		rc = handle_command(pmem, command, buffer, size);
	else if (buffer)
		rc = serve_bus_command(pmem, command, buffer, size);

	/* callers inside of the kernel use @command_rc, user space gets the return value */
	if (command_rc)
		*command_rc = rc;
	return rc;
}
