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
#include "afu.h"

#define AFU_INDEX	0
#define LAST_REQUEST_ID 0xFFFF
/* time limit of SHUTDOWN, controller.md 3.2 */
#define SHUTDOWN_MS	1000

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
	int rc;

	card->afu = ocxl_function_fetch_afu(card->function, AFU_INDEX);
	if (!card->afu)
		return -ENXIO;
	/* unlike its description says, ocxl_function_fetch_afu() takes no reference */
	ocxl_afu_get(card->afu);
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

/* a card that is gone reads as ones, which is an answer, too */
static bool has_shut_down(struct ocxlpmem_opencapi *card, u32 response)
{
	return (read_last(card, OCXL_REG_CHI) & OCXL_CHI_ACRA) &&
	       OCXL_WORD0_ID(read_last(card, response)) == LAST_REQUEST_ID;
}

/* the power goes when this returns, and the card may have data to write out */
static void await_shutdown(struct ocxlpmem_opencapi *card, u32 response)
{
	unsigned long end = jiffies + msecs_to_jiffies(SHUTDOWN_MS);

	while (!has_shut_down(card, response)) {
		if (time_after(jiffies, end)) {
			dev_warn(&card->pci->dev, "the card does not answer to its shutdown\n");
			return;
		}
		usleep_range(1000, 2000);
	}
}

/* nobody has waited for the response to a command that the card is executing, which comes first */
static void request_shutdown(struct ocxlpmem_opencapi *card)
{
	u64 health = read_last(card, OCXL_REG_CHI);
	u64 blocks = read_last(card, OCXL_REG_ACMA_BLOCKS);
	u32 request = OCXL_BLOCKS_REQUEST(blocks);
	u32 response = OCXL_BLOCKS_RESPONSE(blocks);
	u32 word;

	if (health == OCXL_CHI_GONE || !(health & OCXL_CHI_CRDY) ||
	    !ocxlpmem_is_mmio_range(request, OCXL_BLOCK_SIZE) ||
	    !ocxlpmem_is_mmio_range(response, OCXL_BLOCK_SIZE))
		return;
	write_last(card, OCXL_REG_CHIC, OCXL_CHI_ACRA);
	for (word = OCXL_BLOCK_SIZE / 8; word-- > 1;)
		write_last(card, request + word * 8, 0);
	write_last(card, request, OCXL_REQUEST_WORD0(OCXL_OPCODE_SHUTDOWN, LAST_REQUEST_ID));
	write_last(card, OCXL_REG_HCI, OCXL_HCI_ACRW);
	await_shutdown(card, response);
}

/* context and AFU are not freed: another processor may still execute the driver */
void ocxlpmem_afu_stop(struct ocxlpmem_opencapi *card, bool is_last)
{
	WRITE_ONCE(card->closed, true);
	/* accesses on the way end, also those of interrupt handlers */
	synchronize_rcu();
	write_last(card, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	if (is_last)
		request_shutdown(card);
	ocxl_context_detach(card->context);
}
