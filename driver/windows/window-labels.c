// SPDX-License-Identifier: GPL-2.0-only
/*
 * Labels of a window that was larger: libnvdimm disables the region of such a window silently.
 */
#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/ndctl.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "window-labels.h"

/* bytes of the largest index that is read */
#define INDEX_MAX (64U << 10)

/* tells which labels are used; UEFI specification, "Label Index Block Definitions" */
struct label_index {
	u8 signature[16];
	u8 flags[3];
	u8 label_size;
	__le32 sequence;
	__le64 own_offset;
	__le64 own_size;
	__le64 other_offset;
	__le64 labels_offset;
	__le32 label_count;
	__le16 major;
	__le16 minor;
	__le64 checksum;
	u8 free[];
};

struct label {
	u8 uuid[16];
	u8 name[64];
	__le32 flags;
	__le16 label_count;
	__le16 position;
	__le64 cookie;
	__le64 block_size;
	__le64 address;
	__le64 size;
	__le32 slot;
};

/* sizes of the first block, which the second one follows, for labels of 256 and of 128 bytes */
static const u32 index_offsets[] = { 0, 8448, 16384 };

/* @size: of the copy; the size in it may differ, because others can write the memory meanwhile */
static bool is_whole_index(struct label_index *index, u32 offset, u64 size)
{
	u64 checksum = le64_to_cpu(index->checksum);

	index->checksum = 0;
	return le64_to_cpu(index->own_offset) == offset && le64_to_cpu(index->own_size) == size &&
	       nd_fletcher64(index, size, true) == checksum;
}

/* a copy, or NULL */
static struct label_index *read_index(const u8 *labels, u32 offset)
{
	struct label_index head, *index;
	u64 size;

	if (copy_mc_to_kernel(&head, labels + offset, sizeof(head)) ||
	    memcmp(head.signature, "NAMESPACE_INDEX", sizeof(head.signature)))
		return NULL;
	size = le64_to_cpu(head.own_size);
	if (size <= sizeof(head) || size > INDEX_MAX)
		return NULL;
	index = kvmalloc(size, GFP_KERNEL);
	if (!index)
		return NULL;
	if (!copy_mc_to_kernel(index, labels + offset, size) && is_whole_index(index, offset, size))
		return index;
	kvfree(index);
	return NULL;
}

/* the sequence numbers are 1, 2, 3, 1, ... */
static bool is_newer(const struct label_index *index, const struct label_index *other)
{
	u32 sequence = le32_to_cpu(other->sequence) & 3;

	return (le32_to_cpu(index->sequence) & 3) == (sequence == 3 ? 1 : sequence + 1);
}

static struct label_index *read_newest_index(const u8 *labels)
{
	struct label_index *newest = NULL, *index;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(index_offsets); i++) {
		index = read_index(labels, index_offsets[i]);
		if (index && (!newest || is_newer(index, newest)))
			swap(index, newest);
		kvfree(index);
	}
	return newest;
}

/* addresses that labels describe; @end 0: no valid labels, @start of all ones: no namespace */
struct described {
	u64 start;
	u64 end;
};

static void add_label(struct described *described, const u8 *labels, u64 offset, u32 slot)
{
	struct label label;

	if (offset > OCXL_LABEL_AREA_SIZE - sizeof(label) ||
	    copy_mc_to_kernel(&label, labels + offset, sizeof(label)) ||
	    le32_to_cpu(label.slot) != slot)
		return;
	described->start = min(described->start, le64_to_cpu(label.address));
	described->end = max(described->end, le64_to_cpu(label.address) + le64_to_cpu(label.size));
}

static struct described read_described(const void *labels)
{
	struct label_index *index = read_newest_index(labels);
	struct described described = { .start = ~0ULL };
	u32 slot, count;
	u64 offset;

	if (!index)
		return described;
	described.end = OCXL_LABEL_AREA_SIZE;
	count = min_t(u64, le32_to_cpu(index->label_count),
		      8 * (le64_to_cpu(index->own_size) - sizeof(*index)));
	for (slot = 0; slot < count; slot++) {
		if (index->free[slot / 8] & BIT(slot % 8))
			continue;
		offset = le64_to_cpu(index->labels_offset) +
			 slot * (128ULL << (index->label_size & 1));
		add_label(&described, labels, offset, slot);
	}
	kvfree(index);
	return described;
}

u64 ocxlpmem_labels_described_size(const void *labels)
{
	return read_described(labels).end;
}

static bool labels_exceed(struct ocxlpmem *pmem)
{
	const struct ocxlpmem_memory *memory = &pmem->memory;
	struct described described = read_described(pmem->labels);
	u64 origin = memory->on_card ? memory->start : 0;

	lockdep_assert_held(&pmem->lock);
	if (described.start >= origin && described.end <= origin + memory->size)
		return false;
	if (memory->on_card)
		dev_warn_ratelimited(
			pmem->dev,
			"labels describe memory from 0x%llx to 0x%llx, and the card is at 0x%llx: put it back into its slot, or discard them with ndctl zero-labels\n",
			described.start, described.end, origin);
	else
		dev_warn_ratelimited(
			pmem->dev,
			"labels describe %lluM; the window has %lluM: expand it, or discard them with ndctl zero-labels\n",
			described.end >> 20, memory->size >> 20);
	return true;
}

bool ocxlpmem_window_keeps_labels(struct ocxlpmem *pmem,
				  const struct nd_cmd_set_config_hdr *command, size_t size)
{
	bool exceed;

	/* write_labels() of nvdimm/ioctl.c refuses a wrong length */
	if (command && (size < sizeof(*command) || size - sizeof(*command) < command->in_length ||
			!memchr_inv(command->in_buf, 0, command->in_length)))
		return false;
	ocxlpmem_lock_device(pmem);
	exceed = labels_exceed(pmem);
	ocxlpmem_unlock_device(pmem);
	return exceed;
}
