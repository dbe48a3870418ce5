// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxl-mock/hold_bus: writing 1 takes the lock with which the kernel plugs and
 * unplugs PCI devices, until another process writes 0. So a scenario decides what happens in which
 * order.
 */
#include <linux/debugfs.h>
#include <linux/pci.h>
#include <linux/wait.h>
#include "mock-card.h"

static bool is_held;
static DECLARE_WAIT_QUEUE_HEAD(hold_end);

static ssize_t hold_bus_write(struct file *file, const char __user *buffer, size_t size,
			      loff_t *position)
{
	bool hold;
	int rc = kstrtobool_from_user(buffer, size, &hold);

	if (rc)
		return rc;
	WRITE_ONCE(is_held, hold);
	wake_up(&hold_end);
	if (!hold)
		return size;
	pci_lock_rescan_remove();
	rc = wait_event_killable(hold_end, !READ_ONCE(is_held));
	pci_unlock_rescan_remove();
	return rc ? rc : size;
}

static const struct file_operations hold_bus_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = hold_bus_write,
};

void ocxl_mock_hold_file_create(struct dentry *directory)
{
	debugfs_create_file("hold_bus", 0200, directory, NULL, &hold_bus_operations);
}
