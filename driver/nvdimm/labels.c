// SPDX-License-Identifier: GPL-2.0-only
/*
 * The label area: the first 16 MiB of the card's memory. Its size does not depend on the section
 * size of the kernel, so that labels stay where they are (controller.md
 * 2.4).
 */
#include <linux/device.h>
#include <linux/bitops.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/lockdep.h>
#include <linux/libnvdimm.h>
#include <linux/mm.h>
#include <linux/ndctl.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/barrier.h>
#include "device-access.h"
#include "labels.h"
#include "security.h"

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

/* block of the label area that tells which labels are used; UEFI specification, "Label Index Block Definitions" */
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

static bool is_whole_index(struct label_index *index, u32 offset, u32 size)
{
	u64 checksum = le64_to_cpu(index->checksum);

	index->checksum = 0;
	return le64_to_cpu(index->own_offset) == offset &&
	       nd_fletcher64(index, size, true) == checksum;
}

/* a copy, or NULL */
static struct label_index *read_index(struct ocxlpmem *pmem, u32 offset)
{
	struct label_index head, *index;
	u32 size;

	if (copy_mc_to_kernel(&head, pmem->labels + offset, sizeof(head)) ||
	    memcmp(head.signature, "NAMESPACE_INDEX", sizeof(head.signature)))
		return NULL;
	size = le64_to_cpu(head.own_size);
	if (size <= sizeof(head) || size > TRANSFER_MAX)
		return NULL;
	index = kvmalloc(size, GFP_KERNEL);
	if (!index)
		return NULL;
	if (!copy_mc_to_kernel(index, pmem->labels + offset, size) &&
	    is_whole_index(index, offset, size))
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

static struct label_index *read_newest_index(struct ocxlpmem *pmem)
{
	struct label_index *newest = NULL, *index;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(index_offsets); i++) {
		index = read_index(pmem, index_offsets[i]);
		if (index && (!newest || is_newer(index, newest)))
			swap(index, newest);
		kvfree(index);
	}
	return newest;
}

static u64 find_label_end(struct ocxlpmem *pmem, u64 offset, u32 slot)
{
	struct label label;

	if (offset > OCXL_LABEL_AREA_SIZE - sizeof(label) ||
	    copy_mc_to_kernel(&label, pmem->labels + offset, sizeof(label)) ||
	    le32_to_cpu(label.slot) != slot)
		return 0;
	return le64_to_cpu(label.address) + le64_to_cpu(label.size);
}

/* bytes of a window that has all namespaces of the labels; 0 without labels, and for a card */
static u64 find_described_size(struct ocxlpmem *pmem)
{
	struct label_index *index = pmem->memory.on_card ? NULL : read_newest_index(pmem);
	u64 size = 0, offset;
	u32 slot, count;

	if (!index)
		return 0;
	count = min_t(u64, le32_to_cpu(index->label_count),
		      8 * (le64_to_cpu(index->own_size) - sizeof(*index)));
	for (slot = 0; slot < count; slot++) {
		if (index->free[slot / 8] & BIT(slot % 8))
			continue;
		offset = le64_to_cpu(index->labels_offset) +
			 slot * (128ULL << (index->label_size & 1));
		size = max(size, find_label_end(pmem, offset, slot));
	}
	kvfree(index);
	return size;
}

bool ocxlpmem_labels_exceed(struct ocxlpmem *pmem)
{
	u64 described = find_described_size(pmem);

	if (described <= pmem->memory.size)
		return false;
	dev_warn_ratelimited(
		pmem->dev,
		"labels describe %lluM; the window has %lluM: expand it, or discard them with ndctl zero-labels\n",
		described >> 20, pmem->memory.size >> 20);
	return true;
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
	rc = ocxlpmem_read_card_health(pmem, &health);
	if (rc)
		return rc;
	is_fatal = health & (OCXL_CHI_CFFS | OCXL_CHI_CHFS);
	if (is_fatal && write)
		return -EIO;
	/* data stays readable after a fatal failure, as long as the card says that its memory is there */
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

int ocxlpmem_labels_size(struct ocxlpmem *pmem, void *buffer, size_t size)
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

static int read_label_area(struct ocxlpmem *pmem, u32 offset, void *to, u32 length)
{
	int rc = check_label_access(pmem, false);

	if (rc)
		return rc;
	/* libnvdimm reads the labels when an erase begins; after an error it would disable the DIMM */
	if (ocxlpmem_erase_is_running(pmem))
		memset(to, 0, length);
	else if (copy_mc_to_kernel(to, pmem->labels + offset, length))
		return -EIO;
	return 0;
}

int ocxlpmem_labels_read(struct ocxlpmem *pmem, void *buffer, size_t size)
{
	struct nd_cmd_get_config_data_hdr *command = buffer;
	int rc;

	if (size < sizeof(*command) || size - sizeof(*command) < command->in_length ||
	    !is_in_label_area(command->in_offset, command->in_length))
		return -EINVAL;
	ocxlpmem_lock_device(pmem);
	rc = read_label_area(pmem, command->in_offset, command->out_buf, command->in_length);
	ocxlpmem_unlock_device(pmem);
	command->status = 0;
	return rc;
}

static int write_label_area(struct ocxlpmem *pmem, u32 offset, const void *from, u32 length)
{
	int rc = check_label_access(pmem, true);

	if (rc)
		return rc;
	/* labels of a larger window are kept; zeros discard them on purpose */
	if (memchr_inv(from, 0, length) && ocxlpmem_labels_exceed(pmem))
		return -EBUSY;
	memcpy_flushcache(pmem->labels + offset, from, length);
	/* the data must be on the medium before the command ends */
	pmem_wmb();
	return 0;
}

int ocxlpmem_labels_write(struct ocxlpmem *pmem, void *buffer, size_t size)
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
