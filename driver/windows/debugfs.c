// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxlpmem/ndbusN, for windows with a controller: "first-contact" shows the
 * registers and the accesses of a heartbeat. It is here and not in a front end, because it is the
 * same for every kind of controller. Front ends add files of their own.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include "windows.h"

static struct dentry *root_directory;

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

struct dentry *ocxlpmem_debugfs_attach(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;
	struct dentry *directory;

	directory = debugfs_create_dir(dev_name(to_nvdimm_bus_dev(pmem->bus)), root_directory);
	debugfs_create_file("first-contact", 0400, directory, pmem, &first_contact_fops);
	if (controller->ops->add_files)
		controller->ops->add_files(controller, directory);
	return directory;
}

void ocxlpmem_debugfs_init(void)
{
	root_directory = debugfs_create_dir(OCXL_NAME, NULL);
}

void ocxlpmem_debugfs_exit(void)
{
	debugfs_remove_recursive(root_directory);
}
