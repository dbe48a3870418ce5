// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxlpmem/ndbusN: "scenario" makes an emulated card do what its lines
 * say, "timing" tells how long commands took.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "card/scenario.h"
#include "core/command.h"
#include "ocxlpmem.h"

/* bytes of one scenario */
#define SCENARIO_MAX (64U << 10)

static struct dentry *root;

/* all lines or none; what is wrong with a text can be read from the file afterwards */
static int obey(struct ocxlpmem *pmem, const char *text, size_t size)
{
	unsigned int line = 0;
	char why[OCXL_VERDICT_MAX - 32] = "";
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = ocxlpmem_card_apply_scenario(pmem->controller->emulated, text, size, &line, why,
					  sizeof(why));
	pmem->verdict[0] = '\0';
	if (rc)
		scnprintf(pmem->verdict, sizeof(pmem->verdict), "line %u: %s\n", line, why);
	else
		ocxlpmem_emulated_refresh(pmem);
	ocxlpmem_unlock_device(pmem);
	if (rc)
		dev_err(pmem->dev, "scenario refused: line %u: %s\n", line, why);
	ocxlpmem_start_kick(pmem);
	return rc;
}

static ssize_t scenario_write(struct file *file, const char __user *buffer, size_t size,
			      loff_t *position)
{
	struct ocxlpmem *pmem = file_inode(file)->i_private;
	char *text;
	int rc;

	if (size > SCENARIO_MAX)
		return -E2BIG;
	text = memdup_user_nul(buffer, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	rc = obey(pmem, text, size);
	kfree(text);
	return rc ? rc : size;
}

static ssize_t scenario_read(struct file *file, char __user *buffer, size_t size, loff_t *position)
{
	struct ocxlpmem *pmem = file_inode(file)->i_private;
	char verdict[sizeof(pmem->verdict)];

	ocxlpmem_lock_device(pmem);
	strscpy(verdict, pmem->verdict, sizeof(verdict));
	ocxlpmem_unlock_device(pmem);
	return simple_read_from_buffer(buffer, size, position, verdict, strlen(verdict));
}

static const struct file_operations scenario_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = scenario_write,
	.read = scenario_read,
	.llseek = default_llseek,
};

static int timing_show(struct seq_file *file, void *unused)
{
	struct ocxlpmem *pmem = file->private;
	u64 command;

	ocxlpmem_lock_device(pmem);
	for (command = 0; command <= OCXL_CMD_MAX; command++) {
		const struct ocxlpmem_timing *timing = &pmem->timing[command];

		if (timing->count && ocxlpmem_command_name(command))
			seq_printf(file, "%s count=%llu last_ns=%llu min_ns=%llu max_ns=%llu\n",
				   ocxlpmem_command_name(command), timing->count, timing->last_ns,
				   timing->min_ns, timing->max_ns);
	}
	ocxlpmem_unlock_device(pmem);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(timing);

void ocxlpmem_debugfs_attach(struct ocxlpmem *pmem)
{
	if (!pmem->controller)
		return;
	pmem->debugfs = debugfs_create_dir(dev_name(to_nvdimm_bus_dev(pmem->bus)), root);
	if (pmem->controller->emulated)
		debugfs_create_file("scenario", 0600, pmem->debugfs, pmem, &scenario_operations);
	debugfs_create_file("timing", 0400, pmem->debugfs, pmem, &timing_fops);
}

void ocxlpmem_debugfs_detach(struct ocxlpmem *pmem)
{
	debugfs_remove_recursive(pmem->debugfs);
	pmem->debugfs = NULL;
}

void ocxlpmem_debugfs_init(void)
{
	root = debugfs_create_dir(OCXL_NAME, NULL);
}

void ocxlpmem_debugfs_exit(void)
{
	debugfs_remove_recursive(root);
}
