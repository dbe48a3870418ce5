// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of the kernel's afu_irq.c. Each interrupt has a page of the function's BAR. The card
 * gets the address at which the driver has mapped this page, and resolves it through the page
 * tables, as a card does through its context. The handler runs in hard-interrupt context.
 */
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "core/registers.h"
#include "mock-card.h"

#define INTERRUPT_BAR 2
#define INTERRUPTS    8

/**
 * struct mock_irq - an interrupt of a context
 * @node: in mock_irqs
 * @context: its context
 * @id: number in the context
 * @page: physical address of its page
 * @work: runs the handler
 * @handler: handler of the driver, or NULL
 * @free_private: as for ocxl_irq_set_handler()
 * @private: for @handler
 */
struct mock_irq {
	struct list_head node;
	struct ocxl_context *context;
	int id;
	u64 page;
	struct irq_work work;
	irqreturn_t (*handler)(void *private);
	void (*free_private)(void *private);
	void *private;
};

/* for the list; taken with the lock of a card */
static DEFINE_RAW_SPINLOCK(mock_irqs_lock);
static LIST_HEAD(mock_irqs);

static struct ocxl_mock_card *card_of_context(struct ocxl_context *context)
{
	return ocxl_mock_card_of_afu(context->afu);
}

static void run_handler(struct irq_work *work)
{
	struct mock_irq *irq = container_of(work, struct mock_irq, work);

	if (!irq->handler)
		return;
	atomic_inc(&card_of_context(irq->context)->interrupts);
	irq->handler(irq->private);
}

/* 0: not mapped */
static u64 resolve_handle(u64 handle)
{
	struct page *page = handle ? vmalloc_to_page((void *)(uintptr_t)handle) : NULL;

	return page ? (u64)page_to_pfn(page) << PAGE_SHIFT : 0;
}

static bool queue_irq(u64 page)
{
	struct mock_irq *irq;
	bool found = false;

	raw_spin_lock(&mock_irqs_lock);
	list_for_each_entry(irq, &mock_irqs, node) {
		if (irq->page == page) {
			irq_work_queue(&irq->work);
			found = true;
		}
	}
	raw_spin_unlock(&mock_irqs_lock);
	return found;
}

void ocxl_mock_trigger(struct ocxl_mock_card *card, unsigned int line, u64 handle)
{
	u64 page = resolve_handle(handle);

	if (WARN(!card->elements, "slot %u: line %u triggers without a context\n", card->slot,
		 line))
		return;
	WARN(!page || !queue_irq(page),
	     "slot %u: line %u triggers at 0x%llx, which is no interrupt\n", card->slot, line,
	     handle);
}

int ocxl_irq_offset_to_id(struct ocxl_context *ctx, u64 offset)
{
	return (offset - ctx->afu->irq_base_offset) >> PAGE_SHIFT;
}

u64 ocxl_irq_id_to_offset(struct ocxl_context *ctx, int irq_id)
{
	return ctx->afu->irq_base_offset + ((u64)irq_id << PAGE_SHIFT);
}

static u64 page_of(struct ocxl_context *ctx, int id)
{
	struct pci_dev *dev = to_pci_dev(ctx->afu->fn->dev.parent);

	return pci_resource_end(dev, INTERRUPT_BAR) + 1 - (u64)(id + 1) * PAGE_SIZE;
}

static int insert_irq(struct ocxl_context *ctx, struct mock_irq *irq)
{
	irq->id = idr_alloc(&ctx->irq_idr, irq, 0, INTERRUPTS, GFP_KERNEL);
	if (irq->id < 0)
		return irq->id;
	irq->page = page_of(ctx, irq->id);
	raw_spin_lock_irq(&mock_irqs_lock);
	list_add(&irq->node, &mock_irqs);
	card_of_context(ctx)->targets++;
	raw_spin_unlock_irq(&mock_irqs_lock);
	return 0;
}

int ocxl_afu_irq_alloc(struct ocxl_context *ctx, int *irq_id)
{
	struct mock_irq *irq;
	int rc = ocxl_mock_step(card_of_context(ctx));

	if (rc)
		return rc;
	irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	if (!irq)
		return -ENOMEM;
	irq->context = ctx;
	irq->work = IRQ_WORK_INIT_HARD(run_handler);
	mutex_lock(&ctx->irq_lock);
	rc = insert_irq(ctx, irq);
	mutex_unlock(&ctx->irq_lock);
	if (rc)
		kfree(irq);
	else
		*irq_id = irq->id;
	return rc;
}
EXPORT_SYMBOL_GPL(ocxl_afu_irq_alloc);

int ocxl_irq_set_handler(struct ocxl_context *ctx, int irq_id,
			 irqreturn_t (*handler)(void *private), void (*free_private)(void *private),
			 void *private)
{
	struct ocxl_mock_card *card = card_of_context(ctx);
	struct mock_irq *irq;
	int rc = ocxl_mock_step(card);

	if (rc)
		return rc;
	mutex_lock(&ctx->irq_lock);
	irq = idr_find(&ctx->irq_idr, irq_id);
	if (irq) {
		irq->private = private;
		irq->free_private = free_private;
		irq->handler = handler;
		if (card->stray)
			irq_work_queue(&irq->work);
	}
	mutex_unlock(&ctx->irq_lock);
	return irq ? 0 : -EINVAL;
}
EXPORT_SYMBOL_GPL(ocxl_irq_set_handler);

static void free_irq_of(struct ocxl_context *ctx, struct mock_irq *irq)
{
	idr_remove(&ctx->irq_idr, irq->id);
	raw_spin_lock_irq(&mock_irqs_lock);
	list_del(&irq->node);
	card_of_context(ctx)->targets--;
	raw_spin_unlock_irq(&mock_irqs_lock);
	irq_work_sync(&irq->work);
	if (irq->free_private)
		irq->free_private(irq->private);
	kfree(irq);
}

int ocxl_afu_irq_free(struct ocxl_context *ctx, int irq_id)
{
	struct mock_irq *irq;

	mutex_lock(&ctx->irq_lock);
	irq = idr_find(&ctx->irq_idr, irq_id);
	if (irq)
		free_irq_of(ctx, irq);
	mutex_unlock(&ctx->irq_lock);
	return irq ? 0 : -EINVAL;
}
EXPORT_SYMBOL_GPL(ocxl_afu_irq_free);

void ocxl_afu_irq_free_all(struct ocxl_context *ctx)
{
	struct mock_irq *irq;
	int id;

	mutex_lock(&ctx->irq_lock);
	idr_for_each_entry(&ctx->irq_idr, irq, id) free_irq_of(ctx, irq);
	mutex_unlock(&ctx->irq_lock);
}

u64 ocxl_afu_irq_get_addr(struct ocxl_context *ctx, int irq_id)
{
	struct mock_irq *irq;
	u64 page = 0;

	if (ocxl_mock_step(card_of_context(ctx)))
		return 0;
	mutex_lock(&ctx->irq_lock);
	irq = idr_find(&ctx->irq_idr, irq_id);
	if (irq)
		page = irq->page;
	mutex_unlock(&ctx->irq_lock);
	return page;
}
EXPORT_SYMBOL_GPL(ocxl_afu_irq_get_addr);
