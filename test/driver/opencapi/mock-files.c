// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxl-mock/SLOT/, for the scenarios:
 *   scenario    written: lines that change the card. Read: why the last write was refused
 *   registers   read: status, enables, doorbells, handles of the card, and the last request.
 *               Written: "NAME VALUE", as a kernel that crashed may have left it
 *   gone, busy, stray, fail, fail_access, interrupts, unplugged, link_users, elements, targets
 *               members of struct ocxl_mock_card
 *   lpc_offset, lpc_size, special_size, other_offset, other_size, start, limit, refusal,
 *   mapped_size
 *               members of struct ocxl_mock_memory
 *   mappings    written: number of mappings of the card's memory. Read: "BYTES@START" of the LPC
 *               memory and of the special purpose memory of each
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "card/card-state.h"
#include "mock-card.h"

#define SCENARIO_MAX (64U << 10)

static struct dentry *mock_directory;

static ssize_t mock_scenario_write(struct file *file, const char __user *buffer, size_t size,
				   loff_t *position)
{
	char *text;
	int rc;

	if (size > SCENARIO_MAX)
		return -E2BIG;
	text = memdup_user_nul(buffer, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	rc = ocxl_mock_card_apply(file_inode(file)->i_private, text, size);
	kfree(text);
	return rc ? rc : size;
}

static ssize_t mock_scenario_read(struct file *file, char __user *buffer, size_t size,
				  loff_t *position)
{
	struct ocxl_mock_card *card = file_inode(file)->i_private;

	return simple_read_from_buffer(buffer, size, position, card->message,
				       strlen(card->message));
}

static const struct file_operations mock_scenario_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = mock_scenario_write,
	.read = mock_scenario_read,
	.llseek = default_llseek,
};

static const struct {
	const char *name;
	u32 offset;
} mock_registers[] = {
	{ "chi", OCXL_REG_CHI },       { "chie", OCXL_REG_CHIE },
	{ "hci", OCXL_REG_HCI },       { "ohp0", OCXL_REG_IMA0_OHP },
	{ "ohp1", OCXL_REG_IMA1_OHP }, { "request", OCXL_CARD_REQUEST },
};

static int mock_registers_show(struct seq_file *file, void *unused)
{
	unsigned int i;
	u64 value;

	for (i = 0; i < ARRAY_SIZE(mock_registers); i++) {
		ocxl_mock_card_read64(file->private, mock_registers[i].offset, &value);
		seq_printf(file, "%s 0x%llx\n", mock_registers[i].name, value);
	}
	return 0;
}

static int mock_registers_open(struct inode *inode, struct file *file)
{
	return single_open(file, mock_registers_show, inode->i_private);
}

static int write_register(struct ocxl_mock_card *card, const char *name, u64 value)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mock_registers); i++) {
		if (!strcmp(mock_registers[i].name, name))
			return ocxl_mock_card_write64(card, mock_registers[i].offset, value);
	}
	return -EINVAL;
}

static ssize_t mock_registers_write(struct file *file, const char __user *buffer, size_t size,
				    loff_t *position)
{
	char text[32], name[16];
	u64 value;
	int rc;

	if (size >= sizeof(text))
		return -E2BIG;
	memset(text, 0, sizeof(text));
	if (copy_from_user(text, buffer, size))
		return -EFAULT;
	if (sscanf(text, "%15s %llx", name, &value) != 2)
		return -EINVAL;
	rc = write_register(file_inode(file)->i_private, name, value);
	return rc ? rc : size;
}

static const struct file_operations mock_registers_operations = {
	.owner = THIS_MODULE,
	.open = mock_registers_open,
	.read = seq_read,
	.write = mock_registers_write,
	.llseek = seq_lseek,
	.release = single_release,
};

void ocxl_mock_files_create(struct ocxl_mock_card *card)
{
	struct dentry *directory;
	char name[8];

	if (!mock_directory) {
		mock_directory = debugfs_create_dir("ocxl-mock", NULL);
		ocxl_mock_hold_file_create(mock_directory);
		ocxl_mock_flush_file_create(mock_directory);
	}
	snprintf(name, sizeof(name), "%u", card->slot);
	directory = debugfs_create_dir(name, mock_directory);
	debugfs_create_file("scenario", 0600, directory, card, &mock_scenario_operations);
	debugfs_create_file("registers", 0600, directory, card, &mock_registers_operations);
	debugfs_create_bool("gone", 0600, directory, &card->gone);
	debugfs_create_bool("busy", 0600, directory, &card->busy);
	debugfs_create_bool("stray", 0600, directory, &card->stray);
	debugfs_create_u32("fail", 0600, directory, &card->fail);
	debugfs_create_u32("fail_access", 0600, directory, &card->fail_access);
	debugfs_create_u32("link_users", 0400, directory, &card->link_users);
	debugfs_create_u32("targets", 0400, directory, &card->targets);
	debugfs_create_atomic_t("interrupts", 0600, directory, &card->interrupts);
	debugfs_create_atomic_t("unplugged", 0400, directory, &card->unplugged);
	debugfs_create_ulong("elements", 0400, directory, &card->elements);
	ocxl_mock_memory_files_create(card, directory);
}

void ocxl_mock_files_remove(void)
{
	debugfs_remove(mock_directory);
}
