// SPDX-License-Identifier: GPL-2.0-only
/*
 * The AFU (accelerator function unit) of a card: its context and its registers
 * (controller.md 1.1 and 1.2).
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/pci.h>
#include <linux/rcupdate.h>
#include <misc/ocxl.h>
#include "opencapi.h"

#define AFU_INDEX	0
#define LAST_REQUEST_ID 0xFFFF

/* in an RCU read section, for whose end ocxlpmem_afu_stop() waits */
static int check_access(const struct ocxlpmem_opencapi *card, u32 offset)
{
	if (offset % 8)
		return -EINVAL;
	return READ_ONCE(card->closed) ? -ENXIO : 0;
}

int ocxlpmem_afu_read64(void *context, u32 offset, u64 *value)
{
	struct ocxlpmem_opencapi *card = context;
	int rc;

	rcu_read_lock();
	rc = check_access(card, offset);
	if (!rc)
		rc = ocxl_global_mmio_read64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
	rcu_read_unlock();
	return rc;
}

int ocxlpmem_afu_write64(void *context, u32 offset, u64 value)
{
	struct ocxlpmem_opencapi *card = context;
	int rc;

	rcu_read_lock();
	rc = check_access(card, offset);
	if (!rc)
		rc = ocxl_global_mmio_write64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
	rcu_read_unlock();
	return rc;
}

