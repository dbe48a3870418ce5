// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of powernv's ocxl.c, unless the kernel has patches/linux/ocxl: OPAL, which maps the
 * memory of cards. Files in debugfs let scenarios map it, as the driver of an AFU does.
 */
#include <linux/ioport.h>
#include <linux/seq_file.h>
#include "mock-card.h"
#include "pnv-ocxl.h"

#ifndef OCXL_MOCK_REAL_OPAL

int pnv_ocxl_map_lpc_mem(struct pci_dev *dev, u64 size, u64 *base, void **platform_data)
{
	struct ocxl_mock_card *card = ocxl_mock_card_of(dev);
	struct ocxl_mock_memory *map = &card->map;

	if (map->refusal)
		return -(int)map->refusal;
	if (!map->start || size > map->limit)
		return -EINVAL;
	if (WARN(map->mapped, "slot %u: memory is mapped again\n", card->slot))
		return -EBUSY;
	if (*map->mapped_size)
		pr_info("slot %u: released the memory of an earlier kernel\n", card->slot);
	map->mapped = true;
	*map->mapped_size = size;
	*base = map->start;
	*platform_data = card;
	return 0;
}

void pnv_ocxl_unmap_lpc_mem(void *platform_data)
{
	struct ocxl_mock_card *card = platform_data;

	WARN(!card->map.mapped, "slot %u: memory that is not mapped is unmapped\n", card->slot);
	card->map.mapped = false;
	*card->map.mapped_size = 0;
}

#endif

void ocxl_mock_memory_configure(struct ocxl_afu *afu)
{
	struct pci_dev *dev = to_pci_dev(afu->fn->dev.parent);
	struct ocxl_mock_memory *map = &ocxl_mock_card_of(dev)->map;

	if (!map->other_size || !PCI_FUNC(dev->devfn)) {
		map->afu = afu;
		map->afu_function = PCI_FUNC(dev->devfn);
	}
	if (!PCI_FUNC(dev->devfn)) {
		afu->config.lpc_mem_offset = map->other_offset;
		afu->config.lpc_mem_size = map->other_size;
		return;
	}
	afu->config.lpc_mem_offset = map->lpc_offset;
	afu->config.lpc_mem_size = map->lpc_size;
	afu->config.special_purpose_mem_offset = map->lpc_offset + map->lpc_size;
	afu->config.special_purpose_mem_size = map->special_size;
}

void ocxl_mock_memory_forget(struct ocxl_mock_card *card, unsigned int function)
{
	if (card->map.afu_function == function)
		card->map.afu = NULL;
}

static int map_memory(struct ocxl_mock_memory *map)
{
	struct ocxl_memory *memory;

	if (!map->afu)
		return -ENODEV;
	memory = ocxl_afu_map_memory(map->afu);
	if (IS_ERR(memory))
		return PTR_ERR(memory);
	map->mappings[map->mapping_count++] = memory;
	return 0;
}

static void unmap_memory(struct ocxl_mock_memory *map)
{
	ocxl_memory_unmap(map->mappings[--map->mapping_count]);
}

static ssize_t mappings_write(struct file *file, const char __user *buffer, size_t size,
			      loff_t *position)
{
	struct ocxl_mock_card *card = ((struct seq_file *)file->private_data)->private;
	unsigned int wanted;
	int rc = kstrtouint_from_user(buffer, size, 0, &wanted);

	if (!rc && (wanted > OCXL_MOCK_MAPPINGS || !card->link_users))
		rc = -EINVAL;
	while (!rc && card->map.mapping_count < wanted)
		rc = map_memory(&card->map);
	while (!rc && card->map.mapping_count > wanted)
		unmap_memory(&card->map);
	return rc ? rc : size;
}

static void print_range(struct seq_file *file, const struct resource *range)
{
	seq_printf(file, "%llu@0x%llx ", range->flags ? (u64)resource_size(range) : 0,
		   (u64)range->start);
}

static int mappings_show(struct seq_file *file, void *unused)
{
	struct ocxl_mock_card *card = file->private;
	unsigned int i;

	for (i = 0; i < card->map.mapping_count; i++) {
		print_range(file, ocxl_memory_lpc(card->map.mappings[i]));
		print_range(file, ocxl_memory_special_purpose(card->map.mappings[i]));
	}
	seq_putc(file, '\n');
	return 0;
}

static int mappings_open(struct inode *inode, struct file *file)
{
	return single_open(file, mappings_show, inode->i_private);
}

static const struct file_operations mappings_operations = {
	.owner = THIS_MODULE,
	.open = mappings_open,
	.read = seq_read,
	.write = mappings_write,
	.llseek = seq_lseek,
	.release = single_release,
};

void ocxl_mock_memory_files_create(struct ocxl_mock_card *card, struct dentry *directory)
{
	struct ocxl_mock_memory *map = &card->map;

	debugfs_create_u64("lpc_offset", 0600, directory, &map->lpc_offset);
	debugfs_create_u64("lpc_size", 0600, directory, &map->lpc_size);
	debugfs_create_u64("special_size", 0600, directory, &map->special_size);
	debugfs_create_u64("other_offset", 0600, directory, &map->other_offset);
	debugfs_create_u64("other_size", 0600, directory, &map->other_size);
	debugfs_create_u64("start", 0600, directory, &map->start);
	debugfs_create_u64("limit", 0600, directory, &map->limit);
	debugfs_create_u32("refusal", 0600, directory, &map->refusal);
	debugfs_create_u64("mapped_size", 0400, directory, map->mapped_size);
	debugfs_create_file("mappings", 0600, directory, card, &mappings_operations);
}

void ocxl_mock_memory_destroy(struct ocxl_mock_card *card)
{
	while (card->map.mapping_count)
		unmap_memory(&card->map);
	WARN(card->map.mapped, "slot %u: memory is mapped\n", card->slot);
}
