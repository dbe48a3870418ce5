// SPDX-License-Identifier: GPL-2.0-only
/*
 * Emulated cards: the model of driver/card behind a window. The model outlives the
 * driver's being bound to it, as a card does; while nobody is bound its time stands still.
 */
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "ocxlpmem.h"

static u64 now_ns(void *context)
{
	return ktime_get_ns();
}

static void interrupt(void *context, unsigned int line)
{
	struct ocxlpmem_controller *controller = context;

	if (controller->pmem)
		ocxlpmem_events_interrupt(controller->pmem);
}

static void note(void *context, const char *text)
{
	struct ocxlpmem_controller *controller = context;

	if (controller->pmem)
		dev_dbg(controller->pmem->dev, "emulated card: %s\n", text);
}

/* @offset counts from the first byte of the card's memory, labels included */
static int erase(void *context, u64 offset, u64 size)
{
	struct ocxlpmem_controller *controller = context;
	void *memory = memremap(controller->memory + offset, size, MEMREMAP_WB);

	if (!memory)
		return -ENOMEM;
	memset(memory, 0, size);
	arch_wb_cache_pmem(memory, size);
	memunmap(memory);
	return 0;
}

struct ocxlpmem_controller *ocxlpmem_emulated_create(const struct ocxlpmem_window *window)
{
	struct ocxlpmem_controller *controller = kzalloc(sizeof(*controller), GFP_KERNEL);
	void *memory = vzalloc(ocxlpmem_card_size());

	if (!controller || !memory) {
		kfree(controller);
		vfree(memory);
		return NULL;
	}
	controller->memory = window->start;
	controller->model_host = (struct ocxlpmem_card_host) {
		.context = controller,
		.now_ns = now_ns,
		.interrupt = interrupt,
		.log = note,
		.erase = erase,
	};
	controller->emulated = ocxlpmem_card_init(memory, &controller->model_host, window->start,
						  window->size - OCXL_LABEL_AREA_SIZE);
	controller->registers.context = controller->emulated;
	controller->registers.read64 = ocxlpmem_card_read64;
	controller->registers.write64 = ocxlpmem_card_write64;
	controller->registers.inject = ocxlpmem_card_inject;
	return controller;
}

void ocxlpmem_emulated_destroy(struct ocxlpmem_controller *controller)
{
	if (!controller)
		return;
	vfree(controller->emulated);
	kfree(controller);
}

void ocxlpmem_emulated_settle(struct ocxlpmem *pmem)
{
	u64 due, now;

	if (READ_ONCE(pmem->going))
		return;
	due = ocxlpmem_card_advance(pmem->controller->emulated);
	if (due == OCXL_NEVER)
		return;
	now = ktime_get_ns();
	mod_delayed_work(system_unbound_wq, &pmem->clock,
			 due > now ? nsecs_to_jiffies(due - now) + 1 : 0);
}

static void tick(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, clock.work);

	/* time passes when the card is let go */
	ocxlpmem_lock_device(pmem);
	ocxlpmem_unlock_device(pmem);
}

void ocxlpmem_emulated_init(struct ocxlpmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->clock, tick);
}

void ocxlpmem_emulated_timeouts(struct ocxlpmem *pmem)
{
	struct ocxlpmem_card *card = pmem->controller->emulated;
	u8 opcode;

	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++)
		ocxlpmem_device_set_timeout(&pmem->device, opcode,
					    ocxlpmem_card_timeout_ms(card, opcode));
}

void ocxlpmem_emulated_refresh(struct ocxlpmem *pmem)
{
	struct ocxlpmem_card *card = pmem->controller->emulated;

	/* the interleave set keeps the serial number that the region was made with */
	WRITE_ONCE(pmem->serial, ocxlpmem_card_serial(card));
	pmem->device.setup.serial = pmem->serial;
	ocxlpmem_emulated_timeouts(pmem);
	ocxlpmem_device_refresh_health(&pmem->device);
	ocxlpmem_events_changed(pmem);
}