/* the context belongs to the kernel: it has no address space of a process */
int ocxlpmem_afu_open(struct ocxlpmem_opencapi *card)
{
	u64 special;
	int rc;

	card->afu = ocxl_function_fetch_afu(card->function, AFU_INDEX);
	if (!card->afu)
		return -ENXIO;
	/* unlike its description says, ocxl_function_fetch_afu() takes no reference */
	ocxl_afu_get(card->afu);
	special = ocxl_afu_config(card->afu)->special_purpose_mem_size;
	if (special)
		dev_notice(&card->pci->dev, "%llu bytes of special purpose memory are not used\n",
			   special);
	/* a kernel that crashed may have left enables and targets on the card */
	ocxlpmem_afu_write64(card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	rc = ocxl_context_alloc(&card->context, card->afu, NULL);
	if (rc)
		goto put;
	rc = ocxl_context_attach(card->context, 0, NULL);
	if (!rc)
		return 0;
	ocxl_context_free(card->context);
put:
	ocxl_afu_put(card->afu);
	return rc;
}

/*
 * A context that the card did not let go of is not freed, as in the kernel's own afu_release(): the
 * card may still use its PASID.
 */
void ocxlpmem_afu_close(struct ocxlpmem_opencapi *card)
{
	if (ocxl_context_detach(card->context) == -EBUSY)
		dev_warn(&card->pci->dev, "the card uses its context until the link is reset\n");
	else
		ocxl_context_free(card->context);
	ocxl_afu_put(card->afu);
}

static void write_last(struct ocxlpmem_opencapi *card, u32 offset, u64 value)
{
	ocxl_global_mmio_write64(card->afu, offset, OCXL_LITTLE_ENDIAN, value);
}

static u64 read_last(struct ocxlpmem_opencapi *card, u32 offset)
{
	u64 value;

	if (ocxl_global_mmio_read64(card->afu, offset, OCXL_LITTLE_ENDIAN, &value))
		return ~0ULL;
	return value;
}

#define LIMIT_ROW(number, NAME, name, ms, ...) [number] = (ms),
static const unsigned int limit_ms[] = { OCXL_OPCODES(LIMIT_ROW) };

/* false after the time limit of the opcode; a card that is gone reads as ones: no delay */
static bool await_response(struct ocxlpmem_opencapi *card, u8 opcode)
{
	unsigned long end = jiffies + msecs_to_jiffies(limit_ms[opcode]);

	while (!(read_last(card, OCXL_REG_CHI) & OCXL_CHI_ACRA)) {
		if (time_after(jiffies, end))
			return false;
		usleep_range(1000, 2000);
	}
	return true;
}

static bool is_unanswered(u64 request, u64 response)
{
	u8 opcode = OCXL_WORD0_LOW(request);
	u16 id = OCXL_WORD0_ID(request);

	return id && opcode < OCXL_OPCODE_COUNT && request == OCXL_REQUEST_WORD0(opcode, id) &&
	       OCXL_WORD0_ID(response) != id;
}

/* the card forgets an entry of its error log when its response is acknowledged */
static bool may_have_entry(u64 request, u64 response)
{
	return OCXL_WORD0_LOW(response) == OCXL_CARD_STATUS_OK &&
	       (OCXL_WORD0_LOW(request) == OCXL_OPCODE_ERROR_LOG ||
		OCXL_WORD0_ID(request) != OCXL_WORD0_ID(response));
}

/*
 * The process that sent the last request may have been killed: the card still executes it, and
 * would not notice another one, or its response is unread. A request without a response in time is
 * lost.
 */
static bool end_earlier_request(struct ocxlpmem_opencapi *card, u32 request_block,
				u32 response_block)
{
	u64 request = read_last(card, request_block);

	if (is_unanswered(request, read_last(card, response_block)))
		await_response(card, OCXL_WORD0_LOW(request));
	if (!(read_last(card, OCXL_REG_CHI) & OCXL_CHI_ACRA))
		return true;
	if (may_have_entry(request, read_last(card, response_block)))
		return false;
	write_last(card, OCXL_REG_CHIC, OCXL_CHI_ACRA);
	return true;
}

static void send_shutdown(struct ocxlpmem_opencapi *card, u32 request_block)
{
	u32 word;

	for (word = OCXL_BLOCK_SIZE / 8; word-- > 1;)
		write_last(card, request_block + word * 8, 0);
	write_last(card, request_block, OCXL_REQUEST_WORD0(OCXL_OPCODE_SHUTDOWN, LAST_REQUEST_ID));
	write_last(card, OCXL_REG_HCI, OCXL_HCI_ACRW);
}

/* the power goes when this returns, and the card may have data to write out */
static void await_shutdown(struct ocxlpmem_opencapi *card, u32 response_block)
{
	u64 response = ~0ULL;

	if (await_response(card, OCXL_OPCODE_SHUTDOWN))
		response = read_last(card, response_block);
	if (response == ~0ULL || OCXL_WORD0_ID(response) != LAST_REQUEST_ID)
		dev_warn(&card->pci->dev, "the card does not answer to its shutdown\n");
	else if (OCXL_WORD0_LOW(response) != OCXL_CARD_STATUS_OK)
		dev_warn(&card->pci->dev, "the card refuses its shutdown: status 0x%02x\n",
			 OCXL_WORD0_LOW(response));
}

static void request_shutdown(struct ocxlpmem_opencapi *card)
{
	u64 health = read_last(card, OCXL_REG_CHI);
	u64 blocks = read_last(card, OCXL_REG_ACMA_BLOCKS);
	u32 request_block = OCXL_BLOCKS_REQUEST(blocks);
	u32 response_block = OCXL_BLOCKS_RESPONSE(blocks);

	if (health == OCXL_CHI_GONE || !(health & OCXL_CHI_CRDY) ||
	    !ocxlpmem_is_mmio_range(request_block, OCXL_BLOCK_SIZE) ||
	    !ocxlpmem_is_mmio_range(response_block, OCXL_BLOCK_SIZE))
		return;
	if (!end_earlier_request(card, request_block, response_block)) {
		dev_warn(
			&card->pci->dev,
			"the card is not shut down: it would lose an unread entry of its error log\n");
		return;
	}
	send_shutdown(card, request_block);
	await_shutdown(card, response_block);
}

/* context and AFU are not freed: another processor may still execute the driver */
void ocxlpmem_afu_stop(struct ocxlpmem_opencapi *card, bool shut_down)
{
	WRITE_ONCE(card->closed, true);
	/* accesses on the way end, also those of interrupt handlers */
	synchronize_rcu();
	write_last(card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	if (shut_down)
		request_shutdown(card);
	ocxl_context_detach(card->context);
}
