// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxlpmem/ndbusN, for windows with a controller: "timing" tells how long
 * commands took, "first-contact" shows the registers and the accesses of a heartbeat. They are here
 * and not in a front end, because they are the same for every kind of controller. Front ends add files
 * of their own.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include "../core/wire-command.h"
#include "../core/first-contact.h"
#include "../nvdimm/device-access.h"
#include "debugfs.h"
#include "window-ioctl.h"

static struct dentry *root_directory;

static int timing_show(struct seq_file *file, void *unused)
{
	struct ocxlpmem *pmem = file->private;
	u64 command;

	ocxlpmem_lock_device(pmem);
	for (command = 0; command <= OCXLPMEM_CMD_MAX; command++) {
		const struct ocxlpmem_timing *timing = ocxlpmem_window_timing(pmem, command);

		if (timing->count && ocxlpmem_command_name(command))
			seq_printf(file, "%s count=%llu last_ns=%llu min_ns=%llu max_ns=%llu\n",
				   ocxlpmem_command_name(command), timing->count, timing->last_ns,
				   timing->min_ns, timing->max_ns);
	}
	ocxlpmem_unlock_device(pmem);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(timing);

static int first_contact_show(struct seq_file *file, void *unused)
{
	struct ocxlpmem *pmem = file->private;
	char *text = kvmalloc(OCXL_FIRST_CONTACT_SIZE, GFP_KERNEL);
	size_t size;

	if (!text)
		return -ENOMEM;
	ocxlpmem_lock_device(pmem);
	size = ocxlpmem_first_contact_write(&pmem->device, text, OCXL_FIRST_CONTACT_SIZE);
	ocxlpmem_unlock_device(pmem);
	seq_write(file, text, size);
	kvfree(text);
	return 0;
}

/* the buffer has room for the whole text, so that one reading sends one heartbeat */
static int first_contact_open(struct inode *inode, struct file *file)
{
	return single_open_size(file, first_contact_show, inode->i_private,
				OCXL_FIRST_CONTACT_SIZE);
}

static const struct file_operations first_contact_fops = {
	.owner = THIS_MODULE,
	.open = first_contact_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

struct dentry *ocxlpmem_debugfs_attach(struct ocxlpmem *pmem,
				       const struct ocxlpmem_front_end *front_end)
{
	struct dentry *directory;

	directory = debugfs_create_dir(dev_name(to_nvdimm_bus_dev(pmem->bus)), root_directory);
	debugfs_create_file("timing", 0400, directory, pmem, &timing_fops);
	debugfs_create_file("first-contact", 0400, directory, pmem, &first_contact_fops);
	if (front_end->add_files)
		front_end->add_files(pmem->controller, directory);
	return directory;
}

void ocxlpmem_debugfs_detach(struct dentry *directory)
{
	debugfs_remove_recursive(directory);
}

void ocxlpmem_debugfs_init(void)
{
	root_directory = debugfs_create_dir(OCXL_NAME, NULL);
}

void ocxlpmem_debugfs_exit(void)
{
	debugfs_remove_recursive(root_directory);
}
