// SPDX-License-Identifier: GPL-2.0-only
/* A card: the registers of driver/card, with a lock, a clock and memory. */
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include "card/card-state.h"
#include "card/scenario.h"
#include "core/registers.h"
#include "mock-card.h"

/* 7.3 warns of the old name */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
#define system_wq system_percpu_wq
#endif

#define STATE_MAGIC 0x4F43584C4D4F434BULL

static u64 mock_now_ns(void *context)
{
	return ktime_get_ns();
}

static void mock_interrupt(void *context, unsigned int line, u64 handle)
{
	ocxl_mock_trigger(context, line, handle);
}

static int mock_erase(void *context, u64 offset, u64 size)
{
	struct ocxl_mock_card *card = context;

	memset(card->memory + offset, 0, size);
	return 0;
}

/* the lock is held; when something is due next without an access */
static u64 advance_model(struct ocxl_mock_card *card)
{
	return card->gone ? OCXL_NEVER : ocxlpmem_card_advance(card->model);
}

static void schedule_advance(struct ocxl_mock_card *card, u64 due_ns)
{
	u64 now_ns = ktime_get_ns();

	if (due_ns != OCXL_NEVER)
		mod_delayed_work(system_wq, &card->advance,
				 due_ns > now_ns ? nsecs_to_jiffies(due_ns - now_ns) + 1 : 0);
}

static void advance_work(struct work_struct *work)
{
	struct ocxl_mock_card *card = container_of(work, struct ocxl_mock_card, advance.work);
	unsigned long flags;
	u64 due_ns;

	raw_spin_lock_irqsave(&card->lock, flags);
	due_ns = advance_model(card);
	raw_spin_unlock_irqrestore(&card->lock, flags);
	schedule_advance(card, due_ns);
}

/*
 * The blocks of the mailboxes, behind the registers, are memory: they need no lock, as on a card,
 * and writing to them lets nothing become due. So the driver spends hardly more time on them than
 * on those of an emulated controller.
 */
static bool is_block(u32 offset)
{
	return offset >= OCXL_REG_END;
}

static int read_model(struct ocxl_mock_card *card, u32 offset, u64 *value)
{
	if (!READ_ONCE(card->gone))
		return ocxlpmem_card_read64(card->model, offset, value);
	*value = ~0ULL;
	return 0;
}

static int write_model(struct ocxl_mock_card *card, u32 offset, u64 value)
{
	return READ_ONCE(card->gone) ? 0 : ocxlpmem_card_write64(card->model, offset, value);
}

/* needs no further advance_work(): all that becomes due has an earlier one */
int ocxl_mock_card_read64(struct ocxl_mock_card *card, u32 offset, u64 *value)
{
	unsigned long flags;
	int rc;

	if (is_block(offset))
		return read_model(card, offset, value);
	raw_spin_lock_irqsave(&card->lock, flags);
	rc = read_model(card, offset, value);
	raw_spin_unlock_irqrestore(&card->lock, flags);
	return rc;
}

int ocxl_mock_card_write64(struct ocxl_mock_card *card, u32 offset, u64 value)
{
	unsigned long flags;
	u64 due_ns;
	int rc;

	if (is_block(offset))
		return write_model(card, offset, value);
	raw_spin_lock_irqsave(&card->lock, flags);
	rc = write_model(card, offset, value);
	due_ns = advance_model(card);
	raw_spin_unlock_irqrestore(&card->lock, flags);
	schedule_advance(card, due_ns);
	return rc;
}

int ocxl_mock_card_apply(struct ocxl_mock_card *card, const char *text, size_t size)
{
	char message[OCXL_MOCK_MESSAGE_MAX - 32] = "";
	unsigned int line = 0;
	unsigned long flags;
	u64 due_ns;
	int rc;

	raw_spin_lock_irqsave(&card->lock, flags);
	rc = ocxlpmem_card_apply_scenario(card->model, text, size, &line, message, sizeof(message));
	due_ns = advance_model(card);
	raw_spin_unlock_irqrestore(&card->lock, flags);
	schedule_advance(card, due_ns);
	card->message[0] = '\0';
	if (rc)
		scnprintf(card->message, sizeof(card->message), "line %u: %s\n", line, message);
	return rc;
}

