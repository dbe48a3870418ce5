// SPDX-License-Identifier: GPL-2.0-only
/* Blocks of the admin mailbox: their places, and the data buffer (controller.md 1.2 and 3.1). */
#include "mailbox.h"

static bool blocks_overlap(u32 one, u32 one_size, u32 other, u32 other_size)
{
	return one < (u64)other + other_size && other < (u64)one + one_size;
}

static bool is_valid_layout(const struct ocxlpmem_mailbox *mailbox)
{
	u32 request = mailbox->request_block;
	u32 response = mailbox->response_block;

	if (!ocxlpmem_is_mmio_range(request, OCXL_BLOCK_SIZE) ||
	    !ocxlpmem_is_mmio_range(response, OCXL_BLOCK_SIZE) ||
	    !ocxlpmem_is_mmio_range(mailbox->data, mailbox->data_size))
		return false;
	return !blocks_overlap(request, OCXL_BLOCK_SIZE, response, OCXL_BLOCK_SIZE) &&
	       !blocks_overlap(request, OCXL_BLOCK_SIZE, mailbox->data, mailbox->data_size) &&
	       !blocks_overlap(response, OCXL_BLOCK_SIZE, mailbox->data, mailbox->data_size);
}

/* reads the last word of each block: the transport refuses offsets behind the card's MMIO area */
static int check_block_ends(const struct ocxlpmem_mailbox *mailbox)
{
	const u32 last[] = { mailbox->request_block + OCXL_BLOCK_SIZE - 8,
			     mailbox->response_block + OCXL_BLOCK_SIZE - 8,
			     mailbox->data + mailbox->data_size - 8 };
	u64 value;
	u32 i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(last); i++) {
		rc = ocxlpmem_read_register(mailbox->transport, last[i], &value);
		if (rc)
			return rc == -EINVAL ? -EIO : rc;
	}
	return 0;
}

int ocxlpmem_mailbox_find_blocks(struct ocxlpmem_mailbox *mailbox)
{
	u64 blocks, data;
	int rc;

	rc = ocxlpmem_read_register(mailbox->transport, OCXL_REG_ACMA_BLOCKS, &blocks);
	if (rc)
		return rc;
	rc = ocxlpmem_read_register(mailbox->transport, OCXL_REG_ACMA_DATA, &data);
	if (rc)
		return rc;
	mailbox->request_block = OCXL_BLOCKS_REQUEST(blocks);
	mailbox->response_block = OCXL_BLOCKS_RESPONSE(blocks);
	mailbox->data = OCXL_DATA_OFFSET(data);
	mailbox->data_size = OCXL_DATA_SIZE(data) & ~7U;
	return is_valid_layout(mailbox) ? check_block_ends(mailbox) : -EIO;
}

int ocxlpmem_mailbox_read64(struct ocxlpmem_mailbox *mailbox, u32 offset, u64 *value)
{
	if (offset % 8 != 0 || mailbox->data_size < 8 || offset > mailbox->data_size - 8)
		return -EINVAL;
	return ocxlpmem_read_register(mailbox->transport, mailbox->data + offset, value);
}

int ocxlpmem_mailbox_read(struct ocxlpmem_mailbox *mailbox, u32 offset, void *bytes, u32 size)
{
	u8 *to = bytes;
	u64 word = 0;
	u32 at;
	int rc;

	if (offset % 8 != 0 || offset > mailbox->data_size || size > mailbox->data_size - offset)
		return -EINVAL;
	for (at = 0; at < size; at++) {
		if (at % 8 == 0) {
			rc = ocxlpmem_mailbox_read64(mailbox, offset + at, &word);
			if (rc)
				return rc;
		}
		to[at] = (u8)(word >> (at % 8 * 8));
	}
	return 0;
}

int ocxlpmem_mailbox_write(struct ocxlpmem_mailbox *mailbox, u32 offset, const void *bytes,
			   u32 size)
{
	const u8 *from = bytes;
	u64 word;
	u32 at, i;
	int rc;

	if (offset % 8 != 0 || size % 8 != 0 || offset > mailbox->data_size ||
	    size > mailbox->data_size - offset)
		return -EINVAL;
	for (at = 0; at < size; at += 8) {
		word = 0;
		for (i = 0; i < 8; i++)
			word |= (u64)from[at + i] << (i * 8);
		rc = ocxlpmem_write_register(mailbox->transport, mailbox->data + offset + at, word);
		if (rc)
			return rc;
	}
	return 0;
}
