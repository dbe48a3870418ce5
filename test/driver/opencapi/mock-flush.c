// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxl-mock/flush_delay_ms: how long the flush of the caches over a piece of memory takes, as
 * over the memory of a large card.
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

int ocxl_mock_flush_attach(void)
{
	return IS_ENABLED(CONFIG_X86) ? register_kprobe(&flush_probe) : 0;
}

void ocxl_mock_flush_detach(void)
{
	if (IS_ENABLED(CONFIG_X86))
		unregister_kprobe(&flush_probe);
}

void ocxl_mock_flush_file_create(struct dentry *directory)
{
	debugfs_create_u32("flush_delay_ms", 0600, directory, &flush_delay_ms);
}