int ocxl_mock_step(struct ocxl_mock_card *card)
{
	return card->fail && --card->fail == 0 ? -EIO : 0;
}

int ocxl_mock_access(struct ocxl_mock_card *card)
{
	return card->fail_access && --card->fail_access == 0 ? -EIO : 0;
}

struct ocxl_mock_card *ocxl_mock_card_of(struct pci_dev *dev)
{
	return ocxl_mock_card_at(PCI_SLOT(dev->devfn));
}

struct ocxl_mock_card *ocxl_mock_card_of_afu(struct ocxl_afu *afu)
{
	return afu->fn->link;
}

/**
 * struct kept_state - registers of a card that outlives the kernel
 * @magic: STATE_MAGIC: there is a card
 * @mapped_size: what OPAL has mapped
 * @model: the card
 */
struct kept_state {
	u64 magic;
	u64 mapped_size;
	struct ocxlpmem_card model;
};

static struct ocxlpmem_card *power_on(struct ocxl_mock_card *card, void *memory)
{
	return ocxlpmem_card_init(memory, &card->host, 0x0C0FFEE0 + card->slot,
				  OCXL_MOCK_MEMORY - OCXL_LABEL_AREA_SIZE);
}

static struct ocxlpmem_card *resume_card(struct ocxl_mock_card *card, u64 address)
{
	struct kept_state *kept = memremap(address, sizeof(*kept), MEMREMAP_WB);

	card->state = kept;
	if (!kept)
		return NULL;
	card->map.mapped_size = &kept->mapped_size;
	if (kept->magic == STATE_MAGIC) {
		kept->model.host = &card->host;
		return &kept->model;
	}
	memset(kept, 0, sizeof(*kept));
	kept->magic = STATE_MAGIC;
	return power_on(card, &kept->model);
}

static struct ocxlpmem_card *create_model(struct ocxl_mock_card *card, u64 state)
{
	void *memory;

	if (state)
		return resume_card(card, state);
	memory = vzalloc(ocxlpmem_card_size());
	return memory ? power_on(card, memory) : NULL;
}

struct ocxl_mock_card *ocxl_mock_card_create(unsigned int slot, u64 memory, u64 state)
{
	struct ocxl_mock_card *card = kzalloc(sizeof(*card), GFP_KERNEL);

	if (!card)
		return NULL;
	card->slot = slot;
	card->map.start = memory;
	card->map.lpc_size = memory ? OCXL_MOCK_MEMORY : 0;
	card->map.limit = OCXL_MOCK_MEMORY;
	card->map.mapped_size = &card->mapped_size;
	if (memory)
		card->memory = memremap(memory, OCXL_MOCK_MEMORY, MEMREMAP_WB);
	raw_spin_lock_init(&card->lock);
	INIT_DELAYED_WORK(&card->advance, advance_work);
	card->host = (struct ocxlpmem_card_host) {
		.context = card,
		.now_ns = mock_now_ns,
		.interrupt = mock_interrupt,
		.erase = card->memory ? mock_erase : NULL,
	};
	card->model = create_model(card, state);
	if (card->model)
		return card;
	ocxl_mock_card_destroy(card);
	return NULL;
}

void ocxl_mock_card_destroy(struct ocxl_mock_card *card)
{
	if (!card)
		return;
	cancel_delayed_work_sync(&card->advance);
	WARN(card->link_users, "slot %u: %u functions are open\n", card->slot, card->link_users);
	ocxl_mock_memory_destroy(card);
	if (card->memory)
		memunmap(card->memory);
	if (card->state)
		memunmap(card->state);
	else
		vfree(card->model);
	kfree(card);
}
