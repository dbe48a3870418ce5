// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxl-mock/flush_delay_ms: how long the flush of the caches over a piece of
 * memory takes, as over the memory of a large card. A kernel without kprobes does not accept it.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kprobes.h>
#include "mock-card.h"

static u32 flush_delay_ms;

static int delay_flush(struct kprobe *probe, struct pt_regs *registers)
{
	mdelay(READ_ONCE(flush_delay_ms));
	return 0;
}

static struct kprobe flush_probe = {
	.symbol_name = "clflush_cache_range",
	.pre_handler = delay_flush,
};

static void remove_probe(void)
{
	if (flush_delay_ms)
		unregister_kprobe(&flush_probe);
	flush_delay_ms = 0;
	/* where it was, and that it is disabled: registered again, it would be nowhere, or disabled */
	flush_probe.addr = NULL;
	flush_probe.flags = 0;
}

static ssize_t flush_delay_write(struct file *file, const char __user *buffer, size_t size,
				 loff_t *position)
{
	u32 delay_ms;
	int rc = kstrtouint_from_user(buffer, size, 0, &delay_ms);

	if (rc)
		return rc;
	remove_probe();
	if (delay_ms)
		rc = register_kprobe(&flush_probe);
	if (rc)
		return rc;
	flush_delay_ms = delay_ms;
	return size;
}

static const struct file_operations flush_delay_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = flush_delay_write,
};

void ocxl_mock_flush_file_create(struct dentry *directory)
{
	debugfs_create_file("flush_delay_ms", 0200, directory, NULL, &flush_delay_operations);
}

void ocxl_mock_flush_detach(void)
{
	remove_probe();
}
